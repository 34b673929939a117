/* Finding figures: by id, by what they are about, and by the conflicts that name them. */
#include "figures/figures.h"
#include "model/nearest.h"

static char lower(char byte)
{
	return byte >= 'A' && byte <= 'Z' ? (char)(byte - 'A' + 'a') : byte;
}

static err unknown(struct ctx *c, const char *key, const char *key_near, struct nearest nearest)
{
	if (!nearest_found(&nearest)) {
		return FAIL(c, ERR_NOT_FOUND, key, "id=%.*s",
			    SLICE_PRINT(shown_value(c->arena, nearest.wrong)));
	}
	return FAIL(c, ERR_NOT_FOUND, key_near, "id=%.*s\nnearest=%.*s",
		    SLICE_PRINT(shown_value(c->arena, nearest.wrong)), SLICE_PRINT(nearest.best));
}

const struct figure *figures_find(const struct ledger *ledger, struct slice id)
{
	for (size_t i = 0; i < ledger->figures_count; i++) {
		if (slice_equal(ledger->figures[i].id, id)) {
			return &ledger->figures[i];
		}
	}
	return NULL;
}

err figures_get(struct ctx *c, const struct ledger *ledger, struct slice id,
		const struct figure **ret_figure)
{
	const struct figure *figure = figures_find(ledger, id);
	if (figure != NULL) {
		*ret_figure = figure;
		return OK;
	}
	struct nearest nearest = nearest_to(id);
	for (size_t i = 0; i < ledger->figures_count; i++) {
		nearest_offer(&nearest, ledger->figures[i].id);
	}
	return unknown(c, "figures.unknown", "figures.unknown_near", nearest);
}

static size_t indicators_of(struct arena *arena, const struct ledger *ledger,
			    const struct slice **ret_codes)
{
	struct slice *codes = ARENA_ARRAY(arena, ledger->figures_count, struct slice);
	size_t count = 0;
	for (size_t i = 0; i < ledger->figures_count; i++) {
		size_t at = 0;
		while (at < count && !slice_equal(codes[at], ledger->figures[i].indicator_code)) {
			at++;
		}
		if (at == count) {
			codes[count++] = ledger->figures[i].indicator_code;
		}
	}
	*ret_codes = codes;
	return count;
}

err figures_check_indicator(struct ctx *c, const struct ledger *ledger, struct slice code)
{
	const struct slice *codes = NULL;
	const size_t count = indicators_of(c->arena, ledger, &codes);
	struct nearest nearest = nearest_to(code);
	for (size_t i = 0; i < count; i++) {
		if (slice_equal(codes[i], code)) {
			return OK;
		}
		nearest_offer(&nearest, codes[i]);
	}
	return unknown(c, "figures.unknown_indicator", "figures.unknown_indicator_near", nearest);
}

static bool contains(struct slice text, struct slice part)
{
	for (size_t start = 0; start + part.length <= text.length; start++) {
		size_t same = 0;
		while (same < part.length && lower(text.at[start + same]) == lower(part.at[same])) {
			same++;
		}
		if (same == part.length) {
			return true;
		}
	}
	return false;
}

static bool in_conflict(const struct ledger *ledger, const struct figure *figure)
{
	for (size_t i = 0; i < ledger->conflicts_count; i++) {
		if (slice_list_has(ledger->conflicts[i].figure_ids, figure->id)) {
			return true;
		}
	}
	return false;
}

static bool selected(const struct ledger *ledger, const struct figure *figure,
		     const struct figure_filter *filter)
{
	return (slice_empty(filter->indicator) ||
		slice_equal(figure->indicator_code, filter->indicator)) &&
	       (slice_empty(filter->destination) ||
		slice_list_has(figure->destination, filter->destination)) &&
	       (slice_empty(filter->form) || slice_equal(figure->form, filter->form)) &&
	       contains(figure->publisher, filter->publisher) &&
	       (filter->conflicts == WITH_OR_WITHOUT_CONFLICT || in_conflict(ledger, figure));
}

struct figure_list figures_select(struct arena *arena, const struct ledger *ledger,
				  const struct figure_filter *filter)
{
	const struct figure **list =
		ARENA_ARRAY(arena, ledger->figures_count, const struct figure *);
	size_t count = 0;
	for (size_t i = 0; i < ledger->figures_count; i++) {
		if (selected(ledger, &ledger->figures[i], filter)) {
			list[count++] = &ledger->figures[i];
		}
	}
	return (struct figure_list){.at = list, .count = count};
}

struct conflict_list figures_conflicts(struct arena *arena, const struct ledger *ledger,
				       const struct figure *figure)
{
	const struct conflict **list =
		ARENA_ARRAY(arena, ledger->conflicts_count, const struct conflict *);
	size_t count = 0;
	for (size_t i = 0; i < ledger->conflicts_count; i++) {
		if (slice_list_has(ledger->conflicts[i].figure_ids, figure->id)) {
			list[count++] = &ledger->conflicts[i];
		}
	}
	return (struct conflict_list){.at = list, .count = count};
}
