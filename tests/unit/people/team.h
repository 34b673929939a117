/* team.h - two organisations on one server with people in them, for the tests of people/. */
#ifndef SPEAN_TESTS_PEOPLE_TEAM_H
#define SPEAN_TESTS_PEOPLE_TEAM_H

#include "../../testing.h"

#include "people/passkey.h"
#include "people/people.h"
#include "support/house.h"

#define PASSWORD  S("five green boats on the river")
#define HOME      S("192.0.2.10")
#define ELSEWHERE S("198.51.100.20")

enum { SECOND = 1000, MINUTE = 60 * SECOND, HOUR = 60 * MINUTE };

static inline struct door open_as(struct house *house, const struct actor *actor)
{
	return house_door(house, actor);
}

static inline void open_organisations(struct house *house)
{
	struct door door;
	house_register_organisations(house);
	door = open_as(house, &HOUSE_CONSOLE);
	assert_ok(house->c, people_add_organisation(house->c, &door, ORG_LOTUS));
	assert_ok(house->c, people_add_organisation(house->c, &door, ORG_RIVER));
	door_close(&door);
}

static inline struct account somebody(struct slice organisation, const char *name, unsigned roles)
{
	return (struct account){
		.organisation = organisation,
		.sign_in_name = slice_of(name),
		.name = S("ស្រីមុំ Mom"),
		.team = S("team-a"),
		.language = S("km"),
		.roles = roles,
	};
}

/* Invited from the console. */
static inline struct slice invited(struct house *house, struct slice organisation, const char *name,
				   unsigned roles, struct slice *ret_link)
{
	struct door door = open_as(house, &HOUSE_CONSOLE);
	const struct account account = somebody(organisation, name, roles);
	struct slice id;
	assert_ok(house->c, people_invite(house->c, &door, &account, &id, ret_link));
	door_close(&door);
	return id;
}

/* Somebody who has set PASSWORD. */
static inline struct slice active(struct house *house, struct slice organisation, const char *name,
				  unsigned roles)
{
	struct slice link;
	const struct slice id = invited(house, organisation, name, roles, &link);
	struct door door = open_as(house, &HOUSE_ITSELF);
	assert_ok(house->c, people_accept(house->c, &door, link, PASSWORD));
	door_close(&door);
	return id;
}

static inline err sign_in(struct house *house, const char *name, struct slice password,
			  struct slice peer, int64_t now_ms, struct sign_in *ret_sign_in)
{
	struct door door = open_as(house, &HOUSE_ITSELF);
	const err result = people_sign_in(house->c, &door, slice_of(name), password, peer, now_ms,
					  ret_sign_in);
	door_close(&door);
	return result;
}

static inline struct slice signed_in(struct house *house, const char *name, int64_t now_ms)
{
	struct sign_in sign_in_;
	assert_ok(house->c, sign_in(house, name, PASSWORD, HOME, now_ms, &sign_in_));
	return sign_in_.session;
}

static inline err ask_session(struct house *house, struct slice token, int64_t now_ms,
			      struct session *ret_session, struct actor *ret_actor)
{
	struct door door = open_as(house, &HOUSE_ITSELF);
	const err result = people_session(house->c, &door, token, now_ms, ret_session, ret_actor);
	door_close(&door);
	return result;
}

/* The actor that a signed-in person is. */
static inline struct actor actor_of(struct house *house, const char *name, int64_t now_ms)
{
	struct session session;
	struct actor actor;
	assert_ok(house->c,
		  ask_session(house, signed_in(house, name, now_ms), now_ms, &session, &actor));
	return actor;
}

static inline void assert_session_ended(struct house *house, struct slice token, int64_t now_ms)
{
	struct session session;
	struct actor actor;
	assert_failed(house->c, ask_session(house, token, now_ms, &session, &actor), ERR_DENIED,
		      "people.session");
}

#endif
