/* load.c - the register as it comes through the door, and what follows from its links. */
#include "law/internal.h"

static void read_instrument(const struct record *record, struct law_instrument *to)
{
	*to = (struct law_instrument){
		.id = record_get(record, "id"),
		.title = record_get(record, "title_en"),
		.title_as_in_review = record_get(record, "title_as_in_review"),
		.title_local = record_get(record, "title_local"),
		.kind = record_get(record, "kind"),
		.number = record_get(record, "number"),
		.jurisdictions_reported = record_get(record, "jurisdictions_reported"),
		.jurisdictions_verified = record_get(record, "jurisdictions_verified"),
		.concerns = record_get(record, "concerns"),
		.year_reported = record_get(record, "year_reported"),
		.year_verified = record_get(record, "year_verified"),
		.date_adopted = record_get(record, "date_adopted"),
		.in_force_from = record_get(record, "in_force_from"),
		.amended = record_get(record, "amended"),
		.binding = record_get(record, "binding"),
		.in_force_status = record_get(record, "in_force_status"),
		.supersedes = record_get(record, "supersedes"),
		.superseded_by = record_get(record, "superseded_by"),
		.duplicate_of = record_get(record, "duplicate_of"),
		.topics = record_get(record, "topics"),
		.origin = record_get(record, "origin"),
		.source = record_get(record, "source"),
		.where = record_get(record, "where"),
		.status = record_get(record, "status"),
		.verification = record_get(record, "verification"),
		.note = record_get(record, "note"),
	};
}

static void read_provision(const struct record *record, struct law_provision *to)
{
	*to = (struct law_provision){
		.id = record_get(record, "id"),
		.instrument_id = record_get(record, "instrument_id"),
		.kind = record_get(record, "provision_kind"),
		.function = record_get(record, "function"),
		.forms = record_get(record, "forms"),
		.article_reported = record_get(record, "article_reported"),
		.article_verified = record_get(record, "article_verified"),
		.summary = record_get(record, "summary"),
		.conditions = record_get(record, "conditions_limits"),
		.addressee = record_get(record, "addressee"),
		.use_in_case_work = record_get(record, "use_in_case_work"),
		.origin = record_get(record, "origin"),
		.source = record_get(record, "source"),
		.where = record_get(record, "where"),
		.status = record_get(record, "status"),
		.verification = record_get(record, "verification"),
		.note = record_get(record, "note"),
	};
}

static void read_conflict(const struct record *record, struct law_conflict *to)
{
	*to = (struct law_conflict){
		.id = record_get(record, "id"),
		.title = record_get(record, "title"),
		.kind = record_get(record, "kind"),
		.instrument_ids = record_get(record, "instrument_ids"),
		.explanation = record_get(record, "explanation"),
		.kept_in_data = record_get(record, "kept_in_data"),
		.software_rule = record_get(record, "software_rule"),
		.where = record_get(record, "where"),
		.status = record_get(record, "status"),
		.verification = record_get(record, "verification"),
		.note = record_get(record, "note"),
	};
}

static err list_kind(struct ctx *c, struct door *door, const char *name,
		     struct records *ret_records)
{
	const struct kind *kind = model_kind(name);
	must(kind != NULL);
	return record_list(c, door, kind, ret_records);
}

err law_load(struct ctx *c, struct door *door, struct law_register *ret_register)
{
	struct records instruments, provisions, conflicts;
	TRY(list_kind(c, door, "instrument", &instruments));
	TRY(list_kind(c, door, "provision", &provisions));
	TRY(list_kind(c, door, "conflict", &conflicts));

	struct law_register law = {
		.instruments = ARENA_ARRAY(c->arena, instruments.count, struct law_instrument),
		.instruments_count = instruments.count,
		.provisions = ARENA_ARRAY(c->arena, provisions.count, struct law_provision),
		.provisions_count = provisions.count,
		.conflicts = ARENA_ARRAY(c->arena, conflicts.count, struct law_conflict),
		.conflicts_count = conflicts.count,
	};
	for (size_t i = 0; i < instruments.count; i++) {
		read_instrument(&instruments.at[i], &law.instruments[i]);
	}
	for (size_t i = 0; i < provisions.count; i++) {
		read_provision(&provisions.at[i], &law.provisions[i]);
	}
	for (size_t i = 0; i < conflicts.count; i++) {
		read_conflict(&conflicts.at[i], &law.conflicts[i]);
	}
	TRY(law_link(c, &law));
	*ret_register = law;
	return OK;
}
