/* file.h - whole files in and out, with errors that name the path. For keys, certificates and
 * tables; the store has its own input and output. */
#ifndef SPEAN_BASE_FILE_H
#define SPEAN_BASE_FILE_H

#include "base/err.h"
#include "base/pipe.h"
#include "base/slice.h"

/* The whole file, at most `max_bytes`; "-" is standard input. ERR_NOT_FOUND file.missing,
 * ERR_DENIED file.denied, ERR_LIMIT file.too_large, ERR_BROKEN file.read; each with path= (and
 * reason=). Folders are refused (file.is_folder). */
MUST_USE err file_read(struct ctx *c, const char *path, size_t max_bytes, struct slice *ret_text);
/* Write a new file with `mode`, synced to disk, through a temporary name; ERR_CONFLICT file.exists
 * if it is there already. */
MUST_USE err file_create(struct ctx *c, const char *path, unsigned mode, struct slice text);
/* The same for what is written piece by piece: nothing stands under `path` before file_finish, and
 * nothing is left of it after file_abandon (NULL is fine; after file_finish it does nothing). Both
 * belong to c->arena. */
struct new_file;
MUST_USE err file_begin(struct ctx *c, const char *path, unsigned mode, struct new_file **ret_file);
struct sink file_sink(struct ctx *c, struct new_file *file);
MUST_USE err file_finish(struct ctx *c, struct new_file *file);
void file_abandon(struct new_file *file);
bool file_exists(const char *path);
/* Give a file another name, in the place of whatever had it, and let that survive a power cut.
 * Where root does it, the file belongs to whom the other belonged. */
MUST_USE err file_rename(struct ctx *c, const char *from, const char *to);
/* A whole file in the place of the one under `path`, or a new one: whoever reads sees the old one
 * or the new one. One writer at a time (the temporary name is `path`.next). */
MUST_USE err file_replace(struct ctx *c, const char *path, unsigned mode, struct slice text);
/* Create a folder (0700) with its parents; fine if it exists. */
MUST_USE err file_make_folder(struct ctx *c, const char *path);

#endif
