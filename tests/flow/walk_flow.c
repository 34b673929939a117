/* walk_flow.c - every route, asked by everybody: held to the one readable table walk.table.
 *
 * A route without a row fails, and so does a row without a route. Roles join as columns when people
 * do.
 */
#include "flow.h"

#include "base/file.h"
#include "web/internal.h"

struct row {
	struct slice method, route, target;
	int64_t status;
};

static struct row row_of(struct slice line)
{
	struct slice words[4] = {0};
	size_t count = 0;
	struct slice word;

	while (slice_next(&line, ' ', &word)) {
		if (word.length > 0) {
			assert_true(count < COUNT_OF(words));
			words[count++] = word;
		}
	}
	struct row row = {.method = words[0], .route = words[1], .target = words[2]};
	assert_int_equal(count, COUNT_OF(words));
	assert_true(slice_to_int64(words[3], &row.status));
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

static const struct route_table *all_tables(size_t *ret_count)
{
	static struct route_table tables[8];
	tables[0] = home_routes();
	tables[1] = directory_routes();
	tables[2] = match_routes();
	tables[3] = law_routes();
	tables[4] = figures_routes();
	tables[5] = assets_routes();
	tables[6] = http_routes();
	tables[7] = places_routes();
	*ret_count = 8;
	return tables;
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
	const struct route_table *tables = all_tables(&count);
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

/* The asset's address has a hash that only a page knows. */
static const char *real_target(struct flow *flow, struct slice target)
{
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

static void every_row_answers_as_the_table_says(void **state)
{
	struct flow *flow = *state;
	struct slice rest = read_table(flow);
	struct row row;

	while (next_row(&rest, &row)) {
		const char *method = arena_cstr(flow->c.arena, row.method);
		const char *target = real_target(flow, row.target);
		const struct reply reply = server_request(flow->c.arena, &flow->server, method,
							  target, "", (struct slice){0});
		if (reply.status != row.status) {
			fail_msg("%s %s: %d, the table says %d", method, target, reply.status,
				 (int)row.status);
		}
		check_headers(&row, &reply);
		const struct reply head = server_request(flow->c.arena, &flow->server, "HEAD",
							 target, "", (struct slice){0});
		assert_int_equal(head.status, reply.status);
		assert_int_equal(head.body.length, 0);
	}
}

static void no_route_takes_a_method_that_it_does_not_have(void **state)
{
	struct flow *flow = *state;
	static const char *const METHODS[] = {"POST", "PUT", "DELETE", "PATCH", "TRACE"};
	struct slice rest = read_table(flow);
	struct row row;

	while (next_row(&rest, &row)) {
		for (size_t i = 0; i < COUNT_OF(METHODS) && row.status == 200; i++) {
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
		(void)server_get(flow->c.arena, &flow->server, real_target(flow, row.target));
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
		const struct slice path = slice_between(row.target, 0, mark);
		for (size_t i = 0; i < COUNT_OF(QUERIES); i++) {
			const char *target = arena_cstr(
				flow->c.arena, arena_format(flow->c.arena, "%s%s",
							    real_target(flow, path), QUERIES[i]));
			const struct reply reply = server_get(flow->c.arena, &flow->server, target);
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
		cmocka_unit_test(every_row_answers_as_the_table_says),
		cmocka_unit_test(no_route_takes_a_method_that_it_does_not_have),
		cmocka_unit_test(asking_changes_nothing),
		cmocka_unit_test(nonsense_is_refused_in_words),
	};
	return flow_run(tests, COUNT_OF(tests));
}
