#include <string.h>

#include "people/internal.h"
#include "text/khmer.h"

enum { NAME_BYTES_MAX = 200 };

static const char *const STATES[] = {
	[ACCOUNT_INVITED] = "invited",
	[ACCOUNT_ACTIVE] = "active",
	[ACCOUNT_LOCKED] = "locked",
	[ACCOUNT_LEFT] = "left",
};

const char *people_state_name(enum account_state state)
{
	return STATES[state];
}

/* What nobody knows lets nobody in. */
static enum account_state state_of(struct slice name)
{
	for (size_t i = 0; i < COUNT_OF(STATES); i++) {
		if (slice_is(name, STATES[i])) {
			return (enum account_state)i;
		}
	}
	return ACCOUNT_LOCKED;
}

static unsigned roles_of(struct slice list)
{
	unsigned roles = 0;
	return staff_roles_parse(list, &roles) ? roles : 0;
}

static err missing(struct ctx *c, struct slice id)
{
	return FAIL(c, ERR_NOT_FOUND, "record.missing", "kind=account\nid=%.*s",
		    SLICE_PRINT(slice_between(id, 0, 60)));
}

err account_row(struct ctx *c, struct door *door, struct slice id, struct account_row *ret_row)
{
	struct stmt *read;
	bool has_row;

	TRY(db_prepare_statement(c, door->db, STATEMENT_ACCOUNT_ROW, &read));
	stmt_bind_text(read, "id", id);
	TRY(stmt_step(c, read, &has_row));
	if (has_row) {
		*ret_row = (struct account_row){
			.id = arena_copy(c->arena, id),
			.organisation = arena_copy(c->arena, stmt_text(read, 0)),
			.team = arena_copy(c->arena, stmt_text(read, 1)),
			.roles = roles_of(stmt_text(read, 2)),
			.state = state_of(stmt_text(read, 3)),
		};
	}
	stmt_finish(read);
	return has_row ? OK : missing(c, id);
}

err account_may_manage(struct ctx *c, struct door *door, struct slice id,
		       struct account_row *ret_row)
{
	const struct actor *actor = &door->actor;
	struct account_row row;

	TRY(account_row(c, door, id, &row));
	if (actor->kind != ACTOR_CONSOLE) {
		if (actor->kind != ACTOR_STAFF ||
		    !slice_equal(actor->organisation, row.organisation)) {
			return missing(c, id);
		}
		if ((actor->roles & STAFF_BIT(STAFF_ADMINISTRATOR)) == 0) {
			return FAIL(c, ERR_DENIED, "access.denied", "kind=account\nid=%.*s",
				    SLICE_PRINT(id));
		}
	}
	*ret_row = row;
	return OK;
}

err account_not_last(struct ctx *c, struct door *door, const struct account_row *row)
{
	struct stmt *others;
	bool has_row = true;
	bool found = false;

	if ((row->roles & STAFF_BIT(STAFF_ADMINISTRATOR)) == 0 || row->state != ACCOUNT_ACTIVE) {
		return OK;
	}
	TRY(db_prepare_statement(c, door->db, STATEMENT_ACCOUNT_OTHERS_WITH_ROLE, &others));
	stmt_bind_text(others, "organisation", row->organisation);
	stmt_bind_text(others, "id", row->id);
	while (has_row && !found) {
		TRY(stmt_step(c, others, &has_row));
		found = has_row &&
			(roles_of(stmt_text(others, 0)) & STAFF_BIT(STAFF_ADMINISTRATOR)) != 0;
	}
	stmt_finish(others);
	return found ? OK : FAIL_PLAIN(c, ERR_DENIED, "people.last_administrator");
}

err sign_in_name_key(struct ctx *c, struct door *door, struct slice name, struct slice *ret_key)
{
	struct slice normal = S("");

	/* Too long or no text: a name that nobody has, hashed like any other. */
	if (name.length <= NAME_BYTES_MAX &&
	    khmer_normalise(c, slice_trim(name), KHMER_FOR_KEY, &normal) != OK) {
		normal = S("");
	}
	const struct slice key = secret_keyed(c, door, "sign_in_name", normal);
	if (slice_empty(key)) {
		return c->fail.code;
	}
	*ret_key = key;
	return OK;
}

