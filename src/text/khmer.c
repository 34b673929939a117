/* khmer.c - the walk over a text: plain characters are copied, clusters settled, what is neither
 * ASCII nor Khmer goes through ICU.
 */
#include "text/khmer.h"

#include "base/utf8.h"
#include "text/foreign.h"
#include "text/khmer_cluster.h"

#include <string.h>

enum {
	KHMER_TEXT_MAX = 256 * 1024 * 1024,
	ZWSP = 0x200B,
	ZWNJ = 0x200C,
	ZWJ = 0x200D,
	WORD_JOINER = 0x2060,
};

struct walk {
	struct arena *arena;
	enum khmer_purpose purpose;
	const unsigned char *at, *end;
	uint32_t pending; /* the second half of a character that stands for two; 0: none */
	char *out;
	size_t length, capacity;
	size_t word_start; /* where the repetition sign starts to repeat */
	bool word_ended;   /* the next cluster starts another word */
	bool has_foreign;  /* ICU or the repetition sign changed what stands beside what */
	struct khmer_cluster cluster;
};

static void reserve(struct walk *walk, size_t more)
{
	if (walk->out != NULL && walk->capacity - walk->length >= more) {
		return;
	}
	const size_t capacity = (walk->length + more) * 2;
	char *out = arena_alloc(walk->arena, capacity);
	if (walk->out != NULL && walk->length > 0) {
		memcpy(out, walk->out, walk->length);
	}
	walk->out = out;
	walk->capacity = capacity;
}

static void put(struct walk *walk, uint32_t character)
{
	reserve(walk, 4);
	if (character >= KHMER_FIRST && character < KHMER_FIRST + KHMER_COUNT) {
		walk->out[walk->length] = (char)0xE1;
		walk->out[walk->length + 1] = (char)(0x80 | (character >> 6 & 0x3F));
		walk->out[walk->length + 2] = (char)(0x80 | (character & 0x3F));
		walk->length += 3;
		return;
	}
	walk->length += utf8_put(walk->out + walk->length, character);
}

static void put_byte(struct walk *walk, unsigned char byte)
{
	reserve(walk, 1);
	walk->out[walk->length++] = (char)byte;
}

/* One space where punctuation or white space stands; none at the start. */
static void put_space(struct walk *walk)
{
	if (walk->length > 0 && walk->out[walk->length - 1] != ' ') {
		put_byte(walk, ' ');
	}
	walk->word_ended = true;
}

static void put_number(struct walk *walk, uint32_t number)
{
	if (number >= 10) {
		put(walk, '0' + number / 10);
	}
	put(walk, '0' + number % 10);
}

/* Valid UTF-8 of the characters that Khmer text is made of: no table needed. */
static bool is_plain(struct slice text)
{
	const unsigned char *at = (const unsigned char *)text.at;
	const unsigned char *end = at + text.length;
	while (at < end) {
		if (at[0] < 0x80 && at[0] != 0) {
			at++;
		} else if (end - at >= 3 && (at[0] == 0xE1 || at[0] == 0xE2) &&
			   (at[1] & 0xC0) == 0x80 && (at[2] & 0xC0) == 0x80) {
			at += 3;
		} else {
			return false;
		}
	}
	return true;
}

/* Place in the Khmer block of the character at `at`; negative for any other and at the end. */
static int khmer_at(const unsigned char *at, const unsigned char *end)
{
	if (end - at < 3 || at[0] != 0xE1 || (at[1] & 0xFE) != 0x9E) {
		return -1;
	}
	return (at[1] & 1) << 6 | (at[2] & 0x3F);
}

/* Letters and signs that unified() or is_dropped() may change. */
static bool is_variant(int place)
{
	const int character = place + KHMER_FIRST;
	return character == 0x17A3 || character == 0x17A4 || character == 0x17A8 ||
	       character == 0x17B2 || character == 0x17B4 || character == 0x17B5 ||
	       character == 0x17D3;
}

