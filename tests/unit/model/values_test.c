#include "../../testing.h"

#include "model/model.h"

static const struct model *model_of(struct ctx *c)
{
	struct model *model;
	assert_int_equal(model_load(c, &SPEAN_EMBEDDED, &model), OK);
	return model;
}

static struct slice tidied(struct ctx *c, const char *name, const char *typed)
{
	const struct kind *kind = model_kind("match_question");
	return values_from_text(c->arena, &kind->fields[kind_field(kind, name)], slice_of(typed));
}

static void commas_and_spaces_that_people_type_become_one_form(void **state)
{
	struct ctx *c = *state;
	assert_slice(tidied(c, "needs", "education,legal, social"), "education;legal;social");
	assert_slice(tidied(c, "needs", " education ; ,legal;"), "education;legal");
	assert_slice(tidied(c, "needs", ""), "");
	assert_slice(tidied(c, "needs", " , ;"), "");
	assert_slice(tidied(c, "sex", "  female\n"), "female");
	assert_slice(tidied(c, "sex", "female,male"), "female,male");
	assert_slice(tidied(c, "avoid", "hagar,cwcc"), "hagar;cwcc");
}

static void a_field_answers_to_its_name_and_to_its_option(void **state)
{
	struct ctx *c = *state;
	struct values values = values_create(c->arena, model_kind("match_question"));

	values_set(&values, "destinations", S("TH"));
	assert_slice(values_get(&values, "from"), "TH");
	values_set(&values, "form", S("fishing"));
	assert_slice(values_get(&values, "forms"), "fishing");
	assert_slice(values_get(&values, "age"), "");
}

static void ask_for_a_name_that_the_kind_lacks(void *values)
{
	(void)values_get(values, "shoe_size");
}

static void a_name_that_the_kind_lacks_is_a_broken_promise(void **state)
{
	struct ctx *c = *state;
	struct values values = values_create(c->arena, model_kind("law_question"));
	assert_aborts(ask_for_a_name_that_the_kind_lacks, &values);
}

static void all_faults_are_told_and_the_first_is_the_failure(void **state)
{
	struct ctx *c = *state;
	struct values values = values_create(c->arena, model_kind("law_question"));
	struct field_errors errors;

	values_set(&values, "form", S("fishin"));
	values_set(&values, "on", S("yesterday"));
	assert_int_equal(values_check(c, model_of(c), &values, &errors), ERR_INVALID);
	assert_int_equal(errors.count, 3);
	assert_string_equal(errors.at[0].fail.key, "field.required");
	assert_string_equal(errors.at[1].fail.key, "field.misspelt_code");
	assert_string_equal(errors.at[2].fail.key, "field.date");
	assert_string_equal(errors.at[2].field->name, "on");
	assert_string_equal(c->fail.key, "field.required");
	values_set(&values, "from", S("TH"));
	values_set(&values, "form", S("fishing"));
	values_set(&values, "on", S("2016-08-01"));
	assert_int_equal(values_check(c, model_of(c), &values, &errors), OK);
	assert_int_equal(errors.count, 0);
}

static err from_table(struct ctx *c, const char *table, const char *const *ignored,
		      struct values *ret_values)
{
	struct csv csv;
	TRY(csv_parse(c, "t.csv", slice_of(table), &csv));
	return values_from_csv(c, &csv, 0, model_kind("law_question"), ignored, ret_values);
}

static void columns_are_found_by_name_or_alias_in_any_order(void **state)
{
	struct ctx *c = *state;
	struct values values;

	assert_int_equal(from_table(c, "form,from\nfishing,ID\n", NULL, &values), OK);
	assert_slice(values_get(&values, "destination"), "ID");
	assert_slice(values_get(&values, "form"), "fishing");
	assert_slice(values_get(&values, "on"), "");
}

static void columns_that_no_field_has_are_refused_unless_ignored(void **state)
{
	struct ctx *c = *state;
	struct values values;
	static const char *const IGNORED[] = {"id", "expected_*", NULL};

	assert_fail(c, from_table(c, "id,from,form\n1,ID,fishing\n", NULL, &values), ERR_INVALID,
		    "csv.unknown_column", "column=id");
	assert_int_equal(
		from_table(c, "id,from,form,expected_yes\n1,ID,fishing,x\n", IGNORED, &values), OK);
	assert_fail(c, from_table(c, "idd,from,form\n1,ID,fishing\n", IGNORED, &values),
		    ERR_INVALID, "csv.unknown_column", "column=idd");
	assert_fail(c, from_table(c, "from,from_,form\nID,ID,fishing\n", NULL, &values),
		    ERR_INVALID, "csv.misspelt_column", "nearest=form");
	assert_fail(c, from_table(c, "from,destination,form\nID,ID,fishing\n", NULL, &values),
		    ERR_INVALID, "csv.column_twice", "name=destination");
	assert_fail(c, from_table(c, "from\nID\n", NULL, &values), ERR_INVALID,
		    "csv.missing_column", "column=form");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		task_test(commas_and_spaces_that_people_type_become_one_form),
		task_test(a_field_answers_to_its_name_and_to_its_option),
		task_test(a_name_that_the_kind_lacks_is_a_broken_promise),
		task_test(all_faults_are_told_and_the_first_is_the_failure),
		task_test(columns_are_found_by_name_or_alias_in_any_order),
		task_test(columns_that_no_field_has_are_refused_unless_ignored),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
