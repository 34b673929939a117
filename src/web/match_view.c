/* match_view.c - the answer of a match as the templates show it. */
#include "web/match.h"

static struct slice sentence(struct http_exchange *x, const char *key, struct slice arguments)
{
	return messages_format(x->c.arena, x->app->messages, x->language, key, arguments);
}

/* ---- What is needed */

static const struct cover_part *part_for(const struct match *match, unsigned need)
{
	for (size_t i = 0; i < match->cover_count; i++) {
		if ((match->cover[i].covers & need) != 0) {
			return &match->cover[i];
		}
	}
	return NULL;
}

static enum ring_state state_of(const struct match *match, unsigned declined, unsigned need)
{
	const struct cover_part *part = part_for(match, need);
	if (part != NULL) {
		return (part->programme->inferred & need) != 0 ? RING_INFERRED : RING_MET;
	}
	if ((match->uncovered & need) != 0) {
		return RING_OPEN;
	}
	return (declined & need) != 0 ? RING_DECLINED : RING_NOT_OFFERED;
}

static const char *state_key(enum ring_state state)
{
	switch (state) {
	case RING_MET:
		return "match.need.covered";
	case RING_INFERRED:
		return "match.need.inferred";
	case RING_OPEN:
		return "match.need.open";
	case RING_DECLINED:
		return "match.need.declined";
	default:
		return "match.need.none";
	}
}

static void put_needs(struct http_exchange *x, struct view *view,
		      const struct match_question *question, const struct match *match)
{
	const struct words words = page_directory_words(x);
	const unsigned declined = model_component_bits(question->declined);
	struct ring_segment segments[COMPONENT_COUNT];

	view_list(view, "needs");
	for (size_t i = 0; i < COMPONENT_COUNT; i++) {
		const unsigned need = 1u << i;
		const enum ring_state state = state_of(match, declined, need);
		const struct cover_part *part = part_for(match, need);
		const struct slice label = words_components(&words, need);
		const struct slice arguments = arena_format(
			x->c.arena, "by=%.*s", part == NULL ? 0 : (int)part->programme->name.length,
			part == NULL ? "" : part->programme->name.at);
		const struct slice text = sentence(x, state_key(state), arguments);
		segments[i] = (struct ring_segment){
			.state = state,
			.label = arena_format(x->c.arena, "%.*s: %.*s", SLICE_PRINT(label),
					      SLICE_PRINT(text)),
		};
		if (((match->needs | declined) & need) != 0) {
			struct view *item = view_item(view, "needs");
			view_text(item, "component", label);
			view_text(item, "text", text);
			view_flag(item, "open", state == RING_OPEN);
		}
	}
	view_html(view, "ring",
		  ring_draw(x->c.arena, x->language, 240,
			    messages_get(x->app->messages, x->language, S("match.ring")).text,
			    segments));
}

/* ---- Programmes */

static const struct programme_answer *answer_of(const struct match *match,
						const struct programme *programme)
{
	for (size_t i = 0; i < match->answers_count; i++) {
		if (match->answers[i].programme == programme) {
			return &match->answers[i];
		}
	}
	return NULL;
}

static void put_reasons(struct http_exchange *x, struct view *view,
			const struct match_question *question,
			const struct programme_answer *answer)
{
	const struct words words = page_directory_words(x);

	view_list(view, "reasons");
	view_list(view, "remarks");
	for (size_t i = 0; i < answer->reasons_count; i++) {
		const struct reason *reason = &answer->reasons[i];
		struct view *item =
			view_item(view, reason->weight == WEIGHT_REMARK ? "remarks" : "reasons");
		view_text(item, "text", words_reason(&words, question, answer->programme, reason));
		view_flag(item, "keeps_out", reason->weight == WEIGHT_NO);
	}
}

/* "About 30 days", "places are free", or that nobody has said. */
static void put_wait(struct http_exchange *x, struct view *view, const struct programme *programme)
{
	const char *key = programme->wait_days != COUNT_UNKNOWN ? "match.wait.days"
			  : programme->places_free > 0          ? "match.wait.free"
								: "match.wait.unknown";
	view_text(view, "wait",
		  sentence(x, key,
			   arena_format(x->c.arena, "days=%d\nplaces=%d", programme->wait_days,
					programme->places_free)));
}

static void put_answer(struct http_exchange *x, struct view *view,
		       const struct match_question *question, const struct programme_answer *answer)
{
	const struct words words = page_directory_words(x);

	page_programme_item(x, view, answer->programme);
	put_reasons(x, view, question, answer);
	put_wait(x, view, answer->programme);
	view_text(view, "gives", words_components(&words, answer->gives));
}

static void put_cover(struct http_exchange *x, struct view *view,
		      const struct match_question *question, const struct match *match)
{
	const struct words words = page_directory_words(x);

	view_list(view, "cover");
	view_flag(view, "has_cover", match->cover_count > 0);
	for (size_t i = 0; i < match->cover_count; i++) {
		const struct cover_part *part = &match->cover[i];
		struct view *item = view_item(view, "cover");
		put_answer(x, item, question, answer_of(match, part->programme));
		view_text(item, "covers", words_components(&words, part->covers));
		view_text(item, "also", words_components(&words, part->gives & ~part->covers));
	}
}

static bool in_cover(const struct match *match, const struct programme *programme)
{
	for (size_t i = 0; i < match->cover_count; i++) {
		if (match->cover[i].programme == programme) {
			return true;
		}
	}
	return false;
}

/* The programmes of one answer that are not in the set, as the list NAME, and their number. */
static void put_list(struct http_exchange *x, struct view *view, const char *name,
		     const struct match_question *question, const struct match *match,
		     enum answer wanted)
{
	size_t count = 0;

	view_list(view, name);
	for (size_t i = 0; i < match->answers_count; i++) {
		const struct programme_answer *answer = &match->answers[i];
		if (answer->answer == wanted && !in_cover(match, answer->programme)) {
			put_answer(x, view_item(view, name), question, answer);
			count++;
		}
	}
	view_int(view, arena_format(x->c.arena, "%s_count", name).at, (int64_t)count);
}

void page_match_put(struct http_exchange *x, struct view *view,
		    const struct match_question *question, const struct match *match)
{
	const struct words words = page_directory_words(x);

	page_date(x, view, "on", date_iso(x->c.arena, question->on));
	view_flag(view, "has_needs", match->needs != 0);
	put_needs(x, view, question, match);
	put_cover(x, view, question, match);
	view_text(view, "uncovered", words_components(&words, match->uncovered));
	view_text(view, "beyond", words_components(&words, match->beyond_review));
	view_text(view, "beyond_href", http_same_page_with(x, "origin", S("all")));
	view_flag(view, "only_review", question->scope == SCOPE_REVIEW);
	put_list(x, view, "others", question, match, ANSWER_YES);
	put_list(x, view, "ask", question, match, ANSWER_ASK);
	put_list(x, view, "no", question, match, ANSWER_NO);
}
