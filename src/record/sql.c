#include "record/sql.h"

/* The dictionary is ours and small; a statement that does not fit is a fault of the program. */
enum { SQL_MAX = 64 * 1024 };

static struct slice done(const struct buf *sql)
{
	must(buf_length(sql) < SQL_MAX);
	return buf_slice(sql);
}

static struct buf *start(struct arena *arena)
{
	return buf_create(arena, SQL_MAX);
}

static const char *key_of(const struct kind *kind)
{
	must(kind->table != NULL && kind->key < kind->count);
	return kind->fields[kind->key].name;
}

static struct buf *select_all(struct arena *arena, const struct kind *kind)
{
	struct buf *sql = start(arena);

	buf_add_cstr(sql, "SELECT \"version\"");
	for (size_t i = 0; i < kind->count; i++) {
		buf_printf(sql, ", \"%s\"", kind->fields[i].name);
	}
	buf_printf(sql, " FROM \"%s\"", kind->table);
	return sql;
}

struct slice sql_list(struct arena *arena, const struct kind *kind)
{
	struct buf *sql = select_all(arena, kind);
	buf_printf(sql, " ORDER BY \"position\", \"%s\"", key_of(kind));
	return done(sql);
}

struct slice sql_load(struct arena *arena, const struct kind *kind)
{
	struct buf *sql = select_all(arena, kind);
	buf_printf(sql, " WHERE \"%s\" = :%s", key_of(kind), key_of(kind));
	return done(sql);
}

struct slice sql_ids(struct arena *arena, const struct kind *kind)
{
	struct buf *sql = start(arena);
	buf_printf(sql, "SELECT \"%s\" FROM \"%s\"", key_of(kind), kind->table);
	return done(sql);
}

struct slice sql_next_position(struct arena *arena, const struct kind *kind)
{
	struct buf *sql = start(arena);
	buf_printf(sql, "SELECT COALESCE(MAX(\"position\"), 0) + 1 FROM \"%s\"", kind->table);
	return done(sql);
}

struct slice sql_insert(struct arena *arena, const struct kind *kind)
{
	struct buf *sql = start(arena);

	buf_printf(sql, "INSERT INTO \"%s\" (\"position\", \"version\"", kind->table);
	for (size_t i = 0; i < kind->count; i++) {
		buf_printf(sql, ", \"%s\"", kind->fields[i].name);
	}
	buf_add_cstr(sql, ") VALUES (:position, 1");
	for (size_t i = 0; i < kind->count; i++) {
		buf_printf(sql, ", :%s", kind->fields[i].name);
	}
	buf_add_cstr(sql, ")");
	return done(sql);
}

struct slice sql_update(struct arena *arena, const struct kind *kind)
{
	struct buf *sql = start(arena);

	buf_printf(sql, "UPDATE \"%s\" SET \"version\" = \"version\" + 1", kind->table);
	for (size_t i = 0; i < kind->count; i++) {
		if (i != kind->key) {
			buf_printf(sql, ", \"%s\" = :%s", kind->fields[i].name,
				   kind->fields[i].name);
		}
	}
	buf_printf(sql, " WHERE \"%s\" = :%s AND \"version\" = :version", key_of(kind),
		   key_of(kind));
	return done(sql);
}

struct slice sql_create(struct arena *arena, const struct kind *kind)
{
	struct buf *sql = start(arena);

	buf_printf(sql, "CREATE TABLE \"%s\" (\n", kind->table);
	for (size_t i = 0; i < kind->count; i++) {
		buf_printf(sql, "\t\"%s\" TEXT NOT NULL%s,\n", kind->fields[i].name,
			   i == kind->key ? " PRIMARY KEY" : "");
	}
	buf_add_cstr(sql, "\t\"position\" BIGINT NOT NULL,\n\t\"version\" BIGINT NOT NULL\n);\n");
	return done(sql);
}
