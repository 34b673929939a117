/* Every row of data/scenarios.csv must come out exactly as it says. */
#include "fixture.h"

static const char *const IGNORED[] = {
	"id",
	"pseudonym",
	"origin_province",
	"recruitment_channel",
	"repatriation_route",
	"entry_point",
	"identification_source",
	"children",
	"guardian",
	"documents",
	"risks",
	"consent_given",
	"consent_refused",
	"story",
	"test_focus",
	"expected_*",
	"needs_without_certain_provider",
	"source",
	"where",
	"status",
	"verification",
	"note",
	NULL,
};

struct world {
	struct ctx *c;
	struct directory directory;
	struct csv scenarios;
};

static struct world open_world(struct ctx *c)
{
	struct world world = {.c = c};
	struct model *model;
	const char *const file = "data/scenarios.csv";

	world.directory = carried_directory(c, &model);
	assert_int_equal(csv_parse(c, file, embedded_text(&SPEAN_EMBEDDED, file), &world.scenarios),
			 OK);
	assert_true(world.scenarios.count >= 8);
	return world;
}

static struct match ask(const struct world *world, size_t row, enum directory_scope scope)
{
	struct values values;
	struct match_question *question = ARENA_NEW(world->c->arena, struct match_question);
	struct match match;

	assert_int_equal(values_from_csv(world->c, &world->scenarios, row,
					 model_kind("match_question"), IGNORED, &values),
			 OK);
	assert_int_equal(match_question_read(world->c, &values, day(2026, 11, 22), question), OK);
	question->scope = scope;
	assert_int_equal(match_run(world->c, &world->directory, question, &match), OK);
	return match;
}

/* "horizons(age+referral)", or the bare id of a yes. */
static struct slice as_expected(struct arena *arena, const struct programme_answer *answer)
{
	struct buf *text = buf_create(arena, 1024);
	buf_add(text, answer->programme->id);
	const char *before = "(";
	for (size_t i = 0; i < answer->reasons_count; i++) {
		if (answer->reasons[i].weight != WEIGHT_REMARK) {
			buf_printf(text, "%s%s", before, reason_code_name(answer->reasons[i].code));
			before = "+";
		}
	}
	buf_add_cstr(text, before[0] == '+' ? ")" : "");
	return buf_slice(text);
}

static struct slice list_of(struct arena *arena, const struct match *match, enum answer answer)
{
	struct buf *text = buf_create(arena, 4096);
	for (size_t i = 0; i < match->answers_count; i++) {
		if (match->answers[i].answer == answer) {
			buf_add_cstr(text, buf_length(text) > 0 ? ";" : "");
			buf_add(text, as_expected(arena, &match->answers[i]));
		}
	}
	return buf_slice(text);
}

static struct slice components_of(struct arena *arena, unsigned components)
{
	struct buf *text = buf_create(arena, 1024);
	for (size_t i = 0; i < COMPONENT_COUNT; i++) {
		if ((components >> i & 1) != 0) {
			buf_add_cstr(text, buf_length(text) > 0 ? ";" : "");
			buf_add(text, model_component(i));
		}
	}
	return buf_slice(text);
}

static void assert_same_list(const struct world *world, size_t row, const char *column,
			     struct slice got)
{
	const char *expected =
		arena_cstr(world->c->arena, csv_field(&world->scenarios, row, column));
	if (!slice_is(got, expected)) {
		print_error("%.*s %s\n", SLICE_PRINT(csv_field(&world->scenarios, row, "id")),
			    column);
	}
	assert_slice(got, expected);
}

static void every_scenario_gets_its_yes_ask_and_no_with_the_reasons(void **state)
{
	const struct world world = open_world(*state);
	struct arena *arena = world.c->arena;

	for (size_t i = 0; i < world.scenarios.count; i++) {
		const struct match match = ask(&world, i, SCOPE_REVIEW);
		assert_int_equal(match.answers_count, 7);
		assert_same_list(&world, i, "expected_yes", list_of(arena, &match, ANSWER_YES));
		assert_same_list(&world, i, "expected_ask", list_of(arena, &match, ANSWER_ASK));
		assert_same_list(&world, i, "expected_no", list_of(arena, &match, ANSWER_NO));
		assert_same_list(&world, i, "needs_without_certain_provider",
				 components_of(arena, match.uncovered));
	}
}

static void the_best_set_covers_all_that_can_be_covered_by_programmes_under_yes(void **state)
{
	const struct world world = open_world(*state);

	for (size_t i = 0; i < world.scenarios.count; i++) {
		const struct match match = ask(&world, i, SCOPE_REVIEW);
		unsigned covered = 0;
		for (size_t part = 0; part < match.cover_count; part++) {
			assert_int_equal(covered & match.cover[part].covers, 0);
			covered |= match.cover[part].covers;
			assert_true(match.cover[part].covers != 0);
		}
		assert_int_equal(covered, match.needs & ~match.uncovered);
	}
}

