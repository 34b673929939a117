/* staff.h - people of a served store, as a flow meets them: invited at the machine, signed in over
 * the socket as a browser would.
 */
#ifndef SPEAN_TESTS_FLOW_STAFF_H
#define SPEAN_TESTS_FLOW_STAFF_H

#include "flow.h"

enum { STAFF_CODES = 10 };
struct person {
	const char *name; /* also the sign-in name */
	const char *organisation;
	const char *roles; /* "case_worker;auditor" */
	const char *team;  /* NULL: none */
	struct slice id;
	const char *link;        /* "/welcome/..." until it is used */
	const char *cookie;      /* "spean=..."; NULL: no session */
	struct slice form_token; /* of its session */
	struct slice recovery[STAFF_CODES];
	size_t recovery_used;
	const char *bearer; /* an API token instead of a cookie */
};
/* As a form carries it: "calm river bridge lantern". */
#define STAFF_PASSWORD "calm+river+bridge+lantern"

/* `spean user add`; the organisation must be one of this server (staff_organisation). */
void staff_organisation(struct flow *flow, const char *organisation);
void staff_invite(struct flow *flow, struct person *person);
/* Use the link: a first password. Signed in from then on, without a second factor. */
void staff_accept(struct flow *flow, struct person *person);
/* One-time codes and recovery codes. */
void staff_set_up(struct flow *flow, struct person *person);
/* A new session; half of one, and the whole. */
void staff_sign_in_half(struct flow *flow, struct person *person);
void staff_sign_in(struct flow *flow, struct person *person);

/* Requests as this person (NULL: nobody). `form` is urlencoded without the form token, which is put
 * before it. */
struct reply staff_get(struct flow *flow, const struct person *person, const char *target);
struct reply staff_post(struct flow *flow, const struct person *person, const char *target,
			const char *form);
/* The value of the first `name="NAME" value="..."` of a page; fails where there is none. */
struct slice staff_field(struct flow *flow, const struct reply *reply, const char *name);
/* The code that an app shows for this secret (base 32) now. */
struct slice staff_code(struct flow *flow, struct slice secret);

#endif
