/* dump_form.h - the letters of a dump (docs/decisions/007). Numbers are little-endian.
 * Private to src/store. */
#ifndef SPEAN_STORE_DUMP_FORM_H
#define SPEAN_STORE_DUMP_FORM_H

#define DUMP_START "SPEAN-DUMP-1\n"

enum {
	DUMP_TABLE = 'T',     /* name, then u32 count and names of its columns */
	DUMP_ROW = 'R',       /* u32 bytes, then its cells */
	DUMP_TABLE_END = 'E', /* u64 rows */
	DUMP_END = 'Z',       /* u64 tables, u64 rows; nothing follows */
};

/* A cell is one of these, then 8 bytes (a number), or u32 bytes and these (text, bytes). */
enum { DUMP_NULL = 'n', DUMP_NUMBER = 'i', DUMP_TEXT = 't', DUMP_BYTES = 'b' };

enum { DUMP_NAME_MAX = 128, DUMP_COLUMNS_MAX = 512, DUMP_ROW_MAX = 128 * 1024 * 1024 };

#endif
