#include "people/known.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>

enum { LINE_BYTES = 4096, SHA1_BYTES = 20, SHA1_DIGITS = 2 * SHA1_BYTES };

struct known_passwords {
	int descriptor;
	int64_t size;
	bool hashed;
	const char *path;
};

static err failed(struct ctx *c, const char *path)
{
	return FAIL(c, errno == ENOENT ? ERR_NOT_FOUND : ERR_BROKEN,
		    errno == ENOENT ? "file.missing" : "file.read", "path=%s\nreason=%s", path,
		    strerrordesc_np(errno));
}

static void close_list(void *argument)
{
	(void)close(((struct known_passwords *)argument)->descriptor);
}

static bool is_digest(struct slice line)
{
	if (line.length < SHA1_DIGITS ||
	    (line.length > SHA1_DIGITS && line.at[SHA1_DIGITS] != ':')) {
		return false;
	}
	for (size_t i = 0; i < SHA1_DIGITS; i++) {
		const char digit = line.at[i];
		if ((digit < '0' || digit > '9') && (digit < 'A' || digit > 'F')) {
			return false;
		}
	}
	return true;
}

/* The line that starts at `at`, cut at LINE_BYTES: no password is as long. */
static err read_line(struct ctx *c, const struct known_passwords *list, int64_t at,
		     char room[LINE_BYTES], struct slice *ret_line, int64_t *ret_next)
{
	const ssize_t got = pread(list->descriptor, room, LINE_BYTES, at);
	if (got < 0) {
		return failed(c, list->path);
	}
	const struct slice read = {.at = room, .length = (size_t)got};
	const size_t end = slice_find_byte(read, '\n');
	*ret_line = slice_between(read, 0, end);
	*ret_next = at + (int64_t)(end == SIZE_MAX ? read.length : end + 1);
	if (ret_line->length > 0 && ret_line->at[ret_line->length - 1] == '\r') {
		ret_line->length--;
	}
	return OK;
}

err known_passwords_open(struct ctx *c, const char *path, struct known_passwords **ret_list)
{
	char room[LINE_BYTES];
	struct slice first;
	int64_t next;
	struct stat status;
	struct known_passwords *list = ARENA_NEW(c->arena, struct known_passwords);

	list->path = arena_cstr(c->arena, slice_of(path));
	list->descriptor = open(path, O_RDONLY | O_CLOEXEC);
	if (list->descriptor < 0) {
		return failed(c, path);
	}
	arena_defer(c->arena, close_list, list);
	if (fstat(list->descriptor, &status) != 0) {
		return failed(c, path);
	}
	list->size = status.st_size;
	if (!S_ISREG(status.st_mode) || list->size == 0) {
		return FAIL(c, ERR_INVALID, "known.empty", "path=%s", path);
	}
	TRY(read_line(c, list, 0, room, &first, &next));
	list->hashed = is_digest(first);
	*ret_list = list;
	return OK;
}

static struct slice digest_of(struct slice password, char room[SHA1_DIGITS])
{
	static const char DIGITS[] = "0123456789ABCDEF";
	unsigned char digest[SHA1_BYTES];

	must(gnutls_hash_fast(GNUTLS_DIG_SHA1, password.at, password.length, digest) == 0);
	for (size_t i = 0; i < SHA1_BYTES; i++) {
		room[2 * i] = DIGITS[digest[i] >> 4];
		room[2 * i + 1] = DIGITS[digest[i] & 0x0F];
	}
	return (struct slice){.at = room, .length = SHA1_DIGITS};
}

/* By bytes as `LC_ALL=C sort` has it: a start comes before what it starts. */
static int compare_lines(struct slice a, struct slice b)
{
	const size_t shorter = a.length < b.length ? a.length : b.length;
	const int order = shorter > 0 ? memcmp(a.at, b.at, shorter) : 0;
	return order != 0 ? order : (a.length > b.length) - (a.length < b.length);
}

static struct slice entry_of(const struct known_passwords *list, struct slice line)
{
	return list->hashed ? slice_between(line, 0, SHA1_DIGITS) : line;
}

/* The first line that starts at `from` or after it. */
static err first_start(struct ctx *c, const struct known_passwords *list, int64_t from,
		       char room[LINE_BYTES], int64_t *ret_start)
{
	struct slice rest;

	if (from == 0) {
		*ret_start = 0;
		return OK;
	}
	return read_line(c, list, from - 1, room, &rest, ret_start);
}

err known_passwords_have(struct ctx *c, const struct known_passwords *list, struct slice password,
			 bool *ret_known)
{
	char digest[SHA1_DIGITS];
	char room[LINE_BYTES];
	const struct slice wanted = list->hashed ? digest_of(password, digest) : password;
	int64_t low = 0;
	int64_t high = list->size;

	/* The wanted line, if any, starts in [low, high). */
	while (low < high) {
		const int64_t middle = low + (high - low) / 2;
		struct slice line;
		int64_t start;
		int64_t next;
		TRY(first_start(c, list, middle, room, &start));
		if (start >= high) {
			high = middle;
			continue;
		}
		TRY(read_line(c, list, start, room, &line, &next));
		const int order = compare_lines(entry_of(list, line), wanted);
		if (order == 0) {
			*ret_known = true;
			return OK;
		}
		if (order < 0) {
			low = next;
		} else {
			high = middle;
		}
	}
	*ret_known = false;
	return OK;
}
