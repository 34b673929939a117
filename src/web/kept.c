/* kept.c - nothing typed is lost when a session ends in the middle of a form. A telephone may be
 * shared: the form comes back only to the person whose page it came from, which the form token of
 * that page tells (session.c).
 */
#include "web/visitor.h"

enum { KEPT_BYTES_MAX = 32 * 1024 };
static const char WHOSE[] = "kept@";

/* What proves something is typed again, or worthless by now. */
static bool is_secret(struct slice name)
{
	static const char *const NAMES[] = {"token", "code", "answer", "secret"};
	for (size_t i = 0; i < COUNT_OF(NAMES); i++) {
		if (slice_is(name, NAMES[i])) {
			return true;
		}
	}
	return slice_find(name, S("password")) != SIZE_MAX;
}

static size_t bytes_of_form(const struct http_exchange *x)
{
	size_t bytes = 0;
	for (size_t i = 0; i < x->request.form_count; i++) {
		bytes += x->request.form[i].name.length + x->request.form[i].value.length;
	}
	return bytes;
}

static void put(struct view *view, const char *list, struct slice name, struct slice value)
{
	struct view *item = view_item(view, list);
	view_text(item, "name", name);
	view_text(item, "value", value);
}

void kept_put_typed(struct http_exchange *x, struct view *view)
{
	const bool fits = bytes_of_form(x) <= KEPT_BYTES_MAX && x->request.form_count > 0;

	view_list(view, "kept");
	view_flag(view, "has_kept", fits);
	if (!fits) {
		return;
	}
	put(view, "kept", S("kept:"), x->request.path);
	put(view, "kept", slice_of(WHOSE),
	    session_person_mark(http_form_value(&x->request, "token")));
	for (size_t i = 0; i < x->request.form_count; i++) {
		const struct http_pair *pair = &x->request.form[i];
		if (!is_secret(pair->name)) {
			put(view, "kept",
			    arena_format(x->c.arena, "kept:%.*s", SLICE_PRINT(pair->name)),
			    pair->value);
		} else if (slice_is(pair->name, "password")) {
			put(view, "kept", S("kept!"), S("1"));
		}
	}
}

void kept_put_passed(struct http_exchange *x, struct view *view)
{
	view_list(view, "kept");
	view_flag(view, "has_kept", kept_any(x));
	for (size_t i = 0; kept_any(x) && i < x->request.form_count; i++) {
		const struct http_pair *pair = &x->request.form[i];
		if (slice_starts(pair->name, S("kept"))) {
			put(view, "kept", pair->name, pair->value);
		}
	}
}

/* Browsers take a backslash for "/" and leave out tabs and line ends: "/<tab>/elsewhere" leads
 * away. */
static bool is_own_path(struct slice path)
{
	bool is_plain = true;
	for (size_t i = 0; i < path.length; i++) {
		is_plain = is_plain && (unsigned char)path.at[i] > ' ' && path.at[i] != '\\';
	}
	return is_plain && slice_starts(path, S("/")) && !slice_starts(path, S("//"));
}

static bool is_of_visitor(const struct http_exchange *x)
{
	return x->visitor == NULL || slice_equal(http_form_value(&x->request, WHOSE),
						 session_person_mark(x->visitor->form_token));
}

bool kept_any(const struct http_exchange *x)
{
	return is_own_path(http_form_value(&x->request, "kept:")) && is_of_visitor(x);
}

static void put_again(struct http_exchange *x, struct view *view)
{
	view_list(view, "fields");
	for (size_t i = 0; i < x->request.form_count; i++) {
		const struct http_pair *pair = &x->request.form[i];
		if (!kept_any(x) && !is_secret(pair->name)) {
			put(view, "fields", pair->name, pair->value);
		} else if (kept_any(x) && slice_starts(pair->name, S("kept:")) &&
			   pair->name.length > 5) {
			put(view, "fields", slice_between(pair->name, 5, pair->name.length),
			    pair->value);
		}
	}
}

err kept_show(struct http_exchange *x, int status)
{
	struct view *view = page_private_view(x);
	const struct slice path = http_form_value(&x->request, "kept:");

	page_problem(x, view);
	put_again(x, view);
	view_text(view, "action", kept_any(x) ? path : x->request.path);
	view_flag(view, "asks_password",
		  !kept_any(x) || !slice_empty(http_form_value(&x->request, "kept!")));
	return page_show_status(x, status, SECTION_TODAY, "again.title", "again", view);
}

struct slice kept_target(const struct http_exchange *x)
{
	const struct slice typed = http_form_value(&x->request, "to");
	const struct slice asked = slice_empty(typed) ? http_query(&x->request, "to") : typed;
	return is_own_path(asked) ? asked : S("/today");
}
