/* access.c - the table of who may what. Read it from left to right: on this kind, this role, that
 * near to the record, may do these deeds and see these classes. What stands here is shown on the
 * page "permissions", and tests/unit/record/access.table is what it comes to, cell by cell. */
#include "record/access.h"

#include <string.h>

#define READ    DEED_BIT(DEED_READ)
#define LIST    DEED_BIT(DEED_LIST)
#define SEARCH  DEED_BIT(DEED_SEARCH)
#define CREATE  DEED_BIT(DEED_CREATE)
#define CHANGE  DEED_BIT(DEED_CHANGE)
#define HISTORY DEED_BIT(DEED_HISTORY)
#define ASSIGN  DEED_BIT(DEED_ASSIGN)
#define EXPORT  DEED_BIT(DEED_EXPORT)
#define ERASE   DEED_BIT(DEED_ERASE)

#define LOOK (READ | LIST | SEARCH)
/* A whole file: what happens with the own client every day. */
#define WORK (LOOK | CHANGE | HISTORY)

#define OPEN CLASS_BIT(CLASS_PUBLIC)
#define A    CLASS_BIT(CLASS_A)
#define B    (CLASS_BIT(CLASS_B) | CLASS_BIT(CLASS_D) | OPEN)
#define C    CLASS_BIT(CLASS_C)

/* Registers are public: every role reads them, the own organisation's and the others'. */
#define READS_REGISTERS(role)                                                                      \
	{"*register", role, RELATION_FOREIGN, LOOK, OPEN},                                         \
	{                                                                                          \
		"*register", role, RELATION_ORGANISATION, LOOK | HISTORY, OPEN                     \
	}
/* Everybody sees the own account and may say how to be called and in which language to read. Team,
 * roles and state are said by others. */
#define OWN_ACCOUNT(role)                                                                          \
	{"account", role, RELATION_SELF, READ | LIST | HISTORY, A | B},                            \
	{                                                                                          \
		"account", role, RELATION_SELF, CHANGE, A                                          \
	}
/* Whom one works with: name and team, to assign and to ask. Not what happened to their accounts. */
#define COLLEAGUES(role)                                                                           \
	{                                                                                          \
		"account", role, RELATION_ORGANISATION, LOOK, A | B                                \
	}

static const struct access_row ROWS[] = {
	READS_REGISTERS(STAFF_CASE_WORKER),
	READS_REGISTERS(STAFF_SUPERVISOR),
	READS_REGISTERS(STAFF_COUNSELLOR),
	READS_REGISTERS(STAFF_LEGAL_OFFICER),
	READS_REGISTERS(STAFF_DATA_OFFICER),
	READS_REGISTERS(STAFF_ADMINISTRATOR),
	READS_REGISTERS(STAFF_HOST),
	READS_REGISTERS(STAFF_AUDITOR),
	READS_REGISTERS(STAFF_COALITION),

	/* The directory is kept by those who are in it. */
	{"organisation", STAFF_ADMINISTRATOR, RELATION_ORGANISATION, CHANGE, OPEN},
	{"programme", STAFF_ADMINISTRATOR, RELATION_ORGANISATION, CREATE | CHANGE, OPEN},
	/* Who comes to this server. */
	{"organisation", STAFF_HOST, RELATION_FOREIGN, CREATE | CHANGE | HISTORY, OPEN},
	{"organisation", STAFF_HOST, RELATION_ORGANISATION, CREATE | CHANGE, OPEN},

	OWN_ACCOUNT(STAFF_CASE_WORKER),
	OWN_ACCOUNT(STAFF_SUPERVISOR),
	OWN_ACCOUNT(STAFF_COUNSELLOR),
	OWN_ACCOUNT(STAFF_LEGAL_OFFICER),
	OWN_ACCOUNT(STAFF_DATA_OFFICER),
	OWN_ACCOUNT(STAFF_HOST),
	OWN_ACCOUNT(STAFF_AUDITOR),
	OWN_ACCOUNT(STAFF_COALITION),
	COLLEAGUES(STAFF_CASE_WORKER),
	COLLEAGUES(STAFF_SUPERVISOR),
	COLLEAGUES(STAFF_COUNSELLOR),
	COLLEAGUES(STAFF_LEGAL_OFFICER),
	{"account", STAFF_ADMINISTRATOR, RELATION_ORGANISATION,
	 LOOK | CREATE | CHANGE | HISTORY | ERASE, A | B},

	/* Clients. The classes that one sees grow with nearness, never with rank alone. */
	{"client", STAFF_CASE_WORKER, RELATION_ORGANISATION, CREATE, A | B},
	{"client", STAFF_CASE_WORKER, RELATION_ASSIGNED, WORK | EXPORT, A | B},
	{"client", STAFF_SUPERVISOR, RELATION_ORGANISATION, CREATE, A | B},
	{"client", STAFF_SUPERVISOR, RELATION_TEAM, WORK | ASSIGN | EXPORT | ERASE, A | B},
	{"client", STAFF_COUNSELLOR, RELATION_ASSIGNED, WORK, A | B | C},
	{"client", STAFF_LEGAL_OFFICER, RELATION_ASSIGNED, WORK, A | B},
	{"client", STAFF_DATA_OFFICER, RELATION_ORGANISATION, LIST | READ, B},

	{"note", STAFF_CASE_WORKER, RELATION_ASSIGNED, WORK | CREATE | EXPORT, A | B},
	{"note", STAFF_SUPERVISOR, RELATION_TEAM, WORK | CREATE | EXPORT, A | B},
	{"note", STAFF_COUNSELLOR, RELATION_ASSIGNED, WORK | CREATE, A | B | C},
	{"note", STAFF_LEGAL_OFFICER, RELATION_ASSIGNED, WORK | CREATE, A | B},
};

