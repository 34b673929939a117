/* gap_space.c - the values of the four dimensions: what the directory and the vocabulary can tell
 * apart. */
#include "directory/gaps.h"

#include <stdlib.h>

static err add_code(struct ctx *c, struct gap_space *space, enum gap_dimension dimension,
		    struct slice code)
{
	if (space->count[dimension] == GAP_VALUES_MAX) {
		return FAIL(c, ERR_LIMIT, "gaps.too_many", "max=%d", GAP_VALUES_MAX);
	}
	space->codes[dimension][space->count[dimension]++] = code;
	return OK;
}

static err add_codes(struct ctx *c, struct gap_space *space, enum gap_dimension dimension,
		     struct slice list)
{
	struct slice code;
	while (slice_next_item(&list, &code)) {
		TRY(add_code(c, space, dimension, code));
	}
	return OK;
}

/* ---- Ages: cut where a programme begins, where one ends, and at the age of majority. */

struct cuts {
	int at[GAP_VALUES_MAX];
	size_t count;
};

static err add_cut(struct ctx *c, struct cuts *cuts, int age)
{
	if (age <= 0) {
		return OK;
	}
	for (size_t i = 0; i < cuts->count; i++) {
		if (cuts->at[i] == age) {
			return OK;
		}
	}
	if (cuts->count + 1 == GAP_VALUES_MAX) {
		return FAIL(c, ERR_LIMIT, "gaps.too_many", "max=%d", GAP_VALUES_MAX);
	}
	cuts->at[cuts->count++] = age;
	return OK;
}

static int by_age(const void *a, const void *b)
{
	return *(const int *)a - *(const int *)b;
}

static err add_ages(struct ctx *c, const struct directory *directory, enum directory_scope scope,
		    struct gap_space *space)
{
	struct cuts cuts = {.count = 0};

	TRY(add_cut(c, &cuts, GAP_ADULT_AGE));
	for (size_t i = 0; i < directory->programmes_count; i++) {
		const struct programme *programme = &directory->programmes[i];
		if (!programme_in_scope(programme, scope)) {
			continue;
		}
		if (programme->age_min != AGE_NO_LIMIT) {
			TRY(add_cut(c, &cuts, programme->age_min));
		}
		if (programme->age_max != AGE_NO_LIMIT) {
			TRY(add_cut(c, &cuts, programme->age_max + 1));
		}
	}
	qsort(cuts.at, cuts.count, sizeof *cuts.at, by_age);
	int from = 0;
	for (size_t i = 0; i < cuts.count; i++) {
		space->ages[space->count[GAP_AGE]++] = (struct age_group){from, cuts.at[i] - 1};
		from = cuts.at[i];
	}
	space->ages[space->count[GAP_AGE]++] = (struct age_group){from, AGE_NO_LIMIT};
	return OK;
}

static void set_all(struct gap_space *space)
{
	for (size_t i = 0; i < GAP_DIMENSIONS; i++) {
		space->all[i] = space->count[i] == GAP_VALUES_MAX
					? UINT64_MAX
					: (UINT64_C(1) << space->count[i]) - 1;
	}
}

err gap_space_of(struct ctx *c, const struct directory *directory, enum directory_scope scope,
		 struct slice forms, struct slice destinations, struct gap_space *ret_space)
{
	struct gap_space *space = ARENA_NEW(c->arena, struct gap_space);

	TRY(add_codes(c, space, GAP_SEX, S("female;male;other")));
	TRY(add_ages(c, directory, scope, space));
	TRY(add_codes(c, space, GAP_FORM, forms));
	TRY(add_codes(c, space, GAP_DESTINATION, destinations));
	set_all(space);
	*ret_space = *space;
	return OK;
}

/* The codes of a scheme as a list, without those that name no case of their own. */
static err list_codes(struct ctx *c, const struct model *model, const char *scheme,
		      struct slice except, struct slice *ret_list)
{
	enum { LIST_MAX = 64 * 1024 };
	struct buf *list = buf_create(c->arena, LIST_MAX);
	size_t count;
	const struct code *const *codes = model_codes(model, scheme, &count);

	for (size_t i = 0; i < count; i++) {
		if (!slice_list_has(except, codes[i]->code)) {
			buf_add(list, codes[i]->code);
			buf_add_byte(list, ';');
		}
	}
	return buf_done(c, list, ret_list);
}

err gap_space_create(struct ctx *c, const struct model *model, const struct directory *directory,
		     enum directory_scope scope, struct gap_space *ret_space)
{
	struct slice forms;
	struct slice destinations;

	TRY(list_codes(c, model, "form", S("all;multiple;unknown"), &forms));
	TRY(list_codes(c, model, "destination", S("X-UN"), &destinations));
	return gap_space_of(c, directory, scope, forms, destinations, ret_space);
}

/* ---- The part that a question names */

static uint64_t bits_of(const struct gap_space *space, enum gap_dimension dimension,
			struct slice list)
{
	uint64_t bits = 0;
	for (size_t i = 0; i < space->count[dimension]; i++) {
		if (slice_list_has(list, space->codes[dimension][i])) {
			bits |= UINT64_C(1) << i;
		}
	}
	return bits != 0 ? bits : space->all[dimension];
}

static uint64_t age_bits(const struct gap_space *space, const struct match_question *question)
{
	uint64_t bits = 0;
	if (question->age_least == AGE_UNKNOWN) {
		return space->all[GAP_AGE];
	}
	for (size_t i = 0; i < space->count[GAP_AGE]; i++) {
		const struct age_group *group = &space->ages[i];
		const bool ends_before =
			group->to != AGE_NO_LIMIT && group->to < question->age_least;
		if (!ends_before && group->from <= question->age_most) {
			bits |= UINT64_C(1) << i;
		}
	}
	return bits;
}

struct match_question gaps_question_read(const struct values *values)
{
	int64_t age = AGE_UNKNOWN;
	(void)slice_to_int64(values_get(values, "age"), &age);
	return (struct match_question){
		.sex = values_get(values, "sex"),
		.age_least = (int)age,
		.age_most = (int)age,
		.forms = values_get(values, "form"),
		.destinations = values_get(values, "destination"),
		.scope = slice_is(values_get(values, "origin"), "all") ? SCOPE_ALL : SCOPE_REVIEW,
	};
}

struct gap_box gap_box_of(const struct gap_space *space, const struct match_question *question)
{
	const bool no_sex_said = slice_empty(question->sex) || slice_is(question->sex, "unknown");
	const bool neither = slice_is(question->sex, "not_said");

	return (struct gap_box){{
		[GAP_SEX] = no_sex_said
				    ? space->all[GAP_SEX]
				    : bits_of(space, GAP_SEX, neither ? S("other") : question->sex),
		[GAP_AGE] = age_bits(space, question),
		[GAP_FORM] = bits_of(space, GAP_FORM, question->forms),
		[GAP_DESTINATION] = bits_of(space, GAP_DESTINATION, question->destinations),
	}};
}
