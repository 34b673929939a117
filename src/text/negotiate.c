/* Accept-Language: RFC 9110 12.5.4, ranges matched by their first subtag (RFC 4647 3.3.1, basic
 * filtering, where our two tags have one subtag each). What is malformed is left out, so that one
 * odd item does not silence the others. */
#include "text/messages.h"

/* In thousandths. What is not named at all stands between the wished and the refused (q=0). */
enum { QUALITY_MAX = 1000, QUALITY_UNSAID = 0, QUALITY_REFUSED = -1 };

/* What the header says of a language, and of "*". */
struct wishes {
	int quality[LANGUAGE_COUNT];
	int any;
};

static bool is_digit(char byte)
{
	return byte >= '0' && byte <= '9';
}

/* "0.8" as 800: a leading 0 or 1, at most three decimals. */
static bool parse_quality(struct slice text, int *ret_quality)
{
	if (text.length == 0 || text.length > 5 || (text.at[0] != '0' && text.at[0] != '1') ||
	    (text.length > 1 && text.at[1] != '.')) {
		return false;
	}
	int quality = text.at[0] == '1' ? QUALITY_MAX : 0;
	int unit = QUALITY_MAX / 10;
	for (size_t i = 2; i < text.length; i++) {
		if (!is_digit(text.at[i])) {
			return false;
		}
		quality += unit * (text.at[i] - '0');
		unit /= 10;
	}
	if (quality > QUALITY_MAX) {
		return false;
	}
	*ret_quality = quality;
	return true;
}

static char lower(char byte)
{
	return byte >= 'A' && byte <= 'Z' ? (char)(byte - 'A' + 'a') : byte;
}

static bool same_word(struct slice text, const char *word)
{
	const struct slice other = slice_of(word);
	bool same = text.length == other.length;
	for (size_t i = 0; same && i < text.length; i++) {
		same = lower(text.at[i]) == other.at[i];
	}
	return same;
}

/* ";q=0.8", or nothing, which means 1. */
static bool parse_weight(struct slice text, int *ret_quality)
{
	text = slice_trim(text);
	if (slice_empty(text)) {
		*ret_quality = QUALITY_MAX;
		return true;
	}
	if (text.length < 2 || lower(text.at[0]) != 'q' || text.at[1] != '=') {
		return false;
	}
	return parse_quality(slice_between(text, 2, SIZE_MAX), ret_quality);
}

/* The kindest word counts: "en-US;q=0, en" still takes English. */
static void note(int *quality, int said)
{
	const int heard = said == 0 ? QUALITY_REFUSED : said;
	if (*quality == QUALITY_UNSAID || heard > *quality) {
		*quality = heard;
	}
}

static void take_item(struct wishes *wishes, struct slice item)
{
	const size_t semicolon = slice_find_byte(item, ';');
	const struct slice range = slice_trim(slice_between(item, 0, semicolon));
	const struct slice weight = semicolon < item.length
					    ? slice_between(item, semicolon + 1, SIZE_MAX)
					    : (struct slice){0};
	const struct slice primary = slice_between(range, 0, slice_find_byte(range, '-'));
	int quality = 0;
	if (!parse_weight(weight, &quality)) {
		return;
	}
	for (int i = 0; i < LANGUAGE_COUNT; i++) {
		if (same_word(primary, language_code((enum language)i))) {
			note(&wishes->quality[i], quality);
		}
	}
	if (slice_is(range, "*")) {
		note(&wishes->any, quality);
	}
}

enum language language_negotiate(struct slice accept_language)
{
	struct wishes wishes = {0};
	enum language best = LANGUAGE_KM;
	struct slice item;

	while (slice_next(&accept_language, ',', &item)) {
		take_item(&wishes, item);
	}
	for (int i = 0; i < LANGUAGE_COUNT; i++) {
		if (wishes.quality[i] == QUALITY_UNSAID) {
			wishes.quality[i] = wishes.any;
		}
		/* Between equals the first, Khmer, stays. */
		if (wishes.quality[i] > wishes.quality[best]) {
			best = (enum language)i;
		}
	}
	return best;
}
