/* directory.c - /directory: organisations by the seven components, and the way to everything else.
 */
#include "web/directory.h"

#include "base/clock.h"
#include "directory/export.h"
#include "web/internal.h"

enum { EXPORT_MAX = 8 * 1024 * 1024, FOUND_MAX = 1000 };

/* What of the directory is shown. */
struct filter {
	enum directory_scope scope;
	unsigned component; /* bits; 0: all */
	bool searched;
	struct records found;
};

static bool is_found(const struct filter *filter, struct slice id)
{
	for (size_t i = 0; i < filter->found.count; i++) {
		if (slice_equal(record_id(&filter->found.at[i]), id)) {
			return true;
		}
	}
	return false;
}

static bool is_shown(const struct filter *filter, const struct programme *programme)
{
	return programme_in_scope(programme, filter->scope) &&
	       (filter->component == 0 || (programme->components & filter->component) != 0) &&
	       (!filter->searched || is_found(filter, programme->id) ||
		is_found(filter, programme->organisation->id));
}

static err read_filter(struct http_exchange *x, struct door *door, const struct values *values,
		       struct filter *ret_filter)
{
	const struct slice words = values_get(values, "search");
	struct filter filter = {
		.scope =
			slice_is(values_get(values, "origin"), "review") ? SCOPE_REVIEW : SCOPE_ALL,
		.component = model_component_bits(values_get(values, "component")),
		.searched = !slice_empty(words),
	};
	if (filter.searched) {
		TRY(record_search(&x->c, door, NULL, words, FOUND_MAX, &filter.found));
	}
	*ret_filter = filter;
	return OK;
}

/* ---- The table */

static void put_cell(struct http_exchange *x, struct view *row, size_t component, enum offer offer)
{
	static const char *const CLASSES[] = {
		[OFFER_NONE] = "none",
		[OFFER_INFERRED] = "inferred",
		[OFFER_STATED] = "stated",
	};
	static const char *const KEYS[] = {
		[OFFER_NONE] = "directory.offer.none",
		[OFFER_INFERRED] = "directory.offer.inferred",
		[OFFER_STATED] = "directory.offer.stated",
	};
	struct view *cell = view_item(row, "cells");
	page_label(x, cell, "component", "component", model_component(component));
	view_text(cell, "class", slice_of(CLASSES[offer]));
	page_text(x, cell, "offer", KEYS[offer]);
}

static void put_row(struct http_exchange *x, struct view *view, const struct directory *directory,
		    const struct filter *filter, const struct coverage_row *row)
{
	struct view *item = NULL;
	for (size_t i = 0; i < directory->programmes_count; i++) {
		const struct programme *programme = &directory->programmes[i];
		if (programme->organisation != row->organisation || !is_shown(filter, programme)) {
			continue;
		}
		if (item == NULL) {
			item = view_item(view, "rows");
			page_register_text(x, item, "name", row->organisation->name);
			view_text(item, "href",
				  arena_format(x->c.arena, "/directory/organisations/%.*s",
					       SLICE_PRINT(row->organisation->id)));
		}
		struct view *link = view_item(item, "programmes");
		page_register_text(x, link, "programme", programme->name);
		view_text(link, "programme_href",
			  arena_format(x->c.arena, "/directory/programmes/%.*s",
				       SLICE_PRINT(programme->id)));
		page_programme_ring(x, link, "ring", 20, programme);
		view_flag(link, "added", programme->origin == ORIGIN_EXTENDED);
		page_freshness(x, link, programme);
	}
	for (size_t i = 0; item != NULL && i < COMPONENT_COUNT; i++) {
		put_cell(x, item, i, row->offers[i]);
	}
}

static void put_totals(struct http_exchange *x, struct view *view, const struct coverage *coverage)
{
	enum offer network[COMPONENT_COUNT];

	view_int(view, "organisations_count", (int64_t)coverage->count);
	for (size_t i = 0; i < COMPONENT_COUNT; i++) {
		struct view *total = view_item(view, "totals");
		page_label(x, total, "component", "component", model_component(i));
		view_int(total, "stated", (int64_t)coverage->stated[i]);
		view_int(total, "inferred", (int64_t)coverage->inferred[i]);
		network[i] = coverage->stated[i] > 0     ? OFFER_STATED
			     : coverage->inferred[i] > 0 ? OFFER_INFERRED
							 : OFFER_NONE;
	}
	page_directory_ring(x, view, "ring", 240, network, RING_LINKS);
}

/* ---- Under the table */

/* For each component the widest sentence that nobody contradicts. */
static err put_gaps(struct http_exchange *x, struct view *view, const struct directory *directory,
		    enum directory_scope scope)
{
	const struct words words = page_directory_words(x);
	const struct match_question anybody = {.age_least = AGE_UNKNOWN, .age_most = AGE_UNKNOWN};
	struct gap_space *space = ARENA_NEW(x->c.arena, struct gap_space);
	struct gaps gaps;

	TRY(gap_space_create(&x->c, x->app->model, directory, scope, space));
	const struct gap_box within = gap_box_of(space, &anybody);
	TRY(gaps_find(&x->c, directory, scope, space, &within, &gaps));
	view_list(view, "gaps");
	for (size_t i = 0; i < gaps.count; i++) {
		const bool first = i == 0 || gaps.at[i].component != gaps.at[i - 1].component;
		if (first && gaps.at[i].best == ANSWER_NO) {
			view_text(view_item(view, "gaps"), "text",
				  words_gap(&words, space, &gaps.at[i]));
		}
	}
	return OK;
}

