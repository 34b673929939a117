/* load.c - a dump into a new store, in the transaction that makes it. */
#include <stdio.h>
#include <string.h>

#include "store/dump.h"
#include "store/dump_form.h"
#include "store/engine.h"

enum { CHUNK = 64 * 1024 };

struct load {
	struct ctx *c;
	struct db *db;
	struct source source;
	char *chunk;
	size_t at;
	size_t filled;
	struct buf *row;
	struct dump_report report;
};

static err malformed(struct load *load)
{
	return FAIL_PLAIN(load->c, ERR_BROKEN, "dump.malformed");
}

static err refill(struct load *load)
{
	load->at = 0;
	load->filled = 0;
	return load->source.read(load->c, load->source.self, load->chunk, CHUNK, &load->filled);
}

/* Exactly so many bytes, added to `into`. */
static err read_into(struct load *load, struct buf *into, size_t length)
{
	while (length > 0) {
		if (load->at == load->filled) {
			TRY(refill(load));
		}
		if (load->filled == 0) {
			return malformed(load);
		}
		const size_t there = load->filled - load->at;
		const size_t now = length < there ? length : there;
		buf_add(into, (struct slice){.at = load->chunk + load->at, .length = now});
		load->at += now;
		length -= now;
	}
	return OK;
}

static uint64_t number_of(struct slice bytes)
{
	uint64_t number = 0;
	for (size_t i = bytes.length; i > 0; i--) {
		number = number << 8 | (unsigned char)bytes.at[i - 1];
	}
	return number;
}

/* Of 1, 4 or 8 bytes. */
static err read_number(struct load *load, size_t size, uint64_t *ret_number)
{
	buf_clear(load->row);
	TRY(read_into(load, load->row, size));
	*ret_number = number_of(buf_slice(load->row));
	return OK;
}

static err read_text(struct load *load, size_t max, struct slice *ret_text)
{
	uint64_t length = 0;
	TRY(read_number(load, 4, &length));
	if (length > max) {
		return malformed(load);
	}
	buf_clear(load->row);
	TRY(read_into(load, load->row, length));
	*ret_text = arena_copy(load->c->arena, buf_slice(load->row));
	return OK;
}

static err read_head(struct load *load, enum store_schema schema)
{
	uint64_t kind = 0;
	uint64_t version = 0;
	buf_clear(load->row);
	TRY(read_into(load, load->row, strlen(DUMP_START)));
	if (!slice_is(buf_slice(load->row), DUMP_START)) {
		return malformed(load);
	}
	TRY(read_number(load, 1, &kind));
	if (kind != (schema == STORE_KEYS ? 'K' : 'D')) {
		return FAIL_PLAIN(load->c, ERR_BROKEN, "dump.other_schema");
	}
	TRY(read_number(load, 4, &version));
	if (version == 0 || version > INT32_MAX) {
		return malformed(load);
	}
	load->report.schema = schema;
	load->report.version = (int)version;
	return read_text(load, DUMP_NAME_MAX, &load->report.made);
}

struct table {
	struct slice name;
	struct slice columns[DUMP_COLUMNS_MAX];
	size_t count;
	struct stmt *insert;
};

/* A name goes into an SQL text: only those that the new store has itself. */
static err check_names(struct load *load, const struct table *table)
{
	const struct slice *known = NULL;
	size_t known_count = 0;
	TRY(db_columns(load->c, load->db, table->name.at, &known, &known_count));
	if (known_count != table->count) {
		return malformed(load);
	}
	for (size_t i = 0; i < table->count; i++) {
		bool found = false;
		for (size_t k = 0; k < known_count; k++) {
			found = found || slice_equal(table->columns[i], known[k]);
		}
		if (!found) {
			return malformed(load);
		}
	}
	return OK;
}

static struct slice fill_names(struct load *load, enum statement_id id, const struct table *table)
{
	struct arena *arena = load->c->arena;
	struct buf *columns = buf_create(arena, 1 << 20);
	struct buf *values = buf_create(arena, 1 << 20);
	for (size_t i = 0; i < table->count; i++) {
		buf_printf(columns, "%s\"%.*s\"", i > 0 ? ", " : "",
			   SLICE_PRINT(table->columns[i]));
		buf_printf(values, "%s:c%zu", i > 0 ? ", " : "", i);
	}
	struct slice text = slice_of(STORE_STATEMENTS[id].sql);
	text = script_fill(arena, text, "some_table",
			   arena_format(arena, "\"%.*s\"", SLICE_PRINT(table->name)));
	text = script_fill(arena, text, "some_columns", buf_slice(columns));
	return script_fill(arena, text, "some_values", buf_slice(values));
}

/* What the migrations put in gives way to what the dump has. The log starts empty, and stands
 * under a guard that knows no exception. */
static err empty_table(struct load *load, const struct table *table)
{
	const struct engine *engine = load->db->store->engine;
	if (table_is_append_only(table->name.at)) {
		return OK;
	}
	load->db->preparing = ROLE_MIGRATOR;
	return engine->execute(load->c, load->db, fill_names(load, STATEMENT_LOAD_EMPTY, table).at);
}

