/* compare.c - countries side by side: how strongly the own law of each, and what it agreed with
 * Cambodia, serve each function. */
#include "law/internal.h"

enum { COUNTRIES_MAX = 64 };

static const struct slice CAMBODIA = {.at = "KH", .length = 2};

/* The one country that an instrument is about beside Cambodia; empty where there is none or
 * several.
 */
static struct slice one_country(const struct law_instrument *instrument)
{
	struct slice rest = law_jurisdictions(instrument), item, found = {0};
	while (slice_next_item(&rest, &item)) {
		if (!law_is_code(item) || slice_equal(item, CAMBODIA)) {
			continue;
		}
		if (law_is_body(item) || !slice_empty(found)) {
			return (struct slice){0};
		}
		found = item;
	}
	return found;
}

struct slice law_countries(struct arena *arena, const struct law_register *law)
{
	struct buf *list = buf_create(arena, 4096);
	for (size_t i = 0; i < law->instruments_count; i++) {
		const struct slice code = one_country(&law->instruments[i]);
		if (!slice_empty(code) && !slice_list_has(buf_slice(list), code)) {
			buf_add_cstr(list, buf_length(list) == 0 ? "" : ";");
			buf_add(list, code);
		}
	}
	return arena_copy(arena, buf_slice(list));
}

static enum law_level level_of(const struct law_applied *applied)
{
	const struct slice binding = applied->instrument->binding;
	if (applied->state == LAW_NOT_YET || applied->state == LAW_REPLACED) {
		return LAW_NONE;
	}
	if (applied->state == LAW_UNKNOWN || slice_is(binding, "unknown")) {
		return LAW_UNCERTAIN;
	}
	return slice_is(binding, "yes") ? LAW_BINDING : LAW_NON_BINDING;
}

static void take_level(const struct law_applied *applied, enum law_level *levels)
{
	const enum law_level level = level_of(applied);
	for (size_t f = 0; f < LAW_FUNCTION_COUNT; f++) {
		if (law_serves(applied, f) && level > levels[f]) {
			levels[f] = level;
		}
	}
}

/* Is the rule the country's own, or one between it and Cambodia? */
static bool is_of(const struct law_country *country, const struct law_applied *applied)
{
	const bool home = slice_equal(country->code, CAMBODIA);
	return home ? applied->band == LAW_HOME
		    : applied->band == LAW_DESTINATION || applied->band == LAW_BETWEEN;
}

bool law_stands_behind(const struct law_country *country, const struct law_applied *applied,
		       size_t function)
{
	return is_of(country, applied) && law_serves(applied, function) &&
	       level_of(applied) != LAW_NONE;
}

static err fill_country(struct ctx *c, const struct law_register *law,
			const struct law_question *question, struct law_country *country)
{
	country->code = question->destination;
	TRY(law_answer(c, law, question, &country->answer));
	for (size_t i = 0; i < country->answer.provisions_count; i++) {
		const struct law_applied *applied = &country->answer.provisions[i];
		if (is_of(country, applied)) {
			take_level(applied,
				   applied->band == LAW_BETWEEN ? country->between : country->own);
		}
	}
	return OK;
}

err law_compare(struct ctx *c, const struct law_register *law, struct slice codes,
		struct slice form, struct pdate on, struct law_comparison *ret_comparison)
{
	struct law_country *countries = ARENA_ARRAY(c->arena, COUNTRIES_MAX, struct law_country);
	size_t count = 0;
	struct law_question question = {.destination = CAMBODIA, .form = form, .on = on};
	TRY(fill_country(c, law, &question, &countries[count++]));
	struct slice rest = slice_empty(codes) ? law_countries(c->arena, law) : codes;
	while (slice_next_item(&rest, &question.destination)) {
		if (slice_equal(question.destination, CAMBODIA)) {
			continue;
		}
		if (count == COUNTRIES_MAX) {
			return FAIL(c, ERR_LIMIT, "law.too_many_countries", "max=%d",
				    COUNTRIES_MAX - 1);
		}
		TRY(fill_country(c, law, &question, &countries[count++]));
	}
	*ret_comparison = (struct law_comparison){form, on, countries, count};
	return OK;
}