static bool has_programme(const struct directory *directory,
			  const struct organisation *organisation)
{
	for (size_t i = 0; i < directory->programmes_count; i++) {
		if (directory->programmes[i].organisation == organisation) {
			return true;
		}
	}
	return false;
}

/* Ministries, publishers and others that run no programme. */
static void put_others(struct http_exchange *x, struct view *view,
		       const struct directory *directory)
{
	view_list(view, "others");
	for (size_t i = 0; i < directory->organisations_count; i++) {
		const struct organisation *organisation = &directory->organisations[i];
		if (!has_programme(directory, organisation)) {
			struct view *item = view_item(view, "others");
			page_register_text(x, item, "name", organisation->name);
			view_text(item, "href",
				  arena_format(x->c.arena, "/directory/organisations/%.*s",
					       SLICE_PRINT(organisation->id)));
			page_text(x, item, "kind",
				  arena_format(x->c.arena, "value.kind.%.*s",
					       SLICE_PRINT(organisation->kind))
					  .at);
		}
	}
}

static err show_directory(struct http_exchange *x)
{
	const struct kind *kind = model_kind("directory_question");
	struct view *view = view_create(x->c.arena);
	struct field_errors errors = {0};
	struct values values;
	struct directory directory;
	struct door door;
	struct filter filter;
	struct coverage coverage;

	TRY(page_question(x, kind, &values));
	TRY(values_check(&x->c, x->app->model, &values, &errors));
	TRY(page_directory_open(x, &door, &directory));
	TRY(read_filter(x, &door, &values, &filter));
	directory_coverage(x->c.arena, &directory, filter.scope, &coverage);
	TRY(page_form(x, view, "fields", &values, &errors));
	view_list(view, "rows");
	for (size_t i = 0; i < coverage.count; i++) {
		put_row(x, view, &directory, &filter, &coverage.rows[i]);
	}
	put_totals(x, view, &coverage);
	TRY(put_gaps(x, view, &directory, filter.scope));
	put_others(x, view, &directory);
	return page_show(x, SECTION_DIRECTORY, "directory.title", "directory", view);
}

/* ---- For other programs */

static err send_csv(struct http_exchange *x, const char *kind, const char *file_name)
{
	struct buf *out = buf_create(x->c.arena, EXPORT_MAX);
	struct door door;
	struct slice text;
	TRY(page_door(x, &door));
	TRY(record_export(&x->c, &door, model_kind(kind), out));
	TRY(buf_done(&x->c, out, &text));
	return page_send(x, "text/csv; charset=utf-8", file_name, text);
}

static err send_programmes(struct http_exchange *x)
{
	return send_csv(x, "programme", "programmes.csv");
}

static err send_organisations(struct http_exchange *x)
{
	return send_csv(x, "organisation", "organisations.csv");
}

static err send_json(struct http_exchange *x)
{
	struct buf *out = buf_create(x->c.arena, EXPORT_MAX);
	struct directory directory;
	struct door door;
	struct json_writer json;
	struct slice text;

	TRY(page_directory_open(x, &door, &directory));
	json_writer_init(&json, out, JSON_INDENTED);
	json_open_object(&json);
	json_key(&json, "organisations");
	json_open_array(&json);
	for (size_t i = 0; i < directory.organisations_count; i++) {
		organisation_json(&json, &directory, &directory.organisations[i]);
	}
	json_close_array(&json);
	json_key(&json, "programmes");
	json_open_array(&json);
	for (size_t i = 0; i < directory.programmes_count; i++) {
		programme_json(&json, &directory.programmes[i], clock_today());
	}
	json_close_array(&json);
	json_close_object(&json);
	TRY(buf_done(&x->c, out, &text));
	return page_send(x, "application/json", "directory.json", text);
}

static const struct route ROUTES[] = {
	ROUTE(GET, ANYONE, "/directory", show_directory,
	      "Organisations by the seven components; by words, component or origin.",
	      .cache = CACHE_REVALIDATE),
	ROUTE(GET, ANYONE, "/directory/gaps", page_directory_show_gaps,
	      "For whom does no programme give a component?", .cache = CACHE_REVALIDATE),
	ROUTE(GET, ANYONE, "/directory/programmes.csv", send_programmes,
	      "The programmes as CSV, in the columns of the dictionary.",
	      .cache = CACHE_REVALIDATE),
	ROUTE(GET, ANYONE, "/directory/organisations.csv", send_organisations,
	      "The organisations as CSV, in the columns of the dictionary.",
	      .cache = CACHE_REVALIDATE),
	ROUTE(GET, ANYONE, "/directory.json", send_json, "Organisations and programmes as JSON.",
	      .cache = CACHE_REVALIDATE),
	ROUTE(GET, ANYONE, "/directory/programmes/:id", page_directory_show_programme,
	      "One programme as a card to print and hand over; as PDF with .pdf after the id.",
	      .cache = CACHE_REVALIDATE),
	ROUTE(GET, ANYONE, "/directory/organisations/:id", page_directory_show_organisation,
	      "One organisation with its programmes.", .cache = CACHE_REVALIDATE),
};

struct route_table directory_routes(void)
{
	return (struct route_table){.routes = ROUTES, .count = COUNT_OF(ROUTES)};
}
