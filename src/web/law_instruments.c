/* law_instruments.c - the register itself: the list, the page of one instrument, both for other
 * programs. */
#include "web/law.h"

#include "base/clock.h"
#include "law/export.h"

enum { EXPORT_MAX = 8 * 1024 * 1024 };

static void put_row(struct http_exchange *x, struct view *view,
		    const struct law_instrument *instrument, struct pdate on)
{
	const enum law_state state = law_state_on(instrument, on);
	page_law_put_link(x, view, "law", instrument);
	page_law_put_word(x, view, "kind", "law.type", instrument->kind);
	page_law_put_places(x, view, "place", law_jurisdictions(instrument));
	view_text(view, "year",
		  slice_empty(instrument->year_verified) ? instrument->year_reported
							 : instrument->year_verified);
	page_law_put_word(x, view, "binding", "law.binding", instrument->binding);
	page_law_put_word(x, view, "state", "law.state", law_state_code(state));
	view_flag(view, "replaced", state == LAW_REPLACED);
	view_flag(view, "disputed", law_instrument_disputed(instrument));
}

err page_law_show_list(struct http_exchange *x)
{
	struct view *view = view_create(x->c.arena);
	struct law_register law;
	const struct pdate today = clock_today();
	TRY(page_law_open(x, &law));
	page_date(x, view, "today", date_iso(x->c.arena, today));
	view_int(view, "count", (int64_t)law.instruments_count);
	view_list(view, "instruments");
	for (size_t i = 0; i < law.instruments_count; i++) {
		put_row(x, view_item(view, "instruments"), &law.instruments[i], today);
	}
	return page_show(x, SECTION_LAW, "law.instruments_title", "instruments", view);
}

/* Reported beside verified; `same` when both say the same. */
static void put_pair(struct view *view, const char *name, struct slice reported,
		     struct slice verified)
{
	struct view *pair = view_object(view, name);
	const bool same = slice_equal(reported, verified);
	view_flag(pair, "same", same);
	view_text(pair, "reported", reported);
	view_text(pair, "verified", verified);
	view_flag(pair, "any", !slice_empty(reported) || !slice_empty(verified));
}

static void put_facts(struct http_exchange *x, struct view *view,
		      const struct law_instrument *instrument)
{
	page_register_text(x, view, "title", instrument->title);
	page_register_text(x, view, "title_as_in_review", instrument->title_as_in_review);
	view_text(view, "title_local", instrument->title_local);
	view_text(view, "id", instrument->id);
	view_text(view, "iri", instrument->iri);
	page_law_put_word(x, view, "kind", "law.type", instrument->kind);
	view_text(view, "number", instrument->number);
	put_pair(view, "place", page_law_place_names(x, instrument->jurisdictions_reported),
		 page_law_place_names(x, instrument->jurisdictions_verified));
	put_pair(view, "year", instrument->year_reported, instrument->year_verified);
	page_date(x, view, "date_adopted", instrument->date_adopted);
	page_date(x, view, "in_force_from", instrument->in_force_from);
	page_law_put_list(x, view, "amended", instrument->amended);
	page_law_put_word(x, view, "binding", "law.binding", instrument->binding);
	page_law_put_word(x, view, "status", "law.status", instrument->status);
	page_law_put_word(x, view, "basis", "law.basis",
			  law_basis_code(instrument->original->basis));
	view_flag(view, "private_party", law_has_private_party(instrument));
	page_register_text(x, view, "note", instrument->note);
	page_sources(view, "sources", instrument->verification);
	view_flag(view, "has_sources", !slice_empty(instrument->verification));
	view_text(view, "where", instrument->where);
}

/* The span of days of a start, or one day where it is certain. */
static void put_span(struct http_exchange *x, struct view *view, const char *name,
		     struct law_bounds bounds)
{
	struct view *span = view_object(view, name);
	view_flag(span, "known", bounds.known);
	view_flag(span, "certain", bounds.known && bounds.earliest == bounds.latest);
	page_law_put_day(x, span, "earliest", bounds.earliest);
	page_law_put_day(x, span, "latest", bounds.latest);
}

static void put_version(struct http_exchange *x, struct view *view,
			const struct law_instrument *version, const struct law_instrument *shown,
			struct pdate on)
{
	struct view *item = view_item(view, "versions");
	page_law_put_link(x, item, "law", version);
	view_flag(item, "current", version == shown);
	page_law_put_word(x, item, "state", "law.state", law_state_code(law_state_on(version, on)));
	put_span(x, item, "start", version->start);
	put_span(x, item, "end", version->end);
}

/* What came before, itself, what came after; each link is followed once, so a circle ends. */
static void put_versions(struct http_exchange *x, struct view *view, const struct law_register *law,
			 const struct law_instrument *instrument, struct pdate on)
{
	view_list(view, "versions");
	for (size_t i = 0; i < law->instruments_count; i++) {
		const struct law_instrument *earlier = &law->instruments[i];
		if (earlier->successor == instrument && earlier->original == earlier) {
			put_version(x, view, earlier, instrument, on);
		}
	}
	put_version(x, view, instrument, instrument, on);
	if (instrument->successor != NULL) {
		put_version(x, view, instrument->successor, instrument, on);
	}
}

/* "Punish, Protect": what the rule is for. */
static void put_functions(struct http_exchange *x, struct view *view,
			  const struct law_provision *provision)
{
	struct buf *out = buf_create(x->c.arena, 4096);
	for (size_t f = 0; f < LAW_FUNCTION_COUNT; f++) {
		const struct slice key = arena_format(x->c.arena, "law.function.%.*s",
						      SLICE_PRINT(law_function_code(f)));
		if ((provision->functions & (1u << f)) != 0) {
			buf_add_cstr(out, buf_length(out) == 0 ? "" : ", ");
			buf_add(out, messages_get(x->app->messages, x->language, key).text);
		}
	}
	view_text(view, "functions", buf_slice(out));
}

