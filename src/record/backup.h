/* backup.h - backups of a place and what becomes of them: of the data, and apart from them of the
 * keys (vault/backup.h says what is in them and under which key).
 *
 * A data backup made before a person was erased, restored with today's key store, opens everything
 * but that person. Each copy of the key store is written down in it first, until it is said to be
 * gone: erasure reaches as far as these copies do.
 */
#ifndef SPEAN_RECORD_BACKUP_H
#define SPEAN_RECORD_BACKUP_H

#include "base/pipe.h"
#include "record/keyring.h"
#include "record/record.h"

enum backup_of { BACKUP_OF_DATA, BACKUP_OF_KEYS };

struct backup_summary {
	struct slice made; /* ISO moment */
	int version;       /* of the schema */
	int64_t tables;
	int64_t rows;
};

/* Read while others write; writes a line of the log (deed "backup"). `place`: what the copy is
 * called for people, a path or "-". `door`: of the console, over the keyring's vault. */
MUST_USE err backup_make(struct ctx *c, struct door *door, struct keyring *keyring,
			 enum backup_of what, struct slice place, struct sink sink,
			 struct backup_summary *ret_summary);

/* A new place out of both backups: all or nothing, but for what a killed process leaves. The log
 * goes on from where the data were: backup_settle. Errors as keyring_begin_from, store_load,
 * stream.h. */
MUST_USE err backup_restore(struct ctx *c, const struct keyring_place *place,
			    const struct keyring_asker *asker, struct source data,
			    struct source keys, struct backup_summary *ret_data,
			    struct keyring **ret_keyring);
/* After a restore: the whole log is verified and accepted as it is (audit_accept), because the data
 * may be older than the keys; *ret_lost lines that the keys know of are missing. Writes a line of
 * the log (deed "restore"). ERR_BROKEN audit.head_differs. */
MUST_USE err backup_settle(struct ctx *c, struct door *door, int64_t *ret_lost);

struct backup_copy {
	int64_t number;
	struct slice made;
	struct slice place;
};
/* Copies of the key store that are not known to be gone, oldest first. */
MUST_USE err backup_copies(struct ctx *c, struct door *door, const struct backup_copy **ret_copies,
			   size_t *ret_count);
/* ERR_NOT_FOUND backup.no_copy. Writes a line of the log (deed "copy_gone"). */
MUST_USE err backup_copy_gone(struct ctx *c, struct door *door, int64_t number);

#endif
