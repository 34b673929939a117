/* erase.c - a person becomes unreadable for ever.
 *
 * First the keys go, in the key store, which is durable at once: from then on nothing opens, in
 * this store or in any copy of it. Then the rows go. When the program ends between the two, the
 * rows are noise and the approval is still there: asking again finishes it.
 */
#include "record/audit.h"
#include "record/grant.h"
#include "record/keys_of_door.h"
#include "record/sealed.h"
#include "record/secret.h"
#include "record/sql.h"
#include "store/catalogue.h"

struct erasing {
	struct slice subject;
	const struct kind *kind; /* of the person */
	struct sealed_row row;
	enum verdict verdict;
};

static bool is_person(const struct kind *kind)
{
	return kind->keeping == KEPT_SEALED && kind->table != NULL && kind->subject == NULL;
}

static err find_person(struct ctx *c, struct door *door, struct erasing *erasing)
{
	size_t count;
	const struct kind *const *kinds = model_kinds(&count);

	for (size_t i = 0; i < count; i++) {
		bool found = false;
		if (!is_person(kinds[i])) {
			continue;
		}
		TRY(sealed_row_load(c, door, kinds[i], erasing->subject, &erasing->row, &found));
		if (found) {
			erasing->kind = kinds[i];
			return OK;
		}
	}
	return OK;
}

static enum verdict judge(const struct door *door, const struct erasing *erasing)
{
	if (erasing->kind == NULL || row_is_hidden(door, &erasing->row)) {
		return VERDICT_MISSING;
	}
	return access_decide(&door->actor, erasing->kind, erasing->row.relation, DEED_ERASE).allowed
		       ? VERDICT_DONE
		       : VERDICT_DENIED;
}

static err run_for(struct ctx *c, struct stmt *stmt, struct slice subject)
{
	stmt_bind_text(stmt, "subject", subject);
	TRY(stmt_run(c, stmt));
	stmt_finish(stmt);
	return OK;
}

static err delete_assignments(struct ctx *c, struct door *door, const struct erasing *erasing)
{
	struct stmt *stmt;

	TRY(db_prepare_statement(c, door->db, STATEMENT_ASSIGNMENTS_ERASE, &stmt));
	stmt_bind_text(stmt, "kind", slice_of(erasing->kind->name));
	stmt_bind_text(stmt, "record", erasing->subject);
	TRY(stmt_run(c, stmt));
	stmt_finish(stmt);
	return OK;
}

/* Whoever was given to a member of staff is nobody's now: the supervisors are told. */
static err free_work(struct ctx *c, struct door *door, const struct erasing *erasing)
{
	size_t count;
	return erasing->kind == model_kind("account")
		       ? record_hand_over(c, door, erasing->subject, S(""), &count)
		       : OK;
}

static err delete_rows(struct ctx *c, struct door *door, const struct erasing *erasing)
{
	size_t count;
	const struct kind *const *kinds = model_kinds(&count);
	struct stmt *stmt;

	for (size_t i = 0; i < count; i++) {
		if (kinds[i]->table != NULL && kinds[i]->keeping == KEPT_SEALED) {
			TRY(db_prepare(c, door->db, sql_sealed_delete(c->arena, kinds[i]), &stmt));
			TRY(run_for(c, stmt, erasing->subject));
		}
	}
	TRY(db_prepare_statement(c, door->db, STATEMENT_HISTORY_ERASE, &stmt));
	TRY(run_for(c, stmt, erasing->subject));
	TRY(db_prepare_statement(c, door->db, STATEMENT_INDEX_ERASE, &stmt));
	TRY(run_for(c, stmt, erasing->subject));
	TRY(secret_forget(c, door, erasing->subject));
	return delete_assignments(c, door, erasing);
}

/* The approval is used in the same transaction: it counts only when all is done. */
static err erase(struct ctx *c, struct door *door, struct erasing *erasing)
{
	TRY(find_person(c, door, erasing));
	erasing->verdict = judge(door, erasing);
	if (erasing->verdict != VERDICT_DONE) {
		return verdict_log(c, door, DEED_ERASE,
				   erasing->kind != NULL ? erasing->kind : model_kind("client"),
				   erasing->subject, erasing->verdict);
	}
	TRY(approval_use(c, door, APPROVE_ERASE, slice_of(erasing->kind->name), erasing->subject));
	TRY(door_keys(c, door));
	TRY(keys_destroy_subject(c, door->keys, erasing->subject));
	TRY(free_work(c, door, erasing));
	TRY(delete_rows(c, door, erasing));
	return deed_log(c, door, DEED_ERASE, erasing->kind, erasing->subject, 0, 1,
			slice_trim(door->actor.reason));
}

err record_erase(struct ctx *c, struct door *door, struct slice subject)
{
	struct erasing erasing = {.subject = subject};

	/* The keys cannot come back when the work around this is undone. */
	must(!door->in_transaction);
	TRY(door_begin(c, door));
	TRY(door_end(c, door, erase(c, door, &erasing)));
	TRY(verdict_fail(c, erasing.kind != NULL ? erasing.kind : model_kind("client"), subject,
			 erasing.verdict));
	audit_settle(door);
	return OK;
}
