/* place.c - where the store is: a folder with the encrypted file and its key, or a PostgreSQL
 * address. */
#include "cli/place.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/random.h"

bool place_is_server(const char *location)
{
	return strncmp(location, "postgres://", 11) == 0 ||
	       strncmp(location, "postgresql://", 13) == 0;
}

const char *place_store_file(struct arena *arena, const char *folder)
{
	return arena_format(arena, "%s/spean.db", folder).at;
}

const char *place_key_file(struct arena *arena, const char *folder)
{
	return arena_format(arena, "%s/spean.key", folder).at;
}

/* A key that others of the machine can read is no key. */
static err check_mode(struct ctx *c, const char *path)
{
	struct stat status;
	if (stat(path, &status) != 0) {
		return FAIL(c, ERR_NOT_FOUND, "place.key_missing", "path=%s", path);
	}
	if ((status.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
		return FAIL(c, ERR_DENIED, "place.key_open_to_others", "path=%s", path);
	}
	return OK;
}

static int hex_digit(char digit)
{
	if (digit >= '0' && digit <= '9') {
		return digit - '0';
	}
	return digit >= 'a' && digit <= 'f' ? digit - 'a' + 10 : -1;
}

err place_read_key(struct ctx *c, const char *path, unsigned char ret_key[STORE_KEY_BYTES])
{
	struct slice text;
	unsigned char key[STORE_KEY_BYTES];

	TRY(check_mode(c, path));
	TRY(file_read(c, path, 4096, &text));
	const struct slice digits = slice_trim(text);
	if (digits.length != (size_t)STORE_KEY_BYTES * 2) {
		return FAIL(c, ERR_INVALID, "place.key_form", "path=%s", path);
	}
	for (size_t i = 0; i < STORE_KEY_BYTES; i++) {
		const int high = hex_digit(digits.at[2 * i]);
		const int low = hex_digit(digits.at[2 * i + 1]);
		if (high < 0 || low < 0) {
			return FAIL(c, ERR_INVALID, "place.key_form", "path=%s", path);
		}
		key[i] = (unsigned char)(high * 16 + low);
	}
	memcpy(ret_key, key, sizeof key);
	explicit_bzero(key, sizeof key);
	/* The text stays in the arena until the task ends: wipe it there too. */
	explicit_bzero((char *)(uintptr_t)text.at, text.length);
	return OK;
}

err place_create_key(struct ctx *c, const char *path)
{
	unsigned char key[STORE_KEY_BYTES];

	random_bytes(key, sizeof key);
	const struct slice digits = hex_encode(c->arena, key, sizeof key);
	const struct slice line = arena_format(c->arena, "%.*s\n", SLICE_PRINT(digits));
	const err result = file_create(c, path, S_IRUSR | S_IWUSR, line);
	explicit_bzero(key, sizeof key);
	explicit_bzero((char *)(uintptr_t)digits.at, digits.length);
	explicit_bzero((char *)(uintptr_t)line.at, line.length);
	return result;
}

err place_open(struct ctx *c, const char *location, const char *key_file,
	       enum store_opening opening, struct store **ret_store)
{
	unsigned char key[STORE_KEY_BYTES] = {0};
	struct store_options options = {.location = location, .opening = opening};

	if (!place_is_server(location)) {
		options.location = place_store_file(c->arena, location);
		if (opening == STORE_OPEN && !file_exists(options.location)) {
			return FAIL(c, ERR_NOT_FOUND, "place.no_store", "path=%s", location);
		}
		TRY(place_read_key(
			c, key_file != NULL ? key_file : place_key_file(c->arena, location), key));
		options.key = key;
	}
	const err result = store_open(c, &options, ret_store);
	explicit_bzero(key, sizeof key);
	return result;
}
