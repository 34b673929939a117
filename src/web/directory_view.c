/* directory_view.c - rings, facts and items that several pages show. */
#include "web/directory.h"

#include "base/clock.h"
#include "text/format.h"

err page_directory_open(struct http_exchange *x, struct door *ret_door,
			struct directory *ret_directory)
{
	TRY(page_door(x, ret_door));
	return directory_load(&x->c, ret_door, ret_directory);
}

struct words page_directory_words(const struct http_exchange *x)
{
	return (struct words){
		.arena = x->c.arena,
		.messages = x->app->messages,
		.model = x->app->model,
		.language = x->language,
		.reader = WORDS_NEUTRAL,
	};
}

/* ---- Rings */

static const char *offer_key(enum offer offer)
{
	return offer == OFFER_STATED     ? "directory.offer.stated"
	       : offer == OFFER_INFERRED ? "directory.offer.inferred"
					 : "directory.offer.none";
}

static struct slice text_of(struct http_exchange *x, const char *key)
{
	return messages_get(x->app->messages, x->language, slice_of(key)).text;
}

static struct ring_segment segment_of(struct http_exchange *x, size_t component, enum offer offer,
				      enum ring_links links)
{
	static const enum ring_state STATES[] = {
		[OFFER_NONE] = RING_NOT_OFFERED,
		[OFFER_INFERRED] = RING_INFERRED,
		[OFFER_STATED] = RING_MET,
	};
	const struct words words = page_directory_words(x);
	const struct slice label = words_components(&words, 1u << component);
	const struct slice state = text_of(x, offer_key(offer));

	return (struct ring_segment){
		.state = STATES[offer],
		.label = arena_format(x->c.arena, "%.*s: %.*s", SLICE_PRINT(label),
				      SLICE_PRINT(state)),
		.href = links == RING_LINKS ? arena_format(x->c.arena, "/directory?component=%.*s",
							   SLICE_PRINT(model_component(component)))
					    : (struct slice){0},
	};
}

void page_directory_ring(struct http_exchange *x, struct view *view, const char *name,
			 unsigned size, const enum offer offers[COMPONENT_COUNT],
			 enum ring_links links)
{
	const struct words words = page_directory_words(x);
	struct ring_segment segments[COMPONENT_COUNT];
	unsigned offered = 0;

	for (size_t i = 0; i < COMPONENT_COUNT; i++) {
		segments[i] = segment_of(x, i, offers[i], links);
		offered |= offers[i] != OFFER_NONE ? 1u << i : 0;
	}
	const struct slice title = offered != 0 ? words_components(&words, offered)
						: text_of(x, "directory.offer.nothing");
	view_html(view, name, ring_draw(x->c.arena, x->language, size, title, segments));
}

void page_programme_ring(struct http_exchange *x, struct view *view, const char *name,
			 unsigned size, const struct programme *programme)
{
	enum offer offers[COMPONENT_COUNT];
	for (size_t i = 0; i < COMPONENT_COUNT; i++) {
		offers[i] = programme_offer(programme, i);
	}
	page_directory_ring(x, view, name, size, offers, RING_PLAIN);
}

void page_programme_item(struct http_exchange *x, struct view *view,
			 const struct programme *programme)
{
	const struct words words = page_directory_words(x);

	view_text(
		view, "href",
		arena_format(x->c.arena, "/directory/programmes/%.*s", SLICE_PRINT(programme->id)));
	page_register_text(x, view, "name", programme->name);
	page_register_text(x, view, "organisation", programme->organisation->name);
	view_text(view, "organisation_href",
		  arena_format(x->c.arena, "/directory/organisations/%.*s",
			       SLICE_PRINT(programme->organisation->id)));
	page_programme_ring(x, view, "ring", 64, programme);
	view_text(view, "components", words_components(&words, programme->components));
	view_flag(view, "added", programme->origin == ORIGIN_EXTENDED);
}

void page_freshness(struct http_exchange *x, struct view *view, const struct programme *programme)
{
	const enum freshness freshness = directory_freshness(programme->informed, clock_today());
	view_flag(view, "stale", freshness == STALE);
	view_flag(view, "undated", freshness == UNDATED);
	view_text(view, "informed",
		  format_date(x->c.arena, x->language, DIGITS_LATIN, programme->informed));
}

