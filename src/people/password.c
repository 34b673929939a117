/* password.c - which passwords are taken. Length over riddles: NIST SP 800-63B, 5.1.1.2. */
#include "base/utf8.h"
#include "people/internal.h"
#include "people/known.h"
#include "text/khmer.h"

enum {
	PASSWORD_LETTERS = 12,
	PASSWORD_BYTES_MAX = 1024,
	DISTINCT_LETTERS = 5,
	NAME_BYTES_MIN = 3,
	REST_LETTERS = 8,
};

struct range {
	uint32_t first;
	uint32_t last;
};

/* What stands on, under or around the letter before it, and what is not seen at all. */
static const struct range MARKS[] = {
	{0x0300, 0x036F}, {0x17B4, 0x17D3}, {0x17DD, 0x17DD}, {0x1AB0, 0x1AFF}, {0x200B, 0x200F},
	{0x20D0, 0x20FF}, {0x2060, 0x2064}, {0xFE00, 0xFE0F}, {0xFEFF, 0xFEFF},
};
enum { KHMER_COENG = 0x17D2 };

static bool is_mark(uint32_t character)
{
	for (size_t i = 0; i < COUNT_OF(MARKS); i++) {
		if (character >= MARKS[i].first && character <= MARKS[i].last) {
			return true;
		}
	}
	return false;
}

/* As a reader counts: a Khmer stack is one. */
static size_t count_letters(struct slice text)
{
	size_t count = 0;
	uint32_t character;
	uint32_t before = 0;

	while (utf8_next(&text, &character)) {
		count += !is_mark(character) && before != KHMER_COENG ? 1 : 0;
		before = character;
	}
	return count;
}

static size_t count_distinct(struct slice text)
{
	uint32_t seen[DISTINCT_LETTERS];
	size_t count = 0;
	uint32_t character;

	while (count < DISTINCT_LETTERS && utf8_next(&text, &character)) {
		size_t i = 0;
		while (i < count && seen[i] != character) {
			i++;
		}
		if (i == count) {
			seen[count++] = character;
		}
	}
	return count;
}

/* The name, and hardly anything besides. */
static err is_mostly(struct ctx *c, struct slice password, struct slice name, bool *ret_mostly)
{
	struct slice password_key;
	struct slice name_key;

	TRY(khmer_normalise(c, password, KHMER_FOR_KEY, &password_key));
	TRY(khmer_normalise(c, name, KHMER_FOR_KEY, &name_key));
	*ret_mostly = name_key.length >= NAME_BYTES_MIN &&
		      slice_find(password_key, name_key) != SIZE_MAX &&
		      count_letters(password_key) < count_letters(name_key) + REST_LETTERS;
	return OK;
}

err password_normal(struct ctx *c, struct slice password, struct slice *ret_normal)
{
	if (password.length > PASSWORD_BYTES_MAX) {
		return FAIL(c, ERR_INVALID, "people.password_long", "max=%d", PASSWORD_BYTES_MAX);
	}
	TRY(utf8_check(c, password));
	return khmer_normalise(c, password, KHMER_FOR_DISPLAY, ret_normal);
}

err password_check(struct ctx *c, struct door *door, const struct account *account,
		   struct slice password, struct slice *ret_normal)
{
	struct slice normal;
	bool is_name = false;
	bool is_sign_in_name = false;
	bool is_known = false;

	TRY(password_normal(c, password, &normal));
	if (count_letters(normal) < PASSWORD_LETTERS) {
		return FAIL(c, ERR_INVALID, "people.password_short", "min=%d", PASSWORD_LETTERS);
	}
	TRY(is_mostly(c, normal, account->name, &is_name));
	TRY(is_mostly(c, normal, account->sign_in_name, &is_sign_in_name));
	if (door->known_passwords != NULL) {
		TRY(known_passwords_have(c, door->known_passwords, password, &is_known));
	}
	if (is_name || is_sign_in_name || is_known || count_distinct(normal) < DISTINCT_LETTERS) {
		return FAIL_PLAIN(c, ERR_INVALID, "people.password_known");
	}
	*ret_normal = normal;
	return OK;
}
