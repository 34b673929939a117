#include "record/sql.h"

#include "record/sql_parts.h"

/* The dictionary is ours and small; a statement that does not fit is a fault of the program. */
enum { SQL_MAX = 64 * 1024 };

struct buf *sql_start(struct arena *arena)
{
	return buf_create(arena, SQL_MAX);
}

struct slice sql_done(const struct buf *sql)
{
	must(buf_length(sql) < SQL_MAX);
	return buf_slice(sql);
}

const char *sql_key(const struct kind *kind)
{
	must(kind->table != NULL && kind->key < kind->count);
	return kind->fields[kind->key].name;
}

void sql_add_columns(struct buf *sql, const struct kind *kind, const char *before,
		     const char *after)
{
	for (size_t i = 0; i < kind->count; i++) {
		if (field_is_column(kind, &kind->fields[i])) {
			buf_printf(sql, ", %s%s%s", before, kind->fields[i].name, after);
		}
	}
}

void sql_add_changes(struct buf *sql, const struct kind *kind)
{
	for (size_t i = 0; i < kind->count; i++) {
		if (field_is_column(kind, &kind->fields[i]) && i != kind->key) {
			buf_printf(sql, ", \"%s\" = :%s", kind->fields[i].name,
				   kind->fields[i].name);
		}
	}
	buf_printf(sql, " WHERE \"%s\" = :%s AND \"version\" = :version", sql_key(kind),
		   sql_key(kind));
}

static struct buf *select_all(struct arena *arena, const struct kind *kind)
{
	struct buf *sql = sql_start(arena);

	buf_add_cstr(sql, "SELECT \"version\"");
	sql_add_columns(sql, kind, "\"", "\"");
	buf_printf(sql, " FROM \"%s\"", kind->table);
	return sql;
}

struct slice sql_list(struct arena *arena, const struct kind *kind)
{
	struct buf *sql = select_all(arena, kind);
	buf_printf(sql, " ORDER BY \"position\", \"%s\"", sql_key(kind));
	return sql_done(sql);
}

struct slice sql_load(struct arena *arena, const struct kind *kind)
{
	struct buf *sql = select_all(arena, kind);
	buf_printf(sql, " WHERE \"%s\" = :%s", sql_key(kind), sql_key(kind));
	return sql_done(sql);
}

struct slice sql_ids(struct arena *arena, const struct kind *kind)
{
	struct buf *sql = sql_start(arena);
	buf_printf(sql, "SELECT \"%s\" FROM \"%s\"", sql_key(kind), kind->table);
	return sql_done(sql);
}

struct slice sql_next_position(struct arena *arena, const struct kind *kind)
{
	struct buf *sql = sql_start(arena);
	buf_printf(sql, "SELECT COALESCE(MAX(\"position\"), 0) + 1 FROM \"%s\"", kind->table);
	return sql_done(sql);
}

struct slice sql_insert(struct arena *arena, const struct kind *kind)
{
	struct buf *sql = sql_start(arena);

	buf_printf(sql, "INSERT INTO \"%s\" (\"position\", \"version\"", kind->table);
	sql_add_columns(sql, kind, "\"", "\"");
	buf_add_cstr(sql, ") VALUES (:position, 1");
	sql_add_columns(sql, kind, ":", "");
	buf_add_cstr(sql, ")");
	return sql_done(sql);
}

struct slice sql_update(struct arena *arena, const struct kind *kind)
{
	struct buf *sql = sql_start(arena);

	buf_printf(sql, "UPDATE \"%s\" SET \"version\" = \"version\" + 1", kind->table);
	sql_add_changes(sql, kind);
	return sql_done(sql);
}

struct slice sql_create(struct arena *arena, const struct kind *kind)
{
	struct buf *sql = sql_start(arena);

	buf_printf(sql, "CREATE TABLE \"%s\" (\n", kind->table);
	for (size_t i = 0; i < kind->count; i++) {
		buf_printf(sql, "\t\"%s\" TEXT NOT NULL%s,\n", kind->fields[i].name,
			   i == kind->key ? " PRIMARY KEY" : "");
	}
	buf_add_cstr(sql, "\t\"position\" BIGINT NOT NULL,\n\t\"version\" BIGINT NOT NULL\n);\n");
	return sql_done(sql);
}
