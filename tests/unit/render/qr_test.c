#include "render/qr.h"

#include "../../testing.h"

static struct slice drawn(struct ctx *c, struct slice text)
{
	struct html html;
	assert_int_equal(qr_draw(c, text, S("a & b"), &html), OK);
	return html.markup;
}

static void a_short_text_is_a_square_of_21_and_its_quiet_zone(void **state)
{
	(void)state;
	struct ctx c = {.arena = arena_create()};
	const struct slice markup = drawn(&c, S("spean"));

	assert_true(slice_starts(markup, S("<svg class=\"qr\" viewBox=\"0 0 29 29\"")));
	/* The finder in the first corner: its upper edge is seven modules, after the quiet zone. */
	assert_true(slice_find(markup, S("d=\"M4 4h7v1h-7z")) != SIZE_MAX);
	assert_true(slice_find(markup, S("<title>a &amp; b</title>")) != SIZE_MAX);
	arena_destroy(c.arena);
}

static void the_secret_of_one_time_codes_stays_under_12_kilobytes(void **state)
{
	(void)state;
	struct ctx c = {.arena = arena_create()};
	const struct slice text =
		S("otpauth://totp/Spean:sokha?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
		  "&issuer=Spean&digits=6&period=30");

	assert_in_range(drawn(&c, text).length, 1000, 12 * 1024);
	assert_false(slice_equal(drawn(&c, text), drawn(&c, S("another"))));
	arena_destroy(c.arena);
}

static void a_text_that_no_code_holds_is_refused(void **state)
{
	(void)state;
	struct ctx c = {.arena = arena_create()};
	struct html html = {.markup = S("untouched")};
	const struct slice text = {.at = arena_alloc(c.arena, QR_TEXT_MAX + 1),
				   .length = QR_TEXT_MAX + 1};

	assert_int_equal(qr_draw(&c, text, S(""), &html), ERR_LIMIT);
	assert_string_equal(c.fail.key, "render.qr_too_long");
	assert_true(slice_is(html.markup, "untouched"));
	arena_destroy(c.arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_short_text_is_a_square_of_21_and_its_quiet_zone),
		cmocka_unit_test(the_secret_of_one_time_codes_stays_under_12_kilobytes),
		cmocka_unit_test(a_text_that_no_code_holds_is_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
