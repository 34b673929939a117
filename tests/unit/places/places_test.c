/* Finding places in a small gazetteer that was written for these tests. */
#include "sample.h" /* and support/stores.h */

#define SAMPLE_TEST(test)                                                                          \
	{                                                                                          \
#test, test, stores_setup_sqlite, sample_teardown, NULL                            \
	}

static const struct place_hit *find(struct ctx *c, const struct places *places, const char *text,
				    const char *in, size_t *ret_count)
{
	const struct place_hit *hits = NULL;
	assert_int_equal(places_find(c, places, slice_of(text), slice_of(in), 10, &hits, ret_count),
			 OK);
	return hits;
}

/* The codes found, in their order. */
static void expect_codes(struct ctx *c, const struct places *places, const char *text,
			 const char *in, const char *codes)
{
	struct buf *out = buf_create(c->arena, 1000);
	size_t count;
	const struct place_hit *hits = find(c, places, text, in, &count);

	for (size_t i = 0; i < count; i++) {
		buf_add_cstr(out, i > 0 ? " " : "");
		buf_add(out, hits[i].place->code);
	}
	if (!slice_is(buf_slice(out), codes)) {
		fail_msg("%s finds %.*s, not %s", text, SLICE_PRINT(buf_slice(out)), codes);
	}
}

static void without_a_gazetteer_the_provinces_are_known(void **state)
{
	struct stores *t = *state;
	const struct places *places = load(t->c, open_door(t));

	assert_int_equal(places_count(places, PLACE_PROVINCE), 25);
	assert_int_equal(places_count(places, PLACE_DISTRICT), 0);
	expect_codes(t->c, places, "ភ្នំពេញ", "", "12");
	expect_codes(t->c, places, "Phnom Penh", "", "12");
	expect_codes(t->c, places, "kampong", "", "03 04 05 06");
	expect_codes(t->c, places, "Kratié", "", "10");
	expect_codes(t->c, places, "Sihanoukville", "", "18");
	expect_codes(t->c, places, "09", "", "09");
}

static void the_same_name_comes_before_its_start_and_the_larger_before_the_smaller(void **state)
{
	struct stores *t = *state;
	const struct places *places = load_sample(t, open_door(t));
	static const char ORDER[] = "209002 01900101 20900101 20 209001 20900103";

	expect_codes(t->c, places, "ស្វាយ", "", ORDER);
	expect_codes(t->c, places, "svay", "", ORDER);
	expect_codes(t->c, places, "SVAY ", "", ORDER);
}

static void three_letters_are_enough_in_either_script(void **state)
{
	struct stores *t = *state;
	const struct places *places = load_sample(t, open_door(t));

	expect_codes(t->c, places, "ស្វ", "2090", "209001 209002 20900101 20900103");
	expect_codes(t->c, places, "sva", "2090", "209001 209002 20900101 20900103");
	expect_codes(t->c, places, "boe", "", "20900201");
}

static void a_place_is_looked_for_within_another(void **state)
{
	struct stores *t = *state;
	const struct places *places = load_sample(t, open_door(t));

	expect_codes(t->c, places, "svay", "01", "01900101");
	expect_codes(t->c, places, "svay", "12", "");
	expect_codes(t->c, places, "", "", "");
}

static void a_misspelt_place_is_offered(void **state)
{
	struct stores *t = *state;
	const struct places *places = load_sample(t, open_door(t));
	static const char *const TYPED[][2] = {
		{"Boeng Chhook", "20900201"}, {"Beung Chhuk", "20900201"}, {"Doun Maes", "019001"},
		{"Preay Trasek", "20900102"}, {"ព្រៃត្រសក", "20900102"},     {"គោកអណ្ដុង", "01900102"},
		{"Phnom Pehn", "12"},         {"Batambang", "02"},         {"បាត់ដំបុង", "02"},
		{"Sieam Reap", "17"},
	};

	for (size_t i = 0; i < COUNT_OF(TYPED); i++) {
		size_t count;
		const struct place_hit *hits = find(t->c, places, TYPED[i][0], "", &count);
		if (count == 0) {
			fail_msg("nothing is offered for %s", TYPED[i][0]);
		}
		assert_slice(hits[0].place->code, TYPED[i][1]);
	}
}

/* By ear: in Latin letters for a place that is known in Khmer only, in Khmer letters for another
 * spelling, and not what only shares its consonants. */