static struct account account_of(const struct record *record)
{
	return (struct account){
		.id = record_id(record),
		.organisation = record_get(record, "organisation"),
		.sign_in_name = record_get(record, "sign_in_name"),
		.name = record_get(record, "name"),
		.team = record_get(record, "team"),
		.language = record_get(record, "language"),
		.roles = roles_of(record_get(record, "roles")),
		.state = state_of(record_get(record, "state")),
		.version = record->version,
	};
}

static void set_fields(struct ctx *c, struct record *record, const struct account *account)
{
	struct values *values = &record->values;

	values_set(values, "name", account->name);
	values_set(values, "team", account->team);
	values_set(values, "language", account->language);
	values_set(values, "roles", staff_roles_list(c->arena, account->roles));
}

err account_set_state(struct ctx *c, struct door *door, struct slice id, enum account_state state)
{
	struct record record;

	TRY(record_load(c, door, model_kind("account"), id, &record));
	values_set(&record.values, "state", slice_of(STATES[state]));
	return record_save(c, door, &record);
}

/* ---- Which roles may be given */

/* A person without a role could do nothing; the host's and the coalition's reach beyond an
 * organisation, so its own administrators do not give them. */
static err check_roles(struct ctx *c, const struct door *door, unsigned given, unsigned before)
{
	const unsigned beyond = STAFF_BIT(STAFF_HOST) | STAFF_BIT(STAFF_COALITION);

	if (given == 0 || given >= STAFF_BIT(STAFF_ROLE_COUNT)) {
		return FAIL_PLAIN(c, ERR_INVALID, "people.roles");
	}
	if (door->actor.kind != ACTOR_CONSOLE && ((given ^ before) & beyond) != 0) {
		return FAIL_PLAIN(c, ERR_DENIED, "people.roles_beyond");
	}
	return OK;
}

/* ---- Inviting */

struct invitation {
	const struct account *account;
	struct slice name_key;
	struct slice id;
	struct slice link;
};

static err add_name(struct ctx *c, struct door *door, struct slice name_key, struct slice account)
{
	struct stmt *add;

	TRY(db_prepare_statement(c, door->db, STATEMENT_SIGN_IN_NAME_INSERT, &add));
	stmt_bind_text(add, "name_key", name_key);
	stmt_bind_text(add, "account", account);
	const err result = stmt_run(c, add);
	stmt_finish(add);
	return result == ERR_CONFLICT && strcmp(c->fail.key, "store.unique") == 0
		       ? FAIL_PLAIN(c, ERR_CONFLICT, "people.name_taken")
		       : result;
}

static err name_is_free(struct ctx *c, struct door *door, struct slice name_key)
{
	struct stmt *find;
	bool has_row;

	TRY(db_prepare_statement(c, door->db, STATEMENT_ACCOUNT_OF_NAME, &find));
	stmt_bind_text(find, "name_key", name_key);
	TRY(stmt_step(c, find, &has_row));
	stmt_finish(find);
	return has_row ? FAIL_PLAIN(c, ERR_CONFLICT, "people.name_taken") : OK;
}

static err invite(struct ctx *c, struct door *door, void *argument)
{
	struct invitation *invitation = argument;
	struct record record = {.values = values_create(c->arena, model_kind("account"))};

	/* Asked first: keys that were made for nothing would stay. */
	TRY(name_is_free(c, door, invitation->name_key));
	values_set(&record.values, "organisation", invitation->account->organisation);
	values_set(&record.values, "sign_in_name", slice_trim(invitation->account->sign_in_name));
	set_fields(c, &record, invitation->account);
	values_set(&record.values, "state", slice_of(STATES[ACCOUNT_INVITED]));
	TRY(record_save(c, door, &record));
	invitation->id = record_id(&record);
	TRY(add_name(c, door, invitation->name_key, invitation->id));
	TRY(link_create(c, door, invitation->id, clock_now_ms(), &invitation->link));
	return people_log(c, door, NULL, invitation->id, "account_invite", "done");
}

err people_invite(struct ctx *c, struct door *door, const struct account *account,
		  struct slice *ret_id, struct slice *ret_link)
{
	struct account copy = *account;
	struct invitation invitation = {.account = &copy};