static void put_rules(struct http_exchange *x, struct view *view, const struct law_register *law,
		      const struct law_instrument *instrument, struct pdate on)
{
	view_list(view, "rules");
	for (size_t i = 0; i < law->provisions_count; i++) {
		const struct law_provision *provision = &law->provisions[i];
		if (provision->listed->original != instrument->original) {
			continue;
		}
		const struct law_applied applied = {
			.provision = provision,
			.instrument = instrument->original,
			.band = LAW_NOWHERE,
			.state = law_state_on(instrument, on),
			.disputed = law_provision_disputed(provision),
		};
		struct view *item = view_item(view, "rules");
		put_functions(x, item, provision);
		page_law_put_rule(x, item, &applied);
	}
}

/* The other instruments that a conflict names. */
static void put_others(struct http_exchange *x, struct view *view, const struct law_register *law,
		       const struct law_conflict *conflict, const struct law_instrument *shown)
{
	struct slice rest = conflict->instrument_ids, id;
	view_list(view, "others");
	while (slice_next_item(&rest, &id)) {
		const struct law_instrument *other = law_instrument_find(law, id);
		if (other != NULL && other != shown) {
			page_law_put_link(x, view_item(view, "others"), "law", other);
		}
	}
}

static void put_conflicts(struct http_exchange *x, struct view *view,
			  const struct law_register *law, const struct law_instrument *instrument)
{
	view_list(view, "conflicts");
	for (size_t i = 0; i < instrument->conflicts_count; i++) {
		const struct law_conflict *conflict = instrument->conflicts[i];
		struct view *item = view_item(view, "conflicts");
		view_text(item, "id", conflict->id);
		page_register_text(x, item, "title", conflict->title);
		page_register_text(x, item, "explanation", conflict->explanation);
		page_register_text(x, item, "kept", conflict->kept_in_data);
		put_others(x, item, law, conflict, instrument);
	}
}

static err find_instrument(struct http_exchange *x, const struct law_register *law, struct slice id,
			   const struct law_instrument **ret_instrument)
{
	const struct law_instrument *found = law_instrument_find(law, id);
	if (found == NULL) {
		const struct slice nearest = law_nearest_id(law, id);
		(void)FAIL(&x->c, ERR_NOT_FOUND,
			   slice_empty(nearest) ? "law.no_such_instrument"
						: "law.no_such_id_nearest",
			   "id=%.*s\nnearest=%.*s", SLICE_PRINT(slice_between(id, 0, 80)),
			   SLICE_PRINT(nearest));
		return ERR_NOT_FOUND;
	}
	*ret_instrument = found;
	return OK;
}

static err send_jsonld(struct http_exchange *x, const char *file_name, struct buf *out)
{
	struct slice text;
	TRY(buf_done(&x->c, out, &text));
	return page_send(x, "application/ld+json", file_name, text);
}

static err send_one(struct http_exchange *x, const struct law_register *law, struct slice id)
{
	struct buf *out = buf_create(x->c.arena, EXPORT_MAX);
	const struct law_instrument *instrument;
	TRY(find_instrument(x, law, id, &instrument));
	law_jsonld_instrument(law, instrument, out);
	return send_jsonld(x, NULL, out);
}

err page_law_show_instrument(struct http_exchange *x)
{
	struct view *view = view_create(x->c.arena);
	const struct slice id = x->parameters[0], end = S(".jsonld");
	const struct law_instrument *instrument;
	struct law_register law;
	const struct pdate today = clock_today();
	TRY(page_law_open(x, &law));
	if (slice_ends(id, end)) {
		return send_one(x, &law, slice_between(id, 0, id.length - end.length));
	}
	TRY(find_instrument(x, &law, id, &instrument));
	put_facts(x, view, instrument);
	page_date(x, view, "today", date_iso(x->c.arena, today));
	page_law_put_word(x, view, "state", "law.state",
			  law_state_code(law_state_on(instrument, today)));
	page_law_put_link(x, view, "original",
			  instrument->original == instrument ? NULL : instrument->original);
	page_law_put_disputes(x, view, law_instrument_disputes(x->c.arena, instrument));
	view_flag(view, "has_disputes", law_instrument_disputed(instrument));
	view_flag(view, "has_conflicts", instrument->conflicts_count > 0);
	put_versions(x, view, &law, instrument->original, today);
	put_rules(x, view, &law, instrument, today);
	put_conflicts(x, view, &law, instrument);
	return page_show(x, SECTION_LAW, "law.instrument_title", "instrument", view);
}

err page_law_send_csv(struct http_exchange *x)
{
	struct buf *out = buf_create(x->c.arena, EXPORT_MAX);
	struct door door;
	struct slice text;
	TRY(page_door(x, &door));
	TRY(record_export(&x->c, &door, model_kind("instrument"), out));
	TRY(buf_done(&x->c, out, &text));
	return page_send(x, "text/csv; charset=utf-8", "instruments.csv", text);
}

err page_law_send_jsonld(struct http_exchange *x)
{
	struct buf *out = buf_create(x->c.arena, EXPORT_MAX);
	struct law_register law;
	TRY(page_law_open(x, &law));
	law_jsonld_all(&law, out);
	return send_jsonld(x, "instruments.jsonld", out);
}
