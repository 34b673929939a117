/* The whole gazetteer of Cambodia, where it is at hand: it is third-party data that the tree does
 * not hold. SPEAN_GAZETTEER names the folder with districts.csv, communes.csv and villages.csv
 * (made from https://github.com/dwilkie/pumi). */
#include "sample.h" /* and support/stores.h */

#include "base/clock.h"

#include <time.h>

static const char *folder(void)
{
	const char *named = getenv("SPEAN_GAZETTEER");
	return named != NULL ? named : SPEAN_SOURCE_DIR "/../shared/data/gazetteer";
}

static struct places *load_all(struct stores *t, struct places_report *ret_report)
{
	static const char *const FILES[] = {"villages.csv", "districts.csv", "communes.csv"};
	struct door *door = open_door(t);
	struct csv tables[3];

	for (size_t i = 0; i < COUNT_OF(FILES); i++) {
		const char *path = arena_format(t->c->arena, "%s/%s", folder(), FILES[i]).at;
		if (!file_exists(path)) {
			print_message("SKIPPED: no gazetteer at %s (set SPEAN_GAZETTEER)\n", path);
			skip();
		}
		tables[i] = read_table(t->c, path);
	}
	const int64_t start = clock_monotonic_us();
	if (places_import(t->c, door, tables, 3, S("pumi"), ret_report) != OK) {
		fail_msg("%s %s", t->c->fail.key, t->c->fail.detail);
	}
	const int64_t imported = clock_monotonic_us();
	struct places *places = load(t->c, door);
	print_message("import %lld ms, load %lld ms\n", (long long)(imported - start) / 1000,
		      (long long)(clock_monotonic_us() - imported) / 1000);
	return places;
}

static const struct place_hit *find(struct ctx *c, const struct places *places, const char *text,
				    size_t *ret_count)
{
	const struct place_hit *hits = NULL;
	assert_int_equal(places_find(c, places, slice_of(text), S(""), 10, &hits, ret_count), OK);
	return hits;
}

static void expect_agreement(struct ctx *c, const struct places *places)
{
	size_t khmer_count, latin_count;
	const struct place_hit *khmer = find(c, places, "ស្វាយ", &khmer_count);
	const struct place_hit *latin = find(c, places, "svay", &latin_count);

	assert_int_equal(khmer_count, 10);
	assert_int_equal(latin_count, 10);
	for (size_t i = 0; i < 10; i++) {
		assert_ptr_equal(khmer[i].place, latin[i].place);
	}
	assert_int_equal(khmer[0].place->level, PLACE_COMMUNE);
	assert_int_equal(khmer[1].place->level, PLACE_VILLAGE);
}

static void expect_misspelt(struct ctx *c, const struct places *places)
{
	static const char *const TYPED[][2] = {
		{"Mongkul Borei", "0102"},   {"Phnum Srock", "0103"},
		{"Preah Netr Prea", "0104"}, {"Banteay Neangg", "010201"},
		{"Batambang", "02"},         {"Sieam Reap", "17"},
		{"ភ្នំស្រុគ", "0103"},           {"មង្គលបុរី", "0102"},
		{"ព្រះនេតព្រះ", "0104"},       {"Kompong Chhnaang", "04"},
	};

	for (size_t i = 0; i < COUNT_OF(TYPED); i++) {
		size_t count;
		bool found = false;
		const struct place_hit *hits = find(c, places, TYPED[i][0], &count);
		for (size_t h = 0; h < count; h++) {
			found = found || slice_starts(hits[h].place->code, slice_of(TYPED[i][1]));
		}
		if (!found) {
			fail_msg("%s is not offered for %s", TYPED[i][1], TYPED[i][0]);
		}
	}
}