const struct access_row *access_rows(size_t *ret_count)
{
	*ret_count = COUNT_OF(ROWS);
	return ROWS;
}

/* ---- Names */

static const char *const ROLES[STAFF_ROLE_COUNT] = {
	[STAFF_CASE_WORKER] = "case_worker",
	[STAFF_SUPERVISOR] = "supervisor",
	[STAFF_COUNSELLOR] = "counsellor",
	[STAFF_LEGAL_OFFICER] = "legal_officer",
	[STAFF_DATA_OFFICER] = "data_officer",
	[STAFF_ADMINISTRATOR] = "administrator",
	[STAFF_HOST] = "host",
	[STAFF_AUDITOR] = "auditor",
	[STAFF_COALITION] = "coalition",
};
static const char *const RELATIONS[RELATION_COUNT] = {
	[RELATION_FOREIGN] = "foreign", [RELATION_ORGANISATION] = "organisation",
	[RELATION_TEAM] = "team",       [RELATION_ASSIGNED] = "assigned",
	[RELATION_SELF] = "self",
};
static const char *const DEEDS[DEED_COUNT] = {
	[DEED_READ] = "read",     [DEED_LIST] = "list",     [DEED_SEARCH] = "search",
	[DEED_CREATE] = "create", [DEED_CHANGE] = "change", [DEED_HISTORY] = "history",
	[DEED_ASSIGN] = "assign", [DEED_EXPORT] = "export", [DEED_ERASE] = "erase",
};

const char *staff_role_name(enum staff_role role)
{
	must(role < STAFF_ROLE_COUNT);
	return ROLES[role];
}

const char *relation_name(enum relation relation)
{
	must(relation < RELATION_COUNT);
	return RELATIONS[relation];
}

const char *deed_name(enum deed deed)
{
	must(deed < DEED_COUNT);
	return DEEDS[deed];
}

static bool role_of(struct slice name, enum staff_role *ret_role)
{
	for (size_t i = 0; i < COUNT_OF(ROLES); i++) {
		if (slice_is(name, ROLES[i])) {
			*ret_role = (enum staff_role)i;
			return true;
		}
	}
	return false;
}

