#include "text/plural.h"

enum { PLURAL_COUNTS_TRIED = 200 };

/* One walk over the expression for one n. After `bad` all values are 0 and nothing more is read. */
struct walk {
	struct slice rest;
	uint64_t n;
	int depth;
	bool bad;
};

/* Operators of two operands, loosest first; within a level the longer sign stands first. */
struct binary {
	const char *sign;
	int level;
	char what;
};
static const struct binary OPERATORS[] = {
	{"||", 0, '|'}, {"&&", 1, '&'}, {"==", 2, '='}, {"!=", 2, '!'}, {"<=", 3, 'l'},
	{">=", 3, 'g'}, {"<", 3, '<'},  {">", 3, '>'},  {"+", 4, '+'},  {"-", 4, '-'},
	{"*", 5, '*'},  {"/", 5, '/'},  {"%", 5, '%'},
};
enum { LEVELS = 6 };

static uint64_t choice(struct walk *walk);

static bool take(struct walk *walk, const char *sign)
{
	walk->rest = slice_trim(walk->rest);
	const struct slice start = slice_of(sign);
	if (walk->bad || !slice_starts(walk->rest, start)) {
		return false;
	}
	walk->rest = slice_between(walk->rest, start.length, SIZE_MAX);
	return true;
}

static uint64_t number(struct walk *walk)
{
	uint64_t value = 0;
	size_t digits = 0;
	while (digits < walk->rest.length && walk->rest.at[digits] >= '0' &&
	       walk->rest.at[digits] <= '9') {
		value = value * 10 + (uint64_t)(walk->rest.at[digits] - '0');
		digits++;
	}
	if (digits == 0 || digits > 9) {
		walk->bad = true;
		return 0;
	}
	walk->rest = slice_between(walk->rest, digits, SIZE_MAX);
	return value;
}

static uint64_t operand(struct walk *walk)
{
	uint64_t value = 0;
	if (walk->bad || ++walk->depth > PLURAL_DEPTH_MAX) {
		walk->bad = true;
		return 0;
	}
	if (take(walk, "!")) {
		value = operand(walk) == 0;
	} else if (take(walk, "(")) {
		value = choice(walk);
		walk->bad = !take(walk, ")");
	} else if (take(walk, "n")) {
		value = walk->n;
	} else {
		value = number(walk);
	}
	walk->depth--;
	return value;
}

static uint64_t divide(struct walk *walk, uint64_t a, uint64_t b, char what)
{
	if (b == 0) {
		walk->bad = true;
		return 0;
	}
	return what == '/' ? a / b : a % b;
}

/* Unsigned arithmetic wraps, as gettext's own does. */
static uint64_t apply(struct walk *walk, char what, uint64_t a, uint64_t b)
{
	switch (what) {
	case '|':
		return a != 0 || b != 0;
	case '&':
		return a != 0 && b != 0;
	case '=':
		return a == b;
	case '!':
		return a != b;
	case 'l':
		return a <= b;
	case 'g':
		return a >= b;
	case '<':
		return a < b;
	case '>':
		return a > b;
	case '+':
		return a + b;
	case '-':
		return a - b;
	case '*':
		return a * b;
	default:
		return divide(walk, a, b, what);
	}
}

static const struct binary *take_operator(struct walk *walk, int level)
{
	for (size_t i = 0; i < COUNT_OF(OPERATORS); i++) {
		if (OPERATORS[i].level == level && take(walk, OPERATORS[i].sign)) {
			return &OPERATORS[i];
		}
	}
	return NULL;
}

/* All operators of a level bind to the left. */
static uint64_t chain(struct walk *walk, int level)
{
	if (level == LEVELS) {
		return operand(walk);
	}
	uint64_t value = chain(walk, level + 1);
	const struct binary *sign = take_operator(walk, level);
	while (sign != NULL) {
		value = apply(walk, sign->what, value, chain(walk, level + 1));
		sign = take_operator(walk, level);
	}
	return value;
}

/* Both branches are worked out: nothing has side effects, and 1/0 in either is a broken rule. */
static uint64_t choice(struct walk *walk)
{
	if (walk->bad || ++walk->depth > PLURAL_DEPTH_MAX) {
		walk->bad = true;
		return 0;
	}
	uint64_t value = chain(walk, 0);
	if (take(walk, "?")) {
		const uint64_t yes = choice(walk);
		walk->bad = !take(walk, ":");
		const uint64_t no = choice(walk);
		value = value != 0 ? yes : no;
	}
	walk->depth--;
	return value;
}

static bool form_of(const struct plural *plural, uint64_t count, uint64_t *ret_form)
{
	struct walk walk = {.rest = plural->expression, .n = count};
	const uint64_t form = choice(&walk);
	if (walk.bad || !slice_empty(slice_trim(walk.rest)) || form >= plural->forms) {
		return false;
	}
	*ret_form = form;
	return true;
}

size_t plural_form(const struct plural *plural, uint64_t count)
{
	uint64_t form = 0;
	return form_of(plural, count, &form) ? (size_t)form : 0;
}

/* "nplurals=2; plural=n != 1;" into its two halves. */
static bool split(struct slice header, struct plural *ret_plural)
{
	struct walk walk = {.rest = header};
	if (!take(&walk, "nplurals") || !take(&walk, "=")) {
		return false;
	}
	walk.rest = slice_trim(walk.rest);
	const uint64_t forms = number(&walk);
	if (!take(&walk, ";") || !take(&walk, "plural") || !take(&walk, "=")) {
		return false;
	}
	const size_t end = slice_find_byte(walk.rest, ';');
	*ret_plural = (struct plural){
		.forms = forms,
		.expression = slice_trim(slice_between(walk.rest, 0, end)),
	};
	return forms >= 1 && forms <= PLURAL_FORMS_MAX &&
	       ret_plural->expression.length <= PLURAL_LENGTH_MAX;
}

err plural_parse(struct ctx *c, const char *language, struct slice header,
		 struct plural *ret_plural)
{
	struct plural plural;
	uint64_t form = 0;
	bool good = split(header, &plural);
	for (uint64_t count = 0; good && count <= PLURAL_COUNTS_TRIED; count++) {
		good = form_of(&plural, count, &form);
	}
	if (!good) {
		return FAIL(c, ERR_INVALID, "catalogue.plural", "language=%s\nrule=%.*s", language,
			    SLICE_PRINT(slice_between(header, 0, 200)));
	}
	*ret_plural = plural;
	return OK;
}
