/* law_view.c - from the answer of the register to what the templates show. */
#include "web/law.h"

#include "text/format.h"

void page_law_put_word(struct http_exchange *x, struct view *view, const char *name,
		       const char *group, struct slice code)
{
	page_text(x, view, name, arena_format(x->c.arena, "%s.%.*s", group, SLICE_PRINT(code)).at);
}

struct slice page_law_place_names(struct http_exchange *x, struct slice list)
{
	return law_place_names(x->c.arena, x->app->model, x->language, list);
}

void page_law_put_places(struct http_exchange *x, struct view *view, const char *name,
			 struct slice list)
{
	view_text(view, name, page_law_place_names(x, list));
}

void page_law_put_list(struct http_exchange *x, struct view *view, const char *name,
		       struct slice list)
{
	struct buf *out = buf_create(x->c.arena, 16384);
	struct slice item;
	while (slice_next_item(&list, &item)) {
		buf_add_cstr(out, buf_length(out) == 0 ? "" : ", ");
		buf_add(out, item);
	}
	view_text(view, name, buf_slice(out));
}

void page_law_put_day(struct http_exchange *x, struct view *view, const char *name, int64_t day)
{
	view_text(view, name,
		  format_date(x->c.arena, x->language, DIGITS_LATIN, date_from_days(day)));
}

void page_law_put_link(struct http_exchange *x, struct view *view, const char *name,
		       const struct law_instrument *instrument)
{
	const char *href = arena_format(x->c.arena, "%s_href", name).at;
	const char *title = arena_format(x->c.arena, "%s_title", name).at;
	view_text(view, href,
		  instrument == NULL ? (struct slice){0}
				     : arena_format(x->c.arena, "/law/instruments/%.*s",
						    SLICE_PRINT(instrument->id)));
	page_register_text(x, view, title,
			   instrument == NULL ? (struct slice){0} : instrument->title);
}

static void put_side(struct http_exchange *x, struct view *view, const char *name,
		     const struct law_dispute *dispute, struct slice side)
{
	if (dispute->about == LAW_ABOUT_JURISDICTION) {
		page_law_put_places(x, view, name, side);
	} else {
		page_law_put_list(x, view, name, side);
	}
}

static void add_disputes(struct http_exchange *x, struct view *view, struct law_disputes disputes)
{
	for (size_t i = 0; i < disputes.count; i++) {
		const struct law_dispute *dispute = &disputes.at[i];
		struct view *item = view_item(view, "disputes");
		page_law_put_word(x, item, "about", "law.about", law_about_code(dispute->about));
		put_side(x, item, "reported", dispute, dispute->reported);
		put_side(x, item, "verified", dispute, dispute->verified);
		/* One note may give the reason of several: told once, after the last. */
		const bool told_later =
			i + 1 < disputes.count && slice_equal(dispute->why, disputes.at[i + 1].why);
		page_register_text(x, item, "why", told_later ? (struct slice){0} : dispute->why);
	}
}

void page_law_put_disputes(struct http_exchange *x, struct view *view, struct law_disputes disputes)
{
	view_list(view, "disputes");
	add_disputes(x, view, disputes);
}

/* Look of a rule: its force by the line at its side, its state by how its title is written. */
static struct slice rule_class(struct http_exchange *x, const struct law_applied *applied)
{
	const struct slice binding = applied->instrument->binding;
	const char *force = "";
	const char *state = "";
	if (!slice_is(applied->provision->kind, "provision") || slice_is(binding, "unknown")) {
		force = " binding-unknown";
	} else if (slice_is(binding, "no")) {
		force = " not-binding";
	}
	if (applied->state == LAW_REPLACED) {
		state = " replaced";
	} else if (applied->state == LAW_NOT_YET) {
		state = " not-yet";
	}
	return arena_format(x->c.arena, "rule%s%s", force, state);
}

/* What it was or will be: the date before which it was not, what replaced it and when. */
static void put_versions(struct http_exchange *x, struct view *view,
			 const struct law_applied *applied)
{
	const struct law_instrument *instrument = applied->instrument;
	const bool not_yet = applied->state == LAW_NOT_YET;
	const bool ends = instrument->end.known && !not_yet;
	view_flag(view, "not_yet", not_yet);
	page_law_put_day(x, view, "not_before", not_yet ? instrument->start.earliest : 0);
	view_flag(view, "ends", ends);
	view_flag(view, "ended", applied->state == LAW_REPLACED);
	page_law_put_link(x, view, "next", ends ? instrument->successor : NULL);
	page_law_put_day(x, view, "end_day", ends ? instrument->end.latest : 0);
}

static void put_article(struct http_exchange *x, struct view *view,
			const struct law_provision *provision)
{
	const bool checked = !slice_empty(provision->article_verified);
	page_law_put_list(x, view, "article",
			  checked ? provision->article_verified : provision->article_reported);
	view_flag(view, "article_unverified",
		  !checked && !slice_empty(provision->article_reported));
}

void page_law_put_rule(struct http_exchange *x, struct view *view,
		       const struct law_applied *applied)
{
	const struct law_provision *provision = applied->provision;
	view_text(view, "id", provision->id);
	view_text(view, "class", rule_class(x, applied));
	page_law_put_link(x, view, "law", applied->instrument);
	put_article(x, view, provision);
	view_flag(view, "is_rule", slice_is(provision->kind, "provision"));
	page_law_put_word(x, view, "kind", "law.kind", provision->kind);
	page_law_put_word(x, view, "binding", "law.binding", applied->instrument->binding);
	page_law_put_word(x, view, "state", "law.state", law_state_code(applied->state));
	view_flag(view, "in_force", applied->state == LAW_IN_FORCE);
	view_flag(view, "private_party", law_has_private_party(applied->instrument));
	view_flag(view, "listed_twice", provision->listed != applied->instrument);
	put_versions(x, view, applied);
	page_register_text(x, view, "summary", provision->summary);
	page_register_text(x, view, "conditions", provision->conditions);
	page_register_text(x, view, "use", provision->use_in_case_work);
	view_flag(view, "disputed", applied->disputed);
	page_law_put_disputes(x, view, law_instrument_disputes(x->c.arena, provision->listed));
	add_disputes(x, view, law_provision_disputes(x->c.arena, provision));
}

