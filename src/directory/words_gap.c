/* words_gap.c - a hole of the directory as one sentence: whom, with which limits, whatever else. */
#include "directory/words.h"

#include "directory/internal.h"

enum { TEXT_MAX = 16 * 1024 };

static struct slice join(const struct words *words, struct slice a, struct slice b)
{
	return arena_format(words->arena, "%.*s%.*s", SLICE_PRINT(a), SLICE_PRINT(b));
}

/* female, male, other as bits 1, 2, 4: each set of them has its own word. */
static struct slice who(const struct words *words, uint64_t set)
{
	static const char *const KEYS[] = {
		[1] = "gaps.who.female", [2] = "gaps.who.male",     [3] = "gaps.who.female_or_male",
		[4] = "gaps.who.other",  [5] = "gaps.who.not_male", [6] = "gaps.who.not_female",
		[7] = "gaps.who.all",
	};

	return words_text(words, KEYS[set & 7]);
}

/* Groups that touch read as one: "15 to 19", not "15 to 17, 18 to 19". */
static struct slice ages(const struct words *words, const struct gap_space *space, uint64_t set)
{
	struct buf *text = buf_create(words->arena, TEXT_MAX);

	for (size_t i = 0; i < space->count[GAP_AGE]; i++) {
		if ((set >> i & 1) == 0) {
			continue;
		}
		const int from = space->ages[i].from;
		while (i + 1 < space->count[GAP_AGE] && (set >> (i + 1) & 1) != 0) {
			i++;
		}
		buf_add_cstr(text, buf_length(text) > 0 ? ", " : "");
		buf_add(text, words_ages(words, from, space->ages[i].to));
	}
	return buf_slice(text);
}

static struct slice codes(const struct words *words, const struct gap_space *space,
			  enum gap_dimension dimension, const char *scheme, uint64_t set)
{
	struct labels labels = {.count = 0};
	for (size_t i = 0; i < space->count[dimension]; i++) {
		if ((set >> i & 1) != 0) {
			labels_add_code(words, &labels, scheme, space->codes[dimension][i]);
		}
	}
	return labels_join(words, &labels);
}

/* "only these", or, where that is shorter, "any but these". */
static struct slice code_limit(const struct words *words, const struct gap_space *space,
			       enum gap_dimension dimension, const char *scheme, uint64_t set)
{
	const uint64_t rest = space->all[dimension] & ~set;
	const bool except = __builtin_popcountll(rest) < __builtin_popcountll(set);
	const bool form = dimension == GAP_FORM;
	const char *key = except ? (form ? "gaps.limit.form_except" : "gaps.limit.from_except")
				 : (form ? "gaps.limit.form" : "gaps.limit.from");
	const struct slice list = codes(words, space, dimension, scheme, except ? rest : set);

	return words_with(words, key, arena_format(words->arena, "list=%.*s", SLICE_PRINT(list)));
}

static struct slice limits(const struct words *words, const struct gap_space *space,
			   const struct gap_box *box)
{
	struct slice text = {0};

	if (box->sets[GAP_AGE] != space->all[GAP_AGE]) {
		const struct slice list = ages(words, space, box->sets[GAP_AGE]);
		text = words_with(words, "gaps.limit.age",
				  arena_format(words->arena, "list=%.*s", SLICE_PRINT(list)));
	}
	if (box->sets[GAP_FORM] != space->all[GAP_FORM]) {
		text = join(words, text,
			    code_limit(words, space, GAP_FORM, "form", box->sets[GAP_FORM]));
	}
	if (box->sets[GAP_DESTINATION] != space->all[GAP_DESTINATION]) {
		text = join(words, text,
			    code_limit(words, space, GAP_DESTINATION, "destination",
				       box->sets[GAP_DESTINATION]));
	}
	return text;
}

/* What does not matter. age, form, from as bits 1, 2, 4. */
static struct slice whatever(const struct words *words, const struct gap_space *space,
			     const struct gap_box *box)
{
	static const char *const KEYS[] = {
		[1] = "gaps.whatever.age",      [2] = "gaps.whatever.form",
		[3] = "gaps.whatever.age_form", [4] = "gaps.whatever.from",
		[5] = "gaps.whatever.age_from", [6] = "gaps.whatever.form_from",
		[7] = "gaps.whatever.all",
	};
	const unsigned free = (box->sets[GAP_AGE] == space->all[GAP_AGE] ? 1u : 0) |
			      (box->sets[GAP_FORM] == space->all[GAP_FORM] ? 2u : 0) |
			      (box->sets[GAP_DESTINATION] == space->all[GAP_DESTINATION] ? 4u : 0);
	return free == 0 ? (struct slice){0} : words_text(words, KEYS[free]);
}

struct slice words_gap(const struct words *words, const struct gap_space *space,
		       const struct gap *gap)
{
	const struct slice component = model_component(gap->component);
	const char *key = arena_cstr(words->arena, arena_format(words->arena, "gaps.component.%.*s",
								SLICE_PRINT(component)));

	return words_with(words, gap->best == ANSWER_NO ? "gaps.none" : "gaps.ask",
			  arena_format(words->arena,
				       "component=%.*s\nwho=%.*s\nlimits=%.*s\nwhatever=%.*s",
				       SLICE_PRINT(words_text(words, key)),
				       SLICE_PRINT(who(words, gap->box.sets[GAP_SEX])),
				       SLICE_PRINT(limits(words, space, &gap->box)),
				       SLICE_PRINT(whatever(words, space, &gap->box))));
}