/* As a case worker types them; the first place that is offered. */
static void expect_asked(struct ctx *c, const struct places *places)
{
	static const char *const TYPED[][2] = {
		{"Kompong Cham", "03"},
		{"Batdambang", "02"},
		{"Phnum Penh", "12"},
		{"Poi Pet", "0110"},
		{"Paoy Paet", "0110"},
		{"Kampto", "07"},
		{"K. Thom", "06"},
		{"ខណ្ឌដូនពេញ", "1202"},
		{"Khan Doun Penh", "1202"},
		{"ឃុំស្វាយ", "040706"},
		{"Svay commune", "040706"},
		{"ស្រុកភ្នំស្រុក ខេត្តបន្ទាយមានជ័យ", "0103"},
		{"Krong Siem Reap", "1710"},
		{"Krong Poipet", "0110"},
		{"Kampot province", "07"},
		{"Kampot town", "0708"},
		{"Svay, Kampong Chhnang", "040706"},
		{"Kompong Chhnang, Svay", "040706"},
		{"Svay Pou Srei Santhor", "031412"},
		{"Poipet Banteay Meanchey", "0110"},
		{"Toul Kork", "1204"},
		{"Kandal Stung", "0801"},
		{"Kean Svay", "0802"},
		{"Dangkor", "1205"},
		{"Moung Russey", "0206"},
		{"ភូមិថ្មី", "010703"},
		{"១០២", "0102"},
		{"1020101", "01020101"},
	};

	for (size_t i = 0; i < COUNT_OF(TYPED); i++) {
		size_t count;
		const struct place_hit *hits = find(c, places, TYPED[i][0], &count);
		if (count == 0 || !slice_is(hits[0].place->code, TYPED[i][1])) {
			fail_msg("%s finds %.*s first, not %s", TYPED[i][0],
				 SLICE_PRINT(count > 0 ? hits[0].place->code : S("nothing")),
				 TYPED[i][1]);
		}
	}
}

/* Reported, not asserted; of the processor, not of the wall: the machine may be busy. */
static void report_speed(struct ctx *c, const struct places *places)
{
	static const char *const TYPED[] = {
		"sva", "ស្វា",   "Kampong", "Mongkul Borei", "ភ្នំស្រុគ",         "zzzzzz",
		"k",   "Phnum", "Takeow",  "Kohkong",       "Tropang Ropow", "ភូមិស្វាយ ឃុំស្វាយ"};
	struct ctx work = {.arena = arena_create()};
	enum { ROUNDS = 20 };

	for (size_t i = 0; i < COUNT_OF(TYPED); i++) {
		size_t count;
		const clock_t start = clock();
		for (int round = 0; round < ROUNDS; round++) {
			(void)find(&work, places, TYPED[i], &count);
			arena_reset(work.arena);
		}
		print_message("find \"%s\": %.0f us\n", TYPED[i],
			      (double)(clock() - start) * 1e6 / CLOCKS_PER_SEC / ROUNDS);
	}
	arena_destroy(work.arena);
	(void)c;
}

static void the_whole_gazetteer_is_loaded_and_found(void **state)
{
	struct stores *t = *state;
	struct places_report report;
	const struct places *places = load_all(t, &report);

	assert_int_equal(report.districts, 210);
	assert_int_equal(report.communes, 1652);
	assert_int_equal(report.villages, 14578);
	assert_int_equal(report.records.added, 210 + 1652 + 14578);
	assert_int_equal(places_count(places, PLACE_PROVINCE), 25);
	assert_int_equal(places_count(places, PLACE_DISTRICT), 210);
	assert_int_equal(places_count(places, PLACE_COMMUNE), 1652);
	assert_int_equal(places_count(places, PLACE_VILLAGE), 14578);
	expect_agreement(t->c, places);
	expect_misspelt(t->c, places);
	expect_asked(t->c, places);
	report_speed(t->c, places);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		{"the_whole_gazetteer_is_loaded_and_found (SQLite)",
		 the_whole_gazetteer_is_loaded_and_found, stores_setup_sqlite, sample_teardown,
		 NULL},
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
