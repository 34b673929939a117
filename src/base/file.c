#include "base/file.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/random.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { CHUNK = 64 * 1024 };

/* errno as a failure: the causes that a person can do something about have their own sentence. */
static err refuse(struct ctx *c, const char *otherwise, const char *path)
{
	const int number = errno;
	const char *reason = strerrordesc_np(number);

	switch (number) {
	case ENOENT:
	case ENOTDIR:
		return FAIL(c, ERR_NOT_FOUND, "file.missing", "path=%s", path);
	case EACCES:
	case EPERM:
	case EROFS:
		return FAIL(c, ERR_DENIED, "file.denied", "path=%s\nreason=%s", path, reason);
	case EISDIR:
		return FAIL(c, ERR_INVALID, "file.is_folder", "path=%s", path);
	case EEXIST:
		return FAIL(c, ERR_CONFLICT, "file.exists", "path=%s", path);
	case ENOSPC:
	case EDQUOT:
		return FAIL(c, ERR_BROKEN, "file.disk_full", "path=%s", path);
	default:
		return FAIL(c, ERR_BROKEN, otherwise, "path=%s\nreason=%s", path,
			    reason != NULL ? reason : "?");
	}
}

static ssize_t read_again(int descriptor, void *at, size_t size)
{
	ssize_t count = 0;
	do {
		count = read(descriptor, at, size);
	} while (count < 0 && errno == EINTR);
	return count;
}

static err read_all(struct ctx *c, int descriptor, const char *path, size_t max_bytes,
		    struct slice *ret_text)
{
	struct buf *content = buf_create(c->arena, max_bytes);
	char *chunk = arena_alloc(c->arena, CHUNK);

	for (;;) {
		const ssize_t count = read_again(descriptor, chunk, CHUNK);
		if (count < 0) {
			return refuse(c, "file.read", path);
		}
		if (count == 0) {
			break;
		}
		if ((size_t)count > max_bytes - buf_length(content)) {
			return FAIL(c, ERR_LIMIT, "file.too_large", "path=%s\nmax=%zu", path,
				    max_bytes);
		}
		buf_add(content, (struct slice){.at = chunk, .length = (size_t)count});
	}
	*ret_text = buf_slice(content);
	return OK;
}

err file_read(struct ctx *c, const char *path, size_t max_bytes, struct slice *ret_text)
{
	if (strcmp(path, "-") == 0) {
		return read_all(c, STDIN_FILENO, path, max_bytes, ret_text);
	}
	const int descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	if (descriptor < 0) {
		return refuse(c, "file.read", path);
	}
	const err result = read_all(c, descriptor, path, max_bytes, ret_text);
	(void)close(descriptor);
	return result;
}

static bool write_all(int descriptor, struct slice text)
{
	while (text.length > 0) {
		const ssize_t count = write(descriptor, text.at, text.length);
		if (count < 0 && errno == EINTR) {
			continue;
		}
		if (count <= 0) {
			return false;
		}
		text = slice_between(text, (size_t)count, text.length);
	}
	return true;
}

/* False with errno. The mode is set again because the umask may have taken from it. */
static bool fill(const char *path, unsigned mode, struct slice text)
{
	const int descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
	if (descriptor < 0) {
		return false;
	}
	const bool is_filled = fchmod(descriptor, mode) == 0 && write_all(descriptor, text) &&
			       fsync(descriptor) == 0;
	const int reason = errno;
	const bool is_closed = close(descriptor) == 0;
	errno = is_filled ? errno : reason;
	return is_filled && is_closed;
}

/* False with errno. Never over an existing file; some file systems know only the second way. */
static bool rename_new(const char *from, const char *to)
{
	if (renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) == 0) {
		return true;
	}
	if (errno != EINVAL && errno != ENOSYS) {
		return false;
	}
	return link(from, to) == 0 && unlink(from) == 0;
}

static struct slice folder_of(const char *path)
{
	const char *slash = strrchr(path, '/');
	if (slash == NULL) {
		return S(".");
	}
	return slash == path ? S("/") : slice_between(slice_of(path), 0, (size_t)(slash - path));
}

/* A new name is on disk only when its folder is. */
static bool sync_folder(struct ctx *c, const char *path)
{
	const char *folder = arena_cstr(c->arena, folder_of(path));
	const int descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (descriptor < 0) {
		return errno == EACCES; /* a folder that one may write in but not read */
	}
	const bool is_synced = fsync(descriptor) == 0 || errno == EINVAL;
	(void)close(descriptor);
	return is_synced;
}

err file_create(struct ctx *c, const char *path, unsigned mode, struct slice text)
{
	char random[8];

	if (file_exists(path)) {
		errno = EEXIST;
		return refuse(c, "file.write", path);
	}
	random_bytes(random, sizeof random);
	const struct slice suffix = hex_encode(c->arena, random, sizeof random);
	const char *temporary = arena_format(c->arena, "%s.%s", path, suffix.at).at;
	if (!fill(temporary, mode, text) || !rename_new(temporary, path)) {
		const int reason = errno;
		(void)unlink(temporary);
		errno = reason;
		return refuse(c, "file.write", path);
	}
	if (!sync_folder(c, path)) {
		const int reason = errno;
		(void)unlink(path);
		errno = reason;
		return refuse(c, "file.write", path);
	}
	return OK;
}

bool file_exists(const char *path)
{
	struct stat found;
	return lstat(path, &found) == 0;
}

err file_make_folder(struct ctx *c, const char *path)
{
	char *part = arena_cstr(c->arena, slice_of(path));
	struct stat found;

	for (char *slash = strchr(part + (*part == '/'), '/'); slash != NULL;
	     slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		if (mkdir(part, 0700) != 0 && errno != EEXIST) {
			return refuse(c, "file.write", part);
		}
		*slash = '/';
	}
	if (mkdir(part, 0700) == 0) {
		return OK;
	}
	if (errno == EEXIST && stat(part, &found) == 0) {
		return S_ISDIR(found.st_mode)
			       ? OK
			       : FAIL(c, ERR_CONFLICT, "file.not_folder", "path=%s", path);
	}
	return refuse(c, "file.write", path);
}
