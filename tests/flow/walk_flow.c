/* walk_flow.c - every route, asked by everybody: held to the one readable table walk.table.
 *
 * A route without a row fails, and so does a row without a route. Who is not in a column of the
 * table has no account. */
#include "staff.h"

#include "base/file.h"
#include "web/internal.h"

/* The columns of the table, in its order. Everybody but OTHER is of one organisation. */
enum column {
	ANYONE,
	HALF, /* the password is given, the second factor is not */
	BARE, /* an administrator without a second factor set up */
	WORKER,
	SUPERVISOR,
	COUNSELLOR,
	LEGAL,
	DATA,
	ADMINISTRATOR,
	HOST,
	AUDITOR,
	COALITION,
	OTHER, /* every role, in another organisation */
	TOKEN, /* an administrator's API token that may open /today and nothing else */
	COLUMNS,
};
enum { EXTRA = COLUMNS, PEOPLE };

#define HOME "hagar"
static const struct person EVERYBODY[PEOPLE] = {
	[HALF] = {.name = "half", .organisation = HOME, .roles = "administrator"},
	[BARE] = {.name = "bare", .organisation = HOME, .roles = "administrator"},
	[WORKER] = {.name = "worker", .organisation = HOME, .roles = "case_worker"},
	[SUPERVISOR] = {.name = "supervisor", .organisation = HOME, .roles = "supervisor"},
	[COUNSELLOR] = {.name = "counsellor", .organisation = HOME, .roles = "counsellor"},
	[LEGAL] = {.name = "legal", .organisation = HOME, .roles = "legal_officer"},
	[DATA] = {.name = "data", .organisation = HOME, .roles = "data_officer"},
	[ADMINISTRATOR] = {.name = "admin", .organisation = HOME, .roles = "administrator"},
	[HOST] = {.name = "host", .organisation = HOME, .roles = "host"},
	[AUDITOR] = {.name = "auditor", .organisation = HOME, .roles = "auditor"},
	[COALITION] = {.name = "coalition", .organisation = HOME, .roles = "coalition"},
	[OTHER] = {.name = "other",
		   .organisation = "iom",
		   .roles = "administrator;supervisor;auditor;host;coalition"},
	[TOKEN] = {.name = "program", .organisation = HOME, .roles = "administrator"},
	[EXTRA] = {.name = "extra", .organisation = HOME, .roles = "case_worker"},
};

/* METHOD ROUTE TARGET and one status for everybody, or one a column. "POST!" ends the session of
 * whoever sends it. A target may have a form behind '|'. */
struct row {
	struct slice method, route, target, form;
	bool ends_session;
	size_t count;
	int64_t status[COLUMNS];
};

static struct row row_of(struct slice line)
{
	struct slice words[3 + COLUMNS] = {0};
	size_t count = 0;
	struct slice word;

	while (slice_next(&line, ' ', &word)) {
		if (word.length > 0) {
			assert_true(count < COUNT_OF(words));
			words[count++] = word;
		}
	}
	struct row row = {.route = words[1], .count = count - 3};
	if (count != 4 && count != 3 + COLUMNS) {
		fail_msg("%zu statuses for %.*s", row.count, SLICE_PRINT(words[2]));
	}
	row.ends_session = slice_ends(words[0], S("!"));
	row.method = slice_between(words[0], 0, slice_find_byte(words[0], '!'));
	const size_t bar = slice_find_byte(words[2], '|');
	row.target = slice_between(words[2], 0, bar);
	row.form = bar == SIZE_MAX ? S("") : slice_between(words[2], bar + 1, words[2].length);
	for (size_t i = 0; i < row.count; i++) {
		assert_true(slice_to_int64(words[3 + i], &row.status[i]));
	}
	return row;
}

static struct slice read_table(struct flow *flow)
{
	struct slice text;
	assert_int_equal(
		file_read(&flow->c, SPEAN_SOURCE_DIR "/tests/flow/walk.table", 1 << 20, &text), OK);
	return text;
}

static bool next_row(struct slice *rest, struct row *ret_row)
{
	struct slice line;
	while (slice_next(rest, '\n', &line)) {
		if (!slice_empty(slice_trim(line)) && line.at[0] != '#') {
			*ret_row = row_of(line);
			return true;
		}
	}
	return false;
}

static bool is_row_of(const struct row *row, const struct route *route)
{
	return slice_is(row->route, route->path) &&
	       slice_is(row->method, route->method == HTTP_POST ? "POST" : "GET");
}

