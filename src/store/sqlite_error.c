/* sqlite_error.c - what SQLite says, as what a person can act on. */
#include <errno.h>
#include <string.h>

#include "store/sqlite.h"

static bool out_of_space(sqlite3 *handle, int result)
{
	const int number = handle != NULL ? sqlite3_system_errno(handle) : 0;
	return (result & 0xff) == SQLITE_FULL ||
	       ((result & 0xff) == SQLITE_IOERR &&
		(number == ENOSPC || number == EDQUOT || number == EFBIG));
}

/* "UNIQUE constraint failed: meta.name, meta.x" -> "meta.name, meta.x". */
static const char *columns_of(sqlite3 *handle)
{
	const char *text = sqlite3_errmsg(handle);
	const char *colon = strstr(text, ": ");
	return colon != NULL ? colon + 2 : "";
}

static err fail_constraint(struct ctx *c, sqlite3 *handle, const struct prepared *slot, int result)
{
	const char *table = slot != NULL ? slot->table : "";
	switch (result) {
	case SQLITE_CONSTRAINT_UNIQUE:
	case SQLITE_CONSTRAINT_PRIMARYKEY:
	case SQLITE_CONSTRAINT_ROWID:
		return FAIL(c, ERR_CONFLICT, "store.unique", "table=%s\nconstraint=%s", table,
			    columns_of(handle));
	case SQLITE_CONSTRAINT_TRIGGER:
		return FAIL(c, ERR_DENIED, "store.role", "reason=%s", sqlite3_errmsg(handle));
	case SQLITE_CONSTRAINT_FOREIGNKEY:
		return FAIL(c, ERR_CONFLICT, "store.foreign_key", "table=%s\nconstraint=%s", table,
			    columns_of(handle));
	default:
		return FAIL(c, ERR_INVALID, "store.constraint", "table=%s\nconstraint=%s", table,
			    columns_of(handle));
	}
}

err sqlite_fail(struct ctx *c, const struct store *store, sqlite3 *handle,
		const struct prepared *slot, int result)
{
	const char *reason = handle != NULL ? sqlite3_errmsg(handle) : sqlite3_errstr(result);
	if (out_of_space(handle, result)) {
		return FAIL(c, ERR_BROKEN, "store.full", "path=%s", store->shown);
	}
	switch (result & 0xff) {
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return FAIL_PLAIN(c, ERR_CONFLICT, "store.busy");
	case SQLITE_CONSTRAINT:
		return fail_constraint(c, handle, slot, result);
	case SQLITE_AUTH:
		return FAIL(c, ERR_DENIED, "store.role", "reason=%s", reason);
	case SQLITE_READONLY:
		return FAIL(c, ERR_DENIED, "store.read_only", "path=%s", store->shown);
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
		return FAIL(c, ERR_BROKEN, "store.corrupt", "path=%s\nreason=%s", store->shown,
			    reason);
	default:
		return FAIL(c, ERR_BROKEN, "store.io", "path=%s\nreason=%s", store->shown, reason);
	}
}
