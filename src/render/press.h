/* press.h - where a paper is set: the calls of paper.h, played back with Pango and cairo. While
 * serving this runs in a worker's child. Inside render/ only; lengths are points (1/72 inch), as in
 * PDF.
 */
#ifndef SPEAN_RENDER_PRESS_H
#define SPEAN_RENDER_PRESS_H

#include <pango/pangocairo.h>

#include "render/paper.h"

/* A4 with margins of 20 mm; the footer stands in the lower margin. */
#define SHEET_WIDTH  595.276
#define SHEET_HEIGHT 841.890
#define SHEET_MARGIN 56.693
#define SHEET_LINE   (SHEET_WIDTH - 2 * SHEET_MARGIN)
#define SHEET_END    (SHEET_HEIGHT - SHEET_MARGIN)
#define SHEET_ROOM   (SHEET_END - SHEET_MARGIN)

enum sheet_font { FONT_BODY, FONT_BOLD, FONT_LEAD, FONT_SMALL, FONT_TITLE, FONT_SECTION, FONT_SUB };

/* A heading that waits for what follows it, so that both stand on one page. */
enum { HELD_MAX = 4 };
struct held {
	enum sheet_font font;
	struct slice text;
	double height; /* with the room around it */
};

struct press {
	struct arena *arena;
	enum language language;
	struct slice footer;
	struct buf *bytes; /* what cairo has written so far */
	cairo_surface_t *surface;
	cairo_t *cairo;
	PangoFontMap *fonts;
	PangoContext *context;
	size_t page; /* from 1 */
	double y;    /* where the next thing stands */
	bool failed; /* a page too many was asked for */
	struct held held[HELD_MAX];
	size_t held_count;
};

/* As paper.h says of each. The press lives in c->arena. */
MUST_USE err press_open(struct ctx *c, const struct paper_options *options,
			struct press **ret_press);
MUST_USE err press_heading(struct ctx *c, struct press *press, enum paper_level level,
			   struct slice text);
MUST_USE err press_paragraph(struct ctx *c, struct press *press, enum paper_style style,
			     struct slice text);
MUST_USE err press_facts(struct ctx *c, struct press *press, const struct paper_fact *facts,
			 size_t count);
MUST_USE err press_table(struct ctx *c, struct press *press, const struct paper_column *columns,
			 size_t columns_count, const struct slice *cells, size_t rows_count);
MUST_USE err press_tiles(struct ctx *c, struct press *press, const struct paper_tile *tiles,
			 size_t count);
MUST_USE err press_finish(struct ctx *c, struct press *press, struct buf *out);

/* Text made ready: checked, without what cannot be set, with breaks between words. */
MUST_USE err sheet_text(struct ctx *c, struct slice text, size_t max_bytes, const char *too_long,
			struct slice *ret_text);
/* `text` as a layout of this width; released by the caller. A word that is wider than the line is
 * broken between clusters. */
MUST_USE err sheet_layout(struct ctx *c, struct press *press, enum sheet_font font, double width,
			  enum paper_side side, struct slice text, PangoLayout **ret_layout);
/* A new page. ERR_LIMIT paper.too_many_pages. */
MUST_USE err sheet_next(struct ctx *c, struct press *press);
/* Go to a new page unless `height` fits on this one (or nothing stands on it yet), with the
 * headings that wait for it; these are drawn. */
MUST_USE err sheet_need(struct ctx *c, struct press *press, double height);
void sheet_rule(struct press *press, double y, double thickness);
void sheet_footer(struct press *press);
double sheet_height(PangoLayout *layout);
/* Draw lines [from, to) of a layout with its left upper corner at x, y; how high they are. */
double sheet_draw(struct press *press, PangoLayout *layout, int from, int to, double x, double y);

#endif
