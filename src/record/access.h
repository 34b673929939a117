/* access.h - who may do what to which record: one table (access.c), read by the code, shown on a
 * page, walked by the tests.
 *
 * The decision is role x relation to the record x class x deed (docs/design.md, section 6). It is a
 * pure function of the table; what the relation is, the door finds out (assignments, teams,
 * grants). What no row allows is denied. A person with several roles may what any of them may.
 *
 * Seen from another organisation a record does not exist: ERR_NOT_FOUND, not ERR_DENIED.
 */
#ifndef SPEAN_RECORD_ACCESS_H
#define SPEAN_RECORD_ACCESS_H

#include "model/model.h"

/* Kept by name ("case_worker"), several with ';' between; bits here. */
enum staff_role {
	STAFF_CASE_WORKER,   /* own clients, classes A and B */
	STAFF_SUPERVISOR,    /* clients of the own team; is told of broken glass; allows */
	STAFF_COUNSELLOR,    /* class C of own clients */
	STAFF_LEGAL_OFFICER, /* A, B and legal notes of clients assigned */
	STAFF_DATA_OFFICER,  /* never A or C */
	STAFF_ADMINISTRATOR, /* accounts and programmes of the organisation, never files */
	STAFF_HOST,          /* organisations on this server, never files */
	STAFF_AUDITOR,       /* the log only */
	STAFF_COALITION,     /* what is stale in the directory; asks for confirmation */
	STAFF_ROLE_COUNT
};
const char *staff_role_name(enum staff_role role);
#define STAFF_BIT(role) (1u << (role))
/* A list of names as bits; false when one is no role. */
bool staff_roles_parse(struct slice list, unsigned *ret_roles);
struct slice staff_roles_list(struct arena *arena, unsigned roles);

enum actor_kind {
	ACTOR_NOBODY,  /* not signed in: public registers, reading */
	ACTOR_CONSOLE, /* a command at the machine: registers; accounts and keys, never files */
	ACTOR_STAFF,   /* signed in, or a token of such a person */
	ACTOR_HOUSE,   /* the program itself, before anybody is known: signing in, jobs */
};
/* Lives as long as the door that has it. */
struct actor {
	enum actor_kind kind;
	struct slice account; /* id; empty unless STAFF */
	struct slice organisation;
	struct slice team; /* may be empty */
	unsigned roles;    /* STAFF_BITs */
	struct slice
		purpose; /* code of what this is done for ("casework", "supervision", "audit") */
	struct slice reason; /* typed: asked for class C, broken glass, export, erasure */
};

enum relation {
	RELATION_FOREIGN,      /* of another organisation */
	RELATION_ORGANISATION, /* of the own one, nothing nearer */
	RELATION_TEAM,         /* assigned to somebody of the own team */
	RELATION_ASSIGNED,     /* own client */
	RELATION_SELF,         /* the own account */
	RELATION_COUNT
};
enum deed {
	DEED_READ,
	DEED_LIST,
	DEED_SEARCH,
	DEED_CREATE,
	DEED_CHANGE,
	DEED_HISTORY,
	DEED_ASSIGN,
	DEED_EXPORT, /* with names: two people */
	DEED_ERASE,  /* two people */
	DEED_COUNT
};
const char *deed_name(enum deed deed);
const char *relation_name(enum relation relation);

#define CLASS_BIT(class) (1u << (class))
#define DEED_BIT(deed)   (1u << (deed))
struct access_row {
	const char *kind; /* "client", or "*register" for every public register */
	enum staff_role role;
	enum relation relation; /* this or a nearer one, FOREIGN only itself */
	unsigned deeds;         /* DEED_BITs */
	unsigned classes;       /* CLASS_BITs that may be seen and, with DEED_CHANGE, written */
};
const struct access_row *access_rows(size_t *ret_count);

struct decision {
	bool allowed;
	unsigned classes;
	bool needs_reason; /* class C is among what is read: allowed only with actor.reason */
};
/* `kind` of the record. */
struct decision access_decide(const struct actor *actor, const struct kind *kind,
			      enum relation relation, enum deed deed);

#endif
