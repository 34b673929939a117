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

struct slice script_fill(struct arena *arena, struct slice script, const char *word,
			 struct slice text)
{
	const struct slice sought = slice_of(word);
	struct buf *filled = buf_create(arena, 1 << 22);
	size_t at = slice_find(script, sought);
	for (; at != SIZE_MAX; at = slice_find(script, sought)) {
		buf_add(filled, slice_between(script, 0, at));
		buf_add(filled, text);
		script = slice_between(script, at + sought.length, script.length);
	}
	buf_add(filled, script);
	return arena_copy(arena, buf_slice(filled));
}

static err guard_all(struct ctx *c, struct db *db)
{
	const struct engine *engine = db->store->engine;
	for (size_t i = 0; i < COUNT_OF(APPEND_ONLY); i++) {
		bool there = false;
		TRY(table_is_there(c, db, APPEND_ONLY[i], &there));
		if (there) {
			const struct slice sql = script_fill(
				c->arena, slice_of(statement_text(engine, engine->guard)),
				"append_only_table", slice_of(APPEND_ONLY[i]));
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
