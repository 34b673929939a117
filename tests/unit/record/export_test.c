#include "door.h" /* and support/stores.h: both engines */

enum { EXPORT_MAX = 4 * 1024 * 1024 };

static struct slice exported(struct ctx *c, struct door *door, const char *kind)
{
	struct buf *out = buf_create(c->arena, EXPORT_MAX);
	struct slice text;

	assert_ok(c, record_export(c, door, model_kind(kind), out));
	assert_ok(c, buf_done(c, out, &text));
	return text;
}

static void an_export_imports_to_the_same_records(void **state)
{
	struct stores *t = *state;
	struct door *door = door_of(t->c, t->store);
	struct import_report report;
	size_t count;
	const struct kind *const *kinds = model_kinds(&count);

	assert_ok(t->c, record_import_embedded(t->c, door, &SPEAN_EMBEDDED, &report));
	for (size_t i = 0; i < count; i++) {
		struct csv csv;
		if (!kind_is_register(kinds[i])) {
			continue;
		}
		const struct slice text = exported(t->c, door, kinds[i]->name);
		assert_ok(t->c, csv_parse(t->c, "export", text, &csv));
		assert_ok(t->c, record_import(t->c, door, kinds[i], &csv, &report));
		assert_int_equal(report.added + report.changed.count, 0);
		assert_int_equal(report.same, csv.count);
	}
}

static void an_export_holds_the_bytes_that_came_in(void **state)
{
	struct stores *t = *state;
	struct door *door = door_of(t->c, t->store);
	struct import_report report;
	static const char *const FILES[][2] = {{"organisation", "data/organisations.csv"},
					       {"programme", "data/programmes.csv"},
					       {"instrument", "data/instruments.csv"},
					       {"figure", "data/figures.csv"}};

	assert_ok(t->c, record_import_embedded(t->c, door, &SPEAN_EMBEDDED, &report));
	for (size_t i = 0; i < COUNT_OF(FILES); i++) {
		struct csv before;
		struct csv after;
		assert_ok(t->c, csv_parse(t->c, "before",
					  embedded_text(&SPEAN_EMBEDDED, FILES[i][1]), &before));
		assert_ok(t->c,
			  csv_parse(t->c, "after", exported(t->c, door, FILES[i][0]), &after));
		assert_int_equal(before.count, after.count);
		for (size_t row = 0; row < before.count; row++) {
			for (size_t column = 0; column < before.columns; column++) {
				assert_true(slice_equal(before.rows[row].fields[column],
							after.rows[row].fields[column]));
			}
		}
	}
}

static void text_that_a_spreadsheet_would_run_goes_out_disarmed_and_comes_back(void **state)
{
	struct stores *t = *state;
	struct door *door = door_of(t->c, t->store);
	static const char *const NAMES[] = {"=1+1", "+855 12",  "-5",   "'=1+1",
					    "''-x", "@SUM(A1)", "it's", "'quoted'"};
	struct import_report report;
	struct csv csv;

	for (size_t i = 0; i < COUNT_OF(NAMES); i++) {
		struct record record =
			organisation(t->c, arena_format(t->c->arena, "o%zu", i).at, NAMES[i]);
		assert_ok(t->c, record_save(t->c, door, &record));
	}
	assert_ok(t->c, csv_parse(t->c, "export", exported(t->c, door, "organisation"), &csv));
	for (size_t i = 0; i < COUNT_OF(NAMES); i++) {
		const struct slice name = csv_field(&csv, i, "name");
		assert_null(memchr("=+-@", name.at[0], 4));
	}
	assert_ok(t->c, record_import(t->c, door, model_kind("organisation"), &csv, &report));
	assert_int_equal(report.same, COUNT_OF(NAMES));
}

static void json_has_lists_as_arrays_and_unknown_values_as_null(void **state)
{
	struct stores *t = *state;
	struct door *door = door_of(t->c, t->store);
	struct import_report report;
	struct buf *out = buf_create(t->c->arena, EXPORT_MAX);
	const struct json_value *value;
	struct json_writer json;

	assert_ok(t->c, record_import_embedded(t->c, door, &SPEAN_EMBEDDED, &report));
	const struct record record = loaded(t->c, door, "programme", "horizons");
	json_writer_init(&json, out, JSON_COMPACT);
	record_json(&json, &record);
	assert_ok(t->c, json_parse(t->c, buf_slice(out), &value));
	assert_slice(json_get(value, "id")->text, "horizons");
	assert_int_equal(json_get(value, "components")->count, 5);
	assert_slice(json_get(value, "age_min")->text, "15");
	assert_int_equal(json_get(value, "age_min")->kind, JSON_NUMBER);
	assert_int_equal(json_get(value, "places_free")->kind, JSON_NULL);
	assert_int_equal(json_get(value, "languages")->kind, JSON_ARRAY);
	assert_slice(json_get(value, "where")->text, "L320-341");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		DOOR_TEST(an_export_imports_to_the_same_records),
		DOOR_TEST(an_export_holds_the_bytes_that_came_in),
		DOOR_TEST(text_that_a_spreadsheet_would_run_goes_out_disarmed_and_comes_back),
		DOOR_TEST(json_has_lists_as_arrays_and_unknown_values_as_null),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