static void a_place_is_found_by_its_sound(void **state)
{
	struct stores *t = *state;
	struct places_report report;
	struct door *door = open_door(t);
	static const char TABLE[] =
		"code,parent,name_km,name_latin,type_en,type_km,other_names\n0190,01,ស្ទឹងព្រៃ,,,,"
		"\n0191,01,កំពង់ឈើទាល,,,,\n0192,01,ព្រែកត្នោត,,,,\n";
	static const char *const TYPED[][2] = {
		{"Stung Prey", "0190"},       {"stoengprey", "0190"},
		{"Kompong Cheuteal", "0191"}, {"Kampung Chher Teal", "0191"},
		{"Prek Thnaot", "0192"},      {"ព្រែកថ្នោត", "0192"},
	};

	assert_int_equal(import_text(t->c, door, TABLE, &report), OK);
	const struct places *places = load(t->c, door);
	for (size_t i = 0; i < COUNT_OF(TYPED); i++) {
		size_t count;
		const struct place_hit *hits = find(t->c, places, TYPED[i][0], "", &count);
		if (count == 0 || !slice_is(hits[0].place->code, TYPED[i][1]) ||
		    hits[0].likeness != PLACE_SOUNDS) {
			fail_msg("%s is not found by its sound", TYPED[i][0]);
		}
	}
	expect_codes(t->c, places, "Steung Proh", "", "");
	expect_codes(t->c, places, "Stung Prey", "02", "");
}

struct asked {
	const char *typed, *code;
};

static void expect_first(struct ctx *c, const struct places *places, const struct asked *asked)
{
	size_t count;
	const struct place_hit *hits = find(c, places, asked->typed, "", &count);
	if (count == 0 || !slice_is(hits[0].place->code, asked->code)) {
		fail_msg("%s finds %.*s first, not %s", asked->typed,
			 SLICE_PRINT(count > 0 ? hits[0].place->code : S("nothing")), asked->code);
	}
}

#define EXPECT_EACH(c, places, table)                                                              \
	for (size_t row_ = 0; row_ < COUNT_OF(table); row_++) {                                    \
		expect_first(c, places, &(table)[row_]);                                           \
	}

static void a_word_for_a_level_asks_for_that_level(void **state)
{
	struct stores *t = *state;
	const struct places *places = load_sample(t, open_door(t));
	static const struct asked TYPED[] = {
		{"ភូមិស្វាយ", "01900101"},
		{"ភូមិ ស្វាយ", "01900101"},
		{"Phum Svay", "01900101"},
		{"svay village", "01900101"},
		{"ឃុំស្វាយ", "209002"},
		{"Svay commune", "209002"},
		{"Khum Svay", "209002"},
		{"ស្រុក​ភ្នំទឹក", "0190"},
		{"Srok Phnom Tuk", "0190"},
		{"ខេត្តស្វាយរៀង", "20"},
		{"Svay Rieng province", "20"},
		{"រាជធានីភ្នំពេញ", "12"},
		/* Said wrongly, it is found all the same. */
		{"Krong Phnom Penh", "12"},
		{"ស្រុកបាត់ដំបង", "02"},
		{"Srok Kompong Cham", "03"},
	};
	EXPECT_EACH(t->c, places, TYPED)
}

static void what_a_place_lies_in_may_be_typed_with_it(void **state)
{
	struct stores *t = *state;
	const struct places *places = load_sample(t, open_door(t));
	static const struct asked TYPED[] = {
		{"Svay, Doun Meas", "01900101"},
		{"Doun Meas, Svay", "01900101"},
		{"Svay Doun Meas", "01900101"},
		{"Svay (Banteay Meanchey)", "01900101"},
		{"Svai, Dun Meas", "01900101"},
		{"ស្វាយ, ភ្នំទឹក", "01900101"},
		{"ភូមិស្វាយ ឃុំដូនមាស", "01900101"},
		{"ភូមិស្វាយឃុំដូនមាសស្រុកភ្នំទឹកខេត្តបន្ទាយមានជ័យ", "01900101"},
		{"phum svay khum doun meas srok phnum tuek", "01900101"},
		{"Svay village Doun Meas commune", "01900101"},
		{"ភូមិ ស្វាយ ឃុំ ស្វាយថ្លា", "20900101"},
		{"Boeng Chhouk, Khum Svay", "20900201"},
		/* Not known where it lies: the place alone. */
		{"Svay, Zzyzx", "209002"},
	};
	EXPECT_EACH(t->c, places, TYPED)
	expect_codes(t->c, places, "Svay, Kampot, Takeo", "01", "01900101");
}

static void a_code_is_known_in_either_digits_and_without_its_first_nought(void **state)
{
	struct stores *t = *state;
	const struct places *places = load_sample(t, open_door(t));
	static const struct asked TYPED[] = {
		{"0190", "0190"}, {"190", "0190"},         {"០១៩០", "0190"},
		{"១៩០", "0190"},  {"1900101", "01900101"}, {"01-90-01-01", "01900101"},
		{"2", "02"},
	};
	EXPECT_EACH(t->c, places, TYPED)
	expect_codes(t->c, places, "99", "", "");
	expect_codes(t->c, places, "999999999", "", "");
}