bool staff_roles_parse(struct slice list, unsigned *ret_roles)
{
	unsigned roles = 0;
	struct slice item;

	while (slice_next_item(&list, &item)) {
		enum staff_role role;
		if (!role_of(item, &role)) {
			return false;
		}
		roles |= STAFF_BIT(role);
	}
	*ret_roles = roles;
	return true;
}

struct slice staff_roles_list(struct arena *arena, unsigned roles)
{
	struct slice list = S("");

	for (int role = 0; role < STAFF_ROLE_COUNT; role++) {
		if ((roles & STAFF_BIT(role)) != 0) {
			list = arena_format(arena, "%.*s%s%s", SLICE_PRINT(list),
					    slice_empty(list) ? "" : ";", ROLES[role]);
		}
	}
	return list;
}

/* ---- The decision */

static unsigned classes_of_kind(const struct kind *kind)
{
	unsigned classes = 0;

	for (size_t i = 0; i < kind->count; i++) {
		classes |= CLASS_BIT(kind->fields[i].class);
	}
	return classes;
}

static bool row_is_for(const struct access_row *row, const struct kind *kind,
		       enum relation relation)
{
	const bool is_kind = strcmp(row->kind, kind->name) == 0 ||
			     (kind_is_register(kind) && strcmp(row->kind, "*register") == 0);
	const bool is_near = row->relation == RELATION_FOREIGN || relation == RELATION_FOREIGN
				     ? row->relation == relation
				     : relation >= row->relation;
	return is_kind && is_near;
}

static struct decision of_staff(const struct actor *actor, const struct kind *kind,
				enum relation relation, enum deed deed)
{
	struct decision decision = {.allowed = false};

	for (size_t i = 0; i < COUNT_OF(ROWS); i++) {
		const struct access_row *row = &ROWS[i];
		if ((actor->roles & STAFF_BIT(row->role)) != 0 &&
		    (row->deeds & DEED_BIT(deed)) != 0 && row_is_for(row, kind, relation)) {
			decision.allowed = true;
			decision.classes |= row->classes;
		}
	}
	return decision;
}

/* A command at the machine keeps registers and accounts; clients it never opens. */
static struct decision of_console(const struct kind *kind)
{
	const bool is_account = strcmp(kind->name, "account") == 0;

	return (struct decision){
		.allowed = kind_is_register(kind) || is_account,
		.classes = is_account ? A | B : OPEN,
	};
}

/* Who signs in is known only after the account was read; nothing else is the program's own. */
static struct decision of_house(const struct kind *kind, enum deed deed)
{
	const unsigned deeds = READ | CHANGE;

	if (strcmp(kind->name, "account") == 0 && (deeds & DEED_BIT(deed)) != 0) {
		return (struct decision){.allowed = true, .classes = A | B};
	}
	return (struct decision){
		.allowed = kind_is_register(kind) && (LOOK & DEED_BIT(deed)) != 0,
		.classes = OPEN,
	};
}

static struct decision of_nobody(const struct kind *kind, enum deed deed)
{
	return (struct decision){
		.allowed = kind_is_register(kind) && (LOOK & DEED_BIT(deed)) != 0,
		.classes = OPEN,
	};
}

static struct decision raw_decision(const struct actor *actor, const struct kind *kind,
				    enum relation relation, enum deed deed)
{
	switch (actor->kind) {
	case ACTOR_STAFF:
		return of_staff(actor, kind, relation, deed);
	case ACTOR_CONSOLE:
		return of_console(kind);
	case ACTOR_HOUSE:
		return of_house(kind, deed);
	case ACTOR_NOBODY:
		break;
	}
	return of_nobody(kind, deed);
}

struct decision access_decide(const struct actor *actor, const struct kind *kind,
			      enum relation relation, enum deed deed)
{
	const unsigned opening = READ | CHANGE | HISTORY | EXPORT;
	struct decision decision = raw_decision(actor, kind, relation, deed);

	decision.classes = decision.allowed ? decision.classes & classes_of_kind(kind) : 0;
	decision.needs_reason = (decision.classes & C) != 0 && (opening & DEED_BIT(deed)) != 0;
	return decision;
}
