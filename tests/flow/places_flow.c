/* Places as people meet them: loaded, found and shown on a terminal, chosen on a page. */
#include "flow.h"

#include "base/file.h"

#define SAMPLE SPEAN_SOURCE_DIR "/tests/data/places_sample.csv"

static struct slice command(struct flow *flow, int exit_code, const char *const *words)
{
	const char *arguments[16] = {NULL};
	struct slice out, said;
	size_t count = 0;
	for (; words[count] != NULL; count++) {
		arguments[count] = words[count];
	}
	arguments[count++] = "--store";
	arguments[count++] = flow->place;
	arguments[count++] = "--lang";
	arguments[count++] = "en";
	assert_int_equal(program_run(flow->c.arena, arguments, &out, &said), exit_code);
	return arena_format(flow->c.arena, "%.*s%.*s", SLICE_PRINT(out), SLICE_PRINT(said));
}

#define COMMAND(flow, exit_code, ...)                                                              \
	command((flow), (exit_code), (const char *const[]){__VA_ARGS__, NULL})

static void assert_says(struct slice text, const char *part)
{
	if (slice_find(text, slice_of(part)) == SIZE_MAX) {
		fail_msg("no \"%s\" in: %.*s", part, SLICE_PRINT(text));
	}
}

static void before_a_gazetteer_only_provinces_are_known_and_it_is_said(void **state)
{
	struct flow *flow = *state;
	const struct slice found = COMMAND(flow, 0, "places", "find", "svay");
	assert_says(found, "Svay Rieng");
	assert_says(found, "Only the provinces are known");
	assert_says(COMMAND(flow, 1, "places", "show", "2090"), "spean places find");
	assert_says(server_get(flow->c.arena, &flow->server, "/places").body, "places?province=20");
}

static void a_gazetteer_is_loaded_and_reported(void **state)
{
	struct flow *flow = *state;
	assert_says(COMMAND(flow, 0, "places", "import", SAMPLE, "--source", "a sample"),
		    "12 added, 0 changed, 0 the same");
	assert_says(COMMAND(flow, 0, "places", "import", SAMPLE),
		    "0 added, 0 changed, 12 the same");
	assert_says(COMMAND(flow, 0, "check"), "");
}

static void khmer_and_latin_find_the_same_and_tell_the_levels(void **state)
{
	struct flow *flow = *state;
	const struct slice khmer = COMMAND(flow, 0, "places", "find", "ស្វាយ", "--top", "5");
	const struct slice latin = COMMAND(flow, 0, "places", "find", "svay", "--top", "5");
	assert_true(slice_equal(khmer, latin));
	assert_says(khmer, "209002");
	assert_says(khmer, "Commune");
	assert_says(khmer, "Village");
	assert_says(COMMAND(flow, 0, "places", "find", "Boeng Chhook", "--top", "1"),
		    "sounds like it");
	assert_says(COMMAND(flow, 0, "places", "find", "Veal Xvay", "--top", "1"), "near to it");
	assert_says(COMMAND(flow, 0, "places", "find", "svay", "--in", "01"), "01900101");
	assert_says(COMMAND(flow, 0, "places", "show", "20900201"),
		    "Boeng Chhuk, Svay, Stueng Phka, Svay Rieng");
	assert_says(COMMAND(flow, 2, "places", "find", "svay", "--top", "0"), "--top");
	assert_says(COMMAND(flow, 1, "places", "find", "svay", "--in", "77"), "77");
}

static void a_running_server_sees_the_gazetteer(void **state)
{
	struct flow *flow = *state;
	const struct reply page = server_get(flow->c.arena, &flow->server,
					     "/places?province=20&district=2090&commune=209002");
	assert_int_equal(page.status, 200);
	assert_says(page.body, "20900201");
	const struct reply json =
		server_get(flow->c.arena, &flow->server, "/places.json?q=boe&in=20");
	assert_says(json.body, "\"code\":\"20900201\"");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(before_a_gazetteer_only_provinces_are_known_and_it_is_said),
		cmocka_unit_test(a_gazetteer_is_loaded_and_reported),
		cmocka_unit_test(khmer_and_latin_find_the_same_and_tell_the_levels),
		cmocka_unit_test(a_running_server_sees_the_gazetteer),
	};
	return flow_run(tests, COUNT_OF(tests));
}
