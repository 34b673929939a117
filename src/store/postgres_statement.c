/* postgres_statement.c - one statement: prepared once per connection, all rows fetched at once, so
 * that a caller may run other statements while it reads them. */
#include <string.h>
#include <strings.h>

#include "store/placeholders.h"
#include "store/postgres.h"

/* pg_type.dat: these numbers are part of PostgreSQL's wire protocol and never change. */
enum {
	TYPE_BOOL = 16,
	TYPE_BYTEA = 17,
	TYPE_INT8 = 20,
	NAME_SIZE = 24,
	VALUES_MAX_BYTES = 256 * 1024 * 1024
};

enum value_kind { VALUE_NULL, VALUE_TEXT, VALUE_INT, VALUE_BLOB };

struct value {
	enum value_kind kind;
	struct slice text;
	int64_t number;
};

struct postgres_statement {
	char name[NAME_SIZE];
	size_t count;
	size_t room; /* of the arrays below */
	struct slice *names;
	struct value *values;
	const char **at;
	int *lengths;
	int *formats;
	size_t *offsets;
	struct buf *scratch; /* the values as the protocol wants them */
	PGresult *result;
	int row;
};

static void make_room(struct arena *arena, struct postgres_statement *statement, size_t count)
{
	if (count <= statement->room) {
		return;
	}
	statement->room = count;
	statement->names = ARENA_ARRAY(arena, count, struct slice);
	statement->values = ARENA_ARRAY(arena, count, struct value);
	statement->at = ARENA_ARRAY(arena, count, const char *);
	statement->lengths = ARENA_ARRAY(arena, count, int);
	statement->formats = ARENA_ARRAY(arena, count, int);
	statement->offsets = ARENA_ARRAY(arena, count, size_t);
}

static struct postgres_statement *statement_of(struct prepared *slot)
{
	if (slot->extra == NULL) {
		struct postgres_statement *fresh =
			ARENA_NEW(slot->db->arena, struct postgres_statement);
		fresh->scratch = buf_create(slot->db->arena, VALUES_MAX_BYTES);
		slot->extra = fresh;
	}
	return slot->extra;
}

/* SQLite's authorizer refuses by role; here the first word tells. */
static err check_role(struct ctx *c, const struct prepared *slot, struct slice sql)
{
	static const char *const allowed[] = {"SELECT", "WITH",   "VALUES", "INSERT",
					      "LOCK",   "UPDATE", "DELETE", "EXPLAIN"};
	const struct slice text = slice_trim(sql);
	if (slot->role > ROLE_WRITER) {
		return OK;
	}
	for (size_t i = 0; i < COUNT_OF(allowed); i++) {
		const size_t length = strlen(allowed[i]);
		if (text.length > length && strncasecmp(text.at, allowed[i], length) == 0) {
			return OK;
		}
	}
	return FAIL(c, ERR_DENIED, "store.role", "reason=not authorized");
}

err postgres_prepare(struct ctx *c, struct prepared *slot, struct slice sql)
{
	struct db *db = slot->db;
	TRY(check_role(c, slot, sql));
	const struct placeholders numbered = placeholders_number(c->arena, sql);
	struct postgres_statement *statement = statement_of(slot);
	make_room(db->arena, statement, numbered.count);
	statement->count = numbered.count;
	if (numbered.count > 0) {
		memcpy(statement->names, numbered.names, numbered.count * sizeof(struct slice));
	}
	(void)snprintf(statement->name, sizeof statement->name, "s%llu",
		       (unsigned long long)++db->prepared_count);
	PGresult *result = PQprepare(db->handle, statement->name, numbered.sql.at, 0, NULL);
	const err failed =
		PQresultStatus(result) == PGRES_COMMAND_OK ? OK : postgres_fail(c, db, result);
	PQclear(result);
	postgres_clear(slot);
	/* The server holds a reader to its role: a transaction that may not write, or none. */
	slot->writes = false;
	return failed;
}

void postgres_unprepare(struct prepared *slot)
{
	struct db *db = slot->db;
	const struct postgres_statement *statement = slot->extra;
	postgres_reset(slot);
	if (db->closing || db->broken) {
		return;
	}
	/* In a failed transaction the server refuses; the name is never used again anyway. */
	char sql[64];
	(void)snprintf(sql, sizeof sql, "%s %s", STORE_STATEMENTS[STATEMENT_POSTGRES_FORGET].sql,
		       statement->name);
	PQclear(PQexec(db->handle, sql));
}

static struct value *value_of(struct prepared *slot, const char *name)
{
	struct postgres_statement *statement = slot->extra;
	for (size_t i = 0; i < statement->count; i++) {
		if (slice_is(statement->names[i], name)) {
			return &statement->values[i];
		}
	}
	return NULL;
}

static bool bind(struct prepared *slot, const char *name, struct value value)
{
	struct value *at = value_of(slot, name);
	if (at == NULL) {
		return false;
	}
	*at = value;
	return true;
}

bool postgres_bind_text(struct prepared *slot, const char *name, struct slice text)
{
	return bind(slot, name, (struct value){.kind = VALUE_TEXT, .text = text});
}

bool postgres_bind_int(struct prepared *slot, const char *name, int64_t value)
{
	return bind(slot, name, (struct value){.kind = VALUE_INT, .number = value});
}

