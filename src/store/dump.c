#include "store/dump.h"

#include <string.h>

#include "store/dump_form.h"
#include "store/engine.h"

enum { TABLES_MAX = 1000, FETCHED = 100 /* as postgres_fetch says */ };

struct dump {
	struct ctx *c;
	struct db *db;
	struct sink sink;
	struct buf *out;
	struct dump_report report;
};

static void add_u32(struct buf *out, size_t value)
{
	for (int shift = 0; shift < 32; shift += 8) {
		buf_add_byte(out, (char)(value >> shift & 0xff));
	}
}

static void add_u64(struct buf *out, uint64_t value)
{
	for (int shift = 0; shift < 64; shift += 8) {
		buf_add_byte(out, (char)(value >> shift & 0xff));
	}
}

static void add_text(struct buf *out, struct slice text)
{
	add_u32(out, text.length);
	buf_add(out, text);
}

static err flush(struct dump *dump)
{
	struct slice bytes;
	TRY(buf_done(dump->c, dump->out, &bytes));
	TRY(dump->sink.write(dump->c, dump->sink.self, bytes));
	buf_clear(dump->out);
	return OK;
}

static void add_cell(struct buf *out, const struct stmt *stmt, int column)
{
	const struct prepared *slot = stmt->prepared;
	const struct engine *engine = slot->db->store->engine;
	switch (engine->kind(slot, column)) {
	case CELL_NULL:
		buf_add_byte(out, DUMP_NULL);
		break;
	case CELL_INT:
		buf_add_byte(out, DUMP_NUMBER);
		add_u64(out, (uint64_t)stmt_int(stmt, column));
		break;
	case CELL_TEXT:
		buf_add_byte(out, DUMP_TEXT);
		add_text(out, stmt_text(stmt, column));
		break;
	case CELL_BLOB:
		buf_add_byte(out, DUMP_BYTES);
		add_text(out, stmt_text(stmt, column));
		break;
	}
}

/* The length of a row is known only when its cells are written: its place is filled in last. */
static err write_row(struct dump *dump, const struct stmt *stmt, size_t columns)
{
	struct buf *cells = dump->out;
	unsigned char head[5] = {DUMP_ROW};
	for (size_t i = 0; i < columns; i++) {
		add_cell(cells, stmt, (int)i);
	}
	const size_t length = buf_length(cells);
	for (size_t i = 0; i < 4; i++) {
		head[1 + i] = (unsigned char)(length >> 8 * i & 0xff);
	}
	TRY(dump->sink.write(dump->c, dump->sink.self,
			     (struct slice){.at = (const char *)head, .length = sizeof head}));
	dump->report.rows++;
	return flush(dump);
}

/* All rows that the statement gives now. */
static err write_rows(struct dump *dump, struct stmt *stmt, size_t columns, int64_t *ret_count)
{
	bool row = false;
	int64_t count = 0;
	TRY(stmt_step(dump->c, stmt, &row));
	while (row) {
		TRY(write_row(dump, stmt, columns));
		count++;
		TRY(stmt_step(dump->c, stmt, &row));
	}
	*ret_count = count;
	return OK;
}

static struct slice quoted_list(struct arena *arena, const struct slice *names, size_t count)
{
	struct buf *list = buf_create(arena, 1 << 20);
	for (size_t i = 0; i < count; i++) {
		buf_printf(list, "%s\"%.*s\"", i > 0 ? ", " : "", SLICE_PRINT(names[i]));
	}
	return buf_slice(list);
}

static struct slice script_of(struct dump *dump, enum statement_id id, const char *table,
			      struct slice columns)
{
	const struct slice quoted = arena_format(dump->c->arena, "\"%s\"", table);
	const struct slice text = script_fill(dump->c->arena, slice_of(STORE_STATEMENTS[id].sql),
					      "some_table", quoted);
	return script_fill(dump->c->arena, text, "some_columns", columns);
}

/* SQLite gives row after row. */
static err write_plainly(struct dump *dump, const char *table, struct slice list, size_t columns,
			 int64_t *ret_count)
{
	struct stmt *stmt;
	TRY(db_prepare_as(dump->c, dump->db, ROLE_ENGINE,
			  script_of(dump, STATEMENT_SQLITE_ROWS, table, list), &stmt));
	const err result = write_rows(dump, stmt, columns, ret_count);
	stmt_finish(stmt);
	return result;
}

