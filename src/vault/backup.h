/* backup.h - backups of the two stores: each a dump (store/dump.h) in a stream (vault/stream.h).
 *
 * The data go under a key of the server's own, which lies in the key store: a backup of the data
 * holds no key of anybody, and whoever was erased stays erased when it comes back. The key store
 * goes under a key made from the root key, into a file of its own that is meant to live for days
 * (docs/decisions/007). Both are read while others write, and checked to the last byte when they
 * come back.
 */
#ifndef SPEAN_VAULT_BACKUP_H
#define SPEAN_VAULT_BACKUP_H

#include "store/dump.h"
#include "vault/vault.h"

enum { BACKUP_HEADER_MAX = 64 * 1024 };

/* `made`: the ISO moment. Errors are those of the store and of the sink. */
MUST_USE err backup_data(struct ctx *c, struct keys *keys, struct store *data, struct slice made,
			 struct sink sink, struct dump_report *ret_report);
/* `header` goes along in clear: how the root key is had (it tells no key). */
MUST_USE err backup_keys(struct ctx *c, struct keys *keys, struct slice header, struct slice made,
			 struct sink sink, struct dump_report *ret_report);

/* Into a new store; `options` as for store_load. All or nothing. ERR_BROKEN stream.other_label,
 * stream.not_authentic, and as store_load. */
MUST_USE err backup_restore_data(struct ctx *c, struct keys *keys,
				 const struct store_options *options, struct source source,
				 struct dump_report *ret_report, struct store **ret_data);
/* The clear start of a backup of keys, then the rest of it from the same source. */
MUST_USE err backup_keys_header(struct ctx *c, struct source source, struct slice *ret_header);
MUST_USE err backup_restore_keys(struct ctx *c, const unsigned char root[VAULT_KEY_BYTES],
				 const struct store_options *options, struct source source,
				 struct dump_report *ret_report, struct store **ret_keys);

#endif
