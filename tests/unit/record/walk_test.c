/* Every sealed kind x deed x role x nearness through the real door: what the table allows can be
 * done, and nothing else. Made from the table and the dictionary: a new kind, role or row is walked
 * by itself. */
#include "people.h" /* and support/house.h: both engines, house_door */

struct walk {
	struct house *house;
	struct slice client;
	struct slice note;
	struct slice account;
};

#define OWN_ACCOUNT S("01900000-0000-7000-8000-000000000001") /* HOUSE_WORKER's */
#define ASSIGNED    S("01900000-0000-7000-8000-000000000097")
#define NOBODYS     S("01900000-0000-7000-8000-000000000096")

static struct actor actor_of(enum staff_role role, enum relation relation)
{
	const bool is_near = relation >= RELATION_TEAM;
	return (struct actor){
		.kind = ACTOR_STAFF,
		.account = relation == RELATION_SELF       ? OWN_ACCOUNT
			   : relation == RELATION_ASSIGNED ? ASSIGNED
							   : NOBODYS,
		.organisation = relation == RELATION_FOREIGN ? ORG_RIVER : ORG_LOTUS,
		.team = is_near ? S("team-a") : S("team-z"),
		.roles = STAFF_BIT(role),
		.purpose = S("casework"),
		.reason = S("the walk through the table"),
	};
}

static struct slice id_of(const struct walk *walk, const struct kind *kind)
{
	return strcmp(kind->name, "client") == 0 ? walk->client
	       : strcmp(kind->name, "note") == 0 ? walk->note
						 : walk->account;
}

static void set_up(struct walk *walk)
{
	struct house *house = walk->house;
	account_for(house, &HOUSE_WORKER);
	struct actor assigned = actor_of(STAFF_CASE_WORKER, RELATION_ASSIGNED);
	account_for(house, &assigned);
	walk->account = OWN_ACCOUNT;
	walk->client = saved_by(house, &HOUSE_WORKER, client_of(house->c));
	struct door door = house_door(house, &HOUSE_SUPERVISOR);
	assert_ok(house->c,
		  record_assign(house->c, &door, model_kind("client"), walk->client, ASSIGNED));
	door_close(&door);
	const struct actor counsellor = actor_of(STAFF_COUNSELLOR, RELATION_ASSIGNED);
	walk->note = saved_by(house, &counsellor, note_of(house->c, walk->client, PLANTED_C));
}

static bool has(const struct records *records, struct slice id)
{
	for (size_t i = 0; i < records->count; i++) {
		if (slice_equal(record_id(&records->at[i]), id)) {
			return true;
		}
	}
	return false;
}

/* ---- One deed at one door: may it be done? */

static bool try_read(struct ctx *c, struct door *door, const struct kind *kind, struct slice id,
		     unsigned classes)
{
	struct record record;
	const err result = record_load(c, door, kind, id, &record);

	if (result == OK) {
		assert_int_equal(record.classes, classes);
		for (size_t i = 0; i < kind->count; i++) {
			const bool is_frame = i == kind->key ||
					      strcmp(kind->fields[i].name, kind->owner) == 0 ||
					      (kind->subject != NULL &&
					       strcmp(kind->fields[i].name, kind->subject) == 0);
			assert_true(slice_empty(record.values.at[i]) || is_frame ||
				    (classes & CLASS_BIT(kind->fields[i].class)) != 0);
		}
	}
	return result == OK;
}

static bool try_list(struct ctx *c, struct door *door, const struct kind *kind, struct slice id)
{
	struct records records;
	return record_page(c, door, kind, S(""), 1000, &records) == OK && has(&records, id);
}

static bool try_search(struct ctx *c, struct door *door, const struct kind *kind, struct slice id)
{
	struct records records;
	const struct slice text = strcmp(kind->name, "client") == 0 ? S("Chan Sokha") : S("Dara");
	return record_find(c, door, kind, text, 100, &records) == OK && has(&records, id);
}

static bool try_create(struct ctx *c, struct door *door, const struct walk *walk,
		       const struct kind *kind)
{
	static const char *const ACCOUNT[] = {
		"sign_in_name", "somebody", "roles", "auditor", "state", "invited", NULL,
	};
	struct record record = strcmp(kind->name, "client") == 0 ? client_of(c)
			       : strcmp(kind->name, "note") == 0 ? note_of(c, walk->client, "")
								 : record_of(c, "account", ACCOUNT);
	return record_save(c, door, &record) == OK;
}