static void common_slips_and_short_forms_find_the_province(void **state)
{
	struct stores *t = *state;
	const struct places *places = load(t->c, open_door(t));
	static const struct asked TYPED[] = {
		{"Battambnag", "02"},        {"Kampto", "07"},     {"Kamopt", "07"},
		{"K. Cham", "03"},           {"Kg Thom", "06"},    {"កំ. ចាម", "03"},
		{"Batdambang", "02"},        {"Phnum Penh", "12"}, {"Kompongchhnang", "04"},
		{"Siemreap", "17"},          {"Seam Reap", "17"},  {"Rattanakiri", "16"},
		{"Banteay Mean Chey", "01"}, {"កំពង់ចាំ", "03"},      {"ពោធិសាត់", "15"},
		{"Sihanoukvile", "18"},      {"Pursatt", "15"},    {"រតនៈគិរី", "16"},
	};
	EXPECT_EACH(t->c, places, TYPED)
}

/* Who asks by the old name or the old code is led to the new place first. */
static void a_place_that_was_replaced_leads_to_the_one_that_took_its_place(void **state)
{
	struct stores *t = *state;
	struct places_report report;
	struct door *door = open_door(t);

	assert_int_equal(import_text(t->c, door,
				     "code,parent,name_km,name_latin,replaced_by\n"
				     "0190,01,ភ្នំទឹក,Phnum Tuek,0191\n0191,01,អូរទឹក,Ou Tuek,\n",
				     &report),
			 OK);
	const struct places *places = load(t->c, door);
	expect_codes(t->c, places, "Phnum Tuek", "", "0191 0190");
	expect_codes(t->c, places, "190", "", "0191 0190");
	expect_codes(t->c, places, "Ou Tuek", "", "0191");
}

static void an_older_name_finds_the_place(void **state)
{
	struct stores *t = *state;
	const struct places *places = load_sample(t, open_door(t));

	expect_codes(t->c, places, "Ou Popel", "", "20900202");
}

static void a_place_tells_what_it_lies_in(void **state)
{
	struct stores *t = *state;
	const struct places *places = load_sample(t, open_door(t));
	const struct place *village = places_get(places, S("20900201"));

	assert_non_null(village);
	assert_int_equal(village->level, PLACE_VILLAGE);
	assert_slice(place_path(t->c->arena, village, LANGUAGE_EN),
		     "Boeng Chhuk, Svay, Stueng Phka, Svay Rieng");
	assert_slice(place_path(t->c->arena, village, LANGUAGE_KM), "បឹងឈូក, ស្វាយ, ស្ទឹងផ្កា, ស្វាយរៀង");
	assert_null(places_get(places, S("2091")));
	assert_null(places_get(places, S("209")));
	assert_null(places_get(places, S("x")));
}

static void the_places_below_one_are_its_own(void **state)
{
	struct stores *t = *state;
	const struct places *places = load_sample(t, open_door(t));
	size_t count;

	assert_slice(places_below(places, NULL, &count)->code, "01");
	assert_int_equal(count, 25);
	assert_slice(places_below(places, places_get(places, S("2090")), &count)->code, "209001");
	assert_int_equal(count, 2);
	assert_slice(places_below(places, places_get(places, S("209002")), &count)->code,
		     "20900201");
	assert_int_equal(count, 2);
	assert_null(places_below(places, places_get(places, S("20900201")), &count));
	assert_int_equal(count, 0);
}

static void what_is_no_text_is_refused_and_long_text_is_not_found(void **state)
{
	struct stores *t = *state;
	const struct places *places = load_sample(t, open_door(t));
	const struct place_hit *hits;
	char text[4000];
	size_t count;

	assert_int_equal(places_find(t->c, places, S("\xE1\x9E"), S(""), 5, &hits, &count),
			 ERR_INVALID);
	memset(text, 'x', sizeof text);
	assert_int_equal(places_find(t->c, places, (struct slice){text, sizeof text}, S(""), 5,
				     &hits, &count),
			 OK);
	assert_int_equal(count, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		SAMPLE_TEST(without_a_gazetteer_the_provinces_are_known),
		SAMPLE_TEST(the_same_name_comes_before_its_start_and_the_larger_before_the_smaller),
		SAMPLE_TEST(three_letters_are_enough_in_either_script),
		SAMPLE_TEST(a_place_is_looked_for_within_another),
		SAMPLE_TEST(a_misspelt_place_is_offered),
		SAMPLE_TEST(a_place_is_found_by_its_sound),
		SAMPLE_TEST(a_word_for_a_level_asks_for_that_level),
		SAMPLE_TEST(what_a_place_lies_in_may_be_typed_with_it),
		SAMPLE_TEST(a_code_is_known_in_either_digits_and_without_its_first_nought),
		SAMPLE_TEST(common_slips_and_short_forms_find_the_province),
		SAMPLE_TEST(a_place_that_was_replaced_leads_to_the_one_that_took_its_place),
		SAMPLE_TEST(an_older_name_finds_the_place),
		SAMPLE_TEST(a_place_tells_what_it_lies_in),
		SAMPLE_TEST(the_places_below_one_are_its_own),
		SAMPLE_TEST(what_is_no_text_is_refused_and_long_text_is_not_found),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
