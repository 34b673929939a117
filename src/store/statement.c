/* statement.c - statements from the caller's side: cache, handles, binding, stepping. */
#include "base/utf8.h"
#include "store/engine.h"

enum { SQL_MAX_BYTES = 1 << 20 };

static const struct engine *engine_of(const struct prepared *prepared)
{
	return prepared->db->store->engine;
}

/* FNV-1a: only to pick a bucket; the texts are compared. */
static uint64_t hash_of(struct slice sql)
{
	uint64_t hash = UINT64_C(14695981039346656037);
	for (size_t i = 0; i < sql.length; i++) {
		hash = (hash ^ (unsigned char)sql.at[i]) * UINT64_C(1099511628211);
	}
	return hash;
}

static struct prepared *find_idle(struct db *db, enum statement_role role, uint64_t hash,
				  struct slice sql)
{
	struct prepared *slot = db->buckets[hash % PREPARED_BUCKETS];
	for (; slot != NULL; slot = slot->next) {
		if (!slot->in_use && slot->hash == hash && slot->role == role &&
		    slice_equal(buf_slice(slot->sql), sql)) {
			db->idle_count--;
			return slot;
		}
	}
	return NULL;
}

static struct prepared **oldest_idle(struct db *db)
{
	struct prepared **oldest = NULL;
	for (size_t i = 0; i < PREPARED_BUCKETS; i++) {
		struct prepared **at = &db->buckets[i];
		for (; *at != NULL; at = &(*at)->next) {
			if (!(*at)->in_use && (oldest == NULL || (*at)->used < (*oldest)->used)) {
				oldest = at;
			}
		}
	}
	return oldest;
}

static void drop_oldest(struct db *db)
{
	struct prepared **link = oldest_idle(db);
	struct prepared *slot = *link;
	*link = slot->next;
	engine_of(slot)->unprepare(slot);
	slot->next = db->free_slots;
	db->free_slots = slot;
	db->idle_count--;
}

static struct prepared *take_slot(struct db *db)
{
	if (db->idle_count >= PREPARED_IDLE_MAX) {
		drop_oldest(db);
	}
	struct prepared *slot = db->free_slots;
	if (slot != NULL) {
		db->free_slots = slot->next;
	} else {
		slot = ARENA_NEW(db->arena, struct prepared);
		slot->sql = buf_create(db->arena, SQL_MAX_BYTES);
		slot->db = db;
	}
	buf_clear(slot->sql);
	slot->table[0] = '\0';
	slot->writes = false;
	return slot;
}

static err prepare_slot(struct ctx *c, struct db *db, enum statement_role role, uint64_t hash,
			struct slice sql, struct prepared **ret_slot)
{
	struct prepared *slot = take_slot(db);
	struct slice kept;
	buf_add(slot->sql, sql);
	slot->role = role;
	slot->hash = hash;
	db->preparing = role;
	err result = buf_done(c, slot->sql, &kept);
	if (result == OK) {
		result = db->store->engine->prepare(c, slot, kept);
	}
	if (result != OK) {
		slot->next = db->free_slots;
		db->free_slots = slot;
		db->failed = db->in_transaction;
		return result;
	}
	slot->next = db->buckets[hash % PREPARED_BUCKETS];
	db->buckets[hash % PREPARED_BUCKETS] = slot;
	*ret_slot = slot;
	return OK;
}

static void finish_later(void *argument)
{
	stmt_finish(argument);
}

static struct stmt *hand_out(struct ctx *c, struct db *db, struct prepared *slot)
{
	struct stmt *stmt = ARENA_NEW(c->arena, struct stmt);
	slot->in_use = true;
	slot->bad_text = false;
	slot->state = RUN_READY;
	slot->changes = 0;
	slot->used = ++db->tick;
	stmt->prepared = slot;
	stmt->next = db->open;
	if (db->open != NULL) {
		db->open->previous = stmt;
	}
	db->open = stmt;
	arena_defer(c->arena, finish_later, stmt);
	return stmt;
}

err db_prepare_as(struct ctx *c, struct db *db, enum statement_role role, struct slice sql,
		  struct stmt **ret_stmt)
{
	const uint64_t hash = hash_of(sql);
	struct prepared *slot = find_idle(db, role, hash, sql);
	if (slot == NULL) {
		TRY(prepare_slot(c, db, role, hash, sql, &slot));
	}
	*ret_stmt = hand_out(c, db, slot);
	return OK;
}

err db_prepare(struct ctx *c, struct db *db, struct slice sql, struct stmt **ret_stmt)
{
	return db_prepare_as(c, db, ROLE_WRITER, sql, ret_stmt);
}

const char *statement_text(const struct engine *engine, enum statement_id id)
{
	const struct statement *statement = &STORE_STATEMENTS[id];
	if (engine->name == STORE_POSTGRES && statement->postgres != NULL) {
		return statement->postgres;
	}
	return statement->sql;
}

err db_prepare_statement(struct ctx *c, struct db *db, enum statement_id id, struct stmt **ret_stmt)
{
	return db_prepare_as(c, db, STORE_STATEMENTS[id].role,
			     slice_of(statement_text(db->store->engine, id)), ret_stmt);
}

