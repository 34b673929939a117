#include "model/nearest.h"

/* Longer words are not compared: a pasted page has no nearest code. */
enum { WORD_MAX = 64 };

static char lower(char byte)
{
	return byte >= 'A' && byte <= 'Z' ? (char)(byte - 'A' + 'a') : byte;
}

static size_t least(size_t a, size_t b, size_t c)
{
	const size_t ab = a < b ? a : b;
	return ab < c ? ab : c;
}

/* Edits (insert, delete, replace a byte, swap two neighbours) that turn one word into the other,
 * capitals aside: optimal string alignment, three rows of the table. */
static size_t distance(struct slice a, struct slice b)
{
	size_t rows[3][WORD_MAX + 1] = {{0}};
	size_t *before = rows[0];
	size_t *above = rows[1];
	size_t *row = rows[2];

	for (size_t j = 0; j <= b.length; j++) {
		above[j] = j;
	}
	for (size_t i = 1; i <= a.length; i++) {
		row[0] = i;
		for (size_t j = 1; j <= b.length; j++) {
			const bool same = lower(a.at[i - 1]) == lower(b.at[j - 1]);
			row[j] = least(above[j] + 1, row[j - 1] + 1, above[j - 1] + !same);
			if (i > 1 && j > 1 && lower(a.at[i - 1]) == lower(b.at[j - 2]) &&
			    lower(a.at[i - 2]) == lower(b.at[j - 1])) {
				row[j] = least(row[j], before[j - 2] + 1, SIZE_MAX);
			}
		}
		size_t *const free_row = before;
		before = above;
		above = row;
		row = free_row;
	}
	return above[b.length];
}

struct nearest nearest_to(struct slice wrong)
{
	return (struct nearest){.wrong = wrong, .distance = SIZE_MAX};
}

void nearest_offer(struct nearest *nearest, struct slice word)
{
	nearest_offer_name(nearest, word, word);
	if (nearest->wrong.length > WORD_MAX || word.length > WORD_MAX || word.length == 0) {
		return;
	}
	const size_t edits = distance(nearest->wrong, word);
	if (edits < nearest->distance) {
		nearest->best = word;
		nearest->distance = edits;
	}
}

void nearest_offer_name(struct nearest *nearest, struct slice word, struct slice name)
{
	if (slice_empty(name) || name.length != nearest->wrong.length) {
		return;
	}
	for (size_t i = 0; i < name.length; i++) {
		if (lower(name.at[i]) != lower(nearest->wrong.at[i])) {
			return;
		}
	}
	nearest->best = word;
	nearest->distance = 0;
}

bool nearest_found(const struct nearest *nearest)
{
	const size_t allowed = nearest->wrong.length / 3 > 2 ? nearest->wrong.length / 3 : 2;
	/* Two letters for two others are no slip of the finger: JP is not KR. */
	return nearest->distance <= allowed && nearest->distance < nearest->best.length;
}
