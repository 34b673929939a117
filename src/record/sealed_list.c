/* sealed_list.c - many sealed records: a page of a list, and what a search finds. Class C is never
 * among them. */
#include <stdlib.h>

#include "base/utf8.h"
#include "record/sealed.h"
#include "record/sealed_list.h"
#include "record/sql.h"
#include "record/within.h"
#include "store/catalogue.h"

enum { CANDIDATES_MAX = 200, HITS_OF_TOKEN_MAX = 2000, LIST_MAX = 1000, QUERY_MAX = 400 };

/* Take an opened row over into the records, as the actor may see it. */
static err add_record(struct ctx *c, struct door *door, struct sealed_row *row, enum deed deed,
		      struct records *records, unsigned *classes, bool *ret_added)
{
	const struct kind *kind = row->values.kind;
	struct decision decision = access_decide(&door->actor, kind, row->relation, deed);

	*ret_added = decision.allowed;
	if (!decision.allowed) {
		return OK;
	}
	decision.classes &= (unsigned)CLASSES_BUT_C;
	const err result = sealed_open(c, door, row, decision.classes);
	if (is_erased(c, result)) {
		*ret_added = false;
		return OK;
	}
	TRY(result);
	sealed_redact(&row->values, decision.classes);
	records->at[records->count++] =
		(struct record){row->values, row->version, decision.classes};
	*classes |= decision.classes;
	return OK;
}

/* ---- A page */

struct listing {
	const struct kind *kind;
	const struct record_page_query *query;
	enum verdict verdict;
	struct records records;
};

/* How far does the actor's right to list reach? False: nowhere. */
static bool reach_of(const struct door *door, const struct kind *kind, enum sql_reach *ret_reach)
{
	static const struct {
		enum relation relation;
		enum sql_reach reach;
	} WIDEST_FIRST[] = {
		{RELATION_ORGANISATION, REACH_ORGANISATION},
		{RELATION_TEAM, REACH_TEAM},
		{RELATION_ASSIGNED, REACH_ASSIGNED},
		{RELATION_SELF, REACH_SELF},
	};
	for (size_t i = 0; i < COUNT_OF(WIDEST_FIRST); i++) {
		if (access_decide(&door->actor, kind, WIDEST_FIRST[i].relation, DEED_LIST)
			    .allowed) {
			*ret_reach = WIDEST_FIRST[i].reach;
			return true;
		}
	}
	return false;
}

static err prepare_page(struct ctx *c, struct door *door, const struct listing *listing,
			enum sql_reach reach, struct stmt **ret_stmt)
{
	const struct record_page_query *query = listing->query;
	const struct sql_page page = {
		.reach = reach,
		.is_next = !slice_empty(query->after),
		.is_subject = !slice_empty(query->subject),
	};
	struct stmt *stmt;

	TRY(db_prepare(c, door->db, sql_sealed_page(c->arena, listing->kind, &page), &stmt));
	bind_actor(stmt, door, listing->kind);
	stmt_bind_text(stmt, "organisation", query->organisation);
	stmt_bind_int(stmt, "limit", (int64_t)query->limit);
	if (reach == REACH_SELF) {
		stmt_bind_text(stmt, "account", door->actor.account);
	}
	if (page.is_next) {
		stmt_bind_text(stmt, "after", query->after);
	}
	if (page.is_subject) {
		stmt_bind_text(stmt, "subject", query->subject);
	}
	*ret_stmt = stmt;
	return OK;
}

static err list(struct ctx *c, struct door *door, void *argument)
{
	struct listing *listing = argument;
	const struct kind *kind = listing->kind;
	enum sql_reach reach;
	unsigned classes = 0;
	struct stmt *stmt;
	bool has_row;
	bool added;

	if (!reach_of(door, kind, &reach)) {
		listing->verdict = VERDICT_DENIED;
		return verdict_log(c, door, DEED_LIST, kind, S(""), VERDICT_DENIED);
	}
	listing->records.at = ARENA_ARRAY(c->arena, listing->query->limit, struct record);
	TRY(prepare_page(c, door, listing, reach, &stmt));
	TRY(stmt_step(c, stmt, &has_row));
	while (has_row && listing->records.count < listing->query->limit) {
		struct sealed_row row = sealed_row_read(c, door, kind, stmt);
		TRY(add_record(c, door, &row, DEED_LIST, &listing->records, &classes, &added));
		TRY(stmt_step(c, stmt, &has_row));
	}
	stmt_finish(stmt);
	return deed_log(c, door, DEED_LIST, kind, listing->query->subject, classes,
			(int64_t)listing->records.count, S(""));
}

static bool is_id(struct ctx *c, const struct door *door, const struct kind *kind, struct slice id)
{
	return slice_empty(id) || model_check(c, door->model, &kind->fields[kind->key], id) == OK;
}