/* The mark at `at` as one that needs no look around; its class, or KHMER_OTHER. */
static enum khmer_class ordered_mark(const struct walk *walk, const unsigned char *at,
				     const unsigned char **ret_next)
{
	const int place = khmer_at(at, walk->end);
	*ret_next = at + 3;
	if (place + KHMER_FIRST != KHMER_SIGN_COENG) {
		return (enum khmer_class)KHMER_CLASSES[place];
	}
	const int below = khmer_at(at + 3, walk->end);
	const int letter = below + KHMER_FIRST;
	if (below < 0 || KHMER_CLASSES[below] != KHMER_BASE || is_variant(below) ||
	    (letter == KHMER_DA && walk->purpose == KHMER_FOR_KEY)) {
		return KHMER_OTHER;
	}
	*ret_next = at + 6;
	return letter == KHMER_RO ? KHMER_COENG_RO : KHMER_COENG;
}

/* The end of a syllable whose marks stand in their order, so that its bytes are copied: most of a
 * text. NULL: read it mark by mark. */
static const unsigned char *end_of_ordered(const struct walk *walk)
{
	enum khmer_class before = KHMER_BASE;
	const unsigned char *at = walk->at;
	int place = khmer_at(at, walk->end);
	if (place < 0 || KHMER_CLASSES[place] != KHMER_BASE || is_variant(place)) {
		return NULL;
	}
	for (at += 3; at < walk->end && at[0] >= 0x80;) {
		place = khmer_at(at, walk->end);
		if (place < 0 || is_variant(place)) {
			return NULL;
		}
		if (KHMER_CLASSES[place] <= KHMER_BASE) {
			return at;
		}
		const enum khmer_class class = ordered_mark(walk, at, &at);
		const struct khmer_mark mark = {.character = (uint16_t)(place + KHMER_FIRST),
						.class = (uint8_t) class};
		if (!khmer_mark_follows(before, mark)) {
			return NULL;
		}
		before = class;
	}
	return at;
}

/* The text was checked: every lead byte has its followers. */
static uint32_t peek(const struct walk *walk, const unsigned char **ret_next)
{
	const unsigned char *at = walk->at;
	if (walk->pending != 0) {
		*ret_next = at;
		return walk->pending;
	}
	if (at == walk->end) {
		*ret_next = at;
		return 0;
	}
	if (at[0] < 0x80) {
		*ret_next = at + 1;
		return at[0];
	}
	if (at[0] < 0xE0) {
		*ret_next = at + 2;
		return (at[0] & 0x1Fu) << 6 | (at[1] & 0x3Fu);
	}
	if (at[0] < 0xF0) {
		*ret_next = at + 3;
		return (at[0] & 0x0Fu) << 12 | (at[1] & 0x3Fu) << 6 | (at[2] & 0x3Fu);
	}
	*ret_next = at + 4;
	return (at[0] & 0x07u) << 18 | (at[1] & 0x3Fu) << 12 | (at[2] & 0x3Fu) << 6 |
	       (at[3] & 0x3Fu);
}

static bool is_joiner(uint32_t character)
{
	return (character >= ZWSP && character <= ZWJ) || character == WORD_JOINER ||
	       character == 0xFEFF;
}

/* Characters that show nothing: 17B4 and 17B5 always, joiners in a key. */
static bool is_dropped(const struct walk *walk, uint32_t character)
{
	return character == 0x17B4 || character == 0x17B5 ||
	       (walk->purpose == KHMER_FOR_KEY && is_joiner(character));
}

/* Deprecated and variant letters (Unicode 16.4, "discouraged" and the names list). */
static uint32_t unified(const struct walk *walk, uint32_t character, uint32_t *ret_second)
{
	const bool for_key = walk->purpose == KHMER_FOR_KEY;
	*ret_second = 0;
	switch (character) {
	case 0x17A3:
		return KHMER_QA;
	case 0x17A4:
		*ret_second = KHMER_VOWEL_AA;
		return KHMER_QA;
	case 0x17A8:
		*ret_second = for_key ? 0x1780 : 0;
		return for_key ? 0x17A7 : character;
	case 0x17B2:
		return for_key ? 0x17B1 : character;
	case 0x17D3:
		return for_key ? KHMER_SIGN_NIKAHIT : character;
	default:
		return character;
	}
}

