#include "../../testing.h"

#include "model/model.h"

static const struct model *model_of(struct ctx *c)
{
	struct model *model;
	assert_int_equal(model_load(c, &SPEAN_EMBEDDED, &model), OK);
	return model;
}

static const struct field *field_of(const char *kind, const char *name)
{
	const struct kind *found = model_kind(kind);
	return &found->fields[kind_field(found, name)];
}

static const struct {
	const char *kind;
	const char *field;
	const char *value;
	const char *key;      /* NULL: right */
	const char *argument; /* a line of the detail */
} ROWS[] = {
	{"programme", "sex", "female", NULL, ""},
	{"programme", "sex", "", "field.required", "field=sex"},
	{"programme", "sex", "femal", "field.misspelt_code", "nearest=female"},
	{"programme", "sex", "Female", "field.misspelt_code", "nearest=female"},
	{"programme", "sex", "robots", "field.unknown_code", "allowed=any, female, male"},
	{"programme", "sex", "female;male", "field.only_one", "value=female;male"},
	{"programme", "age_min", "0", NULL, ""},
	{"programme", "age_min", "120", NULL, ""},
	{"programme", "age_min", "121", "field.too_large", "most=120"},
	{"programme", "age_min", "-1", "field.count", "value=-1"},
	{"programme", "age_min", "15.5", "field.count", "value=15.5"},
	{"programme", "age_min", "99999999999999999999", "field.count", ""},
	{"programme", "forms", "all;at_risk", NULL, ""},
	{"programme", "forms", "all;all", "field.twice", "value=all"},
	{"programme", "forms", " ; ;", "field.no_item", ""},
	{"programme", "forms", "fishing; domestic_wrok", "field.misspelt_code",
	 "nearest=domestic_work"},
	{"programme", "origin_route", "any", NULL, ""},
	{"programme", "origin_route", "CN;X-ME", NULL, ""},
	{"programme", "origin_route", "Thailand", "field.misspelt_code", "nearest=TH"},
	{"programme", "province_code", "01", NULL, ""},
	{"programme", "province_code", "26", "field.misspelt_code", ""},
	{"programme", "province_code", "kampot", "field.misspelt_code", "nearest=07"},
	{"programme", "information_date", "2018", NULL, ""},
	{"programme", "information_date", "2018-02-30", "field.no_such_day", "value=2018-02-30"},
	{"programme", "information_date", "12/05/2018", "field.date", "value=12/05/2018"},
	{"programme", "name", "two\nlines", "field.control", "value=two lines"},
	{"programme", "offers", "two\nlines", NULL, ""},
	{"programme", "name", "\xC3\x28", "field.not_utf8", "field=name"},
	{"programme", "languages", "km;en", NULL, ""},
	{"programme", "languages", "km;en glish", "field.tag", "value=en glish"},
	{"provision", "forms", "all;topic:corruption", NULL, ""},
	{"provision", "forms", "debt_bondage", NULL, ""},
	{"provision", "forms", "topic:", "field.unknown_code", "value=topic:"},
	{"provision", "forms", "topic:a b", "field.unknown_code", ""},
	{"instrument", "amended", "2010;2012-09-28", NULL, ""},
	{"instrument", "amended", "2010;soon", "field.date", "value=soon"},
	{"figure", "value", "7.8", NULL, ""},
	{"figure", "value", "-3", NULL, ""},
	{"figure", "value", "150000000000", NULL, ""},
	{"figure", "value", "1,000", "field.number", "value=1,000"},
	{"figure", "value", "1.", "field.number", ""},
	{"figure", "value", ".5", "field.number", ""},
	{"figure", "value", "1e5", "field.number", ""},
	{"figure", "value", "-", "field.number", ""},
	{"figure", "id", "F-001", NULL, ""},
	{"figure", "id", "F 001", "field.id", "value=F 001"},
	{"figure", "id", "-F", "field.id", ""},
	{"figure", "part_of", "F-001", NULL, ""},
	{"conflict", "instrument_ids", "organisations.csv", NULL, ""},
	{"conflict", "instrument_ids", "people.csv", "field.id", "value=people.csv"},
	{"match_question", "forms", "all", "field.unknown_code", "field=form"},
	{"match_question", "forms", "at_risk", NULL, ""},
	{"match_question", "needs", "legal;legal.wage_claim", NULL, ""},
	{"match_question", "needs", "legal.wage_clam", "field.misspelt_code",
	 "nearest=legal.wage_claim"},
	{"match_question", "referred_by", "police", NULL, ""},
	{"match_question", "referred_by", "hotline", NULL, ""},
	{"match_question", "destinations", "th", "field.misspelt_code", "nearest=TH"},
	{"law_question", "destination", "nowhere", "field.unknown_code", "field=from"},
	{"law_question", "destination", "ថៃ", "field.misspelt_code", "nearest=TH"},
};

static void each_type_takes_what_is_right_and_says_what_is_wrong(void **state)
{
	struct ctx *c = *state;
	const struct model *model = model_of(c);

	for (size_t i = 0; i < COUNT_OF(ROWS); i++) {
		const err result = model_check(c, model, field_of(ROWS[i].kind, ROWS[i].field),
					       slice_of(ROWS[i].value));
		if (ROWS[i].key == NULL) {
			if (result != OK) {
				fail_msg("%s.%s \"%s\": %s", ROWS[i].kind, ROWS[i].field,
					 ROWS[i].value, c->fail.key);
			}
			continue;
		}
		if (result == OK || strcmp(c->fail.key, ROWS[i].key) != 0) {
			fail_msg("%s.%s \"%s\": got %s, wanted %s", ROWS[i].kind, ROWS[i].field,
				 ROWS[i].value, result == OK ? "OK" : c->fail.key, ROWS[i].key);
		}
		assert_fail(c, result, ERR_INVALID, ROWS[i].key, ROWS[i].argument);
	}
}