err sealed_page(struct ctx *c, struct door *door, const struct kind *kind,
		const struct record_page_query *query, struct records *ret_records)
{
	struct record_page_query bounded = *query;
	struct listing listing = {.kind = kind, .query = &bounded};

	if (!is_id(c, door, kind, query->after) || !is_id(c, door, kind, query->subject)) {
		*ret_records = (struct records){NULL, 0};
		return OK;
	}
	bounded.limit = query->limit == 0 ? 1 : query->limit > LIST_MAX ? LIST_MAX : query->limit;
	if (slice_empty(bounded.organisation)) {
		bounded.organisation =
			slice_empty(door->actor.organisation) ? S("") : door->actor.organisation;
	}
	if (slice_empty(bounded.subject)) {
		bounded.subject = S("");
	}
	TRY(door_within(c, door, list, &listing));
	TRY(verdict_fail(c, kind, S(""), listing.verdict));
	*ret_records = listing.records;
	return OK;
}

err record_page(struct ctx *c, struct door *door, const struct kind *kind, struct slice after,
		size_t limit, struct records *ret_records)
{
	const struct record_page_query query = {.after = after, .limit = limit};
	must(kind->keeping == KEPT_SEALED);
	return sealed_page(c, door, kind, &query, ret_records);
}

err record_page_of(struct ctx *c, struct door *door, const struct kind *kind, struct slice subject,
		   struct slice after, size_t limit, struct records *ret_records)
{
	const struct record_page_query query = {.after = after, .subject = subject, .limit = limit};
	must(kind->keeping == KEPT_SEALED && !slice_empty(subject));
	return sealed_page(c, door, kind, &query, ret_records);
}

/* ---- Some */

struct choosing {
	const struct kind *kind;
	const struct slice *ids;
	size_t count;
	struct records records;
};

static err open_some(struct ctx *c, struct door *door, void *argument)
{
	struct choosing *some = argument;
	unsigned classes = 0;

	for (size_t i = 0; i < some->count; i++) {
		struct sealed_row row;
		bool is_there;
		TRY(sealed_row_load(c, door, some->kind, some->ids[i], &row, &is_there));
		if (is_there && !row_is_hidden(door, &row)) {
			TRY(add_record(c, door, &row, DEED_LIST, &some->records, &classes,
				       &is_there));
		}
	}
	if (some->records.count == 0) {
		return OK;
	}
	return deed_log(c, door, DEED_LIST, some->kind, S(""), classes,
			(int64_t)some->records.count, S(""));
}

err record_some(struct ctx *c, struct door *door, const struct kind *kind, const struct slice *ids,
		size_t count, struct records *ret_records)
{
	struct choosing some = {
		.kind = kind, .ids = ids, .count = count < LIST_MAX ? count : LIST_MAX};

	must(kind->keeping == KEPT_SEALED);
	some.records.at = ARENA_ARRAY(c->arena, some.count + 1, struct record);
	if (some.count > 0) {
		TRY(door_within(c, door, open_some, &some));
	}
	*ret_records = some.records;
	return OK;
}

/* ---- A search */

struct candidate {
	struct slice id;
	size_t tokens; /* of the query that it has */
};
struct scored {
	struct record record;
	double score;
	size_t order;
};
struct finding {
	const struct kind *kind;
	struct slice text;
	size_t limit;
	enum verdict verdict;
	struct records records;
};

static int by_id(const void *a, const void *b)
{
	return slice_compare(((const struct candidate *)a)->id, ((const struct candidate *)b)->id);
}

static int by_tokens(const void *a, const void *b)
{
	const struct candidate *left = a;
	const struct candidate *right = b;

	if (left->tokens != right->tokens) {
		return left->tokens > right->tokens ? -1 : 1;
	}
	return slice_compare(left->id, right->id);
}

static err ids_of_token(struct ctx *c, struct door *door, const struct kind *kind,
			const struct index_token *token, struct candidate *found, size_t *count)
{
	struct stmt *stmt;
	bool has_row;

	TRY(db_prepare_statement(c, door->db, STATEMENT_INDEX_RECORDS, &stmt));
	stmt_bind_text(stmt, "kind", slice_of(kind->name));
	stmt_bind_blob(stmt, "token", (struct slice){(const char *)token->at, VAULT_TOKEN_BYTES});
	stmt_bind_int(stmt, "limit", HITS_OF_TOKEN_MAX);
	TRY(stmt_step(c, stmt, &has_row));
	for (size_t i = 0; has_row && i < HITS_OF_TOKEN_MAX; i++) {
		found[(*count)++] = (struct candidate){arena_copy(c->arena, stmt_text(stmt, 0)), 1};
		TRY(stmt_step(c, stmt, &has_row));
	}
	stmt_finish(stmt);
	return OK;
}

