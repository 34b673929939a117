/* names_index.c - candidates by shared pieces of the skeleton, then the full score.
 *
 * A piece is two or three neighbouring consonants, of each part and of the whole without its
 * spaces. Rare pieces are read first; the walk ends when it has read enough. */
#include "text/names_sound.h"

#include <stdlib.h>
#include <string.h>

enum {
	CLASSES = 14, /* ten consonants, three vowels, and the edge of a part */
	PIECES = CLASSES * CLASSES * CLASSES,
	PIECES_OF_NAME_MAX = 120,
	READ_MAX = 300000, /* entries of lists */
	CANDIDATES = 300,  /* names that get the full score */
	VOTES_MAX = 4096,
	VOTES_START = 256, /* room to subtract from */
	BLOCK = 1 << 15,   /* names that are voted on at once */
};

struct names_index {
	const uint8_t **names; /* packed */
	size_t count;
	uint32_t *starts; /* of each piece's list; PIECES + 1 */
	uint32_t *lists;
	uint8_t *pieces_counts; /* of each name */
};

struct pieces {
	uint16_t at[PIECES_OF_NAME_MAX];
	size_t count;
};

static unsigned class_of(char class)
{
	static const char CLASS_NAMES[] = "KCTPNMLVSRaui";
	const char *found = strchr(CLASS_NAMES, class);
	must(found != NULL && class != 0);
	return (unsigned)(found - CLASS_NAMES) + 1;
}

static void add_piece(struct pieces *pieces, unsigned first, unsigned second, unsigned third)
{
	const unsigned piece = (first * CLASSES + second) * CLASSES + third;
	for (size_t i = 0; i < pieces->count; i++) {
		if (pieces->at[i] == piece) {
			return;
		}
	}
	if (pieces->count < PIECES_OF_NAME_MAX) {
		pieces->at[pieces->count++] = (uint16_t)piece;
	}
}

static void add_row(struct pieces *pieces, const uint8_t *sounds, size_t count)
{
	char row[SOUNDS_MAX + 1];
	const size_t length = sounds_skeleton(sounds, count, row);
	for (size_t i = 0; i < length; i++) {
		const unsigned first = class_of(row[i]);
		const unsigned second = i + 1 < length ? class_of(row[i + 1]) : 0;
		if (second != 0 || length == 1) {
			add_piece(pieces, 0, first, second);
		}
		if (i + 2 < length) {
			add_piece(pieces, first, second, class_of(row[i + 2]));
		}
	}
}

static void pieces_of(const struct sounded *sounded, struct pieces *ret_pieces)
{
	ret_pieces->count = 0;
	for (size_t i = 0; i < sounded->count; i++) {
		add_row(ret_pieces, sounded->sounds + sounded->starts[i],
			sounded->starts[i + 1] - sounded->starts[i]);
	}
	add_row(ret_pieces, sounded->sounds, sounded->starts[sounded->count]);
}

static err pack_names(struct ctx *c, struct arena *scratch, const struct slice *names,
		      struct names_index *index)
{
	struct ctx reading = {.arena = scratch};
	struct names_packer packer = {0};
	struct sounded sounded;
	for (size_t i = 0; i < index->count; i++) {
		const err result = names_sound(&reading, names[i], &sounded);
		if (result != OK) {
			c->fail = reading.fail;
			return result;
		}
		index->names[i] = names_pack(c->arena, &packer, &sounded);
		if (i % 64 == 63) {
			arena_reset(scratch);
		}
	}
	return OK;
}

/* First counts, then places: `next` holds the next free place of each list. */
static void walk_names(struct names_index *index, uint32_t *next)
{
	struct sounded sounded;
	struct pieces pieces;
	for (size_t i = 0; i < index->count; i++) {
		names_unpack(index->names[i], &sounded);
		pieces_of(&sounded, &pieces);
		for (size_t k = 0; k < pieces.count; k++) {
			if (next == NULL) {
				index->starts[pieces.at[k] + 1]++;
			} else {
				index->lists[next[pieces.at[k]]++] = (uint32_t)i;
			}
		}
		index->pieces_counts[i] = (uint8_t)pieces.count;
	}
}