/* ---- Facts */

/* "https://a.org/b (commit 9) ; book": each address a link that shows its host, the rest as it is.
 */
static void put_links(struct view *fact, struct slice text)
{
	const struct slice between = S(" ; ");

	while (!slice_empty(text)) {
		const size_t end = slice_find(text, between);
		const struct slice one = slice_trim(slice_between(text, 0, end));
		struct view *item = view_item(fact, "links");
		const bool link =
			slice_starts(one, S("https://")) || slice_starts(one, S("http://"));
		const size_t space = slice_find_byte(one, ' ');
		const struct slice href = link ? slice_between(one, 0, space) : (struct slice){0};
		const size_t host = slice_find(href, S("//")) + 2;
		const struct slice after_host = slice_between(href, host, href.length);

		view_text(item, "href", href);
		view_text(item, "host",
			  link ? slice_between(after_host, 0, slice_find_byte(after_host, '/'))
			       : (struct slice){0});
		view_text(item, "rest", link ? slice_between(one, space, one.length) : one);
		text = end == SIZE_MAX ? (struct slice){0}
				       : slice_between(text, end + between.length, text.length);
	}
}

static struct slice code_labels(struct http_exchange *x, const struct field *field,
				struct slice list)
{
	struct slice text = {0};
	struct slice code;
	while (slice_next_item(&list, &code)) {
		const struct message label =
			field_code_label(x->app->model, x->app->messages, x->language, field, code);
		text = arena_format(x->c.arena, "%.*s%s%.*s", SLICE_PRINT(text),
				    slice_empty(text) ? "" : ", ", SLICE_PRINT(label.text));
	}
	return text;
}

/* "own_business;hotel" as "own business, hotel". */
static struct slice tags(struct http_exchange *x, struct slice list)
{
	struct slice text = {0};
	struct slice tag;
	while (slice_next_item(&list, &tag)) {
		text = arena_format(x->c.arena, "%.*s%s%.*s", SLICE_PRINT(text),
				    slice_empty(text) ? "" : ", ", SLICE_PRINT(tag));
	}
	char *at = arena_cstr(x->c.arena, text);
	for (char *byte = at; *byte != '\0'; byte++) {
		*byte = *byte == '_' ? ' ' : *byte;
	}
	return slice_of(at);
}

static void put_value(struct http_exchange *x, struct view *fact, const struct field *field,
		      struct slice value)
{
	const struct words words = page_directory_words(x);
	const bool forms = field->scheme != NULL && slice_is(slice_of(field->scheme), "form");

	view_text(fact, "value_lang", (struct slice){0});
	view_list(fact, "links");
	if (field->type == FIELD_URL) {
		view_text(fact, "value", (struct slice){0});
		put_links(fact, value);
	} else if (forms) {
		view_text(fact, "value", words_codes(&words, "form", value));
	} else if (field->type == FIELD_CODE || field->type == FIELD_CODES) {
		view_text(fact, "value", code_labels(x, field, value));
	} else if (field->type == FIELD_DATE) {
		page_date(x, fact, "value", value);
	} else if (field->type == FIELD_COUNT) {
		page_number(x, fact, "value", value);
	} else {
		page_register_text(x, fact, "value",
				   field->type == FIELD_TAGS ? tags(x, value) : value);
	}
}

struct slice page_facts(struct http_exchange *x, struct view *view, const struct record *record,
			const char *const *fields, size_t count)
{
	const struct kind *kind = record->values.kind;
	struct slice unknown = {0};

	view_list(view, "facts");
	for (size_t i = 0; i < count; i++) {
		const struct field *field = &kind->fields[kind_field(kind, fields[i])];
		const struct slice key =
			arena_format(x->c.arena, "field.%s.%s", kind->name, field->name);
		const struct slice value = record_get(record, fields[i]);
		if (slice_empty(value)) {
			unknown = arena_format(x->c.arena, "%.*s%s%.*s", SLICE_PRINT(unknown),
					       slice_empty(unknown) ? "" : ", ",
					       SLICE_PRINT(text_of(x, key.at)));
			continue;
		}
		struct view *fact = view_item(view, "facts");
		page_text(x, fact, "label", key.at);
		put_value(x, fact, field, value);
	}
	return unknown;
}