bool postgres_bind_blob(struct prepared *slot, const char *name, struct slice bytes)
{
	return bind(slot, name, (struct value){.kind = VALUE_BLOB, .text = bytes});
}

bool postgres_bind_null(struct prepared *slot, const char *name)
{
	return bind(slot, name, (struct value){.kind = VALUE_NULL});
}

static void write_value(struct postgres_statement *statement, size_t i)
{
	const struct value *value = &statement->values[i];
	statement->offsets[i] = buf_length(statement->scratch);
	statement->lengths[i] = (int)value->text.length;
	statement->formats[i] = value->kind == VALUE_BLOB;
	if (value->kind == VALUE_INT) {
		buf_printf(statement->scratch, "%lld", (long long)value->number);
	} else {
		buf_add(statement->scratch, value->text);
	}
	buf_add_byte(statement->scratch, '\0');
}

/* Texts must end with a NUL, and pointers hold only once everything is written. */
static err write_values(struct ctx *c, struct postgres_statement *statement)
{
	struct slice all;
	buf_clear(statement->scratch);
	for (size_t i = 0; i < statement->count; i++) {
		write_value(statement, i);
	}
	TRY(buf_done(c, statement->scratch, &all));
	for (size_t i = 0; i < statement->count; i++) {
		const bool is_null = statement->values[i].kind == VALUE_NULL;
		statement->at[i] = is_null ? NULL : all.at + statement->offsets[i];
	}
	return OK;
}

static err run(struct ctx *c, struct prepared *slot)
{
	struct postgres_statement *statement = slot->extra;
	TRY(write_values(c, statement));
	statement->result =
		PQexecPrepared(slot->db->handle, statement->name, (int)statement->count,
			       statement->at, statement->lengths, statement->formats, 0);
	const ExecStatusType status = PQresultStatus(statement->result);
	if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK) {
		const err failed = postgres_fail(c, slot->db, statement->result);
		postgres_reset(slot);
		return failed;
	}
	/* What a SELECT gives back is no change. */
	int64_t changes = 0;
	const bool reads = slice_starts(slice_of(PQcmdStatus(statement->result)), S("SELECT"));
	if (!reads && slice_to_int64(slice_of(PQcmdTuples(statement->result)), &changes)) {
		slot->changes = changes;
	}
	statement->row = -1;
	return OK;
}

static char nibble(char digit)
{
	return (char)(digit <= '9' ? digit - '0' : digit - 'a' + 10);
}

/* "\x616263" becomes the bytes, in the result's own memory: once for each row. */
static void decode_blobs(const struct postgres_statement *statement)
{
	for (int column = 0; column < PQnfields(statement->result); column++) {
		if (PQftype(statement->result, column) != TYPE_BYTEA) {
			continue;
		}
		char *at = PQgetvalue(statement->result, statement->row, column);
		const int length = PQgetlength(statement->result, statement->row, column);
		for (int i = 2; i + 1 < length; i += 2) {
			at[i / 2 - 1] = (char)(nibble(at[i]) << 4 | nibble(at[i + 1]));
		}
	}
}

err postgres_step(struct ctx *c, struct prepared *slot, bool *ret_row)
{
	struct postgres_statement *statement = slot->extra;
	if (statement->result == NULL) {
		TRY(run(c, slot));
	}
	statement->row++;
	*ret_row = statement->row < PQntuples(statement->result);
	if (*ret_row) {
		decode_blobs(statement);
	}
	return OK;
}

void postgres_reset(struct prepared *slot)
{
	struct postgres_statement *statement = slot->extra;
	PQclear(statement->result);
	statement->result = NULL;
}

void postgres_clear(struct prepared *slot)
{
	struct postgres_statement *statement = slot->extra;
	for (size_t i = 0; i < statement->count; i++) {
		statement->values[i] = (struct value){.kind = VALUE_NULL};
	}
}

struct slice postgres_text(const struct prepared *slot, int column)
{
	const struct postgres_statement *statement = slot->extra;
	const char *at = PQgetvalue(statement->result, statement->row, column);
	const size_t length = (size_t)PQgetlength(statement->result, statement->row, column);
	const Oid type = PQftype(statement->result, column);
	if (type == TYPE_BYTEA) {
		return (struct slice){.at = at, .length = length >= 2 ? length / 2 - 1 : 0};
	}
	if (type == TYPE_BOOL && length > 0) {
		/* SQLite has no truth values, only 1 and 0. */
		return at[0] == 't' ? S("1") : S("0");
	}
	return (struct slice){.at = at, .length = length};
}

int64_t postgres_integer(const struct prepared *slot, int column)
{
	int64_t number = 0;
	(void)slice_to_int64(postgres_text(slot, column), &number);
	return number;
}

bool postgres_is_null(const struct prepared *slot, int column)
{
	const struct postgres_statement *statement = slot->extra;
	return PQgetisnull(statement->result, statement->row, column) != 0;
}

enum cell_kind postgres_kind(const struct prepared *slot, int column)
{
	const struct postgres_statement *statement = slot->extra;
	if (postgres_is_null(slot, column)) {
		return CELL_NULL;
	}
	switch (PQftype(statement->result, column)) {
	case TYPE_INT8:
		return CELL_INT;
	case TYPE_BYTEA:
		return CELL_BLOB;
	default:
		return CELL_TEXT;
	}
}
