/* Rules L4 and L5: on which road an instrument lies. */
#include "../../testing.h"

#include "law/law.h"

static const struct pdate IN_2020 = {.precision = DATE_YEAR, .year = 2020};

static void lies_where_its_verified_parties_place_it(void **state)
{
	(void)state;
	static const struct {
		const char *verified, *reported, *concerns, *destination;
		enum law_band expected;
	} rows[] = {
		{"KH", "KH", "", "CN", LAW_HOME},
		{"KH", "KH", "", "KH", LAW_HOME},
		{"CN", "CN", "", "CN", LAW_DESTINATION},
		{"CN", "CN", "", "TW", LAW_NOWHERE},
		{"TW", "CN", "", "TW", LAW_DESTINATION},
		{"TW", "CN", "", "CN", LAW_NOWHERE},
		/* Nothing verified: as reported. */
		{"", "CN", "", "CN", LAW_DESTINATION},
		{"", "KH;TH", "", "TH", LAW_BETWEEN},
		{"KH;TH", "", "", "TH", LAW_BETWEEN},
		{"TH;KH", "", "", "TH", LAW_BETWEEN},
		{"KH;TH", "", "", "MY", LAW_NOWHERE},
		{"KH;TH", "", "", "KH", LAW_NOWHERE},
		{"KH;CN;LA;MM;TH;VN", "MY;TH;CN", "", "VN", LAW_BETWEEN},
		{"KH;CN;LA;MM;TH;VN", "MY;TH;CN", "", "MY", LAW_NOWHERE},
		{"TH;LA", "", "", "TH", LAW_NOWHERE},
		{"ASEAN;KH", "", "", "MY", LAW_BEYOND},
		{"ASEAN;KH", "", "", "PH", LAW_BEYOND},
		{"ASEAN;KH", "", "", "CN", LAW_NOWHERE},
		{"ASEAN;KH", "", "", "TW", LAW_NOWHERE},
		{"UN;KH", "", "", "SO", LAW_BEYOND},
		{"GLOBAL", "", "", "X-ME", LAW_BEYOND},
		{"KH;private association (PAPA)", "KH;MY", "MY", "MY", LAW_BETWEEN},
		{"KH;private association (PAPA)", "KH;MY", "MY", "TH", LAW_NOWHERE},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const struct law_instrument instrument = {
			.jurisdictions_verified = slice_of(rows[i].verified),
			.jurisdictions_reported = slice_of(rows[i].reported),
			.concerns = slice_of(rows[i].concerns),
		};
		const enum law_band got =
			law_band_of(&instrument, slice_of(rows[i].destination), IN_2020);
		if (got != rows[i].expected) {
			fail_msg("row %zu: %.*s", i, SLICE_PRINT(law_band_code(got)));
		}
	}
}

static void is_misplaced_only_where_the_check_contradicts_the_report(void **state)
{
	(void)state;
	static const struct {
		const char *verified, *reported, *destination;
		bool expected;
	} rows[] = {
		{"TW", "CN", "CN", true},
		{"TW", "CN", "TW", false},
		{"KH;CN;TH", "MY;TH;CN", "MY", true},
		{"KH;CN;TH", "MY;TH;CN", "TH", false},
		{"", "CN", "CN", false},
		{"CN", "", "TH", false},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const struct law_instrument instrument = {
			.jurisdictions_verified = slice_of(rows[i].verified),
			.jurisdictions_reported = slice_of(rows[i].reported),
		};
		assert_int_equal(law_misplaced(&instrument, slice_of(rows[i].destination), IN_2020),
				 rows[i].expected);
	}
}

static void counts_members_from_the_day_of_their_admission(void **state)
{
	(void)state;
	const struct pdate before = {DATE_DAY, 1999, 4, 29}, admitted = {DATE_DAY, 1999, 4, 30};
	assert_false(law_is_member(S("ASEAN"), S("KH"), before));
	assert_true(law_is_member(S("ASEAN"), S("KH"), admitted));
	assert_false(law_is_member(S("ASEAN"), S("CN"), admitted));
	assert_false(law_is_member(S("GMS"), S("MY"), IN_2020));
	assert_true(law_is_member(S("GMS"), S("CN"), IN_2020));
	assert_true(law_is_member(S("UN"), S("SO"), IN_2020));
}

static void knows_a_private_party_from_a_code(void **state)
{
	(void)state;
	struct law_instrument one = {.jurisdictions_verified = S("KH;private association (PAPA)")};
	assert_true(law_has_private_party(&one));
	one.jurisdictions_verified = S("KH;X-ME;ASEAN");
	assert_false(law_has_private_party(&one));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lies_where_its_verified_parties_place_it),
		cmocka_unit_test(is_misplaced_only_where_the_check_contradicts_the_report),
		cmocka_unit_test(counts_members_from_the_day_of_their_admission),
		cmocka_unit_test(knows_a_private_party_from_a_code),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
