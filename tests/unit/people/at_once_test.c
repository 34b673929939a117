/* What is good once is good once, also for several who come at the same moment. */
#include "team.h"

#include <pthread.h>

enum { COMERS = 4 };

struct comer;
typedef err coming(struct ctx *c, struct door *door, struct comer *comer);
struct comer {
	struct house *house;
	coming *come;
	struct slice token; /* of a half session, or a link */
	struct slice code;
	int64_t now_ms;
	int number;
	err result;
};

static void *run(void *argument)
{
	struct comer *comer = argument;
	struct ctx c = {.arena = arena_create()};
	struct door door;

	comer->result = door_open_for(&c, comer->house->stores->store, comer->house->vault,
				      comer->house->model, &HOUSE_ITSELF, &door);
	if (comer->result == OK) {
		comer->result = comer->come(&c, &door, comer);
		door_close(&door);
	}
	arena_destroy(c.arena);
	return NULL;
}

/* How many came in; the others were refused, or told that somebody was before them. */
static size_t all_at_once(struct comer comers[COMERS])
{
	pthread_t threads[COMERS];
	size_t came = 0;

	for (int i = 0; i < COMERS; i++) {
		assert_int_equal(pthread_create(&threads[i], NULL, run, &comers[i]), 0);
	}
	for (int i = 0; i < COMERS; i++) {
		assert_int_equal(pthread_join(threads[i], NULL), 0);
		assert_true(comers[i].result == OK || comers[i].result == ERR_DENIED ||
			    comers[i].result == ERR_CONFLICT);
		came += comers[i].result == OK ? 1 : 0;
	}
	return came;
}

static err use_code(struct ctx *c, struct door *door, struct comer *comer)
{
	const struct slice peer = arena_format(c->arena, "192.0.2.%d", comer->number);
	struct sign_in whole;

	return people_second(c, door, comer->token, FACTOR_RECOVERY, comer->code, peer,
			     comer->now_ms, &whole);
}

static void of_many_with_one_recovery_code_one_comes_in(void **state)
{
	struct house *house = *state;
	const struct secret passkey = {.name = S("one"), .label = S("phone"), .bytes = S("key")};
	const int64_t now = clock_now_ms();
	struct slice codes[RECOVERY_CODES];
	struct comer comers[COMERS];

	open_organisations(house);
	const struct slice id = active(house, ORG_LOTUS, "dara", STAFF_BIT(STAFF_CASE_WORKER));
	struct door door = open_as(house, &HOUSE_ITSELF);
	assert_ok(house->c, secret_put(house->c, &door, SECRET_PASSKEY, id, &passkey));
	assert_ok(house->c, secret_new_recovery(house->c, &door, id, codes));
	door_close(&door);
	for (int i = 0; i < COMERS; i++) {
		comers[i] = (struct comer){.house = house,
					   .come = use_code,
					   .token = signed_in(house, "dara", now),
					   .code = codes[0],
					   .now_ms = now,
					   .number = i + 1};
	}
	assert_int_equal(all_at_once(comers), 1);
}

static err use_link(struct ctx *c, struct door *door, struct comer *comer)
{
	return people_accept(c, door, comer->token,
			     arena_format(c->arena, "a calm evening, number %d", comer->number));
}

static void of_many_with_one_link_one_becomes_that_person(void **state)
{
	struct house *house = *state;
	struct comer comers[COMERS];
	struct slice link;
	size_t open = 0;

	open_organisations(house);
	(void)invited(house, ORG_LOTUS, "dara", STAFF_BIT(STAFF_CASE_WORKER), &link);
	for (int i = 0; i < COMERS; i++) {
		comers[i] = (struct comer){
			.house = house, .come = use_link, .token = link, .number = i};
	}
	assert_int_equal(all_at_once(comers), 1);
	for (int i = 0; i < COMERS; i++) {
		struct sign_in mine;
		const struct slice password =
			arena_format(house->c->arena, "a calm evening, number %d", i);
		open += sign_in(house, "dara", password, HOME, clock_now_ms(), &mine) == OK ? 1 : 0;
	}
	assert_int_equal(open, 1);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		IN_EACH_HOUSE(of_many_with_one_recovery_code_one_comes_in),
		IN_EACH_HOUSE(of_many_with_one_link_one_becomes_that_person),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
