#include "record/key_file.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/random.h"

enum { FILE_MAX = 4096 };

err key_file_check(struct ctx *c, const char *path)
{
	struct stat status;
	const bool is_open =
		stat(path, &status) == 0 && (status.st_mode & (S_IRWXG | S_IRWXO)) != 0;
	return is_open ? FAIL(c, ERR_DENIED, "place.key_open_to_others", "path=%s", path) : OK;
}

static int hex_digit(char digit)
{
	if (digit >= '0' && digit <= '9') {
		return digit - '0';
	}
	return digit >= 'a' && digit <= 'f' ? digit - 'a' + 10 : -1;
}

static bool read_digits(struct slice digits, unsigned char *key)
{
	if (digits.length != (size_t)KEY_FILE_BYTES * 2) {
		return false;
	}
	for (size_t i = 0; i < KEY_FILE_BYTES; i++) {
		const int high = hex_digit(digits.at[2 * i]);
		const int low = hex_digit(digits.at[2 * i + 1]);
		if (high < 0 || low < 0) {
			return false;
		}
		key[i] = (unsigned char)(high * 16 + low);
	}
	return true;
}

err key_file_read(struct ctx *c, const char *path, unsigned char ret_key[KEY_FILE_BYTES])
{
	struct slice text;
	unsigned char key[KEY_FILE_BYTES];

	if (access(path, F_OK) != 0 && errno == ENOENT) {
		return FAIL(c, ERR_NOT_FOUND, "place.key_missing", "path=%s", path);
	}
	TRY(key_file_check(c, path));
	TRY(file_read(c, path, FILE_MAX, &text));
	const bool is_key = read_digits(slice_trim(text), key);
	/* The text stays in the arena until the task ends: wipe it there too. */
	explicit_bzero((char *)(uintptr_t)text.at, text.length);
	if (is_key) {
		memcpy(ret_key, key, sizeof key);
	}
	explicit_bzero(key, sizeof key);
	return is_key ? OK : FAIL(c, ERR_INVALID, "place.key_form", "path=%s", path);
}

err key_file_write(struct ctx *c, const char *path, const unsigned char key[KEY_FILE_BYTES])
{
	const struct slice digits = hex_encode(c->arena, key, KEY_FILE_BYTES);
	const struct slice line = arena_format(c->arena, "%.*s\n", SLICE_PRINT(digits));
	const err result = file_create(c, path, S_IRUSR | S_IWUSR, line);
	explicit_bzero((char *)(uintptr_t)digits.at, digits.length);
	explicit_bzero((char *)(uintptr_t)line.at, line.length);
	return result;
}
