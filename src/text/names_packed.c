/* names_packed.c - a sounded name in as few bytes as hold it, for an index of many.
 *
 * A record: the number of parts, and of those that may be a title; of each part where its text
 * starts and ends and where its sounds end (three numbers of two bytes); the sounds; the text.
 * About 60 bytes for a name of three parts.
 */
#include "text/names_sound.h"

#include <string.h>

enum {
	PART_BYTES = 3 * sizeof(uint16_t),
	BLOCK_LEAST = 1 << 12,
	BLOCK_MOST = 1 << 20,
	TITLES_SHIFT = 4
};
_Static_assert(NAMES_PARTS_MAX < 1 << TITLES_SHIFT, "parts and titles share a byte");

static size_t text_length(const struct sounded *name)
{
	const struct slice last = name->parts[name->count - 1];
	return (size_t)(last.at + last.length - name->parts[0].at);
}

static uint8_t *room_for(struct arena *arena, struct names_packer *packer, size_t length)
{
	if (packer->left < length) {
		const size_t more = packer->size == 0 ? BLOCK_LEAST : packer->size * 2;
		packer->size = more < BLOCK_MOST ? more : BLOCK_MOST;
		/* A ligature's normal form may be ten times as long as it. */
		packer->left = packer->size > length ? packer->size : length;
		packer->next = arena_alloc(arena, packer->left);
	}
	uint8_t *at = packer->next;
	packer->next += length;
	packer->left -= length;
	return at;
}

const uint8_t *names_pack(struct arena *arena, struct names_packer *packer,
			  const struct sounded *name)
{
	if (name->count == 0) {
		uint8_t *empty = room_for(arena, packer, 1);
		empty[0] = 0;
		return empty;
	}
	const size_t sounds = name->starts[name->count], text = text_length(name);
	uint8_t *packed = room_for(arena, packer, 1 + name->count * PART_BYTES + sounds + text);
	uint8_t *at = packed;
	*at++ = (uint8_t)(name->count | name->titles << TITLES_SHIFT);
	for (size_t i = 0; i < name->count; i++) {
		const size_t start = (size_t)(name->parts[i].at - name->parts[0].at);
		const uint16_t numbers[] = {(uint16_t)start,
					    (uint16_t)(start + name->parts[i].length),
					    (uint16_t)name->starts[i + 1]};
		memcpy(at, numbers, PART_BYTES);
		at += PART_BYTES;
	}
	memcpy(at, name->sounds, sounds);
	memcpy(at + sounds, name->parts[0].at, text);
	return packed;
}

void names_unpack(const uint8_t *packed, struct sounded *ret_name)
{
	const size_t count = packed[0] & ((1 << TITLES_SHIFT) - 1);
	const uint8_t *at = packed + 1;
	uint16_t numbers[NAMES_PARTS_MAX][3];
	must(count <= NAMES_PARTS_MAX);
	memcpy(numbers, at, count * PART_BYTES);
	at += count * PART_BYTES;
	ret_name->count = count;
	ret_name->titles = packed[0] >> TITLES_SHIFT;
	ret_name->starts[0] = 0;
	for (size_t i = 0; i < count; i++) {
		ret_name->starts[i + 1] = numbers[i][2];
	}
	const size_t sounds = ret_name->starts[count];
	memcpy(ret_name->sounds, at, sounds);
	const char *text = (const char *)at + sounds;
	for (size_t i = 0; i < count; i++) {
		ret_name->parts[i] =
			slice_between((struct slice){.at = text, .length = numbers[i][1]},
				      numbers[i][0], numbers[i][1]);
	}
}
