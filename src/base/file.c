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
		/* It may be a key, and the arena may live as long as the program. */
		explicit_bzero(chunk, (size_t)count);
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

struct end {
	int descriptor;
	const char *name;
};

static err write_end(struct ctx *c, void *self, struct slice bytes)
{
	const struct end *end = self;
	while (bytes.length > 0) {
		const ssize_t count = write(end->descriptor, bytes.at, bytes.length);
		if (count < 0 && errno != EINTR) {
			return refuse(c, "file.write", end->name);
		}
		if (count > 0) {
			bytes = slice_between(bytes, (size_t)count, bytes.length);
		}
	}
	return OK;
}

static err read_end(struct ctx *c, void *self, char *into, size_t size, size_t *ret_got)
{
	const struct end *end = self;
	const ssize_t count = read_again(end->descriptor, into, size);
	if (count < 0) {
		return refuse(c, "file.read", end->name);
	}
	*ret_got = (size_t)count;
	return OK;
}

static struct end *end_of(struct ctx *c, int descriptor, const char *name)
{
	struct end *end = ARENA_NEW(c->arena, struct end);
	end->descriptor = descriptor;
	end->name = arena_cstr(c->arena, slice_of(name));
	return end;
}

struct sink sink_to(struct ctx *c, int descriptor, const char *name)
{
	return (struct sink){.write = write_end, .self = end_of(c, descriptor, name)};
}

struct source source_from(struct ctx *c, int descriptor, const char *name)
{
	return (struct source){.read = read_end, .self = end_of(c, descriptor, name)};
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

struct new_file {
	const char *path;
	const char *temporary;
	int descriptor; /* -1 when it is done with */
};

/* Fails as errno says, and leaves nothing. */
static err refuse_new(struct ctx *c, struct new_file *file)
{
	const int reason = errno;
	file_abandon(file);
	errno = reason;
	return refuse(c, "file.write", file->path);
}

err file_begin(struct ctx *c, const char *path, unsigned mode, struct new_file **ret_file)
{
	char random[8];

	if (file_exists(path)) {
		errno = EEXIST;
		return refuse(c, "file.write", path);
	}
	random_bytes(random, sizeof random);
	const struct slice suffix = hex_encode(c->arena, random, sizeof random);
	struct new_file *file = ARENA_NEW(c->arena, struct new_file);
	file->path = arena_cstr(c->arena, slice_of(path));
	file->temporary = arena_format(c->arena, "%s.%s", path, suffix.at).at;
	file->descriptor = open(file->temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
	if (file->descriptor < 0) {
		return refuse(c, "file.write", path);
	}
	/* Set again because the umask may have taken from it. */
	if (fchmod(file->descriptor, mode) != 0) {
		return refuse_new(c, file);
	}
	*ret_file = file;
	return OK;
}

struct sink file_sink(struct ctx *c, struct new_file *file)
{
	return sink_to(c, file->descriptor, file->path);
}

err file_finish(struct ctx *c, struct new_file *file)
{
	const bool is_synced = fsync(file->descriptor) == 0;
	if (!is_synced) {
		return refuse_new(c, file);
	}
	const int descriptor = file->descriptor;
	file->descriptor = -1;
	if (close(descriptor) != 0 || !rename_new(file->temporary, file->path)) {
		const int reason = errno;
		(void)unlink(file->temporary);
		errno = reason;
		return refuse(c, "file.write", file->path);
	}
	if (!sync_folder(c, file->path)) {
		const int reason = errno;
		(void)unlink(file->path);
		errno = reason;
		return refuse(c, "file.write", file->path);
	}
	return OK;
}

void file_abandon(struct new_file *file)
{
	if (file != NULL && file->descriptor >= 0) {
		(void)close(file->descriptor);
		(void)unlink(file->temporary);
		file->descriptor = -1;
	}
}

err file_create(struct ctx *c, const char *path, unsigned mode, struct slice text)
{
	struct new_file *file;
	TRY(file_begin(c, path, mode, &file));
	const struct sink sink = file_sink(c, file);
	const err result = sink.write(c, sink.self, text);
	if (result != OK) {
		file_abandon(file);
		return result;
	}
	return file_finish(c, file);
}

bool file_exists(const char *path)
{
	struct stat found;
	return lstat(path, &found) == 0;
}

/* As far as it can be done: root, who changes the files of a service, must not take them from it.
 */
static void hand_to_owner_of(const char *old, const char *new)
{
	struct stat had;
	if (geteuid() == 0 && lstat(old, &had) == 0) {
		(void)!lchown(new, had.st_uid, had.st_gid);
	}
}

err file_rename(struct ctx *c, const char *from, const char *to)
{
	hand_to_owner_of(to, from);
	if (rename(from, to) != 0 || !sync_folder(c, to)) {
		return refuse(c, "file.write", to);
	}
	return OK;
}

err file_replace(struct ctx *c, const char *path, unsigned mode, struct slice text)
{
	const struct slice next = arena_format(c->arena, "%s.next", path);
	(void)unlink(next.at); /* what a power cut left */
	TRY(file_create(c, next.at, mode, text));
	return file_rename(c, next.at, path);
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
