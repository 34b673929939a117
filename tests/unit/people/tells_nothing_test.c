/* What the tables of people/ tell to somebody who has them without the keys. */
#include "team.h"

#include "base/base64.h"
#include "base/clock.h"
#include "base/random.h"

enum { WORKER = STAFF_BIT(STAFF_CASE_WORKER) };

static const char *const TABLES[] = {"accounts", "sign_in_names", "secrets",    "sessions",
				     "links",    "attempts",      "api_tokens", "challenges",
				     "audit",    "history",       "blind_index"};

static bool holds(struct slice cell, struct slice planted)
{
	return slice_find(cell, planted) != SIZE_MAX;
}

/* As it is, in hexadecimal, in base64url. */
static void assert_not_in(struct house *house, const char *table, struct slice cell,
			  struct slice planted)
{
	struct arena *arena = house->c->arena;
	if (holds(cell, planted) || holds(cell, hex_encode(arena, planted.at, planted.length)) ||
	    holds(cell, base64url_encode(arena, planted))) {
		fail_msg("%s tells \"%.*s\"", table, SLICE_PRINT(planted));
	}
}

/* Cells with the organisation, which is no secret. */
static size_t open_cells;

static size_t look_at(struct house *house, struct db *db, const char *table,
		      const struct slice *planted, size_t count)
{
	struct stmt *stmt;
	bool row = false;
	size_t rows = 0;
	const struct slice *names;
	size_t columns;
	assert_ok(house->c, db_columns(house->c, db, table, &names, &columns));
	assert_ok(house->c,
		  db_prepare(house->c, db, arena_format(house->c->arena, "SELECT * FROM %s", table),
			     &stmt));
	assert_ok(house->c, stmt_step(house->c, stmt, &row));
	for (; row; rows++) {
		for (size_t i = 0; i < columns; i++) {
			open_cells += holds(stmt_text(stmt, (int)i), ORG_LOTUS) ? 1 : 0;
			for (size_t j = 0; j < count; j++) {
				assert_not_in(house, table, stmt_text(stmt, (int)i), planted[j]);
			}
		}
		assert_ok(house->c, stmt_step(house->c, stmt, &row));
	}
	stmt_finish(stmt);
	return rows;
}

static void no_name_address_token_label_or_password_is_in_any_table(void **state)
{
	struct house *house = *state;
	const int64_t now = clock_now_ms();
	struct slice codes[RECOVERY_CODES];
	struct slice secret;
	struct slice token;
	struct slice link;
	struct sign_in failed;
	size_t rows = 0;

	open_organisations(house);
	const struct slice id = active(house, ORG_LOTUS, "dara-signs-in", WORKER);
	(void)invited(house, ORG_LOTUS, "other-signs-in", WORKER, &link);
	(void)!sign_in(house, "dara-signs-in", S("a guess of mine"), ELSEWHERE, now, &failed);
	const struct slice session = signed_in(house, "dara-signs-in", now);
	const struct actor dara = actor_of(house, "dara-signs-in", now);
	struct door door = open_as(house, &HOUSE_ITSELF);
	assert_ok(house->c,
		  people_describe_session(house->c, &door, session, S("Firefox on Android"), now));
	assert_ok(house->c, secret_new_totp(house->c, &door, id, &secret));
	assert_ok(house->c, secret_new_recovery(house->c, &door, id, codes));
	door_close(&door);
	door = open_as(house, &dara);
	assert_ok(house->c, people_new_token(house->c, &door, S("token of the office"),
					     S("figures.read"), 9, &token));
	door_close(&door);
	const struct slice planted[] = {
		S("dara-signs-in"), S("ស្រីមុំ"),     HOME,     ELSEWHERE, PASSWORD,
		S("a guess"),       S("Firefox"), session,  link,      slice_between(token, 6, 49),
		S("of the office"), secret,       codes[0], codes[9],  S("$argon2id$"),
	};
	struct db *db = stores_borrow(house->stores);
	for (size_t i = 0; i < COUNT_OF(TABLES); i++) {
		rows += look_at(house, db, TABLES[i], planted, COUNT_OF(planted));
	}
	stores_return(house->stores, db);
	assert_true(rows > 30);
	assert_true(open_cells > 5); /* what stands in the open is seen: this test can see */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_EACH_HOUSE(no_name_address_token_label_or_password_is_in_any_table),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
