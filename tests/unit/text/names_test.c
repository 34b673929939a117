/* One name in two scripts is one name; two people called Sok are two. */
#include "../../testing.h"

#include "base/buf.h"
#include "text/names.h"

static double score_of(void **state, const char *a, const char *b)
{
	struct names_comparison comparison;
	assert_int_equal(names_compare(*state, slice_of(a), slice_of(b), &comparison), OK);
	assert_true(comparison.score >= 0 && comparison.score <= 1);
	return comparison.score;
}

static void spellings_of_one_name_are_found_alike(void **state)
{
	static const char *const ROWS[][2] = {
		{"ស្រីមុំ", "Srey Mom"},
		{"ស្រីមុំ", "Sreymum"},
		{"សុវណ្ណ", "Sovann"},
		{"រដ្ឋ", "Rath"},
		{"ពេជ្រ", "Pich"},
		{"វិចិត្រ", "Vichet"},
		{"សុខ ដារ៉ា", "Sok Dara"},
		{"សុខ ដារ៉ា", "DARA SOK"},
		{"Chhay Sophal", "Chay Sophall"},
		{"Keo Sreymom", "Sreymum Keo"},
		{"ហេង វណ្ណា", "Heng Vanna"},
		/* Usual variants of one Khmer vowel. */
		{"ធារ៉ា", "Thara"},
		{"ធារ៉ា", "Theara"},
		{"ម៉េងហ៊ាង", "Meng Hieng"},
		{"សុខុន", "Sokhun"},
		{"ធឿន", "Thoeurn"},
		{"ទូច", "Tuch"},
		{"បូរី", "Borei"},
		/* Joined, doubled, breathed. */
		{"សុខហេង", "Sokheng"},
		{"សុខ ខេង", "Sokkheng"},
		{"ប៊ុនណា", "Bun Na"},
		{"ចាន់រិទ្ធ", "Chan Rith"},
		/* Read against their letters, or with a vowel that is not written. */
		{"ព្រហស្បតិ៍", "Prohos"},
		{"រស្មី", "Raksmey"},
		{"រតនៈ", "Ratanak"},
		{"សុក្រ", "Sokra"},
		{"វិទ្យា", "Vithya"},
		{"សុភក្តិ", "Sopheak"},
		{"ស្រីពៅ", "Sreypeou"},
		{"ប៊ុនធឿន", "Bunthern"},
		{"យ៉ូវ ហ៊ុន", "Yov Hun"},
		{"ង្វៀន វ៉ាន់ហាយ", "Nguyen Van Hai"},
		{"Sos Aminah", "Soh Aminas"},
		/* Typed in another way. */
		{"ចាន់ ធា", "ចាន ធា"},
		{"គឹម ហេង", "គីម ហេង"},
		{"កែវ ច័ន្ទ", "កែវ ចន័្ទ"},
		/* A title in front, written apart or together; an initial. */
		{"លោក សុខ ប៊ុនថា", "Mr. SOK Bun Tha"},
		{"លោកសុខ ប៊ុនថា", "Sok Buntha"},
		{"អ្នកស្រី ទឹម ស្រីនាង", "Mrs Tim Sreyneang"},
		{"Lok Chan Thy", "Chan Thy"},
		{"Lok Srey Mom", "ស្រីមុំ"},
		{"កញ្ញា", "Kanha"},
		{"ឡុក ប្រេង", "Lok Breng"},
		{"S. Sreymom", "សួង ស្រីមុំ"},
		{"C. K. Thida", "ចាន់ គឹម ធីតា"},
		{"U Sokha", "អ៊ូ សុខា"},
		{"张伟", "张伟"},
	};
	for (size_t i = 0; i < COUNT_OF(ROWS); i++) {
		const double score = score_of(state, ROWS[i][0], ROWS[i][1]);
		if (score < names_threshold()) {
			fail_msg("%s, %s: %.3f", ROWS[i][0], ROWS[i][1], score);
		}
	}
}