	if (door->actor.kind == ACTOR_STAFF) {
		copy.organisation = door->actor.organisation;
	}
	TRY(check_roles(c, door, account->roles, 0));
	TRY(people_has_organisation(c, door, copy.organisation));
	TRY(sign_in_name_key(c, door, account->sign_in_name, &invitation.name_key));
	TRY(people_within(c, door, invite, &invitation));
	*ret_id = invitation.id;
	*ret_link = invitation.link;
	return OK;
}

/* ---- Reading and changing */

err people_load(struct ctx *c, struct door *door, struct slice id, struct account *ret_account)
{
	struct record record;

	TRY(record_load(c, door, model_kind("account"), id, &record));
	*ret_account = account_of(&record);
	return OK;
}

static err all_ids(struct ctx *c, struct door *door, struct slice **ret_ids, size_t *ret_count)
{
	enum { ACCOUNTS_MAX = 100000, FIRST = 64 };
	struct stmt *list;
	size_t count = 0;
	size_t room = FIRST;
	struct slice *ids = ARENA_ARRAY(c->arena, room, struct slice);

	TRY(db_prepare_statement(c, door->db, STATEMENT_ACCOUNT_IDS, &list));
	for (;;) {
		bool has_row;
		TRY(stmt_step(c, list, &has_row));
		if (!has_row || count == ACCOUNTS_MAX) {
			break;
		}
		if (count == room) {
			struct slice *larger = ARENA_ARRAY(c->arena, room * 2, struct slice);
			memcpy(larger, ids, count * sizeof *ids);
			ids = larger;
			room *= 2;
		}
		ids[count++] = arena_copy(c->arena, stmt_text(list, 0));
	}
	stmt_finish(list);
	*ret_ids = ids;
	*ret_count = count;
	return OK;
}

/* The console belongs to no organisation and lists them all. */
static err list_everywhere(struct ctx *c, struct door *door, const struct account **ret_accounts,
			   size_t *ret_count)
{
	struct slice *ids;
	size_t count;

	TRY(all_ids(c, door, &ids, &count));
	struct account *accounts = ARENA_ARRAY(c->arena, count + 1, struct account);
	for (size_t i = 0; i < count; i++) {
		TRY(people_load(c, door, ids[i], &accounts[i]));
	}
	*ret_accounts = accounts;
	*ret_count = count;
	return OK;
}

err people_list(struct ctx *c, struct door *door, const struct account **ret_accounts,
		size_t *ret_count)
{
	struct records records;

	if (door->actor.kind == ACTOR_CONSOLE) {
		return list_everywhere(c, door, ret_accounts, ret_count);
	}
	TRY(record_list(c, door, model_kind("account"), &records));
	struct account *accounts = ARENA_ARRAY(c->arena, records.count + 1, struct account);
	for (size_t i = 0; i < records.count; i++) {
		accounts[i] = account_of(&records.at[i]);
	}
	*ret_accounts = accounts;
	*ret_count = records.count;
	return OK;
}

static err change(struct ctx *c, struct door *door, void *argument)
{
	const struct account *account = argument;
	struct account_row row;
	struct record record;

	TRY(account_row(c, door, account->id, &row));
	TRY(check_roles(c, door, account->roles, row.roles));
	/* Both say what one may see. */
	if (row.roles != account->roles || !slice_equal(row.team, account->team)) {
		if (slice_equal(door->actor.account, account->id)) {
			return FAIL_PLAIN(c, ERR_DENIED, "people.own_roles");
		}
		TRY(account_may_manage(c, door, account->id, &row));
		if ((account->roles & STAFF_BIT(STAFF_ADMINISTRATOR)) == 0) {
			TRY(account_not_last(c, door, &row));
		}
	}
	TRY(record_load(c, door, model_kind("account"), account->id, &record));
	record.version = account->version;
	set_fields(c, &record, account);
	TRY(record_save(c, door, &record));
	return people_log(c, door, NULL, account->id, "account_change", "done");
}

err people_change(struct ctx *c, struct door *door, const struct account *account)
{
	struct account copy = *account;
	return people_within(c, door, change, &copy);
}
