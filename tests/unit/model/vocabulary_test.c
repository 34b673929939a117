#include "../../testing.h"

#include "model/model.h"

static const struct model *model_of(struct ctx *c)
{
	struct model *model;
	assert_int_equal(model_load(c, &SPEAN_EMBEDDED, &model), OK);
	return model;
}

static void codes_of_every_table_are_found(void **state)
{
	struct ctx *c = *state;
	const struct model *model = model_of(c);

	assert_slice(model_code(model, "form", S("fishing"))->label[LANGUAGE_EN],
		     "Forced work on fishing vessels");
	assert_slice(model_code(model, "jurisdiction", S("TH"))->label[LANGUAGE_EN], "Thailand");
	assert_slice(model_code(model, "province", S("12"))->label[LANGUAGE_EN], "Phnom Penh");
	assert_slice(model_code(model, "service", S("legal.wage_claim"))->parent, "legal");
	assert_false(model_code(model, "form", S("fishing"))->client_facing);
	assert_true(model_code(model, "component", S("legal"))->client_facing);
	assert_null(model_code(model, "form", S("")));
	assert_null(model_code(model, "form", S("Fishing")));
	assert_null(model_code(model, "no_such_scheme", S("fishing")));
}

static void a_schemes_codes_come_in_their_order(void **state)
{
	struct ctx *c = *state;
	const struct model *model = model_of(c);
	size_t count;
	const struct code *const *codes = model_codes(model, "component", &count);

	assert_int_equal(count, COMPONENT_COUNT);
	for (size_t i = 0; i < count; i++) {
		assert_true(slice_equal(codes[i]->code, model_component(i)));
	}
	assert_non_null(model_codes(model, "province", &count));
	assert_int_equal(count, 25);
	assert_non_null(model_codes(model, "jurisdiction", &count));
	assert_int_equal(count, 19);
	assert_null(model_codes(model, "no_such_scheme", &count));
	assert_int_equal(count, 0);
}

static void no_code_stands_twice_in_a_scheme(void **state)
{
	struct ctx *c = *state;
	const struct model *model = model_of(c);
	struct csv csv;

	assert_int_equal(csv_parse(c, "vocabulary",
				   embedded_text(&SPEAN_EMBEDDED, "data/vocabulary.csv"), &csv),
			 OK);
	for (size_t i = 0; i < csv.count; i++) {
		const struct slice scheme = csv_field(&csv, i, "scheme");
		const struct slice code = csv_field(&csv, i, "code");
		for (size_t j = 0; j < i; j++) {
			if (slice_equal(csv_field(&csv, j, "code"), code) &&
			    slice_equal(csv_field(&csv, j, "scheme"), scheme)) {
				fail_msg("line %zu", csv.rows[i].line);
			}
		}
		assert_non_null(model_code(model, arena_cstr(c->arena, scheme), code));
	}
}

static void a_label_that_khmer_lacks_is_english_and_says_so(void **state)
{
	struct ctx *c = *state;
	const struct model *model = model_of(c);

	struct message label = model_label(model, LANGUAGE_KM, "form", S("fishing"));
	assert_int_equal(label.language, LANGUAGE_KM);
	assert_true(label.found);
	label = model_label(model, LANGUAGE_KM, "form", S("forced_criminality"));
	assert_int_equal(label.language, LANGUAGE_EN);
	assert_slice(label.text, "Forced online fraud or other crime");
	label = model_label(model, LANGUAGE_KM, "form", S("no_such_form"));
	assert_false(label.found);
	assert_slice(label.text, "no_such_form");
}

static void what_a_client_may_see_never_says_what_was_done(void **state)
{
	struct ctx *c = *state;
	const struct model *model = model_of(c);
	size_t count;
	const struct code *const *forms = model_codes(model, "form", &count);

	assert_slice(model_neutral_label(model, LANGUAGE_EN, "form", S("forced_marriage")).text,
		     "Marriage abroad");
	for (size_t i = 0; i < count; i++) {
		for (enum language language = 0; language < LANGUAGE_COUNT; language++) {
			const struct slice neutral = forms[i]->neutral[LANGUAGE_EN];
			const struct message shown =
				model_neutral_label(model, language, "form", forms[i]->code);
			if (!slice_empty(neutral)) {
				assert_false(slice_equal(shown.text, forms[i]->label[LANGUAGE_EN]));
				assert_false(slice_equal(shown.text, forms[i]->label[LANGUAGE_KM]));
			}
		}
	}
	assert_slice(model_neutral_label(model, LANGUAGE_EN, "component", S("legal")).text,
		     "Legal support");
}

static void components_are_bits_and_a_service_counts_as_its_component(void **state)
{
	(void)state;
	assert_int_equal(model_component_bits(S("")), 0);
	assert_int_equal(model_component_bits(S("stigma")), 1);
	assert_int_equal(model_component_bits(S("psychological;stigma")), 65);
	assert_int_equal(model_component_bits(S("legal.wage_claim; legal")), 8);
	assert_int_equal(model_component_bits(S("magic;legal")), 8);
}

static void values_of_closed_lists_are_named_by_the_catalogue(void **state)
{
	struct ctx *c = *state;
	const struct model *model = model_of(c);
	const struct kind *kind = model_kind("programme");
	struct messages *messages;

	assert_int_equal(messages_load(c, &SPEAN_EMBEDDED, &messages), OK);
	const struct field *access = &kind->fields[kind_field(kind, "disability_access")];
	const struct field *forms = &kind->fields[kind_field(kind, "forms")];
	assert_slice(field_code_label(model, messages, LANGUAGE_EN, access, S("partly")).text,
		     "Partly");
	assert_slice(field_code_label(model, messages, LANGUAGE_EN, forms, S("fishing")).text,
		     "Work at sea");
	assert_slice(field_code_staff_label(model, messages, LANGUAGE_EN, forms, S("fishing")).text,
		     "Forced work on fishing vessels");
	const struct message unknown =
		field_code_label(model, messages, LANGUAGE_EN, access, S("perhaps"));
	assert_false(unknown.found);
	assert_slice(unknown.text, "perhaps");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		task_test(codes_of_every_table_are_found),
		task_test(a_schemes_codes_come_in_their_order),
		task_test(no_code_stands_twice_in_a_scheme),
		task_test(a_label_that_khmer_lacks_is_english_and_says_so),
		task_test(what_a_client_may_see_never_says_what_was_done),
		cmocka_unit_test(components_are_bits_and_a_service_counts_as_its_component),
		task_test(values_of_closed_lists_are_named_by_the_catalogue),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