static void one_organisation_is_enough_where_one_covers_everything(void **state)
{
	const struct world world = open_world(*state);
	/* FX-06 needs legal support only, and only one programme takes him. */
	for (size_t i = 0; i < world.scenarios.count; i++) {
		if (csv_field(&world.scenarios, i, "id").length == 5 &&
		    slice_is(csv_field(&world.scenarios, i, "id"), "FX-06")) {
			const struct match match = ask(&world, i, SCOPE_REVIEW);
			assert_int_equal(match.cover_count, 1);
			assert_slice(match.cover[0].programme->id, "hagar-recovery");
			return;
		}
	}
	fail_msg("no row FX-06");
}

static void programmes_beyond_the_review_are_named_only_as_a_way_to_close_needs(void **state)
{
	const struct world world = open_world(*state);

	for (size_t i = 0; i < world.scenarios.count; i++) {
		const struct match review = ask(&world, i, SCOPE_REVIEW);
		const struct match all = ask(&world, i, SCOPE_ALL);
		assert_int_equal(review.beyond_review, review.uncovered & ~all.uncovered);
		assert_int_equal(all.beyond_review, 0);
		assert_true(all.answers_count > review.answers_count);
	}
}

static void a_tool_kit_for_staff_is_never_offered_to_a_client(void **state)
{
	const struct world world = open_world(*state);
	const struct programme *kit =
		directory_programme(&world.directory, S("hagar-legal-toolkit"));

	assert_non_null(kit);
	assert_false(programme_in_scope(kit, SCOPE_ALL));
}

static void components_say_whether_they_are_stated_or_inferred(void **state)
{
	const struct world world = open_world(*state);
	static const struct {
		const char *id;
		const char *stated;
		const char *inferred;
	} rows[] = {
		{"chab-dai-case-support", "stigma;legal;psychological", ""},
		{"cwcc-shelter", "", "education;training_employment;social"},
		/* C-40: education stands in the list of services only. */
		{"daughters-centre", "training_employment;medical;social;psychological",
		 "education"},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const struct programme *programme =
			directory_programme(&world.directory, slice_of(rows[i].id));
		assert_non_null(programme);
		assert_int_equal(programme->components & ~programme->inferred,
				 bits(rows[i].stated));
		assert_int_equal(programme->inferred, bits(rows[i].inferred));
	}
}

static void coverage_counts_each_organisation_once_a_component(void **state)
{
	const struct world world = open_world(*state);
	struct coverage coverage;
	directory_coverage(world.c->arena, &world.directory, SCOPE_REVIEW, &coverage);

	/* Chab Dai, Hagar, CWCC, Horizons, Daughters. */
	assert_int_equal(coverage.count, 5);
	static const struct {
		size_t stated, inferred;
	} expected[COMPONENT_COUNT] = {{2, 0}, {1, 3}, {2, 2}, {1, 2}, {1, 0}, {2, 2}, {3, 1}};
	for (size_t i = 0; i < COMPONENT_COUNT; i++) {
		assert_int_equal(coverage.stated[i], expected[i].stated);
		assert_int_equal(coverage.inferred[i], expected[i].inferred);
	}
	assert_slice(coverage.rows[2].organisation->id, "cwcc");
	assert_int_equal(coverage.rows[2].programmes, 3);
	assert_int_equal(coverage.rows[2].offers[5], OFFER_INFERRED);
	assert_int_equal(coverage.rows[2].offers[4], OFFER_NONE);
}

static void a_row_that_the_import_should_have_refused_is_named(void **state)
{
	struct ctx *c = *state;
	static const struct {
		const char *field, *value, *says;
	} rows[] = {
		{"org_id", "nobody", "field=org_id"},
		{"age_min", "young", "field=age_min"},
		{"wait_days", "99999999", "field=wait_days"},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const struct records organisations = carried_records(c, "organisation");
		const struct records programmes = carried_records(c, "programme");
		struct model *model;
		struct directory directory = {.programmes_count = 7};
		assert_int_equal(model_load(c, &SPEAN_EMBEDDED, &model), OK);
		values_set(&programmes.at[6].values, rows[i].field, slice_of(rows[i].value));
		assert_fail(c, directory_make(c, model, &organisations, &programmes, &directory),
			    ERR_BROKEN, "directory.broken_row", rows[i].says);
		assert_int_equal(directory.programmes_count, 7);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		task_test(every_scenario_gets_its_yes_ask_and_no_with_the_reasons),
		task_test(the_best_set_covers_all_that_can_be_covered_by_programmes_under_yes),
		task_test(one_organisation_is_enough_where_one_covers_everything),
		task_test(programmes_beyond_the_review_are_named_only_as_a_way_to_close_needs),
		task_test(a_tool_kit_for_staff_is_never_offered_to_a_client),
		task_test(components_say_whether_they_are_stated_or_inferred),
		task_test(coverage_counts_each_organisation_once_a_component),
		task_test(a_row_that_the_import_should_have_refused_is_named),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
