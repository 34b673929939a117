/* What we show, and that it is what ICU would show: ICU is the oracle of our tables. */
#include "../../testing.h"

#include "text/format.h"

#include <unicode/udat.h>
#include <unicode/unum.h>
#include <unicode/ustring.h>

static struct arena *arena_of(void **state)
{
	return ((struct ctx *)*state)->arena;
}

static void assert_text(struct slice text, const char *expected)
{
	if (!slice_is(text, expected)) {
		fail_msg("got \"%.*s\", expected \"%s\"", SLICE_PRINT(text), expected);
	}
}

static void numbers_keep_their_precision(void **state)
{
	static const struct {
		const char *number;
		const char *en;
		const char *km;
		const char *khmer_digits;
	} rows[] = {
		{"0", "0", "0", "០"},
		{"999", "999", "999", "៩៩៩"},
		{"1000", "1,000", "1.000", "១.០០០"},
		{"150000000000", "150,000,000,000", "150.000.000.000", "១៥០.០០០.០០០.០០០"},
		{"7.8", "7.8", "7,8", "៧,៨"},
		{"7.80", "7.80", "7,80", "៧,៨០"},
		{"-1234.5", "-1,234.5", "-1.234,5", "-១.២៣៤,៥"},
		{"0.0001", "0.0001", "0,0001", "០,០០០១"},
		{"1234567890123456789012345", "1,234,567,890,123,456,789,012,345",
		 "1.234.567.890.123.456.789.012.345", "១.២៣៤.៥៦៧.៨៩០.១២៣.៤៥៦.៧៨៩.០១២.៣៤៥"},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const struct slice number = slice_of(rows[i].number);
		assert_text(format_number(arena_of(state), LANGUAGE_EN, DIGITS_LATIN, number),
			    rows[i].en);
		assert_text(format_number(arena_of(state), LANGUAGE_KM, DIGITS_LATIN, number),
			    rows[i].km);
		assert_text(format_number(arena_of(state), LANGUAGE_KM, DIGITS_KHMER, number),
			    rows[i].khmer_digits);
	}
}

static void what_is_no_plain_decimal_comes_back_as_it_is(void **state)
{
	static const char *const rows[] = {"",   "-",   ".",   ".5",    "5.",     "1e6", "1,000",
					   "+5", "1 0", "--1", "1.2.3", "twelve", "១២"};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		assert_text(format_number(arena_of(state), LANGUAGE_EN, DIGITS_LATIN,
					  slice_of(rows[i])),
			    rows[i]);
	}
}

static void dates_show_what_is_known(void **state)
{
	static const struct {
		struct pdate date;
		const char *en;
		const char *km;
		const char *khmer_digits;
	} rows[] = {
		{{DATE_DAY, 2016, 8, 1}, "1 August 2016", "1 សីហា 2016", "១ សីហា ២០១៦"},
		{{DATE_MONTH, 2016, 8, 0}, "August 2016", "សីហា 2016", "សីហា ២០១៦"},
		{{DATE_YEAR, 2016, 0, 0}, "2016", "2016", "២០១៦"},
		{{DATE_NONE, 0, 0, 0}, "", "", ""},
		{{DATE_DAY, 1, 12, 31}, "31 December 1", "31 ធ្នូ 1", "៣១ ធ្នូ ១"},
		{{DATE_DAY, 9999, 11, 30}, "30 November 9999", "30 វិច្ឆិកា 9999", "៣០ វិច្ឆិកា ៩៩៩៩"},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		assert_text(format_date(arena_of(state), LANGUAGE_EN, DIGITS_LATIN, rows[i].date),
			    rows[i].en);
		assert_text(format_date(arena_of(state), LANGUAGE_KM, DIGITS_LATIN, rows[i].date),
			    rows[i].km);
		assert_text(format_date(arena_of(state), LANGUAGE_KM, DIGITS_KHMER, rows[i].date),
			    rows[i].khmer_digits);
	}
}

static void a_reader_may_ask_for_another_era_or_a_wording(void **state)
{
	static const struct {
		struct date_style style;
		struct pdate date;
		const char *en;
		const char *km;
	} rows[] = {
		{{0}, {DATE_DAY, 2016, 8, 1}, "1 August 2016", "1 សីហា 2016"},
		{{.era = ERA_BUDDHIST},
		 {DATE_DAY, 2016, 8, 1},
		 "1 August 2559 BE",
		 "1 សីហា ព.ស. 2559"},
		{{DIGITS_KHMER, ERA_BUDDHIST, DATE_AS_WRITTEN},
		 {DATE_YEAR, 1995, 0, 0},
		 "២៥៣៨ BE",
		 "ព.ស. ២៥៣៨"},
		{{.wording = DATE_ABOUT}, {DATE_YEAR, 1995, 0, 0}, "about 1995", "ប្រហែល 1995"},
		{{DIGITS_KHMER, ERA_BUDDHIST, DATE_ABOUT},
		 {DATE_YEAR, 9999, 0, 0},
		 "about ១០៥៤២ BE",
		 "ប្រហែល ព.ស. ១០៥៤២"},
		{{.wording = DATE_ABOUT}, {DATE_MONTH, 1995, 3, 0}, "March 1995", "មីនា 1995"},
		{{.wording = DATE_ABOUT, .era = ERA_BUDDHIST}, {DATE_NONE, 0, 0, 0}, "", ""},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		assert_text(format_date_styled(arena_of(state), LANGUAGE_EN, rows[i].style,
					       rows[i].date),
			    rows[i].en);
		assert_text(format_date_styled(arena_of(state), LANGUAGE_KM, rows[i].style,
					       rows[i].date),
			    rows[i].km);
	}
}