/* The next character after dropping and unifying, without taking it. 0 at the end. */
static uint32_t look(struct walk *walk, const unsigned char **ret_next, uint32_t *ret_second)
{
	const unsigned char *next;
	uint32_t character = peek(walk, &next);
	while (is_dropped(walk, character)) {
		if (character == ZWSP) {
			walk->word_ended = true;
		}
		walk->has_foreign = walk->has_foreign || walk->purpose == KHMER_FOR_DISPLAY;
		walk->at = next;
		character = peek(walk, &next);
	}
	*ret_next = next;
	*ret_second = 0;
	return walk->pending != 0 || character < 0x17A3 || character > 0x17D3
		       ? character
		       : unified(walk, character, ret_second);
}

static void take(struct walk *walk, const unsigned char *next, uint32_t second)
{
	walk->at = next;
	walk->pending = second;
}

static enum khmer_class class_of(uint32_t character)
{
	if (character >= KHMER_FIRST && character < KHMER_FIRST + KHMER_COUNT) {
		return (enum khmer_class)KHMER_CLASSES[character - KHMER_FIRST];
	}
	return character == KHMER_DOTTED_CIRCLE ? KHMER_BASE : KHMER_OTHER;
}

static bool is_subscribed(uint32_t character)
{
	return character >= KHMER_FIRST && class_of(character) == KHMER_BASE &&
	       character != KHMER_DOTTED_CIRCLE;
}

static bool steers_mark(uint32_t character)
{
	return character == ZWNJ || character == ZWJ;
}

/* Take one mark, with a joiner before it. False where the cluster ends. */
static bool take_mark(struct walk *walk, struct khmer_mark *ret_mark)
{
	const unsigned char *before = walk->at;
	const uint32_t before_pending = walk->pending;
	const unsigned char *next;
	uint32_t second;
	struct khmer_mark mark = {0};
	uint32_t character = look(walk, &next, &second);
	while (steers_mark(character)) {
		mark.joiner = (uint16_t)character; /* of several in a row the last one steers */
		take(walk, next, second);
		character = look(walk, &next, &second);
	}
	const enum khmer_class class = class_of(character);
	if (class <= KHMER_BASE) {
		walk->at = before;
		walk->pending = before_pending;
		return false;
	}
	mark.character = (uint16_t)character;
	mark.class = (uint8_t) class;
	take(walk, next, second);
	if (character == KHMER_SIGN_COENG) {
		mark.class = KHMER_STRAY;
		character = look(walk, &next, &second);
		if (is_subscribed(character)) {
			mark.subscript = (uint16_t)character;
			mark.class = character == KHMER_RO ? KHMER_COENG_RO : KHMER_COENG;
			take(walk, next, second);
		}
	}
	*ret_mark = mark;
	return true;
}

static void put_cluster(struct walk *walk)
{
	struct khmer_cluster *cluster = &walk->cluster;
	if (cluster->base != 0) {
		put(walk, cluster->base);
	}
	for (size_t i = 0; i < cluster->count; i++) {
		const struct khmer_mark *mark = &cluster->marks[i];
		if (mark->joiner != 0) {
			put(walk, mark->joiner);
		}
		put(walk, mark->character);
		if (mark->subscript != 0) {
			put(walk, mark->subscript);
		}
	}
}

/* False where neither a base nor a mark stands. */
static bool walk_cluster(struct walk *walk, uint32_t base)
{
	struct khmer_mark mark = {0};
	khmer_cluster_start(&walk->cluster, base);
	/* A coeng with nothing to subscribe stays where it is, as the last: sorted before other
	 * marks or followed by them, it could come to stand before a letter and take that one. */
	while (mark.class != KHMER_STRAY && take_mark(walk, &mark)) {
		khmer_cluster_add(&walk->cluster, mark);
	}
	if (base == 0 && walk->cluster.count == 0) {
		return false;
	}
	if (walk->word_ended) {
		walk->word_start = walk->length;
		walk->word_ended = false;
	}
	khmer_cluster_settle(&walk->cluster);
	put_cluster(walk);
	return true;
}

