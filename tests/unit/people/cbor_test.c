/* Which CBOR is an attestation object, and which is none. */
#include "../../testing.h"

#include "people/cbor.h"

#define BYTES(literal)                                                                             \
	{                                                                                          \
		literal, sizeof(literal) - 1                                                       \
	}
#define FMT                                                                                        \
	"\x63"                                                                                     \
	"fmt\x64none"
#define STMT                                                                                       \
	"\x67"                                                                                     \
	"attStmt\xA0"
#define DATA                                                                                       \
	"\x68"                                                                                     \
	"authData\x43"                                                                             \
	"abc"

static void the_three_members_are_found_in_any_order(void **state)
{
	static const struct slice texts[] = {
		BYTES("\xA3" FMT STMT DATA),
		BYTES("\xA3" DATA FMT STMT),
		BYTES("\xA3" STMT DATA FMT),
	};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(texts); i++) {
		struct attestation found;
		assert_true(attestation_read(texts[i], &found));
		assert_slice(found.format, "none");
		assert_slice(found.data, "abc");
		assert_int_equal(found.statement.length, 1);
	}
}

static void a_statement_is_taken_whole(void **state)
{
	static const struct slice text = BYTES("\xA3" FMT "\x67"
					       "attStmt\xA2\x63"
					       "alg\x26\x63"
					       "x5c\x81\x42"
					       "ab" DATA);
	struct attestation found;
	(void)state;
	assert_true(attestation_read(text, &found));
	assert_int_equal(found.statement.length, 14);
	assert_int_equal((unsigned char)found.statement.at[0], 0xA2);
}

static void anything_else_is_refused(void **state)
{
	static const struct slice texts[] = {
		BYTES(""),
		BYTES("\xA2" FMT STMT),
		BYTES("\xA3" FMT STMT),
		BYTES("\xA3" FMT FMT DATA),
		BYTES("\xA3" FMT STMT DATA "x"),
		BYTES("\xBF" FMT STMT DATA "\xFF"), /* of no stated length */
		BYTES("\xB8\x03" FMT STMT DATA),    /* not the shortest form */
		BYTES("\xA3" FMT STMT "\x68"
		      "authData\x63"
		      "abc"), /* text for bytes */
		BYTES("\xA3"
		      "\x63"
		      "fmt\x44none" STMT DATA), /* bytes for text */
		BYTES("\xA3" FMT "\x67"
		      "attStmt\x80" DATA), /* a list for a map */
		BYTES("\xA3" FMT "\x67"
		      "attStmt\xA1\x61"
		      "a\xC0\x61"
		      "b" DATA), /* a tag */
		BYTES("\xA3" FMT "\x67"
		      "attStmt\xA1\x61"
		      "a\xFB\0\0\0\0\0\0\0\0" DATA), /* a float */
		BYTES("\xA3" FMT "\x67"
		      "attStmt\xA1\x61"
		      "a\x5F\x41"
		      "b\xFF" DATA),
		BYTES("\xA3" FMT "\x67"
		      "attStmt\xBA\xFF\xFF\xFF\xFF" DATA),
		BYTES("\xA3" FMT STMT "\x68"
		      "authData\x5A\xFF\xFF\xFF\xFF"
		      "abc"),
		BYTES("\xA3" FMT STMT "\x68"
		      "authData\x5B\0\0\0\0\0\0\0\x03"
		      "abc"),
		BYTES("\xA3" FMT "\x67"
		      "attStmt\xA1\x61"
		      "a\x81\x81\x81\x81\x81\x81\x81\x81\x00" DATA),
		BYTES("\xA3" FMT STMT "\x65"
		      "other\x43"
		      "abc"),
	};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(texts); i++) {
		struct attestation found = {.format = S("untouched")};
		assert_false(attestation_read(texts[i], &found));
		assert_slice(found.format, "untouched");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_three_members_are_found_in_any_order),
		cmocka_unit_test(a_statement_is_taken_whole),
		cmocka_unit_test(anything_else_is_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
