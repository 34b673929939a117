/* app.h - what every page has in hand: built once by `spean serve`, then read-only but for the
 * snapshot, which is replaced as a whole when the registers change.
 *
 * A page file (web/TOPIC.c) holds a route table and its handlers. A handler reads the question,
 * calls one verb of a domain module, fills a view, and calls page_show. No rule and no SQL here.
 */
#ifndef SPEAN_WEB_APP_H
#define SPEAN_WEB_APP_H

#include "http/http.h"
#include "record/record.h"
#include "render/render.h"

struct app {
	const struct embedded *embedded;
	const struct messages *messages;
	const struct model *model;
	const struct templates *templates;
	struct store *store;
	const struct known_passwords *known_passwords; /* refused as new ones; may be NULL */
	struct vault *vault;   /* only handed on to doors; NULL: registers only */
	struct slice origin;   /* "https://example.org", as the server was told; may be empty */
	struct worker *worker; /* where papers are set; NULL: in this process */
	bool is_demo;          /* fictitious people: every page says so */
	const struct log *log;
	struct assets *assets;      /* web/internal.h */
	struct page_cache *cache;   /* web/cache.h */
	struct places_kept *places; /* web/places.h */
	struct route *routes;       /* all of them in one table */
	http_handler **handlers;    /* theirs, beside the cache */
	struct route_table table;
	struct route_table *tables; /* that table, and an empty one as the end */
};

/* A door to the public registers, for reading; closed with the exchange's arena. */
MUST_USE err page_door(struct http_exchange *x, struct door *ret_door);
/* The door of whoever asks, on private routes: one an exchange, so that no exchange waits for a
 * second connection to the store while it holds one. Closed with the exchange's arena; when it was
 * closed before, opened again. */
MUST_USE err page_own_door(struct http_exchange *x, struct door **ret_door);

/* Which entry of the navigation is the current one. */
enum section {
	SECTION_HOME,
	SECTION_DIRECTORY,
	SECTION_MATCH,
	SECTION_LAW,
	SECTION_FIGURES,
	SECTION_PLACES,
	SECTION_TODAY,
	SECTION_ACCOUNT,
	SECTION_STAFF,
	SECTION_ORGANISATIONS,
	SECTION_APPROVALS,
	SECTION_LOG,
	SECTION_PROGRAMMES,
	SECTION_STALE,
};

/* Fill the frame (title, navigation, language switch, assets) around templates/NAME.mustache and
 * put the page into x->response. `title_key` is a message: the page word of the window title; it
 * never holds a name or a destination. `view` is the page's own view; the frame adds its names
 * beginning with "frame_". */
MUST_USE err page_show(struct http_exchange *x, enum section section, const char *title_key,
		       const char *template_name, struct view *view);
/* The same with a status other than 200 (422 for a form with errors). */
MUST_USE err page_show_status(struct http_exchange *x, int status, enum section section,
			      const char *title_key, const char *template_name, struct view *view);
/* A private page's view: it holds `form_token`, which every form of it sends back. */
struct view *page_private_view(struct http_exchange *x);
/* "See other": after a form was taken. `path` is one of ours. */
MUST_USE err page_go(struct http_exchange *x, struct slice path);
/* Another form of the content: CSV, JSON, SVG. `file_name` is offered for saving when not NULL. */
MUST_USE err page_send(struct http_exchange *x, const char *content_type, const char *file_name,
		       struct slice body);

/* ---- Helpers that fill views the same way on every page. */
/* The message KEY in the page's language as view text NAME (with NAME_lang when it is not). */
void page_text(struct http_exchange *x, struct view *view, const char *name, const char *key);
/* The message "GROUP.CODE", or the code itself where there is none. */
void page_word(struct http_exchange *x, struct view *view, const char *name, const char *group,
	       struct slice code);
/* The neutral label of a code as NAME (and NAME_lang). */
void page_label(struct http_exchange *x, struct view *view, const char *name, const char *scheme,
		struct slice code);
/* Register text, which is English: NAME and NAME_lang ("en" on a Khmer page, "" on an English one).
 */
void page_register_text(struct http_exchange *x, struct view *view, const char *name,
			struct slice text);
/* What a field holds, as NAME (and NAME_lang): codes by their labels, ", " between, dates in the
 * form of the language, all else as register text. */
void page_field_value(struct http_exchange *x, struct view *view, const char *name,
		      const struct field *field, struct slice value);
/* Addresses and citations ("https://a.org/b (page 2) ; a book") as the list NAME for the partial
 * templates/sources.mustache: each address a link that shows its host, the rest as it is. */
void page_sources(struct view *view, const char *name, struct slice text);
/* An ISO date of any precision in the page's language; "" gives an empty text. */
void page_date(struct http_exchange *x, struct view *view, const char *name, struct slice iso);
/* An ISO moment as day and time of Cambodia, "23 November 2026, 06:40". */
void page_moment(struct http_exchange *x, struct view *view, const char *name, struct slice iso);
/* A plain number with grouping. */
void page_number(struct http_exchange *x, struct view *view, const char *name, struct slice number);

/* Dictionary order of the page's language: ret_order[i] is where in `texts` the i-th of the list
 * stands. ERR_LIMIT text.too_long. */
MUST_USE err page_in_order(struct http_exchange *x, const struct slice *texts, size_t count,
			   const size_t **ret_order);

/* A form control for every field of a question, as items of the list NAME, with what was typed and
 * the error beside its field; partial templates/form_fields.mustache shows them. Codes become radio
 * buttons, check boxes or a select with neutral labels. */
MUST_USE err page_form(struct http_exchange *x, struct view *view, const char *name,
		       const struct values *values, const struct field_errors *errors);

/* What went wrong, on top of a form (templates/problem.mustache): the sentence of x->c.fail, or
 * nothing when it is empty. */
void page_problem(struct http_exchange *x, struct view *view);
/* The inputs of a form that is no question to a register: list `inputs` for the partial
 * templates/inputs.mustache. What was typed comes back, but no password and no code. */
enum input_kind { INPUT_TEXT, INPUT_PASSWORD, INPUT_NEW_PASSWORD, INPUT_CODE, INPUT_NUMBER };
struct input {
	const char *name;
	const char *label; /* message */
	const char *hint;  /* message, or NULL */
	enum input_kind kind;
	const char *complete; /* the attribute autocomplete; NULL: off */
};
/* `values`: what stands in them instead of what was typed; may be NULL. */
void page_inputs(struct http_exchange *x, struct view *view, const struct input *inputs,
		 size_t count, const struct slice *values);

/* The summary above such a form (templates/wrong.mustache): the fields that are wrong, each a way
 * to its control; the sentence of x->c.fail when the failure is of no field. `result` OK: nothing.
 */
void page_wrong(struct http_exchange *x, struct view *view, const struct kind *kind, err result,
		const struct field_errors *errors);

/* One control: what page_form puts for each field. */
void page_form_field(struct http_exchange *x, struct view *control, const struct kind *kind,
		     const struct field *field, struct slice typed,
		     const struct field_errors *errors);

/* In a page's address a form of exploitation is a number (vocabulary `sort`), never a word:
 * addresses stay in histories. page_form writes them so and page_question reads them back. */
MUST_USE err page_question(struct http_exchange *x, const struct kind *kind,
			   struct values *ret_values);

#endif