static bool copy_ordered(struct walk *walk)
{
	const unsigned char *end = end_of_ordered(walk);
	if (end == NULL) {
		return false;
	}
	if (walk->word_ended) {
		walk->word_start = walk->length;
		walk->word_ended = false;
	}
	const size_t length = (size_t)(end - walk->at);
	reserve(walk, length);
	memcpy(walk->out + walk->length, walk->at, length);
	walk->length += length;
	walk->at = end;
	return true;
}

/* In a key the sign is read: it says the word before it once more. A second sign in a row has
 * nothing before it, so that a text at most doubles. */
static void repeat(struct walk *walk)
{
	const size_t start = walk->word_start;
	size_t end = walk->length;
	while (end > start && walk->out[end - 1] == ' ') {
		end--;
	}
	walk->length = end;
	reserve(walk, end - start);
	memcpy(walk->out + end, walk->out + start, end - start);
	walk->length += end - start;
	walk->word_start = walk->length;
	walk->has_foreign = true;
}

/* Khmer characters that are no part of a syllable, in a key. */
static void fold_khmer(struct walk *walk, uint32_t character)
{
	if (character >= 0x17E0 && character <= 0x17E9) {
		put(walk, '0' + character - 0x17E0);
	} else if (character >= 0x17F0 && character <= 0x17F9) {
		put(walk, '0' + character - 0x17F0);
	} else if (character >= 0x19E0 && character <= 0x19FF) {
		put_number(walk, character & 0x0F); /* the day, waxing or waning */
	} else if (character == KHMER_REPEAT) {
		repeat(walk);
	} else if (character >= 0x17D4 && character <= 0x17DA) {
		put_space(walk);
	} else {
		put(walk, character);
	}
}

