/* Search over the registers: they are small (hundreds of rows), so all are read and judged here,
 * the same way on both engines. */
#include <stdlib.h>
#include <string.h>

#include "record/internal.h"

enum { WORDS_MAX = 8, WORD_BYTES_MAX = 200 };

/* What a hit is worth: a whole field beats its beginning beats a word's beginning. */
enum { WORTH_INSIDE = 1, WORTH_WORD = 4, WORTH_START = 8, WORTH_WHOLE = 20, WORTH_ID = 10 };

struct words {
	struct slice at[WORDS_MAX];
	size_t count;
};

struct hit {
	struct record record;
	size_t worth;
	size_t order; /* of import, for equals */
};

struct hits {
	struct hit *at;
	size_t count;
};

/* U+200B to U+200D: typed or left out at will between Khmer words, seen by nobody. */
static bool is_joiner(struct slice text, size_t at)
{
	return at + 3 <= text.length && memcmp(text.at + at, "\xE2\x80", 2) == 0 &&
	       (unsigned char)text.at[at + 2] >= 0x8B && (unsigned char)text.at[at + 2] <= 0x8D;
}

static struct slice fold(struct arena *arena, struct slice text)
{
	char *folded = arena_alloc(arena, text.length + 1);
	size_t length = 0;

	for (size_t i = 0; i < text.length; i++) {
		const char byte = text.at[i];
		if (is_joiner(text, i)) {
			i += 2;
			continue;
		}
		folded[length++] = byte >= 'A' && byte <= 'Z' ? (char)(byte - 'A' + 'a') : byte;
	}
	return (struct slice){folded, length};
}

static struct words split(struct slice folded)
{
	struct words words = {.count = 0};
	struct slice rest = slice_trim(folded);
	struct slice word;

	while (words.count < WORDS_MAX && slice_next(&rest, ' ', &word)) {
		if (word.length > 0 && word.length <= WORD_BYTES_MAX) {
			words.at[words.count++] = word;
		}
	}
	return words;
}

static bool is_word_start(struct slice text, size_t at)
{
	return at == 0 || strchr(" -_/;.,('\"", text.at[at - 1]) != NULL;
}

static size_t worth_in_field(struct slice text, struct slice word)
{
	const size_t at = slice_find(text, word);

	if (at == SIZE_MAX) {
		return 0;
	}
	if (text.length == word.length) {
		return WORTH_WHOLE;
	}
	if (at == 0) {
		return WORTH_START;
	}
	return is_word_start(text, at) ? WORTH_WORD : WORTH_INSIDE;
}

/* 0 when a word stands in none of the searched fields. */
static size_t worth_of(struct arena *arena, const struct values *values, const struct words *words)
{
	size_t best[WORDS_MAX] = {0};
	size_t sum = 0;

	for (size_t i = 0; i < values->kind->count; i++) {
		if ((values->kind->fields[i].flags & FIELD_SEARCHED) == 0) {
			continue;
		}
		const struct slice text = fold(arena, values->at[i]);
		for (size_t w = 0; w < words->count; w++) {
			size_t worth = worth_in_field(text, words->at[w]);
			if (i == values->kind->key && worth == WORTH_WHOLE) {
				worth += WORTH_ID;
			}
			best[w] = worth > best[w] ? worth : best[w];
		}
	}
	for (size_t w = 0; w < words->count; w++) {
		if (best[w] == 0) {
			return 0;
		}
		sum += best[w];
	}
	return sum;
}

static int by_worth(const void *a, const void *b)
{
	const struct hit *left = a;
	const struct hit *right = b;

	if (left->worth != right->worth) {
		return left->worth < right->worth ? 1 : -1;
	}
	return (left->order > right->order) - (left->order < right->order);
}

static err search_kind(struct ctx *c, struct door *door, const struct kind *kind,
		       const struct words *words, struct hits *hits)
{
	struct records records;

	TRY(record_list(c, door, kind, &records));
	struct hit *all = ARENA_ARRAY(c->arena, hits->count + records.count + 1, struct hit);
	if (hits->count > 0) {
		memcpy(all, hits->at, hits->count * sizeof *all);
	}
	hits->at = all;
	for (size_t i = 0; i < records.count; i++) {
		const size_t worth = worth_of(c->arena, &records.at[i].values, words);
		if (worth > 0) {
			all[hits->count] = (struct hit){records.at[i], worth, hits->count};
			hits->count++;
		}
	}
	return OK;
}

static err search_all(struct ctx *c, struct door *door, const struct kind *kind, struct slice text,
		      struct hits *hits)
{
	const struct words words = split(fold(c->arena, text));
	size_t count;
	const struct kind *const *kinds = model_kinds(&count);

	for (size_t i = 0; words.count > 0 && i < count; i++) {
		if (kinds[i]->table != NULL && (kind == NULL || kind == kinds[i])) {
			TRY(search_kind(c, door, kinds[i], &words, hits));
		}
	}
	if (hits->count > 0) {
		qsort(hits->at, hits->count, sizeof *hits->at, by_worth);
	}
	return OK;
}

static struct record copy_record(struct arena *arena, const struct record *record)
{
	const struct kind *kind = record->values.kind;
	struct record copy = {.values = values_create(arena, kind), .version = record->version};

	for (size_t i = 0; i < kind->count; i++) {
		copy.values.at[i] = arena_copy(arena, record->values.at[i]);
	}
	return copy;
}

err record_search(struct ctx *c, struct door *door, const struct kind *kind, struct slice text,
		  size_t limit, struct records *ret_records)
{
	/* All that was read to find a few is given back at once. */
	struct ctx scratch = {.arena = arena_create()};
	struct hits hits = {NULL, 0};
	const err result = search_all(&scratch, door, kind, text, &hits);

	if (result == OK) {
		struct records found = {NULL, hits.count < limit ? hits.count : limit};
		found.at = ARENA_ARRAY(c->arena, found.count + 1, struct record);
		for (size_t i = 0; i < found.count; i++) {
			found.at[i] = copy_record(c->arena, &hits.at[i].record);
		}
		*ret_records = found;
	}
	c->fail = scratch.fail;
	arena_destroy(scratch.arena);
	return result;
}
