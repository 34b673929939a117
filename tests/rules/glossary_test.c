#include "planted.h"

static struct catalogue planted(struct findings *findings, const char *text)
{
	return catalogue_parse(
		findings, S("locale/xx/x.po"),
		arena_format(findings->arena, "msgid \"a.b\"\nmsgstr \"%s\"\n", text));
}

static void one_thing_has_one_word(void **state)
{
	struct ctx *c = *state;
	static const char table[] = "| English | Khmer | Not | Note |\n|---|---|---|---|\n"
				    "| **key store** | ឃ្លាំងកូនសោ | ឃ្លាំងសោ; ទូសោ | of keys |\n"
				    "| field (of a form) | ប្រអប់ | វាល | |\n";
	static const struct {
		const char *english;
		const char *khmer;
		size_t expected;
	} rows[] = {
		{"The Key stores of a field", "ឃ្លាំងកូនសោ ប្រអប់", 0},
		{"The key store", "ប្រអប់", 1},
		{"The key store: spean key store", "spean key store ប្រអប់", 0},
		{"The key storey", "ឃ្លាំងកូនសោ ប្រអប់", 0},
		{"The key store", "ឃ្លាំងកូនសោ ឃ្លាំងសោ ប្រអប់", 1},
		{"Nothing", "ឃ្លាំងកូនសោ ប្រអប់ វាល", 1},
		{"Nothing.", "ឃ្លាំងកូនសោ", 1},
		{"Nothing", "ឃ្លាំងកូនសោ៖", 1},
		{"Nothing?", "ឃ្លាំងកូនសោ?", 0},
		{"On it", "ឃ្លាំងកូនសោ ប្រអប់ វាលើ", 0},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct findings findings = findings_create(c->arena);
		const struct glossary glossary = glossary_parse(c->arena, slice_of(table));
		const struct catalogue english = planted(&findings, rows[i].english);
		const struct catalogue khmer = planted(&findings, rows[i].khmer);
		assert_int_equal(glossary.count, 2);
		glossary_check(&findings, &glossary, &english, &khmer);
		if (findings.count != rows[i].expected) {
			fail_msg("%s: %s", rows[i].khmer, testing_text(buf_slice(findings.text)));
		}
	}
}

static void khmer_is_written_in_one_way(void **state)
{
	struct ctx *c = *state;
	static const struct {
		const char *khmer;
		size_t expected;
	} rows[] = {
		{"សូមព្យាយាមម្ដងទៀត ក្នុង 24 ម៉ោង «ស្ពាន»។", 0},
		{"សូមព្យាយាម\u200Bម្ដងទៀត", 1},
		{"ក្នុង ២៤ ម៉ោង", 2},
		{"“ស្ពាន”", 2},
		{"`spean`; ទេ", 2},
		/* The vowel typed before the subscript. */
		{"\u1780\u17B6\u17D2\u179A", 1},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct findings findings = findings_create(c->arena);
		const struct catalogue khmer = planted(&findings, rows[i].khmer);
		catalogue_check_khmer(&findings, &khmer);
		if (findings.count != rows[i].expected) {
			fail_msg("%s: %s", rows[i].khmer, testing_text(buf_slice(findings.text)));
		}
	}
}

static void khmer_of_tables_is_in_its_normal_form(void **state)
{
	struct ctx *c = *state;
	static const struct plant plants[] = {
		{"data/x.csv", "id,label_km\n1,\u1780\u17D2\u179A\u17B6\n", 0},
		{"data/x.csv", "id,label_km\n1,\u1780\u17B6\u17D2\u179A\n", 1},
		{"data/x.csv", "id,label\n1,\u1780\u17B6\u17D2\u179A\n", 0},
		{"data/x.csv", "id,label\n1\n", 1},
	};
	check_plants(c->arena, rule_khmer_in_table, plants, COUNT_OF(plants));
}

static void the_messages_keep_to_the_glossary(void **state)
{
	struct ctx *c = *state;
	struct findings findings = findings_create(c->arena);
	const struct slice text = tree_read(c->arena, "docs/glossary.md");
	const struct glossary glossary = glossary_parse(c->arena, text);
	const struct catalogue english = catalogue_read(&findings, "locale/en");
	const struct catalogue khmer = catalogue_read(&findings, "locale/km");
	assert_true(glossary.count > 80);
	glossary_check(&findings, &glossary, &english, &khmer);
	catalogue_check_khmer(&findings, &khmer);
	assert_true(tree_each(&findings, "data", ".csv", rule_khmer_in_table) > 5);
	assert_nothing_found(&findings);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		task_test(one_thing_has_one_word),
		task_test(khmer_is_written_in_one_way),
		task_test(khmer_of_tables_is_in_its_normal_form),
		task_test(the_messages_keep_to_the_glossary),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
