/* key_file.h - a key as 64 hexadecimal digits in a file that only its owner may read. */
#ifndef SPEAN_RECORD_KEY_FILE_H
#define SPEAN_RECORD_KEY_FILE_H

#include "base/err.h"

enum { KEY_FILE_BYTES = 32 };

/* ERR_NOT_FOUND place.key_missing, ERR_DENIED place.key_open_to_others, ERR_INVALID place.key_form;
 * each with path=. The caller wipes ret_key. */
MUST_USE err key_file_read(struct ctx *c, const char *path, unsigned char ret_key[KEY_FILE_BYTES]);
/* In a new file; ERR_CONFLICT file.exists. */
MUST_USE err key_file_write(struct ctx *c, const char *path,
			    const unsigned char key[KEY_FILE_BYTES]);

#endif
