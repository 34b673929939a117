#include "base/utf8.h"
#include "khmer_spec.h"

#include <string.h>

enum { JARO_MAX = 256, PREFIX_MAX = 4 };

static size_t characters_of(struct slice text, uint32_t *characters)
{
	size_t count = 0;
	while (count < JARO_MAX && utf8_next(&text, &characters[count])) {
		count++;
	}
	return count;
}

static size_t match(const uint32_t *a, size_t a_count, const uint32_t *b, size_t b_count,
		    uint32_t *matched_a, uint32_t *matched_b)
{
	bool b_used[JARO_MAX] = {false};
	const size_t longer = a_count > b_count ? a_count : b_count;
	const size_t reach = longer / 2 > 0 ? longer / 2 - 1 : 0;
	size_t count = 0, filled = 0;
	for (size_t i = 0; i < a_count; i++) {
		for (size_t j = i > reach ? i - reach : 0; j < b_count && j <= i + reach; j++) {
			if (!b_used[j] && a[i] == b[j]) {
				b_used[j] = true;
				matched_a[count++] = a[i];
				break;
			}
		}
	}
	for (size_t j = 0; j < b_count; j++) {
		if (b_used[j]) {
			matched_b[filled++] = b[j];
		}
	}
	return count;
}

double jaro_winkler(struct slice a, struct slice b)
{
	uint32_t left[JARO_MAX], right[JARO_MAX], matched_a[JARO_MAX], matched_b[JARO_MAX];
	const size_t a_count = characters_of(a, left), b_count = characters_of(b, right);
	const size_t count = match(left, a_count, right, b_count, matched_a, matched_b);
	size_t crossed = 0, prefix = 0;
	if (count == 0) {
		return 0;
	}
	for (size_t i = 0; i < count; i++) {
		crossed += matched_a[i] != matched_b[i];
	}
	const double m = (double)count;
	const double jaro =
		(m / (double)a_count + m / (double)b_count + (m - (double)crossed / 2) / m) / 3;
	while (prefix < PREFIX_MAX && prefix < a_count && prefix < b_count &&
	       left[prefix] == right[prefix]) {
		prefix++;
	}
	return jaro + 0.1 * (double)prefix * (1 - jaro);
}
