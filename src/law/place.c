/* place.c - on which road an instrument lies: at home, in the destination, between the two, beyond.
 *
 * What was verified decides. As reported counts only where nothing was verified, and never against
 * a verification: two Taiwanese texts that the review lists under China apply to nobody who came
 * back from China. */
#include "law/internal.h"

static const struct slice CAMBODIA = {.at = "KH", .length = 2};

struct member {
	const char *body;
	const char *country;
	struct pdate since;
};

#define DAY(y, m, d)                                                                               \
	{                                                                                          \
		.precision = DATE_DAY, .year = (y), .month = (m), .day = (d)                       \
	}
/* Days of admission as ASEAN's secretariat gives them. GMS is the COMMIT process: the six states
 * that signed on 29 October 2004. */
static const struct member MEMBERS[] = {
	{"ASEAN", "ID", DAY(1967, 8, 8)},   {"ASEAN", "MY", DAY(1967, 8, 8)},
	{"ASEAN", "PH", DAY(1967, 8, 8)},   {"ASEAN", "SG", DAY(1967, 8, 8)},
	{"ASEAN", "TH", DAY(1967, 8, 8)},   {"ASEAN", "BN", DAY(1984, 1, 7)},
	{"ASEAN", "VN", DAY(1995, 7, 28)},  {"ASEAN", "LA", DAY(1997, 7, 23)},
	{"ASEAN", "MM", DAY(1997, 7, 23)},  {"ASEAN", "KH", DAY(1999, 4, 30)},
	{"ASEAN", "TL", DAY(2025, 10, 26)}, {"GMS", "KH", DAY(2004, 10, 29)},
	{"GMS", "CN", DAY(2004, 10, 29)},   {"GMS", "LA", DAY(2004, 10, 29)},
	{"GMS", "MM", DAY(2004, 10, 29)},   {"GMS", "TH", DAY(2004, 10, 29)},
	{"GMS", "VN", DAY(2004, 10, 29)},
};
static const char *const BODIES[] = {"ASEAN", "GMS", "UN", "GLOBAL"};

bool law_is_body(struct slice code)
{
	for (size_t i = 0; i < COUNT_OF(BODIES); i++) {
		if (slice_is(code, BODIES[i])) {
			return true;
		}
	}
	return false;
}

bool law_is_member(struct slice body, struct slice country, struct pdate on)
{
	if (slice_is(body, "UN") || slice_is(body, "GLOBAL")) {
		return true;
	}
	for (size_t i = 0; i < COUNT_OF(MEMBERS); i++) {
		if (slice_is(body, MEMBERS[i].body) && slice_is(country, MEMBERS[i].country)) {
			return date_compare(MEMBERS[i].since, date_last_day(on)) <= 0;
		}
	}
	return false;
}

bool law_is_code(struct slice item)
{
	for (size_t i = 0; i < item.length; i++) {
		const char byte = item.at[i];
		if (!(byte >= 'A' && byte <= 'Z') && byte != '-') {
			return false;
		}
	}
	return item.length > 0;
}

struct slice law_jurisdictions(const struct law_instrument *instrument)
{
	return slice_empty(instrument->jurisdictions_verified) ? instrument->jurisdictions_reported
							       : instrument->jurisdictions_verified;
}

bool law_has_private_party(const struct law_instrument *instrument)
{
	struct slice rest = law_jurisdictions(instrument), item;
	while (slice_next_item(&rest, &item)) {
		if (!law_is_code(item)) {
			return true;
		}
	}
	return false;
}

struct parties {
	size_t states;
	bool has_home;
	bool has_destination;
	struct slice body; /* empty: states only */
};

static struct parties parties_of(struct slice list, struct slice destination)
{
	struct parties parties = {0};
	struct slice item;
	while (slice_next_item(&list, &item)) {
		if (law_is_body(item)) {
			parties.body = item;
		} else if (law_is_code(item)) {
			parties.states++;
			parties.has_home = parties.has_home || slice_equal(item, CAMBODIA);
			parties.has_destination =
				parties.has_destination || slice_equal(item, destination);
		}
	}
	return parties;
}

enum law_band law_band_of(const struct law_instrument *instrument, struct slice destination,
			  struct pdate on)
{
	const struct parties parties = parties_of(law_jurisdictions(instrument), destination);
	if (!slice_empty(parties.body)) {
		return law_is_member(parties.body, destination, on) ? LAW_BEYOND : LAW_NOWHERE;
	}
	if (!slice_empty(instrument->concerns)) {
		return slice_list_has(instrument->concerns, destination) ? LAW_BETWEEN
									 : LAW_NOWHERE;
	}
	if (parties.states == 1 && parties.has_home) {
		return LAW_HOME;
	}
	if (parties.states == 1 && parties.has_destination) {
		return LAW_DESTINATION;
	}
	const bool between =
		parties.has_home && parties.has_destination && !slice_equal(destination, CAMBODIA);
	return between ? LAW_BETWEEN : LAW_NOWHERE;
}

bool law_misplaced(const struct law_instrument *instrument, struct slice destination,
		   struct pdate on)
{
	return slice_list_has(instrument->jurisdictions_reported, destination) &&
	       !slice_empty(instrument->jurisdictions_verified) &&
	       law_band_of(instrument, destination, on) == LAW_NOWHERE;
}

struct slice law_place_name(const struct model *model, enum language language, struct slice code)
{
	const char *scheme =
		model_code(model, "jurisdiction", code) != NULL ? "jurisdiction" : "destination";
	return model_label(model, language, scheme, code).text;
}

struct slice law_place_names(struct arena *arena, const struct model *model, enum language language,
			     struct slice list)
{
	enum { NAMES_BYTES_MAX = 16384 };
	struct buf *out = buf_create(arena, NAMES_BYTES_MAX);
	struct slice item;
	while (slice_next_item(&list, &item)) {
		buf_add_cstr(out, buf_length(out) == 0 ? "" : ", ");
		buf_add(out, law_place_name(model, language, item));
	}
	return buf_slice(out);
}
