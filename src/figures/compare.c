/* Figures side by side: what differs, what must be marked, and whether a difference means anything.
 */
#include "figures/compare.h"

enum { REFUSALS_MAX = 12 };

/* Days of the period, both ends included; 0 when it has none. */
static int64_t period_days(const struct figure *figure)
{
	if (figure->period_start.precision == DATE_NONE ||
	    figure->period_end.precision == DATE_NONE) {
		return 0;
	}
	return date_days(date_last_day(figure->period_end)) -
	       date_days(date_first_day(figure->period_start)) + 1;
}

/* <0 when the period of `a` is shorter than that of `b`. Whole months count as months, so that a
 * leap year is no longer than another. */
static int compare_lengths(const struct figure *a, const struct figure *b)
{
	const int months_a = figures_months(a);
	const int months_b = figures_months(b);
	if (months_a > 0 && months_b > 0) {
		return months_a - months_b;
	}
	const int64_t days_a = period_days(a);
	const int64_t days_b = period_days(b);
	return (days_a > days_b) - (days_a < days_b);
}

static bool is_collective(struct slice destination)
{
	return slice_is(destination, "ALL") || slice_is(destination, "GLOBAL") ||
	       slice_is(destination, "UNRESOLVED") || slice_find_byte(destination, ';') != SIZE_MAX;
}

/* One counts people whom the other counts too, or may. */
static bool overlap(const struct figure *a, const struct figure *b)
{
	const bool linked = slice_equal(a->part_of, b->id) || slice_equal(b->part_of, a->id);
	const bool destination = !slice_equal(a->destination, b->destination) &&
				 (is_collective(a->destination) || is_collective(b->destination));
	const bool form = !slice_equal(a->form, b->form) &&
			  (slice_is(a->form, "all") || slice_is(b->form, "all") ||
			   slice_empty(a->form) || slice_empty(b->form));
	return linked || destination || form;
}

struct refusals {
	struct arena *arena;
	struct sentence at[REFUSALS_MAX];
	size_t count;
};

static void refuse(struct refusals *refusals, const char *key, struct slice first,
		   struct slice second)
{
	must(refusals->count < REFUSALS_MAX);
	refusals->at[refusals->count++] =
		sentence_make(refusals->arena, key, "first=%.*s\nsecond=%.*s", SLICE_PRINT(first),
			      SLICE_PRINT(second));
}

static void refuse_unless_equal(struct refusals *refusals, const char *key, struct slice first,
				struct slice second)
{
	if (!slice_equal(first, second)) {
		refuse(refusals, key, first, second);
	}
}

static void judge_time(struct refusals *refusals, const struct figure *a, const struct figure *b)
{
	if (figures_is_unfinished(a)) {
		refuse(refusals, "figures.refuse.unfinished", a->id,
		       date_iso(refusals->arena, a->as_of));
	}
	if (figures_is_unfinished(b)) {
		refuse(refusals, "figures.refuse.unfinished", b->id,
		       date_iso(refusals->arena, b->as_of));
	}
	if ((period_days(a) == 0) != (period_days(b) == 0)) {
		refuse(refusals, "figures.refuse.stock", a->id, b->id);
	} else if (compare_lengths(a, b) != 0) {
		refuse(refusals, "figures.refuse.length", a->id, b->id);
	}
}

static void judge_scope(struct refusals *refusals, const struct figure *a, const struct figure *b)
{
	const int apart = (slice_equal(a->destination, b->destination) ? 0 : 1) +
			  (slice_equal(a->form, b->form) ? 0 : 1) +
			  (figures_same_time(a, b) ? 0 : 1);
	if (overlap(a, b)) {
		refuse(refusals, "figures.refuse.part", a->id, b->id);
	} else if (apart > 1) {
		refuse(refusals, "figures.refuse.several", a->id, b->id);
	}
}

static void judge(struct refusals *refusals, const struct figure *a, const struct figure *b)
{
	if (!slice_equal(figures_publisher(a), figures_publisher(b))) {
		refuse(refusals, "figures.refuse.publisher", a->publisher, b->publisher);
	}
	refuse_unless_equal(refusals, "figures.refuse.population", a->population, b->population);
	refuse_unless_equal(refusals, "figures.refuse.sex", a->sex, b->sex);
	refuse_unless_equal(refusals, "figures.refuse.unit", a->unit, b->unit);
	judge_time(refusals, a, b);
	judge_scope(refusals, a, b);
}

static struct difference difference_of(struct arena *arena, const struct figure *a,
				       const struct figure *b)
{
	struct refusals *refusals = ARENA_NEW(arena, struct refusals);
	refusals->arena = arena;
	judge(refusals, a, b);
	return (struct difference){
		.from = a,
		.to = b,
		.computed = refusals->count == 0,
		.value =
			refusals->count == 0 ? decimal_subtract(b->value, a->value) : decimal_of(0),
		.refusals = refusals->at,
		.refusals_count = refusals->count,
	};
}