static void other_people_stay_below_the_threshold(void **state)
{
	static const char *const ROWS[][2] = {
		{"Sok Dara", "Sok Vanna"},
		{"ស្រីមុំ", "Sreyneang"},
		{"ហេង សុភា", "Heng Sophal"},
		{"Kim Ly", "Kim Heng"},
		{"", "Sok"},
		{"Sok", "Sok Chan Dara"},
		/* One other vowel, consonant or a lost end: another name. */
		{"សារ៉ាត់", "Saret"},
		{"គឹមអ៊ាង", "Kimeng"},
		{"គាង", "Kong"},
		{"សេងហ៊ាង", "Senghong"},
		{"ហ៊ុន សារ៉ា", "Hun Sary"},
		{"សារីម៉ះ", "Salimah"},
		{"សុជាតិ", "Socheata"},
		{"វឌ្ឍនៈ", "Vathana"},
		{"នារី", "Nary"},
		{"សុខ សុវណ្ណារី", "Sok Sovannara"},
		/* Two Latin names. */
		{"Nhem Sarun", "Nhem Sarin"},
		{"Mao Sophea", "Mao Sophy"},
		{"Sok Dara", "Sok Thara"},
		{"Sokha", "Sokhea"},
		{"Mr Chan Thy", "Mr Chan Tha"},
		{"Lok Srey Mom Sreyleak", "Lok Srey Mom Sreyleap"},
		{"Lok Chan Thy", "Lok Sok Dara"},
		{"S. Sreymom", "សួង ស្រីម៉ៅ"},
		{"M. Sreymom", "សួង ស្រីមុំ"},
		{"S.", "Sok"},
		{"S. D.", "Sok Dara"},
		{"Phum 12", "Phum 13"},
		{"张伟", "李娜"},
	};
	for (size_t i = 0; i < COUNT_OF(ROWS); i++) {
		const double score = score_of(state, ROWS[i][0], ROWS[i][1]);
		if (score >= names_threshold()) {
			fail_msg("%s, %s: %.3f", ROWS[i][0], ROWS[i][1], score);
		}
	}
}

static void a_comparison_does_not_know_sides(void **state)
{
	static const char *const ROWS[] = {"សុខ ដារ៉ា", "Dara Sok", "ស្រីមុំ", "Srey Mom Keo", "Ly", ""};
	for (size_t i = 0; i < COUNT_OF(ROWS); i++) {
		for (size_t k = 0; k < COUNT_OF(ROWS); k++) {
			const double there = score_of(state, ROWS[i], ROWS[k]);
			const double back = score_of(state, ROWS[k], ROWS[i]);
			assert_true(there - back < 1e-9 && back - there < 1e-9);
		}
	}
}

static void a_comparison_says_which_parts_matched(void **state)
{
	struct names_comparison comparison;
	assert_int_equal(names_compare(*state, S("សុខ ស្រីមុំ"), S("Srey Mom Sok Chenda"), &comparison),
			 OK);
	bool has_joined = false, has_missing = false;
	for (size_t i = 0; i < comparison.parts_count; i++) {
		const struct names_part_match *part = &comparison.parts[i];
		has_joined =
			has_joined || (strcmp(part->how, "joined") == 0 &&
				       slice_is(part->a, "ស្រីមុំ") && slice_is(part->b, "srey mom"));
		has_missing = has_missing || (strcmp(part->how, "missing") == 0 &&
					      slice_empty(part->a) && slice_is(part->b, "chenda"));
	}
	assert_true(has_joined && has_missing);
}

static void both_scripts_share_a_key(void **state)
{
	static const char *const ROWS[][3] = {
		{"សុខ ដារ៉ា", "Sok Dara", "SK TR"},
		{"ស្រីមុំ", "Sreymom", "SRMM"},
		{"លី", "Ly", "Li"},
		{"", "...", ""},
	};
	struct slice key;
	for (size_t i = 0; i < COUNT_OF(ROWS); i++) {
		for (size_t k = 0; k < 2; k++) {
			assert_int_equal(names_key(*state, slice_of(ROWS[i][k]), &key), OK);
			assert_slice(key, ROWS[i][2]);
		}
	}
}

static void tokens_find_a_name_written_without_a_space(void **state)
{
	const struct slice *tokens;
	size_t count;
	bool found = false;
	assert_int_equal(names_tokens(*state, S("Srey Mom Keo"), &tokens, &count), OK);
	for (size_t i = 0; i < count; i++) {
		found = found || slice_is(tokens[i], "SRMM");
	}
	assert_true(found);
}