/* As it is now, opened by somebody who may, and cut to what may be written. */
static struct record as_it_is(const struct walk *walk, const struct kind *kind,
			      struct decision decision)
{
	const struct actor reader = strcmp(kind->name, "account") == 0
					    ? HOUSE_CONSOLE
					    : actor_of(STAFF_COUNSELLOR, RELATION_ASSIGNED);
	struct record record = seen_by(walk->house, &reader, kind->name, id_of(walk, kind));
	for (size_t i = 0; decision.allowed && i < kind->count; i++) {
		if ((decision.classes & CLASS_BIT(kind->fields[i].class)) == 0) {
			record.values.at[i] = i == kind->key ? record.values.at[i] : S("");
		}
	}
	return record;
}

static bool try_deed(struct ctx *c, struct door *door, const struct walk *walk,
		     const struct kind *kind, enum deed deed, struct decision decision)
{
	const struct slice id = id_of(walk, kind);
	const struct record_event *events;
	struct record record;
	size_t count;

	switch (deed) {
	case DEED_READ:
		return try_read(c, door, kind, id, decision.classes);
	case DEED_LIST:
		return try_list(c, door, kind, id);
	case DEED_SEARCH:
		return try_search(c, door, kind, id);
	case DEED_CREATE:
		return try_create(c, door, walk, kind);
	case DEED_CHANGE:
		record = as_it_is(walk, kind, decision);
		return record_save(c, door, &record) == OK;
	case DEED_HISTORY:
		return record_history(c, door, kind, id, &events, &count) == OK;
	case DEED_ASSIGN:
		return record_assign(c, door, kind, id, ASSIGNED) == OK;
	case DEED_ERASE:
		/* Allowed, but for the second person. */
		return record_erase(c, door, id) == ERR_DENIED &&
		       strcmp(c->fail.key, "approval.needed") == 0;
	default:
		return decision.allowed; /* has no verb of its own here */
	}
}

/* Notes have no names to be found by, and are erased and assigned with their client. */
static bool is_walked(const struct kind *kind, enum relation relation, enum deed deed)
{
	const bool is_account = strcmp(kind->name, "account") == 0;
	const bool is_note = strcmp(kind->name, "note") == 0;

	if (is_account ? relation == RELATION_TEAM || relation == RELATION_ASSIGNED
		       : relation == RELATION_SELF) {
		return false;
	}
	if (is_note && (deed == DEED_SEARCH || deed == DEED_ERASE || deed == DEED_ASSIGN)) {
		return false;
	}
	return relation != RELATION_FOREIGN || deed != DEED_CREATE;
}

static void walk_one(struct walk *walk, const struct kind *kind, enum staff_role role,
		     enum relation relation, enum deed deed)
{
	const struct actor actor = actor_of(role, relation);
	const struct decision decision = access_decide(&actor, kind, relation, deed);
	struct ctx work = {.arena = arena_create()};
	struct door door = house_door(walk->house, &actor);
	const bool could = try_deed(&work, &door, walk, kind, deed, decision);

	door_close(&door);
	if (could != decision.allowed) {
		fail_msg("%s, %s, %s, %s: the table says %s, the door %s (%s)", kind->name,
			 staff_role_name(role), relation_name(relation), deed_name(deed),
			 decision.allowed ? "yes" : "no", could ? "did it" : "did not",
			 could ? "OK" : work.fail.key);
	}
	arena_destroy(work.arena);
}

static void the_door_does_what_the_table_allows_and_nothing_else(void **state)
{
	struct walk walk = {.house = *state};
	size_t count;
	const struct kind *const *kinds = model_kinds(&count);
	size_t walked = 0;

	set_up(&walk);
	const int64_t before = newest_line(walk.house).number;
	for (size_t k = 0; k < count; k++) {
		for (int role = 0; role < STAFF_ROLE_COUNT; role++) {
			for (int place = 0; place < RELATION_COUNT * DEED_COUNT; place++) {
				const enum relation relation = (enum relation)(place / DEED_COUNT);
				const enum deed deed = (enum deed)(place % DEED_COUNT);
				if (kinds[k]->keeping == KEPT_SEALED &&
				    is_walked(kinds[k], relation, deed)) {
					walk_one(&walk, kinds[k], (enum staff_role)role, relation,
						 deed);
					walked +=
						deed != DEED_EXPORT && deed != DEED_ASSIGN ? 1 : 0;
				}
			}
		}
	}
	assert_true(walked > 500);
	/* Every one of them left its line. */
	assert_true(newest_line(walk.house).number >= before + (int64_t)walked);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_EACH_HOUSE(the_door_does_what_the_table_allows_and_nothing_else),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