static unsigned marks_of(const struct figure *const *figures, size_t count, size_t at)
{
	unsigned marks = 0;
	for (size_t i = 0; i < count; i++) {
		if (period_days(figures[at]) > 0 && period_days(figures[i]) > 0 &&
		    compare_lengths(figures[at], figures[i]) < 0) {
			marks |= MARK_SHORTER;
		}
	}
	marks |= figures_is_unfinished(figures[at]) ? MARK_UNFINISHED : 0;
	marks |= figures_is_estimate(figures[at]) ? MARK_ESTIMATE : 0;
	marks |= slice_is(figures[at]->status, "disputed") ? MARK_DISPUTED : 0;
	return marks;
}

static unsigned aspects_that_differ(struct arena *arena, const struct figure *const *figures,
				    size_t count)
{
	unsigned differs = 0;
	for (enum aspect aspect = 0; aspect < ASPECT_COUNT; aspect++) {
		for (size_t i = 1; i < count; i++) {
			const bool equal =
				aspect == ASPECT_PUBLISHER
					? slice_equal(figures_publisher(figures[0]),
						      figures_publisher(figures[i]))
					: slice_equal(figures_aspect(arena, figures[0], aspect),
						      figures_aspect(arena, figures[i], aspect));
			differs |= equal ? 0 : 1u << aspect;
		}
	}
	return differs;
}

static void gather_conflicts(struct arena *arena, const struct ledger *ledger,
			     const struct figure *const *figures, size_t count,
			     struct comparison *comparison)
{
	const struct conflict **between =
		ARENA_ARRAY(arena, ledger->conflicts_count, const struct conflict *);
	const struct conflict **nearby =
		ARENA_ARRAY(arena, ledger->conflicts_count, const struct conflict *);
	size_t between_count = 0;
	size_t nearby_count = 0;
	for (size_t i = 0; i < ledger->conflicts_count; i++) {
		const struct conflict *conflict = &ledger->conflicts[i];
		size_t named = 0;
		for (size_t j = 0; j < count; j++) {
			named += slice_list_has(conflict->figure_ids, figures[j]->id) ? 1 : 0;
		}
		if (named > 1) {
			between[between_count++] = conflict;
		} else if (named == 1) {
			nearby[nearby_count++] = conflict;
		}
	}
	comparison->conflicts = (struct conflict_list){between, between_count};
	comparison->nearby = (struct conflict_list){nearby, nearby_count};
}

/* The figures of the question, each once. */
static err find_all(struct ctx *c, const struct ledger *ledger, const struct slice *ids,
		    size_t ids_count, const struct figure **figures, size_t *ret_count)
{
	size_t count = 0;
	for (size_t i = 0; i < ids_count; i++) {
		const struct figure *figure = NULL;
		TRY(figures_get(c, ledger, ids[i], &figure));
		size_t at = 0;
		while (at < count && figures[at] != figure) {
			at++;
		}
		if (at == count) {
			figures[count++] = figure;
		}
	}
	if (count < 2) {
		return FAIL_PLAIN(c, ERR_INVALID, "figures.compare_few");
	}
	*ret_count = count;
	return OK;
}

static err check_codes(struct ctx *c, const struct figure *const *figures, size_t count)
{
	for (size_t i = 1; i < count; i++) {
		if (!slice_equal(figures[0]->indicator_code, figures[i]->indicator_code)) {
			return FAIL(c, ERR_CONFLICT, "figures.codes_differ",
				    "first=%.*s\nfirst_code=%.*s\nsecond=%.*s\nsecond_code=%.*s",
				    SLICE_PRINT(figures[0]->id),
				    SLICE_PRINT(figures[0]->indicator_code),
				    SLICE_PRINT(figures[i]->id),
				    SLICE_PRINT(figures[i]->indicator_code));
		}
	}
	return OK;
}

err figures_compare(struct ctx *c, const struct ledger *ledger, const struct slice *ids,
		    size_t count, struct comparison *ret_comparison)
{
	if (count > COMPARE_MAX) {
		return FAIL(c, ERR_LIMIT, "figures.compare_many", "max=%d", COMPARE_MAX);
	}
	const struct figure **figures = ARENA_ARRAY(c->arena, count + 1, const struct figure *);
	TRY(find_all(c, ledger, ids, count, figures, &count));
	TRY(check_codes(c, figures, count));
	struct compared *compared = ARENA_ARRAY(c->arena, count, struct compared);
	struct difference *differences = ARENA_ARRAY(c->arena, count - 1, struct difference);
	for (size_t i = 0; i < count; i++) {
		compared[i].figure = figures[i];
		compared[i].marks = marks_of(figures, count, i);
		if (i > 0) {
			differences[i - 1] = difference_of(c->arena, figures[i - 1], figures[i]);
		}
	}
	*ret_comparison = (struct comparison){
		.figures = compared,
		.count = count,
		.differs = aspects_that_differ(c->arena, figures, count),
		.differences = differences,
		.differences_count = count - 1,
	};
	gather_conflicts(c->arena, ledger, figures, count, ret_comparison);
	return OK;
}
