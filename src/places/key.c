/* key.c - names as they are compared. */
#include <string.h>

#include "base/utf8.h"
#include "places/internal.h"
#include "text/khmer.h"

enum { KHMER_FIRST = 0x1780, KHMER_LAST = 0x17FF, KHMER_BYTE = 0x80 };

/* The byte of a letter, or 0 of what only separates. */
static unsigned char letter_byte(uint32_t character)
{
	if (character >= KHMER_FIRST && character <= KHMER_LAST) {
		return (unsigned char)(KHMER_BYTE + (character - KHMER_FIRST));
	}
	const bool is_letter =
		(character >= 'a' && character <= 'z') || (character >= '0' && character <= '9');
	return is_letter ? (unsigned char)character : 0;
}

err place_key_make(struct ctx *c, struct slice name, struct place_key *ret_key,
		   unsigned char starts[PLACE_KEY_MAX], size_t *ret_starts)
{
	unsigned char letters[PLACE_KEY_MAX];
	unsigned length = 0;
	size_t words = 0;
	bool apart = false;
	uint32_t character;
	struct slice text;

	TRY(khmer_normalise(c, name, KHMER_FOR_KEY, &text));
	while (length < PLACE_KEY_MAX && utf8_next(&text, &character)) {
		const unsigned char letter = letter_byte(character);
		apart = apart || (letter == 0 && length > 0);
		if (letter == 0) {
			continue;
		}
		if (apart) {
			starts[words++] = (unsigned char)length;
			apart = false;
		}
		letters[length++] = letter;
	}
	const struct slice kept = arena_copy(c->arena, (struct slice){(char *)letters, length});
	*ret_key = (struct place_key){(const unsigned char *)kept.at, length};
	*ret_starts = words;
	return OK;
}

int place_key_compare(struct place_key a, struct place_key b)
{
	const unsigned least = a.length < b.length ? a.length : b.length;
	const int order = least > 0 ? memcmp(a.at, b.at, least) : 0;
	return order != 0 ? order : (a.length > b.length) - (a.length < b.length);
}

uint64_t place_key_letters(struct place_key key)
{
	uint64_t letters = 0;
	for (unsigned i = 0; i < key.length; i++) {
		letters |= UINT64_C(1) << (key.at[i] & 63);
	}
	return letters;
}

void place_pattern_make(struct place_key key, struct place_pattern *ret_pattern)
{
	*ret_pattern = (struct place_pattern){.key = key};
	for (unsigned i = 0; i < key.length; i++) {
		ret_pattern->masks[key.at[i]] |= UINT64_C(1) << i;
	}
}

/* Myers' algorithm (J. ACM 46, 1999) in Hyyro's form: one machine word holds a column of the
 * table, so that a name costs some 20 steps and not 400. */
unsigned place_pattern_distance(const struct place_pattern *pattern, struct place_key key,
				unsigned limit)
{
	const unsigned length = pattern->key.length;
	const unsigned gap = length > key.length ? length - key.length : key.length - length;
	uint64_t plus = UINT64_MAX, minus = 0;
	unsigned distance = length;

	if (gap > limit || length == 0) {
		return gap > limit ? limit + 1 : gap;
	}
	const uint64_t last = UINT64_C(1) << (length - 1);
	for (unsigned i = 0; i < key.length; i++) {
		const uint64_t same = pattern->masks[key.at[i]];
		const uint64_t vertical = same | minus;
		const uint64_t across = (((same & plus) + plus) ^ plus) | same;
		uint64_t up = minus | ~(across | plus);
		uint64_t down = plus & across;
		distance += (up & last) != 0 ? 1 : 0;
		distance -= (down & last) != 0 ? 1 : 0;
		up = up << 1 | 1;
		down <<= 1;
		plus = down | ~(vertical | up);
		minus = up & vertical;
	}
	return distance <= limit ? distance : limit + 1;
}
