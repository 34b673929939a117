/* The dictionary against itself, against the data and against both catalogues. */
#include "../../support/registers.h"

#include "text/messages.h"

static struct registers *open_registers(void **state)
{
	return *state;
}

static int setup(void **state)
{
	*state = registers_open();
	return 0;
}

static int teardown(void **state)
{
	registers_close(*state);
	return 0;
}

/* Calls `look` for every field of every kind. */
static void each_field(void (*look)(const struct kind *kind, const struct field *field,
				    void *argument),
		       void *argument)
{
	size_t count;
	const struct kind *const *kinds = model_kinds(&count);

	for (size_t i = 0; i < count; i++) {
		for (size_t f = 0; f < kinds[i]->count; f++) {
			look(kinds[i], &kinds[i]->fields[f], argument);
		}
	}
}

static void look_at_class(const struct kind *kind, const struct field *field, void *argument)
{
	(void)argument;
	if (field->class == CLASS_UNSET) {
		fail_msg("%s.%s has no class", kind->name, field->name);
	}
	if (kind->table != NULL && kind->keeping == KEPT_OPEN && field->class != CLASS_PUBLIC) {
		fail_msg("%s.%s is not public, but in a register", kind->name, field->name);
	}
}

static void every_field_says_how_sensitive_it_is(void **state)
{
	(void)state;
	each_field(look_at_class, NULL);
}

static void look_at_codes(const struct kind *kind, const struct field *field, void *argument)
{
	const struct model *model = argument;
	const bool is_code = field->type == FIELD_CODE || field->type == FIELD_CODES;
	/* A reference may take the codes of a scheme beside the records of its target. */
	const bool may_have = is_code || field->target != NULL;
	const bool has = field->scheme != NULL || field->values != NULL;
	size_t count;

	if ((is_code && !has) || (has && !may_have)) {
		fail_msg("%s.%s: a code needs a scheme or values, and others have none", kind->name,
			 field->name);
	}
	if ((field->scheme != NULL && model_codes(model, field->scheme, &count) == NULL) ||
	    (field->scheme_too != NULL && model_codes(model, field->scheme_too, &count) == NULL)) {
		fail_msg("%s.%s: no such scheme", kind->name, field->name);
	}
	struct slice rest = slice_of(field->except);
	struct slice code;
	while (slice_next_item(&rest, &code)) {
		assert_non_null(model_code(model, field->scheme, code));
	}
}

static void every_code_has_its_scheme_or_its_values(void **state)
{
	each_field(look_at_codes, open_registers(state)->model);
}

static void look_at_target(const struct kind *kind, const struct field *field, void *argument)
{
	(void)argument;
	const bool refers = field->type == FIELD_REFERENCE || field->type == FIELD_REFERENCES;
	struct slice rest = slice_of(field->target);
	struct slice name;

	assert_int_equal(refers, field->target != NULL);
	while (slice_next_item(&rest, &name)) {
		const struct kind *target = model_kind(testing_text(name));
		if (target == NULL || target->table == NULL) {
			fail_msg("%s.%s refers to no register", kind->name, field->name);
		}
	}
}

static void every_reference_names_a_register(void **state)
{
	(void)state;
	each_field(look_at_target, NULL);
}

static void look_at_name(const struct kind *kind, const struct field *field, void *argument)
{
	(void)argument;
	const size_t index = (size_t)(field - kind->fields);
	for (const char *at = field->name; *at != '\0'; at++) {
		assert_true((*at >= 'a' && *at <= 'z') || *at == '_');
	}
	if (kind_field(kind, field->name) != index ||
	    (field->alias != NULL && kind_field(kind, field->alias) != index)) {
		fail_msg("%s.%s: name or alias belongs to two fields", kind->name, field->name);
	}
}

static void no_two_fields_of_a_kind_answer_to_one_name(void **state)
{
	(void)state;
	each_field(look_at_name, NULL);
}

static void every_value_and_reference_of_the_data_is_known(void **state)
{
	struct registers *registers = open_registers(state);
	struct record_findings findings;

	assert_int_equal(record_check(&registers->c, &registers->door, &findings), OK);
	for (size_t i = 0; i < findings.count; i++) {
		print_error("%s %.*s: %s %s\n", findings.at[i].kind->name,
			    SLICE_PRINT(findings.at[i].id), findings.at[i].fail.key,
			    findings.at[i].fail.detail);
	}
	assert_int_equal(findings.count, 0);
	assert_int_equal(findings.records, 309);
}

