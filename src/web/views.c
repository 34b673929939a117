/* views.c - the same kind of value looks the same on every page. */
#include "text/format.h"
#include "web/app.h"

static struct slice lang_name(struct http_exchange *x, const char *name)
{
	return arena_format(x->c.arena, "%s_lang", name);
}

void page_text(struct http_exchange *x, struct view *view, const char *name, const char *key)
{
	view_message(view, name, messages_get(x->app->messages, x->language, slice_of(key)),
		     x->language);
}

void page_word(struct http_exchange *x, struct view *view, const char *name, const char *group,
	       struct slice code)
{
	const struct slice key = arena_format(x->c.arena, "%s.%.*s", group, SLICE_PRINT(code));
	const struct message word = messages_get(x->app->messages, x->language, key);
	view_text(view, name, word.found ? word.text : code);
}

/* Neutral labels of several forms are the same words; what tells them apart is said as neutrally.
 */
static struct message with_gloss(struct http_exchange *x, struct slice code, struct message label)
{
	const struct slice key = arena_format(x->c.arena, "form.gloss.%.*s", SLICE_PRINT(code));
	const struct message gloss = messages_get(x->app->messages, x->language, key);
	if (gloss.found && gloss.language == label.language) {
		label.text = arena_format(x->c.arena, "%.*s (%.*s)", SLICE_PRINT(label.text),
					  SLICE_PRINT(gloss.text));
	}
	return label;
}

void page_label(struct http_exchange *x, struct view *view, const char *name, const char *scheme,
		struct slice code)
{
	struct message label = model_neutral_label(x->app->model, x->language, scheme, code);
	if (slice_is(slice_of(scheme), "form")) {
		label = with_gloss(x, code, label);
	}
	view_message(view, name, label, x->language);
}

void page_register_text(struct http_exchange *x, struct view *view, const char *name,
			struct slice text)
{
	view_text(view, name, text);
	view_text(view, lang_name(x, name).at,
		  x->language == LANGUAGE_EN ? (struct slice){0} : S("en"));
}

static void put_source(struct view *item, struct slice source)
{
	const bool link = slice_starts(source, S("https://")) || slice_starts(source, S("http://"));
	const size_t space = slice_find_byte(source, ' ');
	const struct slice href = link ? slice_between(source, 0, space) : (struct slice){0};
	const size_t scheme_end = link ? slice_find(href, S("//")) + 2 : 0;
	const struct slice host = slice_between(href, scheme_end, href.length);
	view_text(item, "href", href);
	view_text(item, "host", slice_between(host, 0, slice_find_byte(host, '/')));
	view_text(item, "rest", link ? slice_between(source, space, source.length) : source);
}

void page_sources(struct view *view, const char *name, struct slice text)
{
	const struct slice between = S(" ; ");
	view_list(view, name);
	while (!slice_empty(text)) {
		const size_t end = slice_find(text, between);
		put_source(view_item(view, name), slice_trim(slice_between(text, 0, end)));
		text = end == SIZE_MAX ? (struct slice){0}
				       : slice_between(text, end + between.length, text.length);
	}
}

void page_date(struct http_exchange *x, struct view *view, const char *name, struct slice iso)
{
	struct ctx quiet = {.arena = x->c.arena};
	struct pdate date;

	if (slice_empty(iso) || date_parse(&quiet, iso, &date) != OK) {
		/* Not a date: a remark that stands in a date's place is shown as it is. */
		view_text(view, name, iso);
		return;
	}
	view_text(view, name, format_date(x->c.arena, x->language, DIGITS_LATIN, date));
}

/* The two digits at `at`, or -1. */
static int two_digits(struct slice text, size_t at)
{
	int64_t number;
	return slice_to_int64(slice_between(text, at, at + 2), &number) && number >= 0 ? (int)number
										       : -1;
}

void page_moment(struct http_exchange *x, struct view *view, const char *name, struct slice iso)
{
	enum { AHEAD_OF_UTC_HOURS = 7 };
	struct ctx quiet = {.arena = x->c.arena};
	const int hour = two_digits(iso, 11);
	const int minute = two_digits(iso, 14);
	struct pdate date;

	if (iso.length < 16 || hour < 0 || minute < 0 ||
	    date_parse(&quiet, slice_between(iso, 0, 10), &date) != OK) {
		view_text(view, name, iso);
		return;
	}
	const int local = hour + AHEAD_OF_UTC_HOURS;
	const struct pdate day = date_from_days(date_days(date) + local / 24);
	const struct slice words = format_date(x->c.arena, x->language, DIGITS_LATIN, day);
	view_text(view, name,
		  arena_format(x->c.arena, "%.*s, %02d:%02d", SLICE_PRINT(words), local % 24,
			       minute));
}

void page_number(struct http_exchange *x, struct view *view, const char *name, struct slice number)
{
	view_text(view, name, format_number(x->c.arena, x->language, DIGITS_LATIN, number));
}