static err read_table(struct load *load, struct table *table)
{
	uint64_t count = 0;
	TRY(read_text(load, DUMP_NAME_MAX, &table->name));
	TRY(read_number(load, 4, &count));
	if (count == 0 || count > DUMP_COLUMNS_MAX) {
		return malformed(load);
	}
	table->count = count;
	for (size_t i = 0; i < table->count; i++) {
		TRY(read_text(load, DUMP_NAME_MAX, &table->columns[i]));
	}
	TRY(check_names(load, table));
	TRY(empty_table(load, table));
	return db_prepare_as(load->c, load->db, ROLE_MIGRATOR,
			     fill_names(load, STATEMENT_LOAD_ROW, table), &table->insert);
}

static bool take(struct slice *rest, size_t length, struct slice *ret_bytes)
{
	if (rest->length < length) {
		return false;
	}
	*ret_bytes = slice_between(*rest, 0, length);
	*rest = slice_between(*rest, length, rest->length);
	return true;
}

static bool take_text(struct slice *rest, struct slice *ret_text)
{
	struct slice length;
	return take(rest, 4, &length) && take(rest, number_of(length), ret_text);
}

static bool bind_cell(struct stmt *insert, const char *name, struct slice *rest)
{
	struct slice kind;
	struct slice value = S("");
	if (!take(rest, 1, &kind)) {
		return false;
	}
	switch (kind.at[0]) {
	case DUMP_NULL:
		stmt_bind_null(insert, name);
		return true;
	case DUMP_NUMBER:
		if (!take(rest, 8, &value)) {
			return false;
		}
		stmt_bind_int(insert, name, (int64_t)number_of(value));
		return true;
	case DUMP_TEXT:
		if (!take_text(rest, &value)) {
			return false;
		}
		stmt_bind_text(insert, name, value);
		return true;
	case DUMP_BYTES:
		if (!take_text(rest, &value)) {
			return false;
		}
		stmt_bind_blob(insert, name, value);
		return true;
	default:
		return false;
	}
}

static err read_row(struct load *load, const struct table *table)
{
	uint64_t length = 0;
	char name[32];
	TRY(read_number(load, 4, &length));
	if (length > DUMP_ROW_MAX) {
		return malformed(load);
	}
	buf_clear(load->row);
	TRY(read_into(load, load->row, length));
	struct slice rest = buf_slice(load->row);
	for (size_t i = 0; i < table->count; i++) {
		(void)snprintf(name, sizeof name, "c%zu", i);
		if (!bind_cell(table->insert, name, &rest)) {
			return malformed(load);
		}
	}
	if (rest.length > 0) {
		return malformed(load);
	}
	return stmt_run(load->c, table->insert);
}

static err read_rows(struct load *load, const struct table *table)
{
	uint64_t kind = 0;
	uint64_t said = 0;
	int64_t rows = 0;
	TRY(read_number(load, 1, &kind));
	while (kind == DUMP_ROW) {
		TRY(read_row(load, table));
		rows++;
		TRY(read_number(load, 1, &kind));
	}
	TRY(read_number(load, 8, &said));
	if (kind != DUMP_TABLE_END || said != (uint64_t)rows) {
		return malformed(load);
	}
	load->report.tables++;
	load->report.rows += rows;
	return OK;
}

static err read_tables(struct load *load)
{
	struct table *table = ARENA_NEW(load->c->arena, struct table);
	uint64_t kind = 0;
	TRY(read_number(load, 1, &kind));
	while (kind == DUMP_TABLE) {
		TRY(read_table(load, table));
		const err result = read_rows(load, table);
		stmt_finish(table->insert);
		TRY(result);
		TRY(read_number(load, 1, &kind));
	}
	return kind == DUMP_END ? OK : malformed(load);
}

/* The counts at the end, and then really the end: the source says by it that all was authentic. */
static err read_end(struct load *load)
{
	uint64_t tables = 0;
	uint64_t rows = 0;
	TRY(read_number(load, 8, &tables));
	TRY(read_number(load, 8, &rows));
	if (tables != (uint64_t)load->report.tables || rows != (uint64_t)load->report.rows ||
	    load->at != load->filled) {
		return malformed(load);
	}
	TRY(refill(load));
	return load->filled == 0 ? OK : malformed(load);
}

/* store_open_filled's work: the schema of the dump's day, its rows, then the steps up to today. */
static err fill(struct ctx *c, struct db *db, void *argument)
{
	struct load *load = argument;
	const struct migrations *all = db->store->migrations;
	const struct migrations then = {.at = all->at, .count = (size_t)load->report.version};
	load->c = c;
	load->db = db;
	TRY(migrate(c, db, &then, 0));
	TRY(read_tables(load));
	TRY(read_end(load));
	TRY(migrate(c, db, all, load->report.version));
	return db_check(c, db);
}

err store_load(struct ctx *c, const struct store_options *options, struct source source,
	       struct dump_report *ret_report, struct store **ret_store)
{
	struct load load = {
		.c = c,
		.source = source,
		.chunk = arena_alloc(c->arena, CHUNK),
		.row = buf_create(c->arena, DUMP_ROW_MAX),
	};
	const struct migrations *migrations = store_migrations(options->schema);
	must(options->opening == STORE_CREATE);
	TRY(read_head(&load, options->schema));
	TRY(migrate_check(c, migrations, load.report.version));
	TRY(store_open_filled(c, options, migrations, fill, &load, ret_store));
	*ret_report = load.report;
	return OK;
}
