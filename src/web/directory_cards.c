/* directory_cards.c - the page of a programme and of an organisation. */
#include "web/directory.h"

/* ---- Programme */

static const char *const WHOM[] = {"audience",          "sex",          "age_min",
				   "age_max",           "forms",        "origin_route",
				   "referral_required", "referral_from"};
static const char *const WHAT[] = {"offers",           "duration_months",      "certification",
				   "living_option",    "formal_sector_target", "target_sector",
				   "referral_practice"};
static const char *const HOW[] = {"places_free", "wait_days", "languages", "disability_access",
				  "province_code"};
static const char *const WHENCE[] = {"information_date", "last_confirmed", "source", "where",
				     "status",           "verification",   "note"};

static void put_group(struct http_exchange *x, struct view *view, const struct record *record,
		      const char *heading, const char *const *fields, size_t count)
{
	struct view *group = view_item(view, "groups");
	page_text(x, group, "heading", heading);
	view_text(group, "unknown", page_facts(x, group, record, fields, count));
}

static void put_components(struct http_exchange *x, struct view *view,
			   const enum offer offers[COMPONENT_COUNT])
{
	view_list(view, "offered");
	for (size_t i = 0; i < COMPONENT_COUNT; i++) {
		if (offers[i] != OFFER_NONE) {
			struct view *item = view_item(view, "offered");
			page_label(x, item, "component", "component", model_component(i));
			view_flag(item, "inferred", offers[i] == OFFER_INFERRED);
		}
	}
}

err page_directory_show_programme(struct http_exchange *x)
{
	const struct slice asked = x->parameters[0];
	const struct slice end = S(".pdf");
	const bool paper = slice_ends(asked, end);
	const struct slice id =
		slice_between(asked, 0, paper ? asked.length - end.length : asked.length);
	struct view *view = view_create(x->c.arena);
	struct directory directory;
	struct door door;
	enum offer offers[COMPONENT_COUNT];

	TRY(page_directory_open(x, &door, &directory));
	const struct programme *programme = directory_programme(&directory, id);
	if (programme == NULL) {
		return FAIL(&x->c, ERR_NOT_FOUND, "directory.no_such_programme", "id=%.*s",
			    SLICE_PRINT(slice_between(id, 0, 80)));
	}
	if (paper) {
		return page_directory_send_card(x, programme);
	}
	for (size_t i = 0; i < COMPONENT_COUNT; i++) {
		offers[i] = programme_offer(programme, i);
	}
	page_programme_item(x, view, programme);
	page_programme_ring(x, view, "large_ring", 240, programme);
	put_components(x, view, offers);
	page_freshness(x, view, programme);
	view_flag(view, "for_professionals", programme->for_professionals);
	put_group(x, view, programme->record, "directory.group.whom", WHOM, COUNT_OF(WHOM));
	put_group(x, view, programme->record, "directory.group.what", WHAT, COUNT_OF(WHAT));
	put_group(x, view, programme->record, "directory.group.how", HOW, COUNT_OF(HOW));
	put_group(x, view, programme->record, "directory.group.whence", WHENCE, COUNT_OF(WHENCE));
	return page_show(x, SECTION_DIRECTORY, "directory.programme_title", "programme", view);
}

/* ---- Organisation */

static const char *const ABOUT[] = {"abbreviation",  "kind",    "role",   "country",
				    "province_code", "website", "founded"};
static const char *const ABOUT_SOURCE[] = {"name_in_review", "website_status", "source", "where",
					   "status",         "verification",   "note"};

err page_directory_show_organisation(struct http_exchange *x)
{
	struct view *view = view_create(x->c.arena);
	struct directory directory;
	struct door door;
	enum offer offers[COMPONENT_COUNT] = {OFFER_NONE};

	TRY(page_directory_open(x, &door, &directory));
	const struct organisation *organisation =
		directory_organisation(&directory, x->parameters[0]);
	if (organisation == NULL) {
		return FAIL(&x->c, ERR_NOT_FOUND, "directory.no_such_organisation", "id=%.*s",
			    SLICE_PRINT(slice_between(x->parameters[0], 0, 80)));
	}
	page_register_text(x, view, "name", organisation->name);
	view_text(view, "name_km", organisation->name_km);
	view_flag(view, "added", organisation->origin == ORIGIN_EXTENDED);
	view_list(view, "programmes");
	view_flag(view, "has_programmes", false);
	for (size_t i = 0; i < directory.programmes_count; i++) {
		const struct programme *programme = &directory.programmes[i];
		if (programme->organisation != organisation) {
			continue;
		}
		struct view *item = view_item(view, "programmes");
		page_programme_item(x, item, programme);
		page_freshness(x, item, programme);
		view_flag(item, "for_professionals", programme->for_professionals);
		view_flag(view, "has_programmes", true);
		for (size_t k = 0; k < COMPONENT_COUNT && !programme->for_professionals; k++) {
			const enum offer offer = programme_offer(programme, k);
			offers[k] = offer > offers[k] ? offer : offers[k];
		}
	}
	page_directory_ring(x, view, "large_ring", 240, offers, RING_LINKS);
	put_components(x, view, offers);
	put_group(x, view, organisation->record, "directory.group.about", ABOUT, COUNT_OF(ABOUT));
	put_group(x, view, organisation->record, "directory.group.whence", ABOUT_SOURCE,
		  COUNT_OF(ABOUT_SOURCE));
	return page_show(x, SECTION_DIRECTORY, "directory.organisation_title", "organisation",
			 view);
}
