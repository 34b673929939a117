/* Search over the registers: they are small (hundreds of rows), so all are read and judged here,
 * the same way on both engines. */
#include <stdlib.h>
#include <string.h>

#include "record/internal.h"
#include "text/khmer.h"

enum { WORDS_MAX = 8, WORD_BYTES_MAX = 200 };

/* What a hit is worth: a whole field beats its beginning beats a word's beginning. */
enum { WORTH_INSIDE = 1, WORTH_WORD = 4, WORTH_START = 8, WORTH_WHOLE = 20, WORTH_ID = 10 };

struct words {
	struct slice all; /* the question, folded */
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

/* The form in which what a reader takes for the same is the same: capitals, accents, order of Khmer
 * marks, joiners; punctuation is one space. */
static err fold(struct ctx *c, struct slice text, struct slice *ret_folded)
{
	return khmer_normalise(c, text, KHMER_FOR_KEY, ret_folded);
}

static struct words split(struct slice folded)
{
	struct words words = {.all = folded};
	struct slice rest = folded;
	struct slice word;

	while (words.count < WORDS_MAX && slice_next(&rest, ' ', &word)) {
		if (word.length > 0 && word.length <= WORD_BYTES_MAX) {
			words.at[words.count++] = word;
		}
	}
	return words;
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
	return text.at[at - 1] == ' ' ? WORTH_WORD : WORTH_INSIDE;
}

/* What one field adds to the best of each word, and for being the question as a whole. */
static size_t judge_field(struct slice text, bool is_key, const struct words *words, size_t *best)
{
	size_t extra = 0;

	for (size_t w = 0; w < words->count; w++) {
		const size_t worth = worth_in_field(text, words->at[w]);
		best[w] = worth > best[w] ? worth : best[w];
	}
	if (slice_equal(text, words->all)) {
		extra = is_key ? WORTH_WHOLE + WORTH_ID : WORTH_WHOLE;
	}
	return extra;
}

/* *ret_worth is 0 when a word stands in none of the searched fields. */
static err judge(struct ctx *c, const struct values *values, const struct words *words,
		 size_t *ret_worth)
{
	size_t best[WORDS_MAX] = {0};
	size_t sum = 0;

	for (size_t i = 0; i < values->kind->count; i++) {
		struct slice text;
		if ((values->kind->fields[i].flags & FIELD_SEARCHED) != 0 &&
		    !slice_empty(values->at[i])) {
			TRY(fold(c, values->at[i], &text));
			sum += judge_field(text, i == values->kind->key, words, best);
		}
	}
	for (size_t w = 0; w < words->count; w++) {
		if (best[w] == 0) {
			*ret_worth = 0;
			return OK;
		}
		sum += best[w];
	}
	*ret_worth = sum;
	return OK;
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
		size_t worth;
		TRY(judge(c, &records.at[i].values, words, &worth));
		if (worth > 0) {
			all[hits->count] = (struct hit){records.at[i], worth, hits->count};
			hits->count++;
		}
	}
	return OK;
}

/* Places have their own search: sixteen thousand records are no register to read through. */
static bool is_searched(const struct kind *kind)
{
	for (size_t i = 0; i < kind->count; i++) {
		if ((kind->fields[i].flags & FIELD_SEARCHED) != 0) {
			return kind_is_register(kind);
		}
	}
	return false;
}

static err search_all(struct ctx *c, struct door *door, const struct kind *kind, struct slice text,
		      struct hits *hits)
{
	struct slice folded;
	size_t count;
	const struct kind *const *kinds = model_kinds(&count);

	TRY(fold(c, text, &folded));
	const struct words words = split(folded);
	for (size_t i = 0; words.count > 0 && i < count; i++) {
		if (is_searched(kinds[i]) && (kind == NULL || kind == kinds[i])) {
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