static void each_file_of_the_data_has_exactly_the_dictionarys_columns_in_its_order(void **state)
{
	struct ctx *c = &open_registers(state)->c;
	size_t count;
	const struct kind *const *kinds = model_kinds(&count);

	for (size_t i = 0; i < count; i++) {
		struct csv csv;
		if (kinds[i]->file == NULL) {
			continue;
		}
		assert_int_equal(csv_parse(c, kinds[i]->file,
					   embedded_text(&SPEAN_EMBEDDED, kinds[i]->file), &csv),
				 OK);
		assert_int_equal(csv.columns, kinds[i]->count);
		for (size_t f = 0; f < kinds[i]->count; f++) {
			assert_slice(csv.header[f], kinds[i]->fields[f].name);
		}
	}
}

static const char *const SCENARIO_ONLY[] = {
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
	"consent_*",
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

static void every_scenario_is_a_right_match_question(void **state)
{
	struct registers *registers = open_registers(state);
	struct ctx *c = &registers->c;
	struct csv csv;

	assert_int_equal(csv_parse(c, "scenarios.csv",
				   embedded_text(&SPEAN_EMBEDDED, "data/scenarios.csv"), &csv),
			 OK);
	assert_int_equal(csv.count, 8);
	for (size_t row = 0; row < csv.count; row++) {
		struct values values;
		struct field_errors errors;
		assert_int_equal(values_from_csv(c, &csv, row, model_kind("match_question"),
						 SCENARIO_ONLY, &values),
				 OK);
		if (values_check(c, registers->model, &values, &errors) != OK) {
			fail_msg("row %zu: %s %s", row, c->fail.key, c->fail.detail);
		}
		assert_false(slice_empty(values_get(&values, "destinations")));
		assert_false(slice_empty(values_get(&values, "form")));
	}
}

struct catalogue {
	struct arena *arena;
	struct messages *messages;
	size_t missing;
};

static void expect_message(struct catalogue *catalogue, struct slice key)
{
	for (enum language language = 0; language < LANGUAGE_COUNT; language++) {
		const struct message message = messages_get(catalogue->messages, language, key);
		if (!message.found || message.language != language) {
			print_error("%s: no %.*s\n", language_code(language), SLICE_PRINT(key));
			catalogue->missing++;
		}
	}
}

static void look_at_labels(const struct kind *kind, const struct field *field, void *argument)
{
	struct catalogue *catalogue = argument;
	const struct slice lists[] = {slice_of(field->values), slice_of(field->also)};

	expect_message(catalogue,
		       arena_format(catalogue->arena, "field.%s.%s", kind->name, field->name));
	for (size_t i = 0; i < COUNT_OF(lists); i++) {
		struct slice rest = lists[i];
		struct slice code;
		const bool is_code = field->type == FIELD_CODE || field->type == FIELD_CODES;
		while (is_code && slice_next_item(&rest, &code)) {
			if (!slice_ends(code, S("*"))) {
				expect_message(catalogue,
					       arena_format(catalogue->arena, "value.%s.%.*s",
							    field->name, SLICE_PRINT(code)));
			}
		}
	}
}

static void every_field_and_every_value_has_a_name_in_both_languages(void **state)
{
	struct registers *registers = open_registers(state);
	struct catalogue catalogue = {.arena = registers->c.arena};

	assert_int_equal(messages_load(&registers->c, &SPEAN_EMBEDDED, &catalogue.messages), OK);
	each_field(look_at_labels, &catalogue);
	assert_int_equal(catalogue.missing, 0);
}

int main(void)
{
#define DICTIONARY_TEST(test) cmocka_unit_test_setup_teardown(test, setup, teardown)
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_field_says_how_sensitive_it_is),
		DICTIONARY_TEST(every_code_has_its_scheme_or_its_values),
		cmocka_unit_test(every_reference_names_a_register),
		cmocka_unit_test(no_two_fields_of_a_kind_answer_to_one_name),
		DICTIONARY_TEST(every_value_and_reference_of_the_data_is_known),
		DICTIONARY_TEST(
			each_file_of_the_data_has_exactly_the_dictionarys_columns_in_its_order),
		DICTIONARY_TEST(every_scenario_is_a_right_match_question),
		DICTIONARY_TEST(every_field_and_every_value_has_a_name_in_both_languages),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
