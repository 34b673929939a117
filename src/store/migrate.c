#include "store/migrate.h"

#include <string.h>

#include "store/engine.h"

/* Rows of these stay as they were written. Erasure must reach everything else. */
static const char *const APPEND_ONLY[] = {"audit"};

bool table_is_append_only(const char *table)
{
	for (size_t i = 0; i < COUNT_OF(APPEND_ONLY); i++) {
		if (strcmp(table, APPEND_ONLY[i]) == 0) {
			return true;
		}
	}
	return false;
}

static err table_is_there(struct ctx *c, struct db *db, const char *table, bool *ret_there)
{
	struct stmt *stmt;
	TRY(db_prepare_statement(c, db, db->store->engine->columns, &stmt));
	stmt_bind_text(stmt, "table", slice_of(table));
	const err result = stmt_step(c, stmt, ret_there);
	stmt_finish(stmt);
	return result;
}

/* The engine's script with the table's name in the place of the word that stands for it. */
static struct slice guard_of(struct arena *arena, const char *script, const char *table)
{
	const struct slice word = S("append_only_table");
	struct slice rest = slice_of(script);
	struct buf *sql = buf_create(arena, 1 << 16);
	size_t at = slice_find(rest, word);
	for (; at != SIZE_MAX; at = slice_find(rest, word)) {
		buf_add(sql, slice_between(rest, 0, at));
		buf_printf(sql, "\"%s\"", table);
		rest = slice_between(rest, at + word.length, rest.length);
	}
	buf_add(sql, rest);
	return arena_copy(arena, buf_slice(sql));
}

static err guard_all(struct ctx *c, struct db *db)
{
	const struct engine *engine = db->store->engine;
	for (size_t i = 0; i < COUNT_OF(APPEND_ONLY); i++) {
		bool there = false;
		TRY(table_is_there(c, db, APPEND_ONLY[i], &there));
		if (there) {
			const struct slice sql = guard_of(
				c->arena, statement_text(engine, engine->guard), APPEND_ONLY[i]);
			db->preparing = ROLE_MIGRATOR;
			TRY(engine->execute(c, db, sql.at));
		}
	}
	return OK;
}

err migrate_check(struct ctx *c, const struct migrations *migrations, int version)
{
	const int known = migrations->at[migrations->count - 1].number;
	if (version > known) {
		return FAIL(c, ERR_CONFLICT, "store.newer", "found=%d\nknown=%d", version, known);
	}
	return OK;
}

err migrate(struct ctx *c, struct db *db, const struct migrations *migrations, int version)
{
	const struct engine *engine = db->store->engine;
	TRY(migrate_check(c, migrations, version));
	for (size_t i = 0; i < migrations->count; i++) {
		const struct migration *step = &migrations->at[i];
		if (step->number <= version) {
			continue;
		}
		const struct slice sql = engine->dialect(c->arena, step->sql);
		db->preparing = ROLE_MIGRATOR;
		TRY(engine->execute(c, db, sql.at));
		TRY(engine->set_version(c, db, step->number));
	}
	return guard_all(c, db);
}
