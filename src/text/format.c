/* Tables instead of ICU objects: opening a number format costs 11 to 15 us and a date format 32 to
 * 68 us (ICU 72, measured), a page has hundreds of both, and a shared object would be mutable state
 * across threads. The tables say what ICU's data say; tests/unit/text/format_test.c compares them
 * with ICU, entry by entry. */
#include "text/format.h"

#include <stdio.h>
#include <string.h>

struct habits {
	char group;
	char decimal;
	const char *months[12];
	bool currency_first; /* "USD 5" or "5 USD" */
	const char *about;
	const char *before_buddhist;
	const char *after_buddhist;
};

/* CLDR 42 by ICU 72: "numbers" and "calendars/gregorian/months/format/wide". */
static const struct habits HABITS[LANGUAGE_COUNT] = {
	[LANGUAGE_KM] = {.group = '.',
			 .decimal = ',',
			 .months = {"មករា", "កុម្ភៈ", "មីនា", "មេសា", "ឧសភា", "មិថុនា", "កក្កដា", "សីហា",
				    "កញ្ញា", "តុលា", "វិច្ឆិកា", "ធ្នូ"},
			 .currency_first = false,
			 .about = "ប្រហែល ",
			 .before_buddhist = "ព.ស. ",
			 .after_buddhist = ""},
	[LANGUAGE_EN] = {.group = ',',
			 .decimal = '.',
			 .months = {"January", "February", "March", "April", "May", "June", "July",
				    "August", "September", "October", "November", "December"},
			 .currency_first = true,
			 .about = "about ",
			 .before_buddhist = "",
			 .after_buddhist = " BE"},
};

/* A decimal in its parts; every part points into the text. */
struct decimal {
	bool negative;
	struct slice whole;
	struct slice fraction;
};

static bool only_digits(struct slice text)
{
	for (size_t i = 0; i < text.length; i++) {
		if (text.at[i] < '0' || text.at[i] > '9') {
			return false;
		}
	}
	return text.length > 0;
}

static bool parse_decimal(struct slice text, struct decimal *ret_decimal)
{
	const bool negative = slice_starts(text, S("-"));
	const struct slice size = slice_between(text, negative ? 1 : 0, SIZE_MAX);
	const size_t point = slice_find_byte(size, '.');
	const struct decimal decimal = {
		.negative = negative,
		.whole = slice_between(size, 0, point),
		.fraction = point < size.length ? slice_between(size, point + 1, SIZE_MAX)
						: (struct slice){0},
	};
	if (!only_digits(decimal.whole) ||
	    (point < size.length && !only_digits(decimal.fraction))) {
		return false;
	}
	*ret_decimal = decimal;
	return true;
}

/* Where a formatted text is put together; made large enough beforehand. */
struct line {
	char *at;
	size_t length;
	enum digits digits;
};

static struct line line_create(struct arena *arena, size_t size, enum digits digits)
{
	return (struct line){.at = arena_alloc(arena, size + 1), .digits = digits};
}

static void put(struct line *line, struct slice text)
{
	if (text.length > 0) {
		memcpy(line->at + line->length, text.at, text.length);
		line->length += text.length;
	}
}

static void put_byte(struct line *line, char byte)
{
	line->at[line->length++] = byte;
}

/* U+17E0 to U+17E9 for Khmer. */
static void put_digit(struct line *line, char digit)
{
	if (line->digits == DIGITS_KHMER) {
		put(line, S("\xE1\x9F"));
		put_byte(line, (char)(0xA0 + (digit - '0')));
	} else {
		put_byte(line, digit);
	}
}

static void put_digits(struct line *line, struct slice digits)
{
	for (size_t i = 0; i < digits.length; i++) {
		put_digit(line, digits.at[i]);
	}
}

/* Bytes that a number of `digits` digits can take: 3 each, and a sign between. */
static size_t room_for(size_t digits)
{
	return digits * 4 + 8;
}

static void put_decimal(struct line *line, enum language language, const struct decimal *decimal)
{
	const struct slice whole = decimal->whole;
	for (size_t i = 0; i < whole.length; i++) {
		if (i > 0 && (whole.length - i) % 3 == 0) {
			put_byte(line, HABITS[language].group);
		}
		put_digit(line, whole.at[i]);
	}
	if (decimal->fraction.length > 0) {
		put_byte(line, HABITS[language].decimal);
		put_digits(line, decimal->fraction);
	}
}

static struct slice line_text(const struct line *line)
{
	return (struct slice){.at = line->at, .length = line->length};
}

struct slice format_number(struct arena *arena, enum language language, enum digits digits,
			   struct slice number)
{
	struct decimal decimal;
	if (!parse_decimal(number, &decimal)) {
		return number;
	}
	struct line line = line_create(arena, room_for(number.length), digits);
	put(&line, decimal.negative ? S("-") : (struct slice){0});
	put_decimal(&line, language, &decimal);
	return line_text(&line);
}

struct slice format_money(struct arena *arena, enum language language, enum digits digits,
			  struct slice amount, struct slice currency)
{
	static const struct slice SPACE = {.at = "\xC2\xA0", .length = 2}; /* no break */
	const bool first = HABITS[language].currency_first;
	struct decimal decimal;
	if (!parse_decimal(amount, &decimal)) {
		return arena_format(arena, "%.*s %.*s", SLICE_PRINT(amount), SLICE_PRINT(currency));
	}
	struct line line = line_create(arena, room_for(amount.length) + currency.length, digits);
	put(&line, decimal.negative ? S("-") : (struct slice){0});
	if (first) {
		put(&line, currency);
		put(&line, SPACE);
	}
	put_decimal(&line, language, &decimal);
	if (!first) {
		put(&line, SPACE);
		put(&line, currency);
	}
	return line_text(&line);
}

static void put_int(struct line *line, int value)
{
	char digits[16];
	const int length = snprintf(digits, sizeof digits, "%d", value);
	put_digits(line, (struct slice){.at = digits, .length = (size_t)length});
}

static void put_year(struct line *line, enum language language, enum era era, int year)
{
	enum { BUDDHIST_YEARS = 543 };
	must(year >= 0 && year <= 9999);
	if (era == ERA_COMMON) {
		put_int(line, year);
		return;
	}
	put(line, slice_of(HABITS[language].before_buddhist));
	put_int(line, year + BUDDHIST_YEARS);
	put(line, slice_of(HABITS[language].after_buddhist));
}

struct slice format_date_styled(struct arena *arena, enum language language,
				struct date_style style, struct pdate date)
{
	enum { DATE_BYTES_MAX = 128 };
	struct line line = line_create(arena, DATE_BYTES_MAX, style.digits);
	if (date.precision == DATE_NONE) {
		return line_text(&line);
	}
	if (date.precision == DATE_YEAR && style.wording == DATE_ABOUT) {
		put(&line, slice_of(HABITS[language].about));
	}
	if (date.precision == DATE_DAY) {
		put_int(&line, date.day);
		put_byte(&line, ' ');
	}
	if (date.precision >= DATE_MONTH) {
		must(date.month >= 1 && date.month <= 12);
		put(&line, slice_of(HABITS[language].months[date.month - 1]));
		put_byte(&line, ' ');
	}
	put_year(&line, language, style.era, date.year);
	return line_text(&line);
}

struct slice format_date(struct arena *arena, enum language language, enum digits digits,
			 struct pdate date)
{
	return format_date_styled(arena, language, (struct date_style){.digits = digits}, date);
}