static void every_route_has_a_row_and_every_row_a_route(void **state)
{
	struct flow *flow = *state;
	size_t count;
	const struct route_table *tables = route_tables(flow->c.arena, &count);
	size_t routes = 0;

	for (size_t i = 0; i < count; i++) {
		for (size_t j = 0; j < tables[i].count; j++) {
			const struct route *route = &tables[i].routes[j];
			struct slice rest = read_table(flow);
			struct row row;
			bool found = false;
			while (next_row(&rest, &row)) {
				found = found || is_row_of(&row, route);
			}
			if (!found) {
				fail_msg("no row for %s", route->path);
			}
			assert_int_not_equal(route->permission, PERMISSION_UNSET);
			assert_non_null(route->what);
			routes++;
		}
	}
	struct slice rest = read_table(flow);
	struct row row;
	while (next_row(&rest, &row)) {
		bool found = false;
		for (size_t i = 0; i < count; i++) {
			for (size_t j = 0; j < tables[i].count; j++) {
				found = found || is_row_of(&row, &tables[i].routes[j]);
			}
		}
		if (!found) {
			fail_msg("no route for the row %.*s", SLICE_PRINT(row.route));
		}
	}
	assert_true(routes > 15);
}

static struct person people[PEOPLE];

/* An API token of somebody who may do more than the token. */
static void make_bearer(struct flow *flow, struct person *person, const char *scope)
{
	const struct slice form = arena_format(
		flow->c.arena, "label=walk&scope=%s&days=2&password=%s", scope, STAFF_PASSWORD);
	const struct reply reply = staff_post(flow, person, "/account/tokens", form.at);
	const size_t at = slice_find(reply.body, S("spean_"));
	assert_int_equal(reply.status, 200);
	assert_true(at != SIZE_MAX);
	const struct slice rest = slice_between(reply.body, at, reply.body.length);
	person->bearer =
		arena_cstr(flow->c.arena, slice_between(rest, 0, slice_find_byte(rest, '<')));
	person->cookie = NULL;
}

static void find_id(struct flow *flow, struct person *person)
{
	const struct reply list = staff_get(flow, &people[ADMINISTRATOR], "/people.json");
	const struct json_value *all = NULL;

	assert_int_equal(list.status, 200);
	assert_int_equal(json_parse(&flow->c, list.body, &all), OK);
	for (size_t i = 0; i < all->count; i++) {
		if (json_is(json_at(&all->items[i], "sign_in_name"), person->name)) {
			person->id = json_at(&all->items[i], "id")->text;
		}
	}
	assert_true(person->id.length > 0);
}

static int bring_people(void **state)
{
	struct flow *flow = *state;

	if (people[WORKER].name != NULL && people[WORKER].cookie != NULL) {
		return 0;
	}
	memcpy(people, EVERYBODY, sizeof people);
	staff_organisation(flow, HOME);
	staff_organisation(flow, people[OTHER].organisation);
	for (size_t i = HALF; i < PEOPLE; i++) {
		staff_invite(flow, &people[i]);
		if (i == EXTRA) {
			continue;
		}
		staff_accept(flow, &people[i]);
		if (i != BARE) {
			staff_set_up(flow, &people[i]);
		}
	}
	find_id(flow, &people[EXTRA]);
	staff_sign_in_half(flow, &people[HALF]);
	make_bearer(flow, &people[TOKEN], "work");
	return 0;
}

/* The next engine has a store of its own. */
static int forget_people(void **state)
{
	(void)state;
	memset(people, 0, sizeof people);
	return 0;
}

/* An asset's address has a hash that only a page knows, an account an id, a link a token. */
static const char *real_target(struct flow *flow, struct slice target)
{
	if (slice_starts(target, S("/people/EXTRA"))) {
		return arena_format(flow->c.arena, "/people/%.*s%.*s",
				    SLICE_PRINT(people[EXTRA].id),
				    SLICE_PRINT(slice_between(target, 13, target.length)))
			.at;
	}
	if (slice_is(target, "/welcome/LINK")) {
		return people[EXTRA].link;
	}
	if (!slice_starts(target, S("/assets/BUILD/"))) {
		return arena_cstr(flow->c.arena, target);
	}
	const struct reply page = server_get(flow->c.arena, &flow->server, "/");
	const size_t at = slice_find(page.body, S("/assets/"));
	assert_true(at != SIZE_MAX);
	return arena_cstr(flow->c.arena,
			  arena_format(flow->c.arena, "%.*s%.*s",
				       SLICE_PRINT(slice_between(page.body, at, at + 24)),
				       SLICE_PRINT(slice_between(target, 13, target.length))));
}

static void check_headers(const struct row *row, const struct reply *reply)
{
	static const char *const NAMES[] = {"Content-Security-Policy", "X-Content-Type-Options",
					    "Referrer-Policy"};
	for (size_t i = 0; i < COUNT_OF(NAMES); i++) {
		if (slice_empty(reply_header(reply, NAMES[i]))) {
			fail_msg("%.*s has no %s", SLICE_PRINT(row->route), NAMES[i]);
		}
	}
	assert_true(slice_find(reply_header(reply, NAMES[0]), S("unsafe")) == SIZE_MAX);
}

