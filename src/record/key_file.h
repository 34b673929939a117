/* key_file.h - a key as 64 hexadecimal digits in a file that only its owner may read. */
#ifndef SPEAN_RECORD_KEY_FILE_H
#define SPEAN_RECORD_KEY_FILE_H

#include "base/err.h"

enum { KEY_FILE_BYTES = 32 };

/* A secret that others of the machine can read is none: ERR_DENIED place.key_open_to_others with
 * path=. OK also where there is nothing to look at: reading says why. */
MUST_USE err key_file_check(struct ctx *c, const char *path);
/* The same, ERR_NOT_FOUND place.key_missing, ERR_INVALID place.key_form; each with path=. The
 * caller wipes ret_key. */
MUST_USE err key_file_read(struct ctx *c, const char *path, unsigned char ret_key[KEY_FILE_BYTES]);
/* In a new file; ERR_CONFLICT file.exists. */
MUST_USE err key_file_write(struct ctx *c, const char *path,
			    const unsigned char key[KEY_FILE_BYTES]);

#endif
