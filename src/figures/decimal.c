#include "figures/decimal.h"

#include <inttypes.h>

enum { WHOLE_DIGITS_MAX = 18, FRACTION_DIGITS = 9, BILLION = 1000000000 };

static bool is_digit(char byte)
{
	return byte >= '0' && byte <= '9';
}

static struct slice digits_of(struct slice text)
{
	size_t length = 0;
	while (length < text.length && is_digit(text.at[length])) {
		length++;
	}
	return slice_between(text, 0, length);
}

static int128 digits_value(struct slice digits, size_t padded)
{
	int128 value = 0;
	for (size_t i = 0; i < padded; i++) {
		value = value * 10 + (i < digits.length ? digits.at[i] - '0' : 0);
	}
	return value;
}

err decimal_parse(struct ctx *c, struct slice text, struct decimal *ret_value)
{
	const bool negative = text.length > 0 && text.at[0] == '-';
	const struct slice body = slice_between(text, negative ? 1 : 0, text.length);
	const struct slice whole = digits_of(body);
	struct slice fraction = {0};
	size_t used = whole.length;
	if (used < body.length && body.at[used] == '.') {
		fraction = digits_of(slice_between(body, used + 1, body.length));
		used += 1 + fraction.length;
	}
	const bool pointless = used > whole.length && fraction.length == 0;
	if (whole.length == 0 || pointless || used != body.length) {
		return FAIL(c, ERR_INVALID, "decimal.form", "value=%.*s", SLICE_PRINT(text));
	}
	if (whole.length > WHOLE_DIGITS_MAX || fraction.length > FRACTION_DIGITS) {
		return FAIL(c, ERR_INVALID, "decimal.too_long", "value=%.*s", SLICE_PRINT(text));
	}
	const int128 size = digits_value(whole, whole.length) * BILLION +
			    digits_value(fraction, FRACTION_DIGITS);
	ret_value->billionths = negative ? -size : size;
	return OK;
}

struct decimal decimal_of(int64_t whole)
{
	return (struct decimal){.billionths = (int128)whole * BILLION};
}

struct decimal decimal_add(struct decimal a, struct decimal b)
{
	return (struct decimal){.billionths = a.billionths + b.billionths};
}

struct decimal decimal_subtract(struct decimal a, struct decimal b)
{
	return (struct decimal){.billionths = a.billionths - b.billionths};
}

int decimal_compare(struct decimal a, struct decimal b)
{
	return (a.billionths > b.billionths) - (a.billionths < b.billionths);
}

bool decimal_equal(struct decimal a, struct decimal b)
{
	return a.billionths == b.billionths;
}

struct decimal decimal_absolute(struct decimal value)
{
	return (struct decimal){.billionths = value.billionths < 0 ? -value.billionths
								   : value.billionths};
}

struct slice decimal_text(struct arena *arena, struct decimal value)
{
	char digits[48];
	const int128 size = decimal_absolute(value).billionths;
	const uint64_t fraction = (uint64_t)(size % BILLION);
	size_t at = sizeof digits;
	int128 rest = size / BILLION;
	do {
		digits[--at] = (char)('0' + (int)(rest % 10));
		rest /= 10;
	} while (rest > 0);
	if (value.billionths < 0) {
		digits[--at] = '-';
	}
	const struct slice whole = {.at = digits + at, .length = sizeof digits - at};
	if (fraction == 0) {
		return arena_copy(arena, whole);
	}
	struct slice text = arena_format(arena, "%.*s.%09" PRIu64, SLICE_PRINT(whole), fraction);
	while (text.at[text.length - 1] == '0') {
		text.length--;
	}
	return text;
}

int64_t decimal_whole(struct decimal value)
{
	const int128 whole = value.billionths / BILLION;
	if (whole > INT64_MAX) {
		return INT64_MAX;
	}
	return whole < INT64_MIN ? INT64_MIN : (int64_t)whole;
}
