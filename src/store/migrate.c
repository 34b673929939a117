#include "store/migrate.h"

#include "store/engine.h"

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
	return OK;
}
