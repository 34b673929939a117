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
		if (marks[i].character == mark.character) {
			return;
		}
	}
	while (at > class_start && marks[at - 1].character > mark.character) {
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

static bool is_vowel(const struct khmer_mark *mark)
{
	return mark->class >= KHMER_PRE && mark->class <= KHMER_AFTER;
}

/* A vowel in two pieces, typed as it is seen: e with ii is oe, e with aa is oo. Not beside a third
 * vowel, which no font could draw with the joined one. */
static bool join_split(struct khmer_cluster *cluster, uint16_t second, uint16_t joined)
{
	struct khmer_mark *first = mark_of(cluster, KHMER_VOWEL_E);
	struct khmer_mark *other = mark_of(cluster, second);
	const struct khmer_mark *end = cluster->marks + cluster->count;
	if (first == NULL || other != first + 1 || (other + 1 < end && is_vowel(other + 1))) {
		return false;
	}
	other->character = joined;
	other->class = KHMER_CLASSES[joined - KHMER_FIRST];
	remove_mark(cluster, first);
	return true;
}

/* Does what stands behind a shifter push it below the base, where it is drawn as the vowel u? A
 * vowel above does, and aa with nikahit. Nikahit alone does not: u with nikahit is the vowel um.
 * Samyok pushes muusikatoan in all fonts, triisap in some. */
static bool pushes(const struct khmer_mark *behind, const struct khmer_mark *end,
		   bool samyok_pushes)
{
	if (behind == end || behind->joiner != 0) {
		return false;
	}
	return (behind->character >= KHMER_VOWEL_I && behind->character <= KHMER_VOWEL_YY) ||
	       behind->character == KHMER_VOWEL_OE ||
	       (behind->character == KHMER_SAMYOK && samyok_pushes) ||
	       (behind->character == KHMER_VOWEL_AA && behind + 1 < end &&
		behind[1].character == KHMER_SIGN_NIKAHIT && behind[1].joiner == 0);
}

static uint16_t lowered_by(uint32_t letter)
{
	const bool is_khmer = letter >= KHMER_FIRST && letter < KHMER_FIRST + KHMER_COUNT;
	const uint8_t shifter = is_khmer ? KHMER_LOWERED_SHIFTERS[letter - KHMER_FIRST] : 0;
	return shifter == 0 ? 0 : KHMER_FIRST + shifter;
}

/* Which shifter is drawn as u here; 0: none. All fonts agree where no subscript but RO stands
 * between or where subscripts take the shifter of the base; else some look at the base and some at
 * the subscript: of one subscript a key follows the base first. A text to show is left as it is
 * typed. Another shifter or robat would stay above. */
static uint16_t lowered_shifter(const struct khmer_cluster *cluster)
{
	const uint16_t of_base = lowered_by(cluster->base);
	uint16_t of_subscript = 0;
	size_t subscripts = 0, others = 0;
	for (size_t i = 0; i < cluster->count; i++) {
		const struct khmer_mark *mark = &cluster->marks[i];
		if (mark->class == KHMER_SHIFTER || mark->class == KHMER_ROBAT) {
			return 0;
		}
		if (mark->class == KHMER_COENG) {
			of_subscript = lowered_by(mark->subscript);
			subscripts++;
			others += of_subscript != of_base;
		}
	}
	if (subscripts == 0) {
		return of_base;
	}
	if (cluster->purpose == KHMER_FOR_DISPLAY || (others > 0 && subscripts > 1)) {
		return 0;
	}
	return of_base != 0 || of_subscript != KHMER_MUUSIKATOAN ? of_base : of_subscript;
}

static bool unify_shifter(struct khmer_cluster *cluster)
{
	struct khmer_mark *mark = mark_of(cluster, KHMER_VOWEL_U);
	const uint16_t shifter = mark != NULL ? lowered_shifter(cluster) : 0;
	if (shifter == 0) {
		return false;
	}
	const bool is_calm = mark == cluster->marks || mark[-1].class != KHMER_COENG;
	const bool samyok_pushes =
		is_calm && (shifter == KHMER_MUUSIKATOAN || cluster->purpose == KHMER_FOR_KEY);
	if (!pushes(mark + 1, cluster->marks + cluster->count, samyok_pushes)) {
		return false;
	}
	mark->character = shifter;
	mark->class = KHMER_SHIFTER;
	return true;
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