void stmt_finish(struct stmt *stmt)
{
	if (stmt == NULL || stmt->prepared == NULL) {
		return;
	}
	struct prepared *slot = stmt->prepared;
	engine_of(slot)->reset(slot);
	engine_of(slot)->clear(slot);
	slot->in_use = false;
	slot->state = RUN_READY;
	slot->db->idle_count++;
	if (stmt->previous != NULL) {
		stmt->previous->next = stmt->next;
	} else {
		slot->db->open = stmt->next;
	}
	if (stmt->next != NULL) {
		stmt->next->previous = stmt->previous;
	}
	stmt->prepared = NULL;
}

void db_finish_all(struct db *db)
{
	while (db->open != NULL) {
		stmt_finish(db->open);
	}
}

/* A finished statement, or one that is in the middle of its rows, takes no values. */
static struct prepared *bindable(struct stmt *stmt)
{
	must(stmt->prepared != NULL);
	must(stmt->prepared->state != RUN_ROW);
	if (stmt->prepared->state == RUN_DONE) {
		stmt_reset(stmt);
	}
	return stmt->prepared;
}

void stmt_bind_text(struct stmt *stmt, const char *name, struct slice text)
{
	struct prepared *slot = bindable(stmt);
	if (slice_find_byte(text, '\0') != SIZE_MAX || utf8_first_invalid(text) != SIZE_MAX) {
		slot->bad_text = true;
	}
	const bool known_name = engine_of(slot)->bind_text(slot, name, text);
	must(known_name);
}

void stmt_bind_int(struct stmt *stmt, const char *name, int64_t value)
{
	struct prepared *slot = bindable(stmt);
	const bool known_name = engine_of(slot)->bind_int(slot, name, value);
	must(known_name);
}

void stmt_bind_blob(struct stmt *stmt, const char *name, struct slice bytes)
{
	struct prepared *slot = bindable(stmt);
	const bool known_name = engine_of(slot)->bind_blob(slot, name, bytes);
	must(known_name);
}

void stmt_bind_null(struct stmt *stmt, const char *name)
{
	struct prepared *slot = bindable(stmt);
	const bool known_name = engine_of(slot)->bind_null(slot, name);
	must(known_name);
}

/* Before the first step: may it run at all, here and now? */
static err check_start(struct ctx *c, struct prepared *slot)
{
	const struct db *db = slot->db;
	if (db->in_transaction && db->failed) {
		return FAIL_PLAIN(c, ERR_CONFLICT, "store.rolled_back");
	}
	if (slot->writes && slot->role != ROLE_ENGINE &&
	    !(db->in_transaction && db->access == DB_WRITE)) {
		return FAIL(c, ERR_DENIED, "store.role", "reason=no transaction that may write");
	}
	if (slot->bad_text) {
		return FAIL_PLAIN(c, ERR_INVALID, "store.bad_text");
	}
	return OK;
}

static err fail_step(struct prepared *slot, err code)
{
	engine_of(slot)->reset(slot);
	if (slot->bad_text) {
		engine_of(slot)->clear(slot);
		slot->bad_text = false;
	}
	slot->state = RUN_READY;
	slot->db->failed = slot->db->in_transaction;
	return code;
}

err stmt_step(struct ctx *c, struct stmt *stmt, bool *ret_row)
{
	struct prepared *slot = stmt->prepared;
	bool row = false;
	must(slot != NULL);
	if (slot->state == RUN_DONE) {
		*ret_row = false;
		return OK;
	}
	err result = slot->state == RUN_READY ? check_start(c, slot) : OK;
	if (result == OK) {
		result = engine_of(slot)->step(c, slot, &row);
	}
	if (result != OK) {
		return fail_step(slot, result);
	}
	slot->state = row ? RUN_ROW : RUN_DONE;
	*ret_row = row;
	return OK;
}

err stmt_run(struct ctx *c, struct stmt *stmt)
{
	bool row = false;
	must(stmt->prepared != NULL);
	if (stmt->prepared->state != RUN_READY) {
		stmt_reset(stmt);
	}
	TRY(stmt_step(c, stmt, &row));
	must(!row);
	return OK;
}

static const struct prepared *on_row(const struct stmt *stmt)
{
	must(stmt->prepared != NULL && stmt->prepared->state == RUN_ROW);
	return stmt->prepared;
}

struct slice stmt_text(const struct stmt *stmt, int column)
{
	const struct prepared *slot = on_row(stmt);
	return engine_of(slot)->text(slot, column);
}

int64_t stmt_int(const struct stmt *stmt, int column)
{
	const struct prepared *slot = on_row(stmt);
	return engine_of(slot)->integer(slot, column);
}

bool stmt_is_null(const struct stmt *stmt, int column)
{
	const struct prepared *slot = on_row(stmt);
	return engine_of(slot)->is_null(slot, column);
}

int64_t stmt_changes(const struct stmt *stmt)
{
	must(stmt->prepared != NULL);
	return stmt->prepared->changes;
}

void stmt_reset(struct stmt *stmt)
{
	must(stmt->prepared != NULL);
	engine_of(stmt->prepared)->reset(stmt->prepared);
	stmt->prepared->state = RUN_READY;
}