static void a_text_is_cut_off_by_its_limit_in_bytes(void **state)
{
	struct ctx *c = *state;
	const struct model *model = model_of(c);
	char text[501];

	memset(text, 'a', sizeof text);
	const struct field *name = field_of("organisation", "name");
	assert_int_equal(model_check(c, model, name, (struct slice){text, 500}), OK);
	assert_fail(c, model_check(c, model, name, (struct slice){text, 501}), ERR_INVALID,
		    "field.too_long", "max=500");
	const struct field *id = field_of("organisation", "id");
	assert_int_equal(model_check(c, model, id, (struct slice){text, 64}), OK);
	assert_fail(c, model_check(c, model, id, (struct slice){text, 65}), ERR_INVALID,
		    "field.too_long", "max=64");
}

static void what_a_message_quotes_stays_one_short_line(void **state)
{
	struct ctx *c = *state;
	const struct model *model = model_of(c);
	struct buf *long_word = buf_create(c->arena, 2000);

	for (int i = 0; i < 40; i++) {
		buf_add_cstr(long_word, "ខ្មែរ");
	}
	assert_int_equal(
		model_check(c, model, field_of("programme", "components"), buf_slice(long_word)),
		ERR_INVALID);
	struct slice rest = slice_of(c->fail.detail);
	struct slice line;
	while (slice_next(&rest, '\n', &line)) {
		if (slice_starts(line, S("value="))) {
			assert_true(line.length <= strlen("value=") + 60 + 3);
			assert_true(slice_ends(line, S("…")));
		}
	}
}

/* Any bytes at all: an answer, no crash, and a detail that is one argument a line. */
static void arbitrary_bytes_are_answered_for_every_field(void **state)
{
	struct ctx *c = *state;
	struct ctx work = {.arena = arena_create()};
	const struct model *model = model_of(c);
	struct testing_random random = testing_seeded(7);
	size_t count;
	const struct kind *const *kinds = model_kinds(&count);
	static const char BYTES[] = "aZ09;;--..::__ ,\n\t\x01\xE1\x9E\x80\xFF*/'\"";

	for (int round = 0; round < 4000; round++) {
		const struct kind *kind = kinds[testing_below(&random, (uint32_t)count)];
		const struct field *field =
			&kind->fields[testing_below(&random, (uint32_t)kind->count)];
		char text[80];
		const size_t length = testing_below(&random, sizeof text);
		for (size_t i = 0; i < length; i++) {
			text[i] = BYTES[testing_below(&random, sizeof BYTES)];
		}
		const struct slice value = {text, length};
		if (model_check(&work, model, field, value) != OK) {
			assert_int_equal(work.fail.code, ERR_INVALID);
			assert_true(slice_starts(slice_of(work.fail.detail), S("field=")));
		}
		arena_reset(work.arena);
	}
	arena_destroy(work.arena);
}

static void the_codes_of_a_field_are_those_that_it_takes(void **state)
{
	struct ctx *c = *state;
	const struct model *model = model_of(c);
	size_t kinds_count;
	const struct kind *const *kinds = model_kinds(&kinds_count);

	for (size_t k = 0; k < kinds_count; k++) {
		for (size_t f = 0; f < kinds[k]->count; f++) {
			const struct field *field = &kinds[k]->fields[f];
			const struct slice *codes;
			size_t count;
			if (field->type != FIELD_CODE && field->type != FIELD_CODES) {
				continue;
			}
			field_codes(c->arena, model, field, &codes, &count);
			assert_true(count > 0);
			for (size_t i = 0; i < count; i++) {
				assert_int_equal(model_check(c, model, field, codes[i]), OK);
			}
		}
	}
}

static void a_fault_can_be_told_of_a_row_and_of_an_option(void **state)
{
	struct ctx *c = *state;
	const struct model *model = model_of(c);
	const struct field *field = field_of("match_question", "referred_by");

	assert_int_equal(model_check(c, model, field, S("nobody")), ERR_INVALID);
	const struct fail first = c->fail;
	assert_int_equal(fail_in_row(c, "people.csv", 7, S("referred_by")), ERR_INVALID);
	assert_fail(c, c->fail.code, ERR_INVALID, "row.unknown_code", "file=people.csv");
	assert_fail(c, c->fail.code, ERR_INVALID, "row.unknown_code", "line=7");
	assert_fail(c, c->fail.code, ERR_INVALID, "row.unknown_code", "column=referred_by");
	assert_fail(c, c->fail.code, ERR_INVALID, "row.unknown_code", "value=nobody");
	c->fail = first;
	assert_int_equal(fail_as_option(c), ERR_INVALID);
	assert_fail(c, c->fail.code, ERR_INVALID, "option.unknown_code", "option=referred-by");
	assert_fail(c, c->fail.code, ERR_INVALID, "option.unknown_code", "value=nobody");
	(void)FAIL_PLAIN(c, ERR_BROKEN, "file.read");
	assert_int_equal(fail_as_option(c), ERR_BROKEN);
	assert_string_equal(c->fail.key, "file.read");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		task_test(each_type_takes_what_is_right_and_says_what_is_wrong),
		task_test(a_text_is_cut_off_by_its_limit_in_bytes),
		task_test(what_a_message_quotes_stays_one_short_line),
		task_test(arbitrary_bytes_are_answered_for_every_field),
		task_test(the_codes_of_a_field_are_those_that_it_takes),
		task_test(a_fault_can_be_told_of_a_row_and_of_an_option),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
