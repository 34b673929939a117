/* khmer_cluster.c - the order of marks inside one syllable, and which of them are drawn alike. */
#include "text/khmer_cluster.h"

#include <string.h>

enum { MARKS_FIRST = 16 };

static void grow(struct khmer_cluster *cluster)
{
	const size_t capacity = cluster->capacity == 0 ? MARKS_FIRST : cluster->capacity * 2;
	struct khmer_mark *marks = ARENA_ARRAY(cluster->arena, capacity, struct khmer_mark);
	for (size_t i = 0; i < cluster->count; i++) {
		marks[i] = cluster->marks[i];
	}
	cluster->marks = marks;
	cluster->spare = ARENA_ARRAY(cluster->arena, capacity, struct khmer_mark);
	cluster->capacity = capacity;
}

void khmer_cluster_start(struct khmer_cluster *cluster, uint32_t base)
{
	cluster->base = base;
	cluster->count = 0;
	cluster->in_order = true;
}

bool khmer_mark_follows(enum khmer_class before, struct khmer_mark mark)
{
	/* One vowel beside another, or a shifter beside a vowel, may have to be unified. */
	const bool is_vowel = mark.class >= KHMER_PRE && mark.class <= KHMER_AFTER;
	const bool may_unify =
		before >= KHMER_SHIFTER && (is_vowel || mark.character == KHMER_SAMYOK);
	const bool follows =
		before < mark.class ||
		(before == mark.class && mark.class <= KHMER_COENG_RO && mark.class >= KHMER_COENG);
	return follows && !may_unify;
}

void khmer_cluster_add(struct khmer_cluster *cluster, struct khmer_mark mark)
{
	if (cluster->purpose == KHMER_FOR_KEY && mark.subscript == KHMER_DA) {
		mark.subscript = KHMER_TA;
	}
	if (cluster->count == cluster->capacity) {
		grow(cluster);
	}
	if (cluster->count > 0) {
		const struct khmer_mark *before = &cluster->marks[cluster->count - 1];
		cluster->in_order = cluster->in_order &&
				    khmer_mark_follows((enum khmer_class)before->class, mark);
	}
	cluster->marks[cluster->count++] = mark;
}

/* Stable, one pass to count and one to place. */
static void sort_marks(struct khmer_cluster *cluster)
{
	size_t starts[KHMER_STRAY + 2] = {0};
	for (size_t i = 0; i < cluster->count; i++) {
		starts[cluster->marks[i].class + 1]++;
	}
	for (size_t class = 0; class <= KHMER_STRAY; class ++) {
		starts[class + 1] += starts[class];
	}
	for (size_t i = 0; i < cluster->count; i++) {
		cluster->spare[starts[cluster->marks[i].class]++] = cluster->marks[i];
	}
	struct khmer_mark *sorted = cluster->spare;
	cluster->spare = cluster->marks;
	cluster->marks = sorted;
}

/* Signs of one place stand in any order above each other: by code point. Few distinct ones exist,
 * so that after duplicates are gone the inner loop is short. */
static void add_once(struct khmer_mark *marks, size_t *count, size_t class_start,
		     struct khmer_mark mark)
{
	size_t at = *count;
	for (size_t i = class_start; i < *count; i++) {
		if (marks[i].character == mark.character && marks[i].joiner == mark.joiner) {
			return;
		}
	}
	while (at > class_start && marks[at - 1].character > mark.character &&
	       marks[at - 1].joiner == 0 && mark.joiner == 0) {
		marks[at] = marks[at - 1];
		at--;
	}
	marks[at] = mark;
	(*count)++;
}

static void drop_doubles(struct khmer_cluster *cluster)
{
	size_t count = 0;
	size_t class_start = 0;
	for (size_t i = 0; i < cluster->count; i++) {
		const struct khmer_mark mark = cluster->marks[i];
		if (i == 0 || mark.class != cluster->marks[i - 1].class) {
			class_start = count;
		}
		if (mark.class == KHMER_COENG || mark.class == KHMER_COENG_RO) {
			cluster->marks[count++] = mark;
		} else {
			add_once(cluster->marks, &count, class_start, mark);
		}
	}
	cluster->count = count;
}

