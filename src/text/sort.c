#include "text/sort.h"

#include <unicode/ucol.h>
#include <unicode/ustring.h>

static err open_rules(struct ctx *c, enum language language, UCollator **ret_rules)
{
	UErrorCode status = U_ZERO_ERROR;
	UCollator *rules = ucol_open(language_code(language), &status);
	if (U_FAILURE(status)) {
		return FAIL(c, ERR_BROKEN, "text.no_order", "language=%s\nreason=%s",
			    language_code(language), u_errorName(status));
	}
	*ret_rules = rules;
	return OK;
}

static err check_length(struct ctx *c, struct slice text)
{
	if (text.length > SORT_TEXT_BYTES_MAX) {
		return FAIL(c, ERR_LIMIT, "text.too_long", "max=%d", SORT_TEXT_BYTES_MAX);
	}
	return OK;
}

err sort_compare(struct ctx *c, enum language language, struct slice a, struct slice b,
		 int *ret_order)
{
	UErrorCode status = U_ZERO_ERROR;
	UCollator *rules = NULL;
	TRY(check_length(c, a));
	TRY(check_length(c, b));
	TRY(open_rules(c, language, &rules));
	const UCollationResult order =
		ucol_strcollUTF8(rules, a.length > 0 ? a.at : "", (int32_t)a.length,
				 b.length > 0 ? b.at : "", (int32_t)b.length, &status);
	ucol_close(rules);
	*ret_order = order == UCOL_LESS ? -1 : order == UCOL_GREATER ? 1 : 0;
	return OK;
}

/* ICU makes keys of UTF-16 only. */
static struct slice key_of(struct arena *arena, const UCollator *rules, struct slice text)
{
	UErrorCode status = U_ZERO_ERROR;
	int32_t length = 0;
	UChar *wide = ARENA_ARRAY(arena, text.length + 1, UChar);
	if (text.length > 0) {
		(void)u_strFromUTF8WithSub(wide, (int32_t)text.length + 1, &length, text.at,
					   (int32_t)text.length, 0xFFFD, NULL, &status);
	}
	const int32_t size = ucol_getSortKey(rules, wide, length, NULL, 0);
	uint8_t *key = arena_alloc(arena, (size_t)size + 1);
	(void)ucol_getSortKey(rules, wide, length, key, size);
	/* The NUL at its end is no part of it. */
	return (struct slice){.at = (const char *)key, .length = size > 0 ? (size_t)size - 1 : 0};
}

err sort_keys(struct ctx *c, enum language language, const struct slice *texts, size_t count,
	      struct slice *ret_keys)
{
	UCollator *rules = NULL;
	for (size_t i = 0; i < count; i++) {
		TRY(check_length(c, texts[i]));
	}
	TRY(open_rules(c, language, &rules));
	for (size_t i = 0; i < count; i++) {
		ret_keys[i] = key_of(c->arena, rules, texts[i]);
	}
	ucol_close(rules);
	return OK;
}
