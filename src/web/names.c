/* names.c - names beside ids, as far as the door gives them. */
#include "web/names.h"

#include "web/visitor.h"

enum { NAMES_MAX = 200, COLLEAGUES_MAX = 100, SHORT_LETTERS = 8, UUID_LETTERS = 36 };

struct known {
	const struct kind *kind;
	struct slice id;
	struct slice name;
};
struct names {
	struct slice self; /* the reader's account */
	size_t count;
	struct known at[NAMES_MAX];
};

/* Which field tells a reader what it is; the second where the first is empty. */
static const struct {
	const char *kind;
	const char *fields[2];
} CALLED[] = {
	{"account", {"name", "sign_in_name"}},
	{"client", {"code", "code"}},
	{"organisation", {"name", "name"}},
	{"programme", {"name", "name"}},
};

static struct slice name_of(const struct record *record)
{
	for (size_t i = 0; i < COUNT_OF(CALLED); i++) {
		if (slice_is(slice_of(record->values.kind->name), CALLED[i].kind)) {
			const struct slice name = record_get(record, CALLED[i].fields[0]);
			return !slice_empty(name) ? name : record_get(record, CALLED[i].fields[1]);
		}
	}
	return (struct slice){0};
}

struct names *names_create(struct http_exchange *x)
{
	struct names *names = ARENA_NEW(x->c.arena, struct names);
	names->self = x->visitor->actor.account;
	names->count = 0;
	return names;
}

static const struct known *find(const struct names *names, const struct kind *kind, struct slice id)
{
	for (size_t i = 0; i < names->count; i++) {
		if (names->at[i].kind == kind && slice_equal(names->at[i].id, id)) {
			return &names->at[i];
		}
	}
	return NULL;
}

static const struct kind *called_kind(struct slice name)
{
	for (size_t i = 0; i < COUNT_OF(CALLED); i++) {
		if (slice_is(name, CALLED[i].kind)) {
			return model_kind(CALLED[i].kind);
		}
	}
	return NULL;
}

static void add(struct names *names, const struct kind *kind, struct slice id, struct slice name)
{
	if (names->count < NAMES_MAX && find(names, kind, id) == NULL) {
		names->at[names->count++] = (struct known){kind, id, name};
	}
}

void names_want(struct names *names, struct slice kind, struct slice id)
{
	const struct kind *called = called_kind(kind);

	if (called != NULL && !slice_empty(id) && !slice_equal(id, names->self)) {
		add(names, called, id, (struct slice){0});
	}
}

static err fetch_sealed(struct http_exchange *x, struct door *door, struct names *names,
			const struct kind *kind)
{
	struct slice ids[NAMES_MAX];
	size_t count = 0;
	struct records records;

	for (size_t i = 0; i < names->count; i++) {
		if (names->at[i].kind == kind && slice_empty(names->at[i].name)) {
			ids[count++] = names->at[i].id;
		}
	}
	TRY(record_some(&x->c, door, kind, ids, count, &records));
	for (size_t i = 0; i < records.count; i++) {
		for (size_t j = 0; j < names->count; j++) {
			if (names->at[j].kind == kind &&
			    slice_equal(names->at[j].id, record_id(&records.at[i]))) {
				names->at[j].name = name_of(&records.at[i]);
			}
		}
	}
	return OK;
}

/* Registers are open; one that is gone keeps its id. */
static err fetch_open(struct http_exchange *x, struct door *door, struct names *names,
		      const struct kind *kind)
{
	for (size_t i = 0; i < names->count; i++) {
		struct ctx unheard = {.arena = x->c.arena};
		struct record record;
		if (names->at[i].kind == kind &&
		    record_load(&unheard, door, kind, names->at[i].id, &record) == OK) {
			names->at[i].name = name_of(&record);
		}
	}
	return OK;
}

err names_fetch(struct http_exchange *x, struct names *names)
{
	struct door *door;

	TRY(page_own_door(x, &door));
	for (size_t i = 0; i < COUNT_OF(CALLED); i++) {
		const struct kind *kind = model_kind(CALLED[i].kind);
		TRY(kind->keeping == KEPT_SEALED ? fetch_sealed(x, door, names, kind)
						 : fetch_open(x, door, names, kind));
	}
	return OK;
}

struct slice names_get(struct http_exchange *x, const struct names *names, struct slice kind,
		       struct slice id)
{
	const struct kind *called = called_kind(kind);
	const struct known *known = called != NULL ? find(names, called, id) : NULL;

	if (slice_is(kind, "account") && slice_equal(id, names->self)) {
		return messages_get(x->app->messages, x->language, S("names.you")).text;
	}
	return known != NULL ? known->name : (struct slice){0};
}

struct slice names_short(struct slice id)
{
	return id.length == UUID_LETTERS
		       ? slice_between(id, UUID_LETTERS - SHORT_LETTERS, UUID_LETTERS)
		       : id;
}

static err in_order(struct http_exchange *x, const struct colleague *colleagues, size_t count,
		    const struct colleague **ret_sorted)
{
	struct colleague *sorted = ARENA_ARRAY(x->c.arena, COLLEAGUES_MAX, struct colleague);
	struct slice called[COLLEAGUES_MAX];
	const size_t *order;

	for (size_t i = 0; i < count; i++) {
		called[i] = colleagues[i].name;
	}
	TRY(page_in_order(x, called, count, &order));
	for (size_t i = 0; i < count; i++) {
		sorted[i] = colleagues[order[i]];
	}
	*ret_sorted = sorted;
	return OK;
}

static bool is_near(const struct actor *actor, const struct record *record)
{
	const struct slice team = record_get(record, "team");

	if ((actor->roles & STAFF_BIT(STAFF_AUDITOR)) != 0) {
		return true;
	}
	return slice_equal(record_id(record), actor->account) ||
	       (!slice_empty(team) && slice_equal(team, actor->team));
}

err names_colleagues(struct http_exchange *x, struct names *names,
		     const struct colleague **ret_colleagues, size_t *ret_count)
{
	const struct kind *kind = model_kind("account");
	const struct actor *actor = &x->visitor->actor;
	struct colleague *colleagues = ARENA_ARRAY(x->c.arena, COLLEAGUES_MAX, struct colleague);
	struct records records = {NULL, 0};
	size_t count = 0;
	struct door *door;

	if (access_decide(actor, kind, RELATION_ORGANISATION, DEED_LIST).allowed) {
		TRY(page_own_door(x, &door));
		TRY(record_page(&x->c, door, kind, (struct slice){0}, COLLEAGUES_MAX, &records));
	}
	for (size_t i = 0; i < records.count; i++) {
		const struct slice id = record_id(&records.at[i]);
		const struct slice name = name_of(&records.at[i]);
		add(names, kind, id, name);
		if (is_near(actor, &records.at[i])) {
			colleagues[count++] = (struct colleague){id, name};
		}
	}
	TRY(in_order(x, colleagues, count, ret_colleagues));
	*ret_count = count;
	return OK;
}
