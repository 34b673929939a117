/* search.h - planted texts in every spelling, looked for in files. */
#ifndef SPEAN_TESTS_LEAK_SEARCH_H
#define SPEAN_TESTS_LEAK_SEARCH_H

#include "support/stores.h"

#include <dirent.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/buf.h"

enum { SPELLINGS_MAX = 64, FILE_MAX_BYTES = 256 << 20 };

struct spellings {
	struct slice at[SPELLINGS_MAX];
	const char *names[SPELLINGS_MAX];
	size_t count;
};

static inline void add(struct spellings *spellings, const char *name, struct slice bytes)
{
	assert_true(spellings->count < SPELLINGS_MAX && bytes.length >= 12);
	spellings->names[spellings->count] = name;
	spellings->at[spellings->count++] = bytes;
}

/* Of text inside the basic plane. */
static inline struct slice utf16(struct arena *arena, const char *text, int big_endian)
{
	char *out = arena_alloc(arena, strlen(text) * 2);
	size_t length = 0;
	for (const unsigned char *at = (const unsigned char *)text; *at != '\0';) {
		unsigned unit = *at++;
		if (unit >= 0xe0) {
			unit = (unit & 0x0fu) << 12 | (unsigned)(at[0] & 0x3f) << 6 |
			       (at[1] & 0x3fu);
			at += 2;
		}
		out[length + (big_endian ? 1 : 0)] = (char)(unit & 0xff);
		out[length + (big_endian ? 0 : 1)] = (char)(unit >> 8);
		length += 2;
	}
	return (struct slice){.at = out, .length = length};
}

/* The letters that are the same whatever stands before and after: three positions are possible. */
static inline struct slice base64(struct arena *arena, const char *text, size_t shift)
{
	const size_t length = strlen(text) + shift;
	char *padded = arena_alloc(arena, length + 1);
	memcpy(padded + shift, text, strlen(text));
	const size_t room = sodium_base64_ENCODED_LEN(length, sodium_base64_VARIANT_ORIGINAL);
	char *out = arena_alloc(arena, room);
	(void)sodium_bin2base64(out, room, (const unsigned char *)padded, length,
				sodium_base64_VARIANT_ORIGINAL);
	const size_t from = shift == 0 ? 0 : 4;
	return slice_between(slice_of(out), from, length / 3 * 4);
}

static inline struct slice hexadecimal(struct arena *arena, const char *text)
{
	char *out = arena_alloc(arena, strlen(text) * 2 + 1);
	(void)sodium_bin2hex(out, strlen(text) * 2 + 1, (const unsigned char *)text, strlen(text));
	return slice_of(out);
}

/* Each text as people and machines would write it. */
static inline struct spellings spell_texts(struct arena *arena, const char *const *texts,
					   size_t count)
{
	struct spellings spellings = {.count = 0};
	for (size_t i = 0; i < count; i++) {
		add(&spellings, "UTF-8", slice_of(texts[i]));
		add(&spellings, "UTF-16LE", utf16(arena, texts[i], 0));
		add(&spellings, "UTF-16BE", utf16(arena, texts[i], 1));
		add(&spellings, "hexadecimal", hexadecimal(arena, texts[i]));
		for (size_t shift = 0; shift < 3; shift++) {
			add(&spellings, "base64", base64(arena, texts[i], shift));
		}
	}
	return spellings;
}

/* Bytes read, and what was found in them. */
struct search {
	const struct spellings *spellings;
	size_t bytes;
	size_t files;
	const char *found; /* spelling */
	char where[1024];
};

static inline void search_file(struct search *search, const char *path)
{
	struct stat status;
	if (stat(path, &status) != 0 || !S_ISREG(status.st_mode) || status.st_size == 0 ||
	    status.st_size > FILE_MAX_BYTES) {
		return;
	}
	FILE *file = fopen(path, "rb");
	if (file == NULL) {
		return;
	}
	char *bytes = malloc((size_t)status.st_size);
	assert_non_null(bytes);
	const struct slice text = {.at = bytes,
				   .length = fread(bytes, 1, (size_t)status.st_size, file)};
	(void)fclose(file);
	search->bytes += text.length;
	search->files++;
	for (size_t i = 0; i < search->spellings->count; i++) {
		if (slice_find(text, search->spellings->at[i]) != SIZE_MAX) {
			search->found = search->spellings->names[i];
			(void)snprintf(search->where, sizeof search->where, "%s", path);
		}
	}
	free(bytes);
}

/* With the folders in it. */
static inline void search_folder(struct search *search, const char *folder)
{
	DIR *entries = opendir(folder);
	assert_non_null(entries);
	for (struct dirent *entry = readdir(entries); entry != NULL; entry = readdir(entries)) {
		char path[1024];
		struct stat status;
		const int length = snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
		assert_true(length > 0 && (size_t)length < sizeof path);
		if (entry->d_name[0] != '.' && lstat(path, &status) == 0 &&
		    S_ISDIR(status.st_mode)) {
			search_folder(search, path);
		}
		search_file(search, path);
	}
	(void)closedir(entries);
}

#endif