static void fill_lists(struct ctx *c, struct names_index *index)
{
	walk_names(index, NULL);
	for (size_t i = 0; i < PIECES; i++) {
		index->starts[i + 1] += index->starts[i];
	}
	uint32_t *next = ARENA_ARRAY(c->arena, PIECES, uint32_t);
	memcpy(next, index->starts, PIECES * sizeof *next);
	index->lists = ARENA_ARRAY(c->arena, index->starts[PIECES] + 1, uint32_t);
	walk_names(index, next);
}

err names_index_create(struct ctx *c, const struct slice *names, size_t count,
		       struct names_index **ret_index)
{
	struct names_index *index = ARENA_NEW(c->arena, struct names_index);
	*index = (struct names_index){
		.names = ARENA_ARRAY(c->arena, count + 1, const uint8_t *),
		.count = count,
		.starts = ARENA_ARRAY(c->arena, PIECES + 1, uint32_t),
		.pieces_counts = ARENA_ARRAY(c->arena, count + 1, uint8_t),
	};
	struct arena *scratch = arena_create();
	const err result = pack_names(c, scratch, names, index);
	arena_destroy(scratch);
	TRY(result);
	fill_lists(c, index);
	*ret_index = index;
	return OK;
}

struct found {
	uint32_t at;
	double score;
};

static uint32_t list_length(const struct names_index *index, unsigned piece)
{
	return index->starts[piece + 1] - index->starts[piece];
}

static void sort_rare_first(const struct names_index *index, struct pieces *pieces)
{
	for (size_t i = 1; i < pieces->count; i++) {
		const uint16_t piece = pieces->at[i];
		size_t k = i;
		while (k > 0 && list_length(index, pieces->at[k - 1]) > list_length(index, piece)) {
			pieces->at[k] = pieces->at[k - 1];
			k--;
		}
		pieces->at[k] = piece;
	}
}

/* What a shared piece says: more, the rarer it is. */
static unsigned worth_of(size_t count, uint32_t length)
{
	unsigned worth = 4;
	while (length < count && worth < 60) {
		worth += 4;
		count /= 2;
	}
	return worth;
}

/* The lists that are read, each as far as it was read. Lists are in the order of the names, so that
 * all of them are walked through one block of names after the other: its votes stay in the cache of
 * the processor. */
struct reading {
	const uint32_t *next[PIECES_OF_NAME_MAX], *end[PIECES_OF_NAME_MAX];
	uint16_t worth[PIECES_OF_NAME_MAX];
	size_t count;
};

static void choose_lists(const struct names_index *index, const struct pieces *pieces,
			 struct reading *reading)
{
	size_t read = 0;
	for (size_t i = 0; i < pieces->count; i++) {
		const uint32_t length = list_length(index, pieces->at[i]);
		if (read > 0 && read + length > READ_MAX) {
			break;
		}
		read += length;
		reading->next[reading->count] = index->lists + index->starts[pieces->at[i]];
		reading->end[reading->count] = reading->next[reading->count] + length;
		reading->worth[reading->count++] = (uint16_t)worth_of(index->count, length);
	}
}

struct voted {
	uint32_t name, value;
};

struct block {
	uint16_t *votes;
	uint16_t *touched; /* places in votes; one more than those */
	size_t size;
};

static size_t vote(struct reading *reading, uint32_t first, struct block *block)
{
	size_t count = 0;
	memset(block->votes, 0, block->size * sizeof *block->votes);
	for (size_t i = 0; i < reading->count; i++) {
		const uint32_t *next = reading->next[i], *end = reading->end[i];
		const unsigned worth = reading->worth[i];
		for (; next < end && *next - first < BLOCK; next++) {
			const uint32_t at = *next - first;
			const unsigned before = block->votes[at];
			/* No branch: whether a name was seen before cannot be guessed. */
			block->touched[count] = (uint16_t)at;
			count += before == 0;
			block->votes[at] = (uint16_t)((before == 0 ? VOTES_START : before) + worth);
		}
		reading->next[i] = next;
	}
	return count;
}

/* The best CANDIDATES of the list, of equals the first; with buckets, so that no sort is needed.
 * What comes later must have more votes than `ret_least`. */