/* One line a record, with how many tokens it has; the most first. */
static size_t count_up(struct candidate *found, size_t count)
{
	size_t unique = 0;

	if (count == 0) {
		return 0;
	}
	qsort(found, count, sizeof *found, by_id);
	for (size_t i = 1; i < count; i++) {
		if (slice_equal(found[i].id, found[unique].id)) {
			found[unique].tokens++;
		} else {
			found[++unique] = found[i];
		}
	}
	unique++;
	qsort(found, unique, sizeof *found, by_tokens);
	return unique < CANDIDATES_MAX ? unique : CANDIDATES_MAX;
}

static err candidates_of(struct ctx *c, struct door *door, const struct finding *finding,
			 struct candidate **ret_candidates, size_t *ret_count)
{
	struct index_token *tokens;
	size_t tokens_count;
	size_t count = 0;

	TRY(index_tokens_of_query(c, door, finding->kind, finding->text, &tokens, &tokens_count));
	struct candidate *found =
		ARENA_ARRAY(c->arena, tokens_count * HITS_OF_TOKEN_MAX + 1, struct candidate);
	for (size_t i = 0; i < tokens_count; i++) {
		TRY(ids_of_token(c, door, finding->kind, &tokens[i], found, &count));
	}
	*ret_candidates = found;
	*ret_count = count_up(found, count);
	return OK;
}

static int by_score(const void *a, const void *b)
{
	const struct scored *left = a;
	const struct scored *right = b;

	if (left->score > right->score || left->score < right->score) {
		return left->score > right->score ? -1 : 1;
	}
	return left->order < right->order ? -1 : 1;
}

/* Open the candidates that the actor may see, and judge them by what they really say. */
static err judge(struct ctx *c, struct door *door, const struct finding *finding,
		 const struct candidate *candidates, size_t count, struct scored *scored,
		 size_t *ret_count, unsigned *classes)
{
	struct records opened = {ARENA_ARRAY(c->arena, count + 1, struct record), 0};
	size_t kept = 0;

	for (size_t i = 0; i < count; i++) {
		struct sealed_row row;
		bool is_there;
		TRY(sealed_row_load(c, door, finding->kind, candidates[i].id, &row, &is_there));
		if (!is_there || row_is_hidden(door, &row)) {
			continue;
		}
		TRY(add_record(c, door, &row, DEED_SEARCH, &opened, classes, &is_there));
		if (!is_there) {
			continue;
		}
		struct scored *next = &scored[kept];
		*next = (struct scored){.record = opened.at[opened.count - 1], .order = i};
		TRY(index_score(c, &next->record.values, finding->text, &next->score));
		kept += next->score > 0 ? 1 : 0;
	}
	*ret_count = kept;
	return OK;
}

static bool may_search(const struct door *door, const struct kind *kind)
{
	for (int relation = RELATION_ORGANISATION; relation < RELATION_COUNT; relation++) {
		if (access_decide(&door->actor, kind, (enum relation)relation, DEED_SEARCH)
			    .allowed) {
			return true;
		}
	}
	return false;
}

static err find(struct ctx *c, struct door *door, void *argument)
{
	struct finding *finding = argument;
	struct candidate *candidates;
	unsigned classes = 0;
	size_t count;

	if (!may_search(door, finding->kind)) {
		finding->verdict = VERDICT_DENIED;
		return verdict_log(c, door, DEED_SEARCH, finding->kind, S(""), VERDICT_DENIED);
	}
	TRY(candidates_of(c, door, finding, &candidates, &count));
	struct scored *scored = ARENA_ARRAY(c->arena, count + 1, struct scored);
	TRY(judge(c, door, finding, candidates, count, scored, &count, &classes));
	if (count > 0) {
		qsort(scored, count, sizeof *scored, by_score);
	}
	count = count < finding->limit ? count : finding->limit;
	finding->records.at = ARENA_ARRAY(c->arena, count + 1, struct record);
	for (size_t i = 0; i < count; i++) {
		finding->records.at[finding->records.count++] = scored[i].record;
	}
	return deed_log(c, door, DEED_SEARCH, finding->kind, S(""), classes, (int64_t)count, S(""));
}

err record_find(struct ctx *c, struct door *door, const struct kind *kind, struct slice text,
		size_t limit, struct records *ret_records)
{
	struct finding finding = {.kind = kind, .text = slice_trim(text), .limit = limit};

	must(kind->keeping == KEPT_SEALED);
	TRY(utf8_check(c, text));
	if (slice_empty(finding.text) || finding.text.length > QUERY_MAX) {
		*ret_records = (struct records){NULL, 0};
		return OK;
	}
	TRY(door_within(c, door, find, &finding));
	TRY(verdict_fail(c, kind, S(""), finding.verdict));
	*ret_records = finding.records;
	return OK;
}