static const char *column_name(size_t column)
{
	return column == ANYONE ? "anyone" : EVERYBODY[column].name;
}

/* Nothing private may be kept by anybody on the way. */
static void check_privacy(const struct row *row, const struct reply *reply)
{
	if (row->count > 1 && !slice_is(reply_header(reply, "Cache-Control"), "no-store")) {
		fail_msg("%.*s may be kept", SLICE_PRINT(row->route));
	}
}

static struct reply ask(struct flow *flow, const struct row *row, size_t column)
{
	const struct person *person = column == ANYONE ? NULL : &people[column];
	const char *target = real_target(flow, row->target);

	return slice_is(row->method, "POST")
		       ? staff_post(flow, person, target, arena_cstr(flow->c.arena, row->form))
		       : staff_get(flow, person, target);
}

static void ask_as(struct flow *flow, const struct row *row, size_t column, size_t *wrong)
{
	const struct reply reply = ask(flow, row, column);

	if (reply.status != row->status[column]) {
		print_error("%.*s %.*s as %s: %d, the table says %d\n", SLICE_PRINT(row->method),
			    SLICE_PRINT(row->target), column_name(column), reply.status,
			    (int)row->status[column]);
		(*wrong)++;
	}
	check_headers(row, &reply);
	check_privacy(row, &reply);
	if (row->ends_session && column > BARE && column != TOKEN) {
		staff_sign_in(flow, &people[column]);
	}
}

static void every_row_answers_as_the_table_says(void **state)
{
	struct flow *flow = *state;
	struct slice rest = read_table(flow);
	struct row row;
	size_t wrong = 0;

	while (next_row(&rest, &row)) {
		for (size_t column = 0; column < row.count; column++) {
			ask_as(flow, &row, column, &wrong);
		}
		if (!slice_is(row.method, "GET")) {
			continue;
		}
		const struct reply head =
			server_request(flow->c.arena, &flow->server, "HEAD",
				       real_target(flow, row.target), "", (struct slice){0});
		assert_int_equal(head.status, row.status[ANYONE]);
		assert_int_equal(head.body.length, 0);
	}
	assert_int_equal(wrong, 0);
}

/* A form of another page, of another session, without a token: nothing is done, whoever sends it.
 */
static void no_form_is_taken_without_its_level(void **state)
{
	struct flow *flow = *state;
	struct person forger = people[ADMINISTRATOR];
	struct slice rest = read_table(flow);
	struct row row;
	size_t forms = 0;

	forger.form_token = people[WORKER].form_token;
	while (next_row(&rest, &row)) {
		if (!slice_is(row.method, "POST") || row.count == 1) {
			continue;
		}
		const char *target = real_target(flow, row.target);
		assert_int_equal(staff_post(flow, &forger, target, "").status, 403);
		const struct slice headers = arena_format(
			flow->c.arena,
			"Content-Type: application/x-www-form-urlencoded\r\nCookie: %s\r\n"
			"Origin: http://elsewhere.example\r\n",
			people[ADMINISTRATOR].cookie);
		const struct slice body = arena_format(
			flow->c.arena, "token=%.*s&%.*s",
			SLICE_PRINT(people[ADMINISTRATOR].form_token), SLICE_PRINT(row.form));
		const struct reply reply = server_request(flow->c.arena, &flow->server, "POST",
							  target, headers.at, body);
		if (reply.status != 403) {
			fail_msg("%s from elsewhere: %d", target, reply.status);
		}
		forms++;
	}
	assert_true(forms > 15);
}

/* And no page, whatever its scope: a token is for programs. */
static void a_token_opens_what_its_scope_says_until_it_ends(void **state)
{
	struct flow *flow = *state;
	struct person program = people[ADMINISTRATOR];

	make_bearer(flow, &program, "accounts");
	assert_int_equal(staff_get(flow, &program, "/people.json").status, 200);
	assert_int_equal(staff_get(flow, &program, "/log.json").status, 403);
	assert_int_equal(staff_get(flow, &program, "/people").status, 303);
	const struct reply account = staff_get(flow, &people[ADMINISTRATOR], "/account");
	const size_t at = slice_find(account.body, S("action=\"/account/tokens/end\""));
	assert_true(at != SIZE_MAX);
	const struct reply end = {.body = slice_between(account.body, at, account.body.length)};
	const struct slice key = staff_field(flow, &end, "key");
	assert_int_equal(staff_post(flow, &people[ADMINISTRATOR], "/account/tokens/end",
				    arena_format(flow->c.arena, "key=%.*s", SLICE_PRINT(key)).at)
				 .status,
			 303);
	assert_int_equal(staff_get(flow, &program, "/people.json").status, 401);
}

