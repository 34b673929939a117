/* dispute.c - where the review and the check differ. Nothing is corrected in place: both stand,
 * with the reason. */
#include "law/internal.h"

static bool holds_all(struct slice list, struct slice items)
{
	struct slice item;
	while (slice_next_item(&items, &item)) {
		if (!slice_list_has(list, item)) {
			return false;
		}
	}
	return true;
}

/* As sets: the order of a list says nothing. */
static bool lists_differ(struct slice reported, struct slice verified)
{
	return !slice_empty(reported) && !slice_empty(verified) &&
	       !(holds_all(reported, verified) && holds_all(verified, reported));
}

static bool values_differ(struct slice reported, struct slice verified)
{
	return !slice_empty(reported) && !slice_empty(verified) && !slice_equal(reported, verified);
}

bool law_instrument_disputed(const struct law_instrument *instrument)
{
	return slice_is(instrument->status, "disputed") || instrument->original != instrument ||
	       lists_differ(instrument->jurisdictions_reported,
			    instrument->jurisdictions_verified) ||
	       values_differ(instrument->year_reported, instrument->year_verified);
}

bool law_provision_disputed(const struct law_provision *provision)
{
	return slice_is(provision->status, "disputed") ||
	       lists_differ(provision->article_reported, provision->article_verified) ||
	       law_instrument_disputed(provision->listed);
}

enum { DISPUTES_MAX = 8 };

struct list {
	struct law_dispute *at;
	size_t count;
};

static void add(struct list *list, enum law_dispute_about about, struct slice reported,
		struct slice verified, struct slice why)
{
	must(list->count < DISPUTES_MAX);
	list->at[list->count++] = (struct law_dispute){about, reported, verified, why};
}

static void add_of_instrument(struct list *list, const struct law_instrument *instrument)
{
	if (instrument->original != instrument) {
		add(list, LAW_ABOUT_DUPLICATE, instrument->id, instrument->original->id,
		    instrument->note);
	}
	if (lists_differ(instrument->jurisdictions_reported, instrument->jurisdictions_verified)) {
		add(list, LAW_ABOUT_JURISDICTION, instrument->jurisdictions_reported,
		    instrument->jurisdictions_verified, instrument->note);
	}
	if (values_differ(instrument->year_reported, instrument->year_verified)) {
		add(list, LAW_ABOUT_YEAR, instrument->year_reported, instrument->year_verified,
		    instrument->note);
	}
	if (list->count == 0 && slice_is(instrument->status, "disputed")) {
		add(list, LAW_ABOUT_INSTRUMENT, (struct slice){0}, (struct slice){0},
		    instrument->note);
	}
}

struct law_disputes law_instrument_disputes(struct arena *arena,
					    const struct law_instrument *instrument)
{
	struct list list = {.at = ARENA_ARRAY(arena, DISPUTES_MAX, struct law_dispute)};
	add_of_instrument(&list, instrument);
	return (struct law_disputes){list.at, list.count};
}

struct law_disputes law_provision_disputes(struct arena *arena,
					   const struct law_provision *provision)
{
	struct list list = {.at = ARENA_ARRAY(arena, DISPUTES_MAX, struct law_dispute)};
	if (lists_differ(provision->article_reported, provision->article_verified)) {
		add(&list, LAW_ABOUT_ARTICLE, provision->article_reported,
		    provision->article_verified, provision->note);
	} else if (slice_is(provision->status, "disputed")) {
		add(&list, LAW_ABOUT_PROVISION, (struct slice){0}, (struct slice){0},
		    provision->note);
	}
	return (struct law_disputes){list.at, list.count};
}
