/* The register of data/: every replacement that it knows, before and after. */
#include "register.h"

static const char *state_of(struct world *world, const char *id, const char *on)
{
	const struct law_instrument *instrument = law_instrument_find(&world->law, slice_of(id));
	assert_non_null(instrument);
	return arena_cstr(world->c.arena,
			  law_state_code(law_state_on(instrument, day(&world->c, on))));
}

static void shows_each_law_as_it_stood_on_the_day(void **state)
{
	static const struct {
		const char *id, *on, *expected;
	} rows[] = {
		{"kh-nationality-1996", "2018-09-01", "in_force"},
		{"kh-nationality-2018", "2018-09-01", "not_yet"},
		{"kh-nationality-1996", "2018-09-23", "in_force"},
		{"kh-nationality-2018", "2018-09-23", "not_yet"},
		{"kh-nationality-1996", "2018-09-24", "replaced"},
		{"kh-nationality-2018", "2018-09-24", "in_force"},
		{"kh-nationality-1996", "2018-10-01", "replaced"},
		{"kh-nationality-2018", "2018-10-01", "in_force"},
		{"th-mr14-2012", "2012-11-08", "not_yet"},
		{"th-mr14-2012", "2012-11-09", "in_force"},
		{"th-mr14-2012", "2013-06-01", "in_force"},
		{"th-mr14-2012", "2024-04-29", "in_force"},
		{"th-mr14-2012", "2024-04-30", "replaced"},
		{"th-mr15-2024", "2024-04-29", "not_yet"},
		{"th-mr15-2024", "2024-04-30", "in_force"},
		{"kh-th-mou-2003-labour", "2002-12-31", "not_yet"},
		{"kh-th-mou-2003-labour", "2003-07-01", "unknown"},
		{"kh-th-mou-2003-labour", "2013-06-01", "in_force"},
		{"kh-th-mou-2003-labour", "2015-12-18", "in_force"},
		{"kh-th-mou-2003-labour", "2015-12-19", "replaced"},
		{"kh-th-labour-2015", "2015-12-18", "not_yet"},
		{"th-measures-1997", "2008-01-29", "in_force"},
		{"th-measures-1997", "2008-02-01", "unknown"},
		{"th-measures-1997", "2009-01-01", "replaced"},
		{"th-atip-2008", "2008-01-29", "not_yet"},
		{"th-atip-2008", "2009-01-01", "in_force"},
		{"th-atip-no3-2017", "2017-01-27", "not_yet"},
		{"th-atip-no3-2017", "2017-01-28", "in_force"},
		{"my-atip-2007", "2008-02-27", "not_yet"},
		{"my-atip-2007", "2008-02-28", "in_force"},
		{"my-a1385-2010", "2010-11-14", "not_yet"},
		{"my-a1385-2010", "2010-11-15", "in_force"},
		{"my-a1500-2015", "2015-11-17", "not_yet"},
		{"my-a1500-2015", "2015-11-18", "in_force"},
		{"my-amendment-2022", "2021-12-31", "not_yet"},
		{"my-amendment-2022", "2022-06-01", "unknown"},
		{"my-amendment-2022", "2023-01-01", "in_force"},
		{"cn-review-placement-2009", "2023-12-27", "in_force"},
		{"cn-review-placement-2009", "2023-12-28", "replaced"},
		{"tw-assistance-regs-2023", "2023-12-27", "not_yet"},
		{"tw-assistance-regs-2023", "2023-12-28", "in_force"},
		{"kh-subdecree-57-1995", "2011-08-16", "in_force"},
		{"kh-subdecree-57-1995", "2011-08-17", "replaced"},
		{"kh-subdecree-190-2011", "2011-08-17", "in_force"},
		{"kh-penal-code-2009", "2010-11-29", "not_yet"},
		{"kh-criminal-code-review", "2010-11-29", "not_yet"},
		{"kh-criminal-code-review", "2010-11-30", "in_force"},
		{"gms-commit-mou", "2004-10-28", "not_yet"},
		{"gms-commit-mou", "2014-01-01", "in_force"},
		{"asean-actip-2015", "2017-03-07", "not_yet"},
		{"asean-actip-2015", "2017-03-08", "in_force"},
		{"kh-guideline-children-2007", "2016-08-01", "unknown"},
		{"th-gms-mous", "2016-08-01", "unknown"},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const char *got = state_of(*state, rows[i].id, rows[i].on);
		if (strcmp(got, rows[i].expected) != 0) {
			fail_msg("%s on %s: %s, not %s", rows[i].id, rows[i].on, got,
				 rows[i].expected);
		}
	}
}

/* On no day two versions of one law hold at once. */
static void never_has_a_law_and_its_successor_in_force_together(void **state)
{
	struct world *world = *state;
	size_t replacements = 0;
	for (size_t i = 0; i < world->law.instruments_count; i++) {
		const struct law_instrument *earlier = &world->law.instruments[i];
		if (earlier->successor == NULL) {
			continue;
		}
		replacements++;
		for (int64_t on = date_days(day(&world->c, "1989-01-01"));
		     on < date_days(day(&world->c, "2027-01-01")); on++) {
			assert_false(law_state_on_day(earlier, on) == LAW_IN_FORCE &&
				     law_state_on_day(earlier->successor, on) == LAW_IN_FORCE);
		}
	}
	assert_int_equal(replacements, 6);
}

