/* render.h - from views to text: Mustache templates, and the drawings that pages and print share.
 *
 * A view is a tree of named values that a page fills; a template shows it. Everything is escaped;
 * the only text that is not is `struct html`, which only functions of this folder make. Templates
 * are compiled once at start; rendering is thread-safe.
 *
 * Mustache: the official specification (github.com/mustache/spec) without lambdas: comments, set
 * delimiters, interpolation, sections, inverted sections, partials with indentation.
 * Beside it two rules of ours, for pages. {{t:KEY}} is the message KEY in the language of the page
 * (wrapped in <span lang="en"> where Khmer lacks it and a tag may stand); {{{t:KEY}}} is refused.
 * And a template is refused if a value stands where escaping does not protect it: in a tag outside
 * of quotes, in a script, in a style. {{{name}}} takes `struct html` only and stands between tags.
 *
 * Not here: HTTP, rules, where the data comes from.
 */
#ifndef SPEAN_RENDER_RENDER_H
#define SPEAN_RENDER_RENDER_H

#include "base/buf.h"
#include "base/embedded.h"
#include "base/err.h"
#include "model/model.h"
#include "text/messages.h"

/* Markup that is safe to put in as it is. Only render/ makes it. */
struct html {
	struct slice markup;
};

struct view; /* one object: names and values; lives in an arena */

struct view *view_create(struct arena *arena);
/* A section over a name shows if a flag is true, a text not empty, a number not 0, a list not
 * empty; an object always shows. {{.}} is the value that the section is over; an item of a list
 * that is only a text is a view with the text under the name ".". */
/* Text is kept by reference. `name` is a literal. A second value of a name replaces the first. */
void view_text(struct view *view, const char *name, struct slice text);
void view_html(struct view *view, const char *name, struct html html);
void view_int(struct view *view, const char *name, int64_t value); /* Latin digits, no grouping */
void view_flag(struct view *view, const char *name, bool value);
/* A new object under `name`. */
struct view *view_object(struct view *view, const char *name);
/* A new item of the list `name`; the first call makes the list. */
struct view *view_item(struct view *view, const char *name);
/* An empty list, so that sections over it are known to be empty and not forgotten. */
void view_list(struct view *view, const char *name);
/* Text in the language it is really in: NAME, and NAME_lang when that is not the page's language.
 */
void view_message(struct view *view, const char *name, struct message message,
		  enum language page_language);

struct templates;

/* Compile every templates/NAME.mustache. ERR_INVALID template.* with file=, line=, what=. */
MUST_USE err templates_load(struct ctx *c, const struct embedded *embedded,
			    const struct messages *messages, struct templates **ret_templates);
/* Render templates/NAME.mustache with a view. A name that the view does not know is ERR_BROKEN
 * template.unknown_name (name=, file=, line=): an empty value is stated, never implied. */
MUST_USE err templates_render(struct ctx *c, const struct templates *templates,
			      const char *template_name, enum language language,
			      const struct view *view, struct buf *out);
/* The same as markup that another view can hold: a page inside its frame. Lives in c->arena; at
 * most `max_bytes`. */
MUST_USE err templates_render_html(struct ctx *c, const struct templates *templates,
				   const char *template_name, enum language language,
				   const struct view *view, size_t max_bytes,
				   struct html *ret_html);
/* Names that a template (with its partials) uses, for the build's check of views against templates.
 */
size_t templates_names(const struct templates *templates, const char *name, struct arena *arena,
		       const struct slice **ret_names);
/* The names of all templates. */
size_t templates_list(const struct templates *templates, struct arena *arena,
		      const struct slice **ret_names);
/* Is the template a partial of another one? */
bool templates_has_partial(const struct templates *templates, struct slice name);

/* Plain Mustache of one text, with partials by name, in the lenient way of the specification
 * (unknown names are empty). For the conformance suite and for letters. */
MUST_USE err mustache_render(struct ctx *c, struct slice text, const struct view *view,
			     struct slice (*partial)(void *of, struct slice name), void *of,
			     struct buf *out);

struct html html_escape(struct arena *arena, struct slice text);

/* ---- The ring of seven (docs/look.md): one function draws it, for page, print and icon. */
enum ring_state {
	RING_NOT_ASSESSED, /* dotted */
	RING_MET,          /* full; for a programme: stated */
	RING_PROGRESS,     /* half; for a programme: inferred (striped) */
	RING_PLANNED,      /* outline with a dot */
	RING_OPEN,         /* needed with no provider: hatched */
	RING_DECLINED,     /* thin outline */
	RING_NOT_OFFERED,  /* faint outline: a programme without it */
	RING_INFERRED,     /* striped: offered, but only inferred from a list of services */
};
struct ring_segment {
	enum ring_state state;
	struct slice label; /* "Legal support: offered", read by screen readers; text, unescaped */
	struct slice href;  /* optional link of the segment */
};
/* `size` in CSS pixels: 20 shape only, 64 with marks, 240 with links; other sizes take the next
 * smaller drawing. `title` is the text alternative; with links the ring is a group of that name.
 * Self-contained SVG without ids or styles, also good as a file of its own (add the name space).
 *
 * State is shape; colour comes from one CSS class a segment, as `color` (shapes are filled with
 * currentColor, so that without CSS the ring is one colour and still says everything):
 *   svg.ring
 *   .ring-stigma .ring-education .ring-training_employment .ring-legal .ring-medical .ring-social
 *   .ring-psychological      states that keep the hue: met, progress, planned, inferred
 *   .ring-open .ring-declined .ring-not-offered .ring-not-assessed      the others
 *   .ring-mark (text: fill, font)   .ring-link (a)   .ring-hit (path under it: outline on focus)
 */
struct html ring_draw(struct arena *arena, enum language language, unsigned size,
		      struct slice title, const struct ring_segment segments[COMPONENT_COUNT]);

/* ---- Charts: SVG made here, readable in grey, a text alternative inside. As wide as their place.
 *
 * Classes (colour only; sizes are in the drawing, type is 15 pixels): svg.chart .chart-label
 * .chart-value (text) .chart-bar (fill) .chart-axis (stroke) .chart-series-1 ... -N (fill: steps of
 * lightness, so that they differ in grey) .chart-inside-1 ... -N (text on them) .chart-hatch (fill:
 * the paper's colour) .chart-uncertain (stroke; its fill is the hatch, do not set it).
 */
struct bar {
	struct slice label;
	int64_t value;
	struct slice text; /* what is written at its end ("42*") */
	bool uncertain;    /* hatched */
};
struct html chart_bars(struct arena *arena, struct slice title, struct slice description,
		       const struct bar *bars, size_t count);
/* Stacked bars: one row a label, `series` values each; negative values count as 0. `uncertain` may
 * be NULL. */
struct chart_row {
	struct slice label;
	const int64_t *values;
	const bool *uncertain;
};
struct html chart_stacked(struct arena *arena, struct slice title, struct slice description,
			  const struct slice *series, size_t series_count,
			  const struct chart_row *rows, size_t count);

/* ---- The provinces as tiles, one a province in its rough place, the Khmer abbreviation inside.
 * The drawing is 336 pixels square, needs no style sheet (class of the whole: svg.tiles) and is
 * readable in grey. */
struct tile {
	struct slice code;  /* of the province; one that the grid lacks is left out */
	struct slice label; /* its name, and a value where there is one; text, unescaped */
	struct slice href;  /* optional */
	bool current;
};
struct html tiles_draw(struct arena *arena, struct slice title, const struct tile *tiles,
		       size_t count);

#endif
