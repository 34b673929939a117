/* mo_make.h - makes compiled catalogues (.mo) in memory, right ones and, byte by byte, wrong ones.
 */
#ifndef SPEAN_TESTS_UNIT_TEXT_MO_MAKE_H
#define SPEAN_TESTS_UNIT_TEXT_MO_MAKE_H

#include "base/buf.h"
#include "text/messages.h"

struct mo_entry {
	struct slice key; /* may hold a NUL and the second half of a plural key */
	struct slice text;
};

enum mo_order { MO_LITTLE, MO_BIG };
enum { MO_SIZE_MAX = 1 << 20, MO_HEADER_BYTES = 28 };

static inline void mo_word(struct buf *out, enum mo_order order, size_t value)
{
	for (unsigned i = 0; i < 4; i++) {
		const unsigned shift = order == MO_LITTLE ? 8 * i : 8 * (3 - i);
		buf_add_byte(out, (char)((value >> shift) & 0xFFu));
	}
}

static inline struct slice mo_make(struct arena *arena, enum mo_order order,
				   const struct mo_entry *entries, size_t count)
{
	struct buf *out = buf_create(arena, MO_SIZE_MAX);
	const size_t head[] = {0x950412de, 0, count, MO_HEADER_BYTES, MO_HEADER_BYTES + count * 8,
			       0,          0};
	for (size_t i = 0; i < COUNT_OF(head); i++) {
		mo_word(out, order, head[i]);
	}
	size_t at = MO_HEADER_BYTES + count * 16;
	for (size_t i = 0; i < count; i++) {
		mo_word(out, order, entries[i].key.length);
		mo_word(out, order, at);
		at += entries[i].key.length + 1;
	}
	for (size_t i = 0; i < count; i++) {
		mo_word(out, order, entries[i].text.length);
		mo_word(out, order, at);
		at += entries[i].text.length + 1;
	}
	for (size_t i = 0; i < count; i++) {
		buf_add(out, entries[i].key);
		buf_add_byte(out, '\0');
	}
	for (size_t i = 0; i < count; i++) {
		buf_add(out, entries[i].text);
		buf_add_byte(out, '\0');
	}
	return buf_slice(out);
}

/* What the program would carry with these two catalogues in it. */
static inline struct embedded mo_embedded(struct arena *arena, struct slice en, struct slice km)
{
	struct embedded_file *files = ARENA_ARRAY(arena, 2, struct embedded_file);
	files[0] = (struct embedded_file){"locale/en.mo", en.at, en.length};
	files[1] = (struct embedded_file){"locale/km.mo", km.at, km.length};
	return (struct embedded){.files = files, .count = 2};
}

#define MO_HEADER(forms)                                                                           \
	{                                                                                          \
		S(""), S("Language: en\nContent-Type: text/plain; "                                \
			 "charset=UTF-8\nPlural-Forms: " forms "\n")                               \
	}

#endif
