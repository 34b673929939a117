#include "text/foreign.h"

#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

struct wide {
	UChar *at;
	int32_t length;
};

static err broken(struct ctx *c, UErrorCode status)
{
	return FAIL(c, ERR_BROKEN, "text.icu", "reason=%s", u_errorName(status));
}

static err widen(struct ctx *c, struct slice text, struct wide *ret_wide)
{
	UErrorCode status = U_ZERO_ERROR;
	struct wide wide = {.at = ARENA_ARRAY(c->arena, text.length + 1, UChar)};
	(void)u_strFromUTF8(wide.at, (int32_t)text.length + 1, &wide.length, text.at,
			    (int32_t)text.length, &status);
	if (U_FAILURE(status)) {
		return broken(c, status);
	}
	*ret_wide = wide;
	return OK;
}

static err narrow(struct ctx *c, struct wide wide, struct slice *ret_text)
{
	UErrorCode status = U_ZERO_ERROR;
	int32_t length = 0;
	const int32_t capacity = wide.length * 3 + 1;
	char *at = arena_alloc(c->arena, (size_t)capacity);
	(void)u_strToUTF8(at, capacity, &length, wide.at, wide.length, &status);
	if (U_FAILURE(status)) {
		return broken(c, status);
	}
	*ret_text = (struct slice){.at = at, .length = (size_t)length};
	return OK;
}

static err apply(struct ctx *c, const UNormalizer2 *normalizer, struct wide *wide)
{
	UErrorCode status = U_ZERO_ERROR;
	struct wide result = {0};
	/* 18 is the largest expansion of a compatibility form (U+FDFA). */
	int32_t capacity = wide->length + 64;
	for (int round = 0; round < 2; round++) {
		status = U_ZERO_ERROR;
		result.at = ARENA_ARRAY(c->arena, (size_t)capacity, UChar);
		result.length = unorm2_normalize(normalizer, wide->at, wide->length, result.at,
						 capacity, &status);
		if (status != U_BUFFER_OVERFLOW_ERROR) {
			break;
		}
		capacity = result.length + 1;
	}
	if (U_FAILURE(status)) {
		return broken(c, status);
	}
	*wide = result;
	return OK;
}

/* The blocks of combining marks that letters of any script may carry; signs of Thai or Lao are no
 * decoration and stay. */
static bool is_accent(uint32_t character)
{
	return (character >= 0x0300 && character <= 0x036F) ||
	       (character >= 0x1AB0 && character <= 0x1AFF) ||
	       (character >= 0x1DC0 && character <= 0x1DFF) ||
	       (character >= 0x20D0 && character <= 0x20FF) ||
	       (character >= 0xFE20 && character <= 0xFE2F);
}

/* By UTF-16 unit: all of these stand in the first plane, and pairs of units pass as they are. */
static void strip(struct wide *wide)
{
	int32_t length = 0;
	for (int32_t i = 0; i < wide->length; i++) {
		const UChar unit = wide->at[i];
		if (is_accent(unit) || unit == '\'' || unit == 0x2018 || unit == 0x2019 ||
		    unit == 0x02BC) {
			continue;
		}
		wide->at[length++] = u_ispunct(unit) || u_isUWhiteSpace(unit) ? ' ' : unit;
	}
	wide->length = length;
}

err foreign_compose(struct ctx *c, struct slice text, struct slice *ret_text)
{
	UErrorCode status = U_ZERO_ERROR;
	struct wide wide;
	const UNormalizer2 *nfc = unorm2_getNFCInstance(&status);
	TRY(widen(c, text, &wide));
	if (unorm2_isNormalized(nfc, wide.at, wide.length, &status) != 0) {
		*ret_text = text;
		return OK;
	}
	if (U_FAILURE(status)) {
		return broken(c, status);
	}
	TRY(apply(c, nfc, &wide));
	return narrow(c, wide, ret_text);
}

err foreign_fold(struct ctx *c, struct slice text, struct slice *ret_text)
{
	UErrorCode status = U_ZERO_ERROR;
	struct wide wide;
	const UNormalizer2 *fold = unorm2_getNFKCCasefoldInstance(&status);
	const UNormalizer2 *apart = unorm2_getNFKDInstance(&status);
	if (U_FAILURE(status)) {
		return broken(c, status);
	}
	TRY(widen(c, text, &wide));
	TRY(apply(c, fold, &wide));
	TRY(apply(c, apart, &wide));
	strip(&wide);
	TRY(apply(c, fold, &wide));
	return narrow(c, wide, ret_text);
}
