/* link.c - what follows from the links of the register: which law a second name means, what
 * replaced what, which conflict concerns which instrument. */
#include "law/internal.h"

#include "model/nearest.h"

const struct law_instrument *law_instrument_find(const struct law_register *law, struct slice id)
{
	for (size_t i = 0; i < law->instruments_count; i++) {
		if (slice_equal(law->instruments[i].id, id)) {
			return &law->instruments[i];
		}
	}
	return NULL;
}

const struct law_provision *law_provision_find(const struct law_register *law, struct slice id)
{
	for (size_t i = 0; i < law->provisions_count; i++) {
		if (slice_equal(law->provisions[i].id, id)) {
			return &law->provisions[i];
		}
	}
	return NULL;
}

static err find_named(struct ctx *c, const struct law_register *law, struct slice id,
		      struct slice by, const struct law_instrument **ret_instrument)
{
	const struct law_instrument *found = law_instrument_find(law, id);
	if (found == NULL) {
		(void)FAIL(c, ERR_INVALID, "law.unknown_instrument", "id=%.*s\nby=%.*s",
			   SLICE_PRINT(id), SLICE_PRINT(by));
		return ERR_INVALID;
	}
	*ret_instrument = found;
	return OK;
}

static err link_original(struct ctx *c, const struct law_register *law,
			 struct law_instrument *instrument)
{
	instrument->original = instrument;
	if (slice_empty(instrument->duplicate_of)) {
		return OK;
	}
	/* One step only: a duplicate of a duplicate is the second one's matter, and a circle ends
	 * here. */
	return find_named(c, law, instrument->duplicate_of, instrument->id, &instrument->original);
}

/* The earlier of two successors replaces; one whose start is unknown yields to one whose is not. */
static bool replaces_sooner(const struct law_instrument *one, const struct law_instrument *other)
{
	if (other == NULL || !one->start.known) {
		return other == NULL;
	}
	return !other->start.known || one->start.earliest < other->start.earliest;
}

static void take_successor(struct law_instrument *instrument, const struct law_instrument *next)
{
	if (next != instrument && replaces_sooner(next, instrument->successor)) {
		instrument->successor = next;
		instrument->end = next->start;
	}
}

/* Either side of a replacement may name the other. */
static err link_successors(struct ctx *c, struct law_register *law)
{
	for (size_t i = 0; i < law->instruments_count; i++) {
		struct law_instrument *instrument = &law->instruments[i];
		struct slice later = instrument->superseded_by, earlier = instrument->supersedes;
		struct slice id;
		while (slice_next_item(&later, &id)) {
			const struct law_instrument *next;
			TRY(find_named(c, law, id, instrument->id, &next));
			take_successor(instrument, next->original);
		}
		while (slice_next_item(&earlier, &id)) {
			const struct law_instrument *previous;
			TRY(find_named(c, law, id, instrument->id, &previous));
			take_successor(&law->instruments[previous - law->instruments],
				       instrument->original);
		}
	}
	return OK;
}

static err link_provisions(struct ctx *c, struct law_register *law)
{
	for (size_t i = 0; i < law->provisions_count; i++) {
		struct law_provision *provision = &law->provisions[i];
		TRY(find_named(c, law, provision->instrument_id, provision->id,
			       &provision->listed));
		provision->functions = law_function_bits(provision->function);
	}
	return OK;
}

static size_t keep_conflicts_of_law(struct law_register *law)
{
	size_t kept = 0;
	for (size_t i = 0; i < law->conflicts_count; i++) {
		struct slice ids = law->conflicts[i].instrument_ids, id;
		bool names_one = false;
		while (slice_next_item(&ids, &id)) {
			names_one = names_one || law_instrument_find(law, id) != NULL;
		}
		if (names_one) {
			law->conflicts[kept++] = law->conflicts[i];
		}
	}
	return kept;
}

static void link_conflicts(struct arena *arena, const struct law_register *law,
			   struct law_instrument *instrument)
{
	const struct law_conflict **found =
		ARENA_ARRAY(arena, law->conflicts_count, const struct law_conflict *);
	size_t count = 0;
	for (size_t i = 0; i < law->conflicts_count; i++) {
		if (slice_list_has(law->conflicts[i].instrument_ids, instrument->id)) {
			found[count++] = &law->conflicts[i];
		}
	}
	instrument->conflicts = found;
	instrument->conflicts_count = count;
}

err law_link(struct ctx *c, struct law_register *law)
{
	for (size_t i = 0; i < law->instruments_count; i++) {
		TRY(law_find_start(c, &law->instruments[i]));
		TRY(link_original(c, law, &law->instruments[i]));
	}
	TRY(link_successors(c, law));
	TRY(link_provisions(c, law));
	law->conflicts_count = keep_conflicts_of_law(law);
	for (size_t i = 0; i < law->instruments_count; i++) {
		link_conflicts(c->arena, law, &law->instruments[i]);
		law->instruments[i].iri = law_iri(c->arena, &law->instruments[i]);
	}
	return OK;
}

struct slice law_nearest_id(const struct law_register *law, struct slice typed)
{
	struct nearest nearest = nearest_to(typed);
	for (size_t i = 0; i < law->instruments_count; i++) {
		nearest_offer(&nearest, law->instruments[i].id);
	}
	for (size_t i = 0; i < law->provisions_count; i++) {
		nearest_offer(&nearest, law->provisions[i].id);
	}
	return nearest_found(&nearest) ? nearest.best : (struct slice){0};
}
