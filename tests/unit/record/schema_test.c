#include "../../testing.h"

#include "record/record.h"
#include "record/sql.h"
#include "support/stores.h"

/* The dictionary's tables are made by steps of the schema. When this fails, write the next step in
 * sql/migrations; SPEAN_PRINT_SCHEMA=1 prints how the tables would be made anew. */
static void the_schema_has_exactly_the_columns_of_the_dictionary(void **state)
{
	struct stores *t = *state;
	struct door door;
	size_t count;
	const struct kind *const *kinds = model_kinds(&count);

	assert_ok(t->c, door_open(t->c, t->store, NULL, &door));
	for (size_t i = 0; i < count; i++) {
		if (kinds[i]->table != NULL) {
			assert_ok(t->c, record_check_schema(t->c, &door, kinds[i]));
		}
	}
	door_close(&door);
}

static const struct field EXTRA[] = {{.name = "id", .type = FIELD_ID},
				     {.name = "shoe_size", .type = FIELD_COUNT}};

static void a_field_without_a_column_and_a_column_without_a_field_are_told(void **state)
{
	struct stores *t = *state;
	struct door door;
	const struct kind more = {
		.name = "organisation",
		.table = "organisations",
		.fields = EXTRA,
		.count = 2,
	};
	struct kind fewer = more;
	fewer.count = 1;

	assert_ok(t->c, door_open(t->c, t->store, NULL, &door));
	assert_fail(t->c, record_check_schema(t->c, &door, &more), ERR_BROKEN,
		    "record.column_missing", "column=shoe_size");
	assert_fail(t->c, record_check_schema(t->c, &door, &fewer), ERR_BROKEN,
		    "record.column_unknown", "column=name");
	door_close(&door);
}

static void no_field_has_the_name_of_a_column_of_our_own(void **state)
{
	(void)state;
	size_t count;
	const struct kind *const *kinds = model_kinds(&count);

	for (size_t i = 0; i < count; i++) {
		assert_true(kind_field(kinds[i], "position") == SIZE_MAX);
		assert_true(kind_field(kinds[i], "version") == SIZE_MAX);
	}
}

static int print_schema(void)
{
	struct arena *arena = arena_create();
	size_t count;
	const struct kind *const *kinds = model_kinds(&count);

	for (size_t i = 0; i < count; i++) {
		if (kinds[i]->table != NULL) {
			(void)printf("%.*s", SLICE_PRINT(sql_create(arena, kinds[i])));
		}
	}
	arena_destroy(arena);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_EACH_ENGINE(the_schema_has_exactly_the_columns_of_the_dictionary),
		ON_EACH_ENGINE(a_field_without_a_column_and_a_column_without_a_field_are_told),
		cmocka_unit_test(no_field_has_the_name_of_a_column_of_our_own),
	};
	if (getenv("SPEAN_PRINT_SCHEMA") != NULL) {
		return print_schema();
	}
	return cmocka_run_group_tests(tests, NULL, NULL);
}