static void never_goes_back_to_an_earlier_state(void **state)
{
	struct world *world = *state;
	for (size_t i = 0; i < world->law.instruments_count; i++) {
		int reached = 0;
		for (int64_t on = date_days(day(&world->c, "1985-01-01"));
		     on < date_days(day(&world->c, "2028-01-01")); on += 5) {
			const enum law_state now = law_state_on_day(&world->law.instruments[i], on);
			const int step = now == LAW_NOT_YET    ? 0
					 : now == LAW_IN_FORCE ? 2
					 : now == LAW_REPLACED ? 4
					 : reached < 2         ? 1
							       : 3;
			assert_true(step >= reached);
			reached = step;
		}
	}
}

static void lists_each_conflict_with_the_instruments_that_it_names(void **state)
{
	struct world *world = *state;
	static const struct {
		const char *instrument, *conflict;
	} rows[] = {
		{"gms-commit-mou", "C-23"},          {"gms-commit-mou", "C-28"},
		{"my-a1500-2015", "C-24"},           {"th-ed-2019", "C-25"},
		{"cn-review-htpa-2009", "C-26"},     {"cn-criminal-law", "C-27"},
		{"kh-criminal-code-review", "C-29"}, {"kh-my-moa-2017", "C-30"},
		{"kh-nationality-2018", "C-33"},     {"th-mr14-2012", "C-35"},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const struct law_instrument *instrument =
			law_instrument_find(&world->law, slice_of(rows[i].instrument));
		bool found = false;
		for (size_t k = 0; k < instrument->conflicts_count; k++) {
			found = found || slice_is(instrument->conflicts[k]->id, rows[i].conflict);
		}
		assert_true(found);
	}
}

static bool has_dispute(struct law_disputes disputes, enum law_dispute_about about,
			const char *reported, const char *verified)
{
	for (size_t i = 0; i < disputes.count; i++) {
		if (disputes.at[i].about == about && slice_is(disputes.at[i].reported, reported) &&
		    slice_is(disputes.at[i].verified, verified) &&
		    !slice_empty(disputes.at[i].why)) {
			return true;
		}
	}
	return false;
}

static void says_what_was_reported_what_was_verified_and_why(void **state)
{
	struct world *world = *state;
	static const struct {
		const char *provision;
		enum law_dispute_about about;
		const char *reported, *verified;
	} rows[] = {
		{"PV-036", LAW_ABOUT_YEAR, "2014", "2004"},
		{"PV-036", LAW_ABOUT_JURISDICTION, "MY;TH;CN", "KH;CN;LA;MM;TH;VN"},
		{"PV-038", LAW_ABOUT_JURISDICTION, "KH;MY", "KH;private association (PAPA)"},
		{"PV-053", LAW_ABOUT_ARTICLE, "210", "240"},
		{"PV-056", LAW_ABOUT_JURISDICTION, "CN", "TW"},
		{"PV-011", LAW_ABOUT_DUPLICATE, "kh-criminal-code-review", "kh-penal-code-2009"},
		{"PV-013", LAW_ABOUT_INSTRUMENT, "", ""},
		{"PV-005", LAW_ABOUT_PROVISION, "", ""},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const struct law_provision *provision =
			law_provision_find(&world->law, slice_of(rows[i].provision));
		struct arena *arena = world->c.arena;
		assert_true(has_dispute(law_provision_disputes(arena, provision), rows[i].about,
					rows[i].reported, rows[i].verified) ||
			    has_dispute(law_instrument_disputes(arena, provision->listed),
					rows[i].about, rows[i].reported, rows[i].verified));
		assert_true(law_provision_disputed(provision));
	}
}

/* An article that the check added, or could not find, contradicts nothing. */
static void sees_no_dispute_where_nothing_contradicts(void **state)
{
	struct world *world = *state;
	static const char *const IDS[] = {"PV-004", "PV-009", "PV-034", "PV-061"};
	for (size_t i = 0; i < COUNT_OF(IDS); i++) {
		const struct law_provision *provision =
			law_provision_find(&world->law, slice_of(IDS[i]));
		assert_false(law_provision_disputed(provision));
		assert_int_equal(law_provision_disputes(world->c.arena, provision).count, 0);
	}
}

static void finds_the_id_that_was_meant(void **state)
{
	struct world *world = *state;
	assert_slice(law_nearest_id(&world->law, S("kh-tipse-2009")), "kh-tipse-2008");
	assert_slice(law_nearest_id(&world->law, S("th-mr-14-2012")), "th-mr14-2012");
	assert_slice(law_nearest_id(&world->law, S("PV-36")), "PV-036");
	assert_slice(law_nearest_id(&world->law, S("zzzzzzzzzzzz")), "");
	assert_slice(law_nearest_id(&world->law, S("")), "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(shows_each_law_as_it_stood_on_the_day),
		cmocka_unit_test(never_has_a_law_and_its_successor_in_force_together),
		cmocka_unit_test(never_goes_back_to_an_earlier_state),
		cmocka_unit_test(lists_each_conflict_with_the_instruments_that_it_names),
		cmocka_unit_test(says_what_was_reported_what_was_verified_and_why),
		cmocka_unit_test(sees_no_dispute_where_nothing_contradicts),
		cmocka_unit_test(finds_the_id_that_was_meant),
	};
	return cmocka_run_group_tests(tests, world_open, world_close);
}
