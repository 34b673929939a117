#include "door.h" /* and support/stores.h: both engines */

static struct records found(struct ctx *c, struct door *door, const char *kind, const char *text,
			    size_t limit)
{
	struct records records;
	assert_ok(c, record_search(c, door, kind != NULL ? model_kind(kind) : NULL, slice_of(text),
				   limit, &records));
	return records;
}

static struct door *with_data(struct stores *t)
{
	struct door *door = door_of(t->c, t->store);
	struct import_report report;
	assert_ok(t->c, record_import_embedded(t->c, door, &SPEAN_EMBEDDED, &report));
	return door;
}

static const struct {
	const char *kind;
	const char *text;
	const char *best; /* id of the first hit; NULL: none */
} ROWS[] = {
	{"organisation", "hagar", "hagar"},
	{"organisation", "HAGAR", "hagar"},
	{"organisation", "CWCC", "cwcc"},
	{"organisation", "chab  dai", "chab-dai"},
	{"organisation", "dai chab", "chab-dai"},
	{"organisation", "ក្រសួងមហាផ្ទៃ", "moi"},
	{"organisation", "ក្រសួង\u200Bមហាផ្ទៃ", "moi"},
	{"organisation", "no such body", NULL},
	{"organisation", "", NULL},
	{"organisation", "   ", NULL},
	{"organisation", "%", NULL},
	{"instrument", "penal code", "kh-penal-code-2009"},
	{"instrument", "670", "my-atip-2007"},
	{"figure", "f-029", "F-029"},
	{"conflict", "C-29", "C-29"},
	{"organisation", "Pour un sourire d'enfant", "pse"},
	{"programme", "hotel", "horizons"},
	{NULL, "horizons", "horizons"},
	{NULL, "C-29", "C-29"},
};

static void words_are_found_whatever_their_order_and_capitals(void **state)
{
	struct stores *t = *state;
	struct door *door = with_data(t);

	for (size_t i = 0; i < COUNT_OF(ROWS); i++) {
		const struct records records = found(t->c, door, ROWS[i].kind, ROWS[i].text, 10);
		if (ROWS[i].best == NULL) {
			assert_int_equal(records.count, 0);
			continue;
		}
		if (records.count == 0) {
			fail_msg("nothing for \"%s\"", ROWS[i].text);
		}
		assert_slice(record_id(&records.at[0]), ROWS[i].best);
	}
}

static void all_words_must_be_there(void **state)
{
	struct stores *t = *state;
	struct door *door = with_data(t);

	assert_true(found(t->c, door, "organisation", "international", 50).count > 1);
	assert_int_equal(found(t->c, door, "organisation", "international hagar", 50).count, 1);
	assert_int_equal(found(t->c, door, "organisation", "international zebra", 50).count, 0);
}

static void no_more_are_given_than_asked_for(void **state)
{
	struct stores *t = *state;
	struct door *door = with_data(t);

	const size_t all = found(t->c, door, NULL, "cambodia", 1000).count;
	assert_true(all > 5);
	assert_int_equal(found(t->c, door, NULL, "cambodia", 5).count, 5);
	assert_int_equal(found(t->c, door, NULL, "cambodia", 0).count, 0);
}

static void a_long_question_is_answered(void **state)
{
	struct stores *t = *state;
	struct door *door = with_data(t);
	struct buf *text = buf_create(t->c->arena, 100000);

	while (buf_length(text) < 90000) {
		buf_add_cstr(text, "hagar ");
	}
	const struct slice question = buf_slice(text);
	struct records records;
	assert_ok(t->c,
		  record_search(t->c, door, model_kind("organisation"), question, 10, &records));
	assert_int_equal(records.count, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		DOOR_TEST(words_are_found_whatever_their_order_and_capitals),
		DOOR_TEST(all_words_must_be_there),
		DOOR_TEST(no_more_are_given_than_asked_for),
		DOOR_TEST(a_long_question_is_answered),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
