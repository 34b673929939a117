/* postgres_error.c - SQLSTATE (PostgreSQL 15, appendix A) as what a person can act on. */
#include <string.h>

#include "store/postgres.h"

/* libpq ends its messages with a line break, and a detail is one line a name. */
static const char *one_line(struct ctx *c, const char *text)
{
	char *copy = arena_cstr(c->arena, slice_trim(slice_of(text)));
	for (char *at = copy; *at != '\0'; at++) {
		if (*at == '\n' || *at == '\r') {
			*at = ' ';
		}
	}
	return copy;
}

err postgres_unreachable(struct ctx *c, const struct store *store, const PGconn *connection)
{
	return FAIL(c, ERR_BROKEN, "store.unreachable", "path=%s\nreason=%s", store->shown,
		    one_line(c, PQerrorMessage(connection)));
}

static const char *field(const PGresult *result, int code)
{
	const char *text = PQresultErrorField(result, code);
	return text != NULL ? text : "";
}

static err fail_constraint(struct ctx *c, const PGresult *result, err code, const char *key)
{
	return FAIL(c, code, key, "table=%s\nconstraint=%s", field(result, PG_DIAG_TABLE_NAME),
		    field(result, PG_DIAG_CONSTRAINT_NAME));
}

/* Messages of class 22 quote the value that was wrong: it may be anybody's, so it stays out. */
static const char *reason_of(struct ctx *c, const PGresult *result, const char *state)
{
	if (strncmp(state, "22", 2) == 0) {
		return arena_format(c->arena, "SQLSTATE %s", state).at;
	}
	return one_line(c, field(result, PG_DIAG_MESSAGE_PRIMARY));
}

static bool is_one_of(const char *state, const char *states)
{
	return strlen(state) == 5 && strstr(states, state) != NULL;
}

/* The right to change an append-only table was taken from its owner too. The message ends with the
 * table's name in every language. */
static bool is_guard(const PGresult *result, const char *state)
{
	const struct slice message = slice_of(field(result, PG_DIAG_MESSAGE_PRIMARY));
	size_t start = message.length;
	while (start > 0 && message.at[start - 1] != ' ') {
		start--;
	}
	return strcmp(state, "42501") == 0 && table_is_append_only(message.at + start);
}

static err fail_state(struct ctx *c, const struct db *db, const PGresult *result, const char *state)
{
	if (is_one_of(state, "40001 40P01 55P03")) {
		return FAIL_PLAIN(c, ERR_CONFLICT, "store.busy");
	}
	if (is_one_of(state, "25P02")) {
		return FAIL_PLAIN(c, ERR_CONFLICT, "store.rolled_back");
	}
	if (is_one_of(state, "25006 SP001") || is_guard(result, state)) {
		return FAIL(c, ERR_DENIED, "store.role", "reason=%s", reason_of(c, result, state));
	}
	if (is_one_of(state, "42501")) {
		return FAIL(c, ERR_DENIED, "store.read_only", "path=%s", db->store->shown);
	}
	if (is_one_of(state, "53100")) {
		return FAIL(c, ERR_BROKEN, "store.full", "path=%s", db->store->shown);
	}
	if (is_one_of(state, "XX001 XX002")) {
		return FAIL(c, ERR_BROKEN, "store.corrupt", "path=%s\nreason=%s", db->store->shown,
			    reason_of(c, result, state));
	}
	return FAIL(c, ERR_BROKEN, "store.io", "path=%s\nreason=%s", db->store->shown,
		    reason_of(c, result, state));
}

err postgres_fail(struct ctx *c, struct db *db, const PGresult *result)
{
	const char *state = field(result, PG_DIAG_SQLSTATE);
	if (PQstatus(db->handle) != CONNECTION_OK || strncmp(state, "08", 2) == 0 ||
	    strncmp(state, "57P", 3) == 0) {
		db->broken = true;
		return postgres_unreachable(c, db->store, db->handle);
	}
	if (strcmp(state, "23505") == 0) {
		return fail_constraint(c, result, ERR_CONFLICT, "store.unique");
	}
	if (strcmp(state, "23503") == 0) {
		return fail_constraint(c, result, ERR_CONFLICT, "store.foreign_key");
	}
	if (strncmp(state, "23", 2) == 0) {
		return fail_constraint(c, result, ERR_INVALID, "store.constraint");
	}
	return fail_state(c, db, result, state);
}
