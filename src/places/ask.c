/* ask.c - what was typed, taken apart: "ភូមិស្វាយ ឃុំស្វាយ", "Svay, Serei Saophoan", "Srok X". */
#include "places/internal.h"
#include "text/khmer.h"

struct level_word {
	const char *text; /* in the normal form for keys */
	enum place_level level;
	bool glued; /* Khmer: the name follows without a space */
};

/* A municipality stands at the level of districts, a quarter at that of communes. */
static const struct level_word WORDS[] = {
	{"ភូមិ", PLACE_VILLAGE, true},         {"ឃុំ", PLACE_COMMUNE, true},
	{"សង្កាត់", PLACE_COMMUNE, true},      {"ស្រុក", PLACE_DISTRICT, true},
	{"ខណ្ឌ", PLACE_DISTRICT, true},       {"ក្រុង", PLACE_DISTRICT, true},
	{"ខេត្ត", PLACE_PROVINCE, true},      {"រាជធានី", PLACE_PROVINCE, true},
	{"phum", PLACE_VILLAGE, false},      {"village", PLACE_VILLAGE, false},
	{"khum", PLACE_COMMUNE, false},      {"commune", PLACE_COMMUNE, false},
	{"sangkat", PLACE_COMMUNE, false},   {"quarter", PLACE_COMMUNE, false},
	{"srok", PLACE_DISTRICT, false},     {"district", PLACE_DISTRICT, false},
	{"khan", PLACE_DISTRICT, false},     {"section", PLACE_DISTRICT, false},
	{"krong", PLACE_DISTRICT, false},    {"municipality", PLACE_DISTRICT, false},
	{"city", PLACE_DISTRICT, false},     {"town", PLACE_DISTRICT, false},
	{"khet", PLACE_PROVINCE, false},     {"khaet", PLACE_PROVINCE, false},
	{"province", PLACE_PROVINCE, false}, {"capital", PLACE_PROVINCE, false},
};

static const struct level_word *level_word(struct slice token)
{
	for (size_t i = 0; i < COUNT_OF(WORDS); i++) {
		if (slice_is(token, WORDS[i].text)) {
			return &WORDS[i];
		}
	}
	return NULL;
}

/* The word that a token begins with and goes on after. */
static const struct level_word *glued_word(struct slice token)
{
	for (size_t i = 0; i < COUNT_OF(WORDS); i++) {
		const struct slice word = slice_of(WORDS[i].text);
		if (WORDS[i].glued && token.length > word.length && slice_starts(token, word)) {
			return &WORDS[i];
		}
	}
	return NULL;
}

/* Where, inside a token, the word of a larger place stands with something after it. */
static size_t next_glued(struct slice token, size_t from, enum place_level level)
{
	for (size_t at = from; at < token.length; at += 3) {
		const struct slice rest = slice_between(token, at, token.length);
		const struct level_word *word = glued_word(rest);
		if (word != NULL && word->level < level) {
			return at;
		}
	}
	return token.length;
}

/* The part that is being read. */
struct reading {
	struct place_ask *ask;
	struct slice piece; /* normal form, one space between words */
	size_t start, end;  /* of the name so far */
	bool has_level, levels_follow;
	enum place_level level;
};

static void close_part(struct reading *reading)
{
	const struct slice name =
		slice_trim(slice_between(reading->piece, reading->start, reading->end));
	if (name.length > 0 && reading->ask->count < PLACE_PARTS_MAX) {
		reading->ask->parts[reading->ask->count++] =
			(struct place_part){name, reading->has_level, reading->level};
		reading->ask->rewritten = reading->ask->rewritten || reading->has_level;
	}
	reading->start = reading->end;
	reading->has_level = false;
}

static void open_part(struct reading *reading, enum place_level level, size_t start)
{
	close_part(reading);
	reading->start = reading->end = start;
	reading->has_level = true;
	reading->level = level;
}

/* "Svay village Svay commune" says the level behind the name, "phum Svay khum Svay" before it. */
static void take_word(struct reading *reading, const struct level_word *word, size_t at, size_t end)
{
	if (reading->levels_follow && reading->end > reading->start) {
		reading->has_level = true;
		reading->level = word->level;
		close_part(reading);
		reading->start = reading->end = end;
		return;
	}
	reading->end = at;
	open_part(reading, word->level, end);
}

static void take_glued(struct reading *reading, size_t at, size_t end)
{
	for (size_t next; at < end; at = next) {
		const struct slice token = slice_between(reading->piece, at, end);
		const struct level_word *word = glued_word(token);
		if (word == NULL) {
			next = end;
		} else {
			const size_t from = slice_of(word->text).length;
			reading->end = at;
			open_part(reading, word->level, at + from);
			next = at + next_glued(token, from, word->level);
		}
		reading->end = next;
	}
}

static void read_piece(struct place_ask *ask, struct slice piece)
{
	struct reading reading = {.ask = ask, .piece = piece};
	struct slice rest = piece, token, first = {0}, last = {0};

	while (slice_next(&rest, ' ', &token)) {
		first = first.at == NULL ? token : first;
		last = token;
	}
	reading.levels_follow = level_word(last) != NULL && level_word(first) == NULL;
	for (rest = piece; slice_next(&rest, ' ', &token);) {
		const size_t at = (size_t)(token.at - piece.at);
		const struct level_word *word = level_word(token);
		if (word != NULL) {
			take_word(&reading, word, at, at + token.length);
		} else {
			take_glued(&reading, at, at + token.length);
		}
	}
	close_part(&reading);
}

/* "Kg. Cham", "K. Cham", "កំ. ចាម": so Kampong is shortened on every form. */
static struct slice in_full(struct ctx *c, struct slice piece, bool *ret_shortened)
{
	static const char *const SHORT[][2] = {
		{"k ", "kampong "}, {"kg ", "kampong "}, {"កំ ", "កំពង់ "}};

	for (size_t i = 0; i < COUNT_OF(SHORT); i++) {
		const struct slice start = slice_of(SHORT[i][0]);
		if (slice_starts(piece, start)) {
			const struct slice rest = slice_between(piece, start.length, piece.length);
			*ret_shortened = true;
			return arena_format(c->arena, "%s%.*s", SHORT[i][1], SLICE_PRINT(rest));
		}
	}
	return piece;
}

static bool separates(const char *at)
{
	return *at == ',' || *at == ';' || *at == '/' || *at == '(' || *at == ')' || *at == '\n';
}

err place_ask_read(struct ctx *c, struct slice text, struct place_ask *ret_ask)
{
	struct place_ask ask = {.count = 0};

	for (size_t start = 0, end = 0; end <= text.length; end++) {
		if (end < text.length && !separates(text.at + end)) {
			continue;
		}
		struct slice piece;
		TRY(khmer_normalise(c, slice_between(text, start, end), KHMER_FOR_KEY, &piece));
		read_piece(&ask, in_full(c, piece, &ask.rewritten));
		start = end + 1;
	}
	*ret_ask = ask;
	return OK;
}
