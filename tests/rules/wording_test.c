#include "planted.h"

static void the_words_are_found_in_any_text(void **state)
{
	struct ctx *c = *state;
	static const struct plant plants[] = {
		{"templates/x.mustache", "<p>The victim is here</p>", 1},
		{"templates/x.mustache", "Victims and SURVIVORS", 2},
		{"locale/km/x.po", "msgstr \"ជនរងគ្រោះ\"", 1},
		{"locale/km/x.po", "អ្នករងគ្រោះ អ្នករស់រានមានជីវិត ជនរស់រាន", 3},
		{"locale/km/x.po", "ជន\u200Bរង\u200Bគ្រោះ ជន រង គ្រោះ ភាគីរង\u2060គ្រោះ", 3},
		{"locale/km/x.po", "កុមាររងគេ្រាះ ជនរងគ្រោៈ ជនរង្គ្រោះ", 3},
		{"locale/km/x.po", "អ្នករួចផុត អ្នកដែលរួចផុត អ្នករួចរស់ជីវិត អ្នករួចជីវិត", 4},
		{"locale/km/x.po", "រួចផុតពីបំណុល ក្រុមងាយរងគ្រោះ រងគ្រោះថ្នាក់ចរាចរណ៍", 0},
		{"docs/x.md",
		 "chon rong kroh, Neak Rong Kruoh, ｖｉｃｔｉｍ, V\u00EDctim, vic\u00ADtim", 5},
		{"src/web/x.c", "int victim_count;", 1},
		{"src/web/victims.c", "", 1},
		{"man/x.1", "see https://example.org/victim-support for more", 0},
		{"man/x.1", "see https://example.org/ for victim support", 1},
		{"locale/km/x.po", "អតិថិជន", 0},
	};
	check_plants(c->arena, rule_wording, plants, COUNT_OF(plants));
}

static void only_official_titles_may_hold_the_words(void **state)
{
	struct ctx *c = *state;
	static const struct plant plants[] = {
		{"data/instruments.csv", "id,title_en,note\n1,Victim Law,\n", 0},
		{"data/instruments.csv", "id,title_en,note\n1,Law,for victims\n", 1},
		{"data/vocabulary.csv", "id,label_en\n1,Survivor\n", 1},
		{"data/vocabulary.csv", "id,title_en\n1,Victim Law\n", 1},
		{"data/organisations.csv", "id,verification\n1,https://x.org/victim-a\n", 0},
		{"data/organisations.csv",
		 "id,name_km\n1,\u1787\u1793\u179A\u1784\u1782\u17D2"
		 "\u179A\u17C1\u17B6\u17C7\n",
		 1},
		{"data/vocabulary.csv", "id,label_en\n1\n", 1},
	};
	check_plants(c->arena, rule_wording_in_table, plants, COUNT_OF(plants));
}

/* These files must name the words in order to look for them. */
static bool names_the_words(struct slice path)
{
	return slice_starts(path, S("tests/rules/wording")) ||
	       slice_is(path, "tests/pages/run.mjs");
}

static void look_if_bound(struct findings *findings, struct slice path, struct slice text)
{
	if (!names_the_words(path)) {
		rule_wording(findings, path, text);
	}
}

static void nobody_is_named_by_what_was_done_to_them(void **state)
{
	struct ctx *c = *state;
	struct findings findings = findings_create(c->arena);
	static const struct {
		const char *folder;
		const char *endings;
	} places[] = {
		{"src", ""},     {"templates", ""},
		{"locale", ""},  {"assets", ".css;.js;.svg;.html;.json;.txt;.webmanifest"},
		{"docs", ".md"}, {"completion", ""},
		{"sql", ""},     {"man", ""},
		{"tools", ""},   {"tests", ".c;.h;.sh;.mjs;.csv;.table;.txt"},
		{"bench", ""},   {"etc", ""},
	};
	for (size_t i = 0; i < COUNT_OF(places); i++) {
		assert_true(tree_each(&findings, places[i].folder, places[i].endings,
				      look_if_bound) > 0);
	}
	static const char *const beside[] = {"README.md", "CHANGELOG.md", "CONTRIBUTING.md",
					     "SECURITY.md", "data/README.md"};
	for (size_t i = 0; i < COUNT_OF(beside); i++) {
		const struct slice text = tree_read(c->arena, beside[i]);
		assert_true(text.length > 0);
		rule_wording(&findings, slice_of(beside[i]), text);
	}
	assert_true(tree_each(&findings, "data", ".csv", rule_wording_in_table) > 5);
	assert_nothing_found(&findings);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		task_test(the_words_are_found_in_any_text),
		task_test(only_official_titles_may_hold_the_words),
		task_test(nobody_is_named_by_what_was_done_to_them),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