static bool is_first_function(const struct law_provision *provision, size_t function)
{
	const unsigned lower = (1u << function) - 1;
	return (provision->functions & lower) == 0;
}

/* The rules of a band that serve a function: in full under the first function of each, as a
 * reference under the others. False when there are none. */
static bool put_function(struct http_exchange *x, struct view *band_view,
			 const struct law_answer *answer, enum law_band band, size_t function)
{
	struct view *view = NULL;
	for (size_t i = 0; i < answer->provisions_count; i++) {
		const struct law_applied *applied = &answer->provisions[i];
		if (applied->band != band || !slice_empty(applied->topic) ||
		    (applied->provision->functions & (1u << function)) == 0) {
			continue;
		}
		if (view == NULL) {
			view = view_item(band_view, "functions");
			page_law_put_word(x, view, "function", "law.function",
					  law_function_code(function));
			view_list(view, "rules");
			view_list(view, "references");
		}
		if (is_first_function(applied->provision, function)) {
			page_law_put_rule(x, view_item(view, "rules"), applied);
		} else {
			struct view *reference = view_item(view, "references");
			view_text(reference, "id", applied->provision->id);
			page_law_put_link(x, reference, "law", applied->instrument);
		}
	}
	return view != NULL;
}

static void put_band(struct http_exchange *x, struct view *view, const struct law_answer *answer,
		     enum law_band band)
{
	struct view *item = view_item(view, "bands");
	bool any = false;
	view_text(item, "code", law_band_code(band));
	page_law_put_word(x, item, "band", "law.band", law_band_code(band));
	page_law_put_word(x, item, "about", "law.band_about", law_band_code(band));
	page_law_put_places(x, item, "place",
			    band == LAW_DESTINATION ? answer->question.destination
						    : (struct slice){0});
	view_list(item, "functions");
	for (size_t function = 0; function < LAW_FUNCTION_COUNT; function++) {
		any = put_function(x, item, answer, band, function) || any;
	}
	view_flag(item, "empty", !any);
}

static bool topic_was_seen(const struct law_answer *answer, size_t at)
{
	for (size_t i = 0; i < at; i++) {
		if (slice_equal(answer->provisions[i].topic, answer->provisions[at].topic)) {
			return true;
		}
	}
	return false;
}

static void put_topics(struct http_exchange *x, struct view *view, const struct law_answer *answer)
{
	view_list(view, "topics");
	for (size_t i = 0; i < answer->provisions_count; i++) {
		const struct slice topic = answer->provisions[i].topic;
		if (slice_empty(topic) || topic_was_seen(answer, i)) {
			continue;
		}
		struct view *item = view_item(view, "topics");
		page_law_put_word(x, item, "topic", "law.topic", topic);
		for (size_t k = i; k < answer->provisions_count; k++) {
			if (slice_equal(answer->provisions[k].topic, topic)) {
				page_law_put_rule(x, view_item(item, "rules"),
						  &answer->provisions[k]);
			}
		}
	}
}

static void put_not_applicable(struct http_exchange *x, struct view *view,
			       const struct law_answer *answer)
{
	view_list(view, "not_applicable");
	view_flag(view, "has_not_applicable", answer->not_applicable_count > 0);
	for (size_t i = 0; i < answer->not_applicable_count; i++) {
		const struct law_applied *applied = &answer->not_applicable[i];
		const struct law_instrument *listed = applied->provision->listed;
		struct view *item = view_item(view, "not_applicable");
		view_text(item, "id", applied->provision->id);
		page_law_put_link(x, item, "law", listed);
		page_law_put_places(x, item, "reported", listed->jurisdictions_reported);
		page_law_put_places(x, item, "verified", listed->jurisdictions_verified);
	}
}

static void put_gaps(struct http_exchange *x, struct view *view, const struct law_answer *answer)
{
	view_list(view, "gaps");
	for (unsigned band = LAW_HOME; band <= LAW_BETWEEN; band++) {
		struct view *item = NULL;
		for (size_t i = 0; i < answer->gaps_count; i++) {
			if (answer->gaps[i].band != band) {
				continue;
			}
			if (item == NULL) {
				item = view_item(view, "gaps");
				page_law_put_word(x, item, "band", "law.band",
						  law_band_code((enum law_band)band));
			}
			page_law_put_word(x, view_item(item, "functions"), "function",
					  "law.function",
					  law_function_code(answer->gaps[i].function));
		}
	}
}

void page_law_put_answer(struct http_exchange *x, struct view *view,
			 const struct law_answer *answer)
{
	/* Somebody exploited inside the country has no other place, and nothing lies between. */
	const bool stayed_home = slice_is(answer->question.destination, "KH");
	page_law_put_places(x, view, "asked_place", answer->question.destination);
	page_date(x, view, "asked_day", date_iso(x->c.arena, answer->question.on));
	page_label(x, view, "asked_form", "form", answer->question.form);
	for (unsigned band = LAW_HOME; band < LAW_BAND_COUNT; band++) {
		if (!stayed_home || band == LAW_HOME || band == LAW_BEYOND) {
			put_band(x, view, answer, (enum law_band)band);
		}
	}
	put_topics(x, view, answer);
	put_not_applicable(x, view, answer);
	put_gaps(x, view, answer);
}
