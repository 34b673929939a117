/* match.c - /match: which programmes take a client, the best set of them, and why not the others.
 *
 * The answer to somebody's question is kept nowhere: not by the program (CACHE_NONE), and in the
 * address a form of exploitation is a number (web/form.c).
 */
#include "web/match.h"

#include "base/clock.h"
#include "web/internal.h"

/* The fields of the question in groups that one can see at once; each is a stretch of the kind. */
static const struct {
	const char *heading;
	const char *first; /* name of its first field; it ends where the next begins */
	bool optional;
} GROUPS[] = {
	{"match.group.who", "sex", false},
	{"match.group.way", "forms", false},
	{"match.group.needs", "needs", false},
	{"match.group.wishes", "living_preference", true},
};

/* Without a word on it, only the programmes of the review are asked (match.h). */
static bool says_something(const struct values *values)
{
	for (size_t i = 0; i < values->kind->count; i++) {
		const bool usual = slice_is(slice_of(values->kind->fields[i].name), "origin") &&
				   slice_is(values->at[i], "review");
		if (!slice_empty(values->at[i]) && !usual) {
			return true;
		}
	}
	return false;
}

static err put_form(struct http_exchange *x, struct view *view, const struct values *values,
		    const struct field_errors *errors)
{
	const struct kind *kind = values->kind;

	for (size_t i = 0; i < COUNT_OF(GROUPS); i++) {
		const size_t from = kind_field(kind, GROUPS[i].first);
		const size_t to = i + 1 < COUNT_OF(GROUPS) ? kind_field(kind, GROUPS[i + 1].first)
							   : kind->count;
		struct kind *part = ARENA_NEW(x->c.arena, struct kind);
		*part = *kind;
		part->fields = &kind->fields[from];
		part->count = to - from;
		const struct values some = {.kind = part, .at = &values->at[from]};
		struct view *group = view_item(view, "groups");
		page_text(x, group, "heading", GROUPS[i].heading);
		view_flag(group, "folded", GROUPS[i].optional && !says_something(&some));
		view_flag(group, "optional", GROUPS[i].optional);
		TRY(page_form(x, group, "fields", &some, errors));
	}
	return OK;
}

static err answer(struct http_exchange *x, struct view *view, const struct values *values)
{
	struct match_question question;
	struct directory directory;
	struct door door;
	struct match match;

	TRY(match_question_read(&x->c, values, clock_today(), &question));
	TRY(page_directory_open(x, &door, &directory));
	TRY(match_run(&x->c, &directory, &question, &match));
	page_match_put(x, view, &question, &match);
	return OK;
}

/* A fault of the question as a whole (age against birth date) is told at the top of the form. */
static err show_match(struct http_exchange *x)
{
	const struct kind *kind = model_kind("match_question");
	struct view *view = view_create(x->c.arena);
	struct field_errors errors = {0};
	struct values values;

	TRY(page_question(x, kind, &values));
	const bool asked = http_form_given(x, kind);
	err result = asked ? values_check(&x->c, x->app->model, &values, &errors) : OK;
	if (result == OK && asked) {
		result = answer(x, view, &values);
	}
	if (result != OK && result != ERR_INVALID) {
		return result;
	}
	view_flag(view, "has_answer", asked && result == OK);
	page_wrong(x, view, kind, result, &errors);
	if (slice_empty(values_get(&values, "origin"))) {
		values_set(&values, "origin", S("review"));
	}
	TRY(put_form(x, view, &values, &errors));
	return page_show_status(x, result == OK ? 200 : 422, SECTION_MATCH, "match.title", "match",
				view);
}

static const struct route ROUTES[] = {
	ROUTE(GET, ANYONE, "/match", show_match,
	      "Which programmes take a client, the best set of them, and why not the others.",
	      .cache = CACHE_NONE),
};

struct route_table match_routes(void)
{
	return (struct route_table){.routes = ROUTES, .count = COUNT_OF(ROUTES)};
}