/* An administrator locks somebody: the next request of an open session is refused. */
static void who_is_locked_out_loses_access_at_once(void **state)
{
	struct flow *flow = *state;
	struct person *worker = &people[WORKER];

	find_id(flow, worker);
	assert_int_equal(staff_get(flow, worker, "/today").status, 200);
	const struct slice lock =
		arena_format(flow->c.arena, "/people/%.*s/lock", SLICE_PRINT(worker->id));
	const struct slice unlock =
		arena_format(flow->c.arena, "/people/%.*s/unlock", SLICE_PRINT(worker->id));
	assert_int_equal(staff_post(flow, &people[ADMINISTRATOR], lock.at, "").status, 303);
	assert_int_equal(staff_get(flow, worker, "/today").status, 303);
	assert_int_equal(staff_post(flow, &people[ADMINISTRATOR], unlock.at, "").status, 303);
	staff_sign_in(flow, worker);
	assert_int_equal(staff_get(flow, worker, "/today").status, 200);
}

static bool is_get(const struct row *row)
{
	return slice_is(row->method, "GET");
}

static bool takes_forms(struct flow *flow, struct slice route)
{
	struct slice rest = read_table(flow);
	struct row row;

	while (next_row(&rest, &row)) {
		if (!is_get(&row) && slice_equal(row.route, route)) {
			return true;
		}
	}
	return false;
}

static void no_route_takes_a_method_that_it_does_not_have(void **state)
{
	struct flow *flow = *state;
	static const char *const METHODS[] = {"POST", "PUT", "DELETE", "PATCH", "TRACE"};
	struct slice rest = read_table(flow);
	struct row row;

	while (next_row(&rest, &row)) {
		const bool plain = row.status[ANYONE] == 200 && is_get(&row);
		for (size_t i = takes_forms(flow, row.route); i < COUNT_OF(METHODS) && plain; i++) {
			const struct reply reply = server_request(
				flow->c.arena, &flow->server, METHODS[i],
				real_target(flow, row.target), "", (struct slice){0});
			if (reply.status != 405 && reply.status != 501) {
				fail_msg("%s %.*s: %d", METHODS[i], SLICE_PRINT(row.target),
					 reply.status);
			}
		}
	}
}

static void asking_changes_nothing(void **state)
{
	struct flow *flow = *state;
	const char *const arguments[] = {"export", "programme", "--store", flow->place, NULL};
	struct slice before;
	struct slice after;
	struct slice words;
	struct slice rest = read_table(flow);
	struct row row;

	assert_int_equal(program_run(flow->c.arena, arguments, &before, &words), 0);
	while (next_row(&rest, &row)) {
		if (is_get(&row)) {
			(void)staff_get(flow, &people[ADMINISTRATOR],
					real_target(flow, row.target));
		}
	}
	assert_int_equal(program_run(flow->c.arena, arguments, &after, &words), 0);
	assert_true(before.length > 1000 && slice_equal(before, after));
}

/* Parameters of every kind, thrown at every route: a clear refusal or a page, never a fault. */
static void nonsense_is_refused_in_words(void **state)
{
	struct flow *flow = *state;
	static const char *const QUERIES[] = {
		"?x=1",
		"?lang=xx",
		"?%ff",
		"?form=999",
		"?sex=%00",
		"?on=2016-02-31",
		"?id=F-001&id=nothing",
		"?destination=XX&form=1",
		"?sex=female&age=-1",
	};
	struct slice rest = read_table(flow);
	struct row row;

	while (next_row(&rest, &row)) {
		const size_t mark = slice_find_byte(row.target, '?');
		if (!is_get(&row)) {
			continue;
		}
		const struct slice path = slice_between(row.target, 0, mark);
		for (size_t i = 0; i < COUNT_OF(QUERIES); i++) {
			const char *target = arena_cstr(
				flow->c.arena, arena_format(flow->c.arena, "%s%s",
							    real_target(flow, path), QUERIES[i]));
			const struct reply reply = staff_get(flow, &people[OTHER], target);
			if (reply.status >= 500) {
				fail_msg("%s: %d", target, reply.status);
			}
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_route_has_a_row_and_every_row_a_route),
		cmocka_unit_test_setup(every_row_answers_as_the_table_says, bring_people),
		cmocka_unit_test(no_form_is_taken_without_its_level),
		cmocka_unit_test(a_token_opens_what_its_scope_says_until_it_ends),
		cmocka_unit_test(who_is_locked_out_loses_access_at_once),
		cmocka_unit_test(no_route_takes_a_method_that_it_does_not_have),
		cmocka_unit_test(asking_changes_nothing),
		cmocka_unit_test_teardown(nonsense_is_refused_in_words, forget_people),
	};
	return flow_run(tests, COUNT_OF(tests));
}