static size_t keep_best(struct voted *list, size_t count, uint32_t *ret_least)
{
	uint32_t buckets[VOTES_MAX] = {0};
	size_t kept = 0, sum = 0;
	uint32_t least = VOTES_MAX;
	if (count <= CANDIDATES) {
		return count;
	}
	for (size_t i = 0; i < count; i++) {
		buckets[list[i].value]++;
	}
	while (sum < CANDIDATES) {
		sum += buckets[--least];
	}
	size_t room = CANDIDATES - (sum - buckets[least]);
	for (size_t i = 0; i < count; i++) {
		const bool fits = list[i].value > least || (list[i].value == least && room > 0);
		room -= fits && list[i].value == least;
		list[kept] = list[i];
		kept += fits;
	}
	*ret_least = least;
	return kept;
}

/* The names with the most votes less what they have besides. */
static size_t best_voted(struct ctx *c, const struct names_index *index,
			 const struct pieces *pieces, struct voted **ret_list)
{
	struct reading reading = {.count = 0};
	const size_t size = index->count < BLOCK ? index->count : BLOCK;
	struct block block = {.votes = ARENA_ARRAY(c->arena, size + 1, uint16_t),
			      .touched = ARENA_ARRAY(c->arena, size + 1, uint16_t),
			      .size = size};
	struct voted *list = ARENA_ARRAY(c->arena, CANDIDATES + size + 1, struct voted);
	size_t count = 0;
	uint32_t least = 0;
	choose_lists(index, pieces, &reading);
	for (size_t first = 0; first < index->count; first += BLOCK) {
		const size_t touched = vote(&reading, (uint32_t)first, &block);
		const uint8_t *besides = index->pieces_counts + first;
		for (size_t i = 0; i < touched; i++) {
			const unsigned at = block.touched[i];
			const unsigned value = block.votes[at] - 2u * besides[at];
			list[count].name = (uint32_t)first + at;
			list[count].value = value < VOTES_MAX ? value : VOTES_MAX - 1;
			count += value > least;
		}
		count = keep_best(list, count, &least);
	}
	*ret_list = list;
	return count;
}

static int better_first(const void *a, const void *b)
{
	const struct found *left = a, *right = b;
	if (left->score > right->score || left->score < right->score) {
		return left->score > right->score ? -1 : 1;
	}
	return left->at < right->at ? -1 : left->at > right->at;
}

static err search_in(struct ctx *c, const struct names_index *index, struct slice query,
		     struct found *found, size_t *ret_count)
{
	struct sounded asked, name;
	struct pieces pieces;
	TRY(names_sound(c, query, &asked));
	pieces_of(&asked, &pieces);
	sort_rare_first(index, &pieces);
	struct voted *voted;
	struct names_scorer scorer = {
		.list = ARENA_ARRAY(c->arena, names_pairs_max(asked.count, NAMES_PARTS_MAX) + 1,
				    struct candidate),
		.scored = ARENA_ARRAY(c->arena, SCORED_PAIRS, struct scored_pair),
	};
	const size_t count = best_voted(c, index, &pieces, &voted);
	for (size_t i = 0; i < count; i++) {
		names_unpack(index->names[voted[i].name], &name);
		found[i] = (struct found){voted[i].name, names_score(&scorer, &asked, &name)};
	}
	qsort(found, count, sizeof *found, better_first);
	*ret_count = count;
	return OK;
}

err names_index_search(struct ctx *c, const struct names_index *index, struct slice query,
		       size_t top, const struct names_hit **ret_hits, size_t *ret_count)
{
	struct found found[CANDIDATES];
	struct ctx scratch = {.arena = arena_create()};
	size_t count = 0;
	const err result = search_in(&scratch, index, query, found, &count);
	arena_destroy(scratch.arena);
	if (result != OK) {
		c->fail = scratch.fail;
		return result;
	}
	count = count < top ? count : top;
	struct names_hit *hits = ARENA_ARRAY(c->arena, count + 1, struct names_hit);
	for (size_t i = 0; i < count; i++) {
		hits[i] = (struct names_hit){.at = found[i].at, .score = found[i].score};
	}
	*ret_hits = hits;
	*ret_count = count;
	return OK;
}