static void money_names_its_currency(void **state)
{
	assert_text(format_money(arena_of(state), LANGUAGE_EN, DIGITS_LATIN, S("150000000000"),
				 S("USD")),
		    "USD\u00A0150,000,000,000");
	assert_text(format_money(arena_of(state), LANGUAGE_KM, DIGITS_LATIN, S("-49.50"), S("USD")),
		    "-49,50\u00A0USD");
	assert_text(format_money(arena_of(state), LANGUAGE_KM, DIGITS_KHMER, S("40000"), S("KHR")),
		    "៤០.០០០\u00A0KHR");
	assert_text(
		format_money(arena_of(state), LANGUAGE_EN, DIGITS_LATIN, S("about 5"), S("USD")),
		"about 5 USD");
}

/* ---- ICU as the oracle. */

static const char *icu_locale(enum language language, enum digits digits)
{
	static const char *const names[LANGUAGE_COUNT][2] = {
		[LANGUAGE_KM] = {"km@numbers=latn", "km@numbers=khmr"},
		[LANGUAGE_EN] = {"en@numbers=latn", "en@numbers=khmr"},
	};
	return names[language][digits];
}

static struct slice to_utf8(struct arena *arena, const UChar *text, int32_t length)
{
	UErrorCode status = U_ZERO_ERROR;
	char *at = arena_alloc(arena, 600);
	int32_t bytes = 0;
	u_strToUTF8(at, 600, &bytes, text, length, &status);
	assert_true(U_SUCCESS(status));
	return (struct slice){.at = at, .length = (size_t)bytes};
}

static struct slice icu_number(struct arena *arena, UNumberFormatStyle style,
			       enum language language, enum digits digits, struct slice number)
{
	static const UChar USD[] = {'U', 'S', 'D', 0};
	UErrorCode status = U_ZERO_ERROR;
	UChar text[200];
	UNumberFormat *format =
		unum_open(style, NULL, 0, icu_locale(language, digits), NULL, &status);
	const size_t point = slice_find_byte(number, '.');
	const size_t decimals = point < number.length ? number.length - point - 1 : 0;
	unum_setAttribute(format, UNUM_FRACTION_DIGITS, (int32_t)decimals);
	if (style == UNUM_CURRENCY_ISO) {
		unum_setTextAttribute(format, UNUM_CURRENCY_CODE, USD, 3, &status);
		unum_setAttribute(format, UNUM_FRACTION_DIGITS, (int32_t)decimals);
	}
	const int32_t length = unum_formatDecimal(format, number.at, (int32_t)number.length, text,
						  200, NULL, &status);
	assert_true(U_SUCCESS(status));
	unum_close(format);
	return to_utf8(arena, text, length);
}

static struct slice icu_date(struct arena *arena, const char *pattern, enum language language,
			     enum digits digits, struct pdate date)
{
	static const UChar UTC[] = {'U', 'T', 'C', 0};
	UErrorCode status = U_ZERO_ERROR;
	UChar pattern16[40];
	UChar text[200];
	u_uastrcpy(pattern16, pattern);
	UDateFormat *format = udat_open(UDAT_PATTERN, UDAT_PATTERN, icu_locale(language, digits),
					UTC, 3, pattern16, -1, &status);
	const double milliseconds = (double)date_days(date) * 86400000.0;
	const int32_t length = udat_format(format, milliseconds, text, 200, NULL, &status);
	assert_true(U_SUCCESS(status));
	udat_close(format);
	return to_utf8(arena, text, length);
}

static void our_numbers_are_those_of_icu(void **state)
{
	static const char *const rows[] = {"0",     "12",    "1234", "12345.678",
					   "-7.80", "49.50", "-1.5", "999999999999999.25"};
	for (int i = 0; i < LANGUAGE_COUNT * 2; i++) {
		const enum language language = (enum language)(i / 2);
		const enum digits digits = (enum digits)(i % 2);
		for (size_t k = 0; k < COUNT_OF(rows); k++) {
			const struct slice number = slice_of(rows[k]);
			const struct slice decimal =
				icu_number(arena_of(state), UNUM_DECIMAL, language, digits, number);
			assert_text(decimal, arena_cstr(arena_of(state),
							format_number(arena_of(state), language,
								      digits, number)));
			const struct slice money = icu_number(arena_of(state), UNUM_CURRENCY_ISO,
							      language, digits, number);
			assert_text(money, arena_cstr(arena_of(state),
						      format_money(arena_of(state), language,
								   digits, number, S("USD"))));
		}
	}
}

static void our_dates_are_those_of_icu(void **state)
{
	for (int i = 0; i < LANGUAGE_COUNT * 2; i++) {
		const enum language language = (enum language)(i / 2);
		const enum digits digits = (enum digits)(i % 2);
		for (int month = 1; month <= 12; month++) {
			const struct pdate day = {DATE_DAY, 2016, month, 2 * month};
			const struct pdate whole = {DATE_MONTH, 2016, month, 0};
			assert_text(
				icu_date(arena_of(state), "d MMMM y", language, digits, day),
				arena_cstr(arena_of(state),
					   format_date(arena_of(state), language, digits, day)));
			assert_text(
				icu_date(arena_of(state), "LLLL y", language, digits, day),
				arena_cstr(arena_of(state),
					   format_date(arena_of(state), language, digits, whole)));
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		task_test(numbers_keep_their_precision),
		task_test(what_is_no_plain_decimal_comes_back_as_it_is),
		task_test(dates_show_what_is_known),
		task_test(a_reader_may_ask_for_another_era_or_a_wording),
		task_test(money_names_its_currency),
		task_test(our_numbers_are_those_of_icu),
		task_test(our_dates_are_those_of_icu),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
