/* Hashing a password takes its time; whoever waits for it leaves the store to the others. */
#include "team.h"

#include <pthread.h>
#include <stdatomic.h>

#include "base/clock.h"
#include "record/secret.h"

struct reader {
	struct store *store;
	err result;
	_Atomic bool is_done;
};

static void *read_once(void *argument)
{
	struct reader *reader = argument;
	struct ctx c = {.arena = arena_create()};
	struct db *db;

	reader->result = store_borrow(&c, reader->store, &db);
	if (reader->result == OK) {
		store_return(reader->store, db);
	}
	atomic_store(&reader->is_done, true);
	arena_destroy(c.arena);
	return NULL;
}

/* The only connection of this store is with the door of whoever signs in. */
static void a_page_is_served_while_somebody_waits_for_the_password(void **state)
{
	struct house *house = *state;
	struct store_options options = stores_options(house->stores, STORE_OPEN);
	struct reader reader = {.is_done = false};
	struct door door;
	pthread_t thread;

	open_organisations(house);
	(void)active(house, ORG_LOTUS, "dara", STAFF_BIT(STAFF_CASE_WORKER));
	options.connections_max = 1;
	assert_ok(house->c, store_open(house->c, &options, &reader.store));
	assert_ok(house->c, door_open_for(house->c, reader.store, house->vault, house->model,
					  &HOUSE_ITSELF, &door));
	assert_int_equal(pthread_create(&thread, NULL, read_once, &reader), 0);
	do {
		struct sign_in ignored;
		assert_ok(house->c, people_sign_in(house->c, &door, S("dara"), PASSWORD, HOME,
						   clock_now_ms(), &ignored));
	} while (!atomic_load(&reader.is_done));
	assert_int_equal(pthread_join(thread, NULL), 0);
	assert_int_equal(reader.result, OK);
	door_close(&door);
	store_close(reader.store);
}

/* The owner changes the password while somebody with the old one waits. */
static void a_password_that_was_right_before_it_was_changed_opens_nothing(void **state)
{
	struct house *house = *state;
	struct slice before;
	struct slice after;

	open_organisations(house);
	const struct slice id = active(house, ORG_LOTUS, "dara", STAFF_BIT(STAFF_CASE_WORKER));
	struct door door = open_as(house, &HOUSE_ITSELF);
	assert_ok(house->c, secret_check_password(house->c, &door, id, PASSWORD, &before));
	assert_ok(house->c, secret_password_holds(house->c, &door, id, before));
	assert_ok(house->c, secret_hash_password(house->c, &door, PASSWORD, &after));
	assert_ok(house->c, secret_set_password(house->c, &door, id, after));
	assert_failed(house->c, secret_password_holds(house->c, &door, id, before), ERR_DENIED,
		      "secret.wrong");
	assert_failed(house->c, secret_password_holds(house->c, &door, id, S("")), ERR_DENIED,
		      "secret.wrong");
	door_close(&door);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		IN_EACH_HOUSE(a_page_is_served_while_somebody_waits_for_the_password),
		IN_EACH_HOUSE(a_password_that_was_right_before_it_was_changed_opens_nothing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