static void a_search_ranks_the_nearest_first(void **state)
{
	static const char *const WRITTEN[] = {"ហេង សុភា", "Keo Sreyneang", "កែវ ស្រីមុំ", "Kim Ly",
					      "",        "Sok Dara"};
	struct slice names[COUNT_OF(WRITTEN)];
	for (size_t i = 0; i < COUNT_OF(WRITTEN); i++) {
		names[i] = slice_of(WRITTEN[i]);
	}
	struct ctx *c = *state;
	struct names_index *index;
	const struct names_hit *hits;
	size_t count;
	assert_int_equal(names_index_create(c, names, COUNT_OF(names), &index), OK);
	assert_int_equal(names_index_search(c, index, S("Keo Srey Mom"), 2, &hits, &count), OK);
	assert_int_equal(count, 2);
	assert_int_equal(hits[0].at, 2);
	assert_true(hits[0].score > hits[1].score);
	assert_int_equal(names_index_search(c, index, S("សុខ ដារ៉ា"), 10, &hits, &count), OK);
	assert_int_equal(hits[0].at, 5);
	assert_int_equal(names_index_search(c, index, S(""), 10, &hits, &count), OK);
	assert_int_equal(count, 0);
}

/* The walk over an index goes block by block; names at both sides of a border are in order. */
static void a_large_index_is_searched_whole(void **state)
{
	enum { NAMES = 70000 };
	static const size_t OWN[] = {5, 32767, 32768, 65535, NAMES - 1};
	struct ctx *c = *state;
	struct slice *names = ARENA_ARRAY(c->arena, NAMES, struct slice);
	struct names_index *index;
	const struct names_hit *hits;
	size_t count;
	for (size_t i = 0; i < NAMES; i++) {
		names[i] = i % 2 == 0 ? S("Heng Sophal") : S("កែវ ដារ៉ា");
	}
	for (size_t i = 0; i < COUNT_OF(OWN); i++) {
		names[OWN[i]] = S("កែវ ស្រីមុំ");
	}
	assert_int_equal(names_index_create(c, names, NAMES, &index), OK);
	assert_int_equal(names_index_search(c, index, S("Keo Srey Mom"), 10, &hits, &count), OK);
	assert_int_equal(count, 10);
	for (size_t i = 0; i < COUNT_OF(OWN); i++) {
		assert_int_equal(hits[i].at, OWN[i]);
	}
	assert_true(hits[COUNT_OF(OWN)].score < names_threshold());
}

/* Its normal form is ten times as long: more than the first block of an index holds. */
static void a_name_that_grows_is_indexed(void **state)
{
	struct ctx *c = *state;
	struct buf *name = buf_create(c->arena, NAMES_BYTES_MAX);
	struct names_index *index;
	const struct names_hit *hits;
	size_t count;
	buf_add_cstr(name, "sok ");
	for (size_t i = 0; i < 128; i++) {
		buf_add_cstr(name, "\uFDFA");
	}
	buf_add_cstr(name, " dara");
	const struct slice names[] = {buf_slice(name), S("Sok Dara")};
	assert_int_equal(names_index_create(c, names, COUNT_OF(names), &index), OK);
	assert_int_equal(names_index_search(c, index, S("Sok Dara"), 2, &hits, &count), OK);
	assert_int_equal(count, 2);
}

static void what_is_no_name_is_refused(void **state)
{
	struct ctx *c = *state;
	struct names_comparison comparison;
	struct slice key;
	char long_name[NAMES_BYTES_MAX + 1];
	memset(long_name, 'a', sizeof long_name);
	assert_fail(c, names_compare(c, S("Sok"), S("\xFF"), &comparison), ERR_INVALID,
		    "utf8.invalid", "at=1");
	assert_fail(c, names_key(c, (struct slice){long_name, sizeof long_name}, &key), ERR_LIMIT,
		    "names.too_long", "max=400");
	assert_fail(c, names_key(c, S("a b c d e f g h i j k l m"), &key), ERR_LIMIT,
		    "names.too_long", "parts=12");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		task_test(spellings_of_one_name_are_found_alike),
		task_test(other_people_stay_below_the_threshold),
		task_test(a_comparison_does_not_know_sides),
		task_test(a_comparison_says_which_parts_matched),
		task_test(both_scripts_share_a_key),
		task_test(tokens_find_a_name_written_without_a_space),
		task_test(a_search_ranks_the_nearest_first),
		task_test(a_large_index_is_searched_whole),
		task_test(a_name_that_grows_is_indexed),
		task_test(what_is_no_name_is_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