static err fetch_all(struct dump *dump, struct stmt *stmt, size_t columns, int64_t *ret_count)
{
	int64_t all = 0;
	int64_t fetched = FETCHED;
	while (fetched == FETCHED) {
		stmt_reset(stmt);
		TRY(write_rows(dump, stmt, columns, &fetched));
		all += fetched;
	}
	*ret_count = all;
	return OK;
}

/* PostgreSQL would give all rows at once: a cursor gives some. */
static err write_by_cursor(struct dump *dump, const char *table, struct slice list, size_t columns,
			   int64_t *ret_count)
{
	const struct engine *engine = dump->db->store->engine;
	struct stmt *stmt;
	TRY(engine->execute(dump->c, dump->db,
			    script_of(dump, STATEMENT_POSTGRES_CURSOR, table, list).at));
	TRY(db_prepare_as(dump->c, dump->db, ROLE_ENGINE,
			  script_of(dump, STATEMENT_POSTGRES_FETCH, table, list), &stmt));
	const err result = fetch_all(dump, stmt, columns, ret_count);
	stmt_finish(stmt);
	TRY(result);
	return engine->execute(dump->c, dump->db,
			       script_of(dump, STATEMENT_POSTGRES_CURSOR_END, table, list).at);
}

static err write_table(struct dump *dump, const char *table)
{
	const struct slice *names = NULL;
	size_t columns = 0;
	int64_t rows = 0;
	TRY(db_columns(dump->c, dump->db, table, &names, &columns));
	const struct slice list = quoted_list(dump->c->arena, names, columns);
	buf_add_byte(dump->out, DUMP_TABLE);
	add_text(dump->out, slice_of(table));
	add_u32(dump->out, columns);
	for (size_t i = 0; i < columns; i++) {
		add_text(dump->out, names[i]);
	}
	TRY(flush(dump));
	if (store_engine(dump->db->store) == STORE_SQLITE) {
		TRY(write_plainly(dump, table, list, columns, &rows));
	} else {
		TRY(write_by_cursor(dump, table, list, columns, &rows));
	}
	buf_add_byte(dump->out, DUMP_TABLE_END);
	add_u64(dump->out, (uint64_t)rows);
	dump->report.tables++;
	return flush(dump);
}

/* Names of all tables, those first that others refer to: the order in which they were made. */
static err list_tables(struct dump *dump, const char ***ret_tables, size_t *ret_count)
{
	const char **tables = ARENA_ARRAY(dump->c->arena, TABLES_MAX, const char *);
	struct stmt *stmt;
	size_t count = 0;
	bool row = false;
	TRY(db_prepare_statement(dump->c, dump->db, dump->db->store->engine->tables, &stmt));
	TRY(stmt_step(dump->c, stmt, &row));
	while (row && count < TABLES_MAX) {
		tables[count++] = arena_cstr(dump->c->arena, stmt_text(stmt, 0));
		TRY(stmt_step(dump->c, stmt, &row));
	}
	must(!row);
	stmt_finish(stmt);
	*ret_tables = tables;
	*ret_count = count;
	return OK;
}

static err write_all(struct dump *dump)
{
	const char **tables;
	size_t count = 0;
	int64_t version = 0;
	TRY(db_number(dump->c, dump->db, dump->db->store->engine->version, &version));
	TRY(list_tables(dump, &tables, &count));
	dump->report.version = (int)version;
	buf_add_cstr(dump->out, DUMP_START);
	buf_add_byte(dump->out, dump->report.schema == STORE_KEYS ? 'K' : 'D');
	add_u32(dump->out, (size_t)version);
	add_text(dump->out, dump->report.made);
	for (size_t i = 0; i < count; i++) {
		TRY(write_table(dump, tables[i]));
	}
	buf_add_byte(dump->out, DUMP_END);
	add_u64(dump->out, (uint64_t)dump->report.tables);
	add_u64(dump->out, (uint64_t)dump->report.rows);
	return flush(dump);
}

err store_dump(struct ctx *c, struct store *store, struct slice made, struct sink sink,
	       struct dump_report *ret_report)
{
	struct dump dump = {
		.c = c,
		.sink = sink,
		.out = buf_create(c->arena, DUMP_ROW_MAX),
		.report = {.schema = store->schema, .made = made},
	};
	TRY(store_borrow(c, store, &dump.db));
	err result = db_begin(c, dump.db, DB_READ);
	if (result == OK) {
		result = write_all(&dump);
	}
	store_return(store, dump.db);
	if (result == OK) {
		*ret_report = dump.report;
	}
	return result;
}