static struct khmer_mark *mark_of(struct khmer_cluster *cluster, uint16_t character)
{
	/* What unifies stands after the subscripts; doubles are gone, so this is a short walk. */
	for (size_t i = cluster->count; i > 0 && cluster->marks[i - 1].class >= KHMER_SHIFTER;
	     i--) {
		struct khmer_mark *mark = &cluster->marks[i - 1];
		if (mark->character == character && mark->joiner == 0) {
			return mark;
		}
	}
	return NULL;
}

static void remove_mark(struct khmer_cluster *cluster, struct khmer_mark *mark)
{
	const size_t at = (size_t)(mark - cluster->marks);
	memmove(mark, mark + 1, (cluster->count - at - 1) * sizeof *mark);
	cluster->count--;
}

/* A vowel in two pieces, typed as it is seen: e with ii is oe, e with aa is oo. */
static bool join_split(struct khmer_cluster *cluster, uint16_t second, uint16_t joined)
{
	struct khmer_mark *first = mark_of(cluster, KHMER_VOWEL_E);
	struct khmer_mark *other = mark_of(cluster, second);
	if (first == NULL || other == NULL) {
		return false;
	}
	other->character = joined;
	other->class = KHMER_CLASSES[joined - KHMER_FIRST];
	remove_mark(cluster, first);
	return true;
}

/* Above vowels push a shifter below the base, where it is drawn as the vowel u. Nikahit alone does
 * not: u with nikahit is the vowel um. */
static bool has_above(struct khmer_cluster *cluster)
{
	for (unsigned vowel = KHMER_VOWEL_I; vowel <= KHMER_VOWEL_YY; vowel++) {
		if (mark_of(cluster, (uint16_t)vowel) != NULL) {
			return true;
		}
	}
	return mark_of(cluster, KHMER_VOWEL_OE) != NULL || mark_of(cluster, KHMER_SAMYOK) != NULL ||
	       (mark_of(cluster, KHMER_VOWEL_AA) != NULL &&
		mark_of(cluster, KHMER_SIGN_NIKAHIT) != NULL);
}

static bool takes_triisap(const struct khmer_cluster *cluster)
{
	return cluster->base >= KHMER_FIRST && cluster->base < KHMER_FIRST + KHMER_COUNT &&
	       KHMER_TAKES_TRIISAP[cluster->base - KHMER_FIRST] != 0 && cluster->base != KHMER_BA;
}

static bool unify_shifter(struct khmer_cluster *cluster)
{
	if (!has_above(cluster)) {
		return false;
	}
	struct khmer_mark *mark = mark_of(cluster, KHMER_VOWEL_U);
	const uint16_t shifter = takes_triisap(cluster) ? KHMER_TRIISAP : KHMER_MUUSIKATOAN;
	if (mark != NULL) {
		mark->character = shifter;
		mark->class = KHMER_SHIFTER;
		return true;
	}
	mark = mark_of(cluster, KHMER_TRIISAP + KHMER_MUUSIKATOAN - shifter);
	if (mark != NULL && cluster->purpose == KHMER_FOR_KEY) {
		mark->character = shifter;
		return true;
	}
	return false;
}

void khmer_cluster_settle(struct khmer_cluster *cluster)
{
	if (cluster->in_order) {
		return;
	}
	bool changed = true;
	while (changed) { /* each change removes a mark or turns it for good: a handful of rounds */
		sort_marks(cluster);
		drop_doubles(cluster);
		changed = join_split(cluster, KHMER_VOWEL_II, KHMER_VOWEL_OE) ||
			  join_split(cluster, KHMER_VOWEL_AA, KHMER_VOWEL_OO) ||
			  unify_shifter(cluster);
	}
}