static void fold_ascii(struct walk *walk, unsigned char byte)
{
	if (byte >= 'A' && byte <= 'Z') {
		put_byte(walk, (unsigned char)(byte + ('a' - 'A')));
	} else if ((byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9')) {
		put_byte(walk, byte);
	} else if (byte == '\'') {        /* L'ak is one word */
		walk->has_foreign = true; /* marks beside it are neighbours now */
	} else {
		put_space(walk);
	}
}

/* ASCII stands for itself, whatever is beside it. */
static void walk_ascii(struct walk *walk)
{
	const unsigned char *start = walk->at;
	while (walk->at < walk->end && walk->at[0] < 0x80) {
		if (walk->purpose == KHMER_FOR_KEY) {
			fold_ascii(walk, walk->at[0]);
		}
		walk->at++;
	}
	if (walk->purpose != KHMER_FOR_KEY) {
		const size_t length = (size_t)(walk->at - start);
		reserve(walk, length);
		memcpy(walk->out + walk->length, start, length);
		walk->length += length;
	}
}

static bool is_khmer(uint32_t character)
{
	return (character >= KHMER_FIRST && character < KHMER_FIRST + KHMER_COUNT) ||
	       (character >= 0x19E0 && character <= 0x19FF) || character == KHMER_DOTTED_CIRCLE;
}

/* Joiners may belong to the mark after them. */
static bool ends_run(uint32_t character)
{
	return is_khmer(character) || character == ZWNJ || character == ZWJ;
}

/* What ICU wrote. In a key its spaces fold like all others, also with the one before them. */
static void append(struct walk *walk, struct slice text)
{
	reserve(walk, text.length);
	for (size_t i = 0; i < text.length; i++) {
		if (walk->purpose == KHMER_FOR_KEY && text.at[i] == ' ') {
			put_space(walk);
		} else {
			walk->out[walk->length++] = text.at[i];
		}
	}
}

/* From the current character to the next Khmer one; in a text to show with the ASCII letter before
 * it, which a mark of the run may join. */
static err walk_foreign(struct ctx *c, struct walk *walk)
{
	const unsigned char *next;
	const bool for_key = walk->purpose == KHMER_FOR_KEY;
	struct slice folded;
	const unsigned char *start = walk->at;
	if (!for_key && walk->length > 0 && start[-1] < 0x80) {
		start--;
		walk->length--;
	}
	while (walk->at < walk->end && !ends_run(peek(walk, &next))) {
		walk->at = next;
	}
	const struct slice run = {.at = (const char *)start, .length = (size_t)(walk->at - start)};
	TRY(for_key ? foreign_fold(c, run, &folded) : foreign_compose(c, run, &folded));
	append(walk, folded);
	walk->word_start = walk->length;
	walk->has_foreign = walk->has_foreign || for_key;
	return OK;
}

/* A joiner that steers nothing; of those that could steer a mark and have none, a whole row at
 * once: looking at a row for a mark at each of its joiners would take the square of its length. */
static void put_joiners(struct walk *walk)
{
	const unsigned char *next;
	uint32_t second;
	uint32_t character = look(walk, &next, &second);
	const bool is_row = steers_mark(character);
	do {
		take(walk, next, second);
		put(walk, character);
		character = look(walk, &next, &second);
	} while (is_row && steers_mark(character));
}

static err walk_one(struct ctx *c, struct walk *walk)
{
	const unsigned char *next;
	uint32_t second;
	const uint32_t character = look(walk, &next, &second);
	const bool for_key = walk->purpose == KHMER_FOR_KEY;
	const enum khmer_class class = class_of(character);
	if (walk->at == walk->end && walk->pending == 0) {
		return OK;
	}
	if (class == KHMER_BASE) {
		take(walk, next, second);
		(void)walk_cluster(walk, character);
	} else if ((class != KHMER_OTHER || is_joiner(character)) && walk_cluster(walk, 0)) {
		return OK;
	} else if (is_khmer(character)) {
		take(walk, next, second);
		if (for_key) {
			fold_khmer(walk, character);
		} else {
			put(walk, character);
		}
	} else if (character < 0x80) {
		walk_ascii(walk);
	} else if (!for_key && is_joiner(character)) {
		put_joiners(walk);
	} else {
		return walk_foreign(c, walk);
	}
	return OK;
}

static err normalise_once(struct ctx *c, struct slice text, enum khmer_purpose purpose,
			  struct slice *ret_text, bool *ret_again)
{
	struct walk walk = {
		.arena = c->arena,
		.purpose = purpose,
		.at = (const unsigned char *)text.at,
		.end = (const unsigned char *)text.at + text.length,
		.cluster = {.arena = c->arena, .purpose = purpose},
	};
	reserve(&walk, text.length / 2 + 8); /* doubled there: room for the text and some more */
	while (walk.at < walk.end || walk.pending != 0) {
		if (walk.pending != 0 || walk.at[0] >= 0x80) {
			if (walk.pending != 0 || !copy_ordered(&walk)) {
				TRY(walk_one(c, &walk));
			}
		} else {
			walk_ascii(&walk);
		}
	}
	if (purpose == KHMER_FOR_KEY && walk.length > 0 && walk.out[walk.length - 1] == ' ') {
		walk.length--;
	}
	*ret_text = (struct slice){.at = walk.out, .length = walk.length};
	*ret_again = walk.has_foreign;
	return OK;
}

err khmer_normalise(struct ctx *c, struct slice text, enum khmer_purpose purpose,
		    struct slice *ret_text)
{
	struct slice normal = {0};
	bool again = false;
	if (text.length > KHMER_TEXT_MAX) {
		return FAIL(c, ERR_LIMIT, "base.too_long", "max=%d", KHMER_TEXT_MAX);
	}
	if (text.length == 0) {
		*ret_text = (struct slice){.at = "", .length = 0};
		return OK;
	}
	if (!is_plain(text)) {
		TRY(utf8_check(c, text));
	}
	TRY(normalise_once(c, text, purpose, &normal, &again));
	if (again && normal.length > 0) {
		/* What ICU or the repetition sign wrote may stand beside marks now. */
		TRY(normalise_once(c, normal, purpose, &normal, &again));
	}
	*ret_text = normal;
	return OK;
}
