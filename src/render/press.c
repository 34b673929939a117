#include "render/press.h"

#include <cairo/cairo-pdf.h>

enum {
	WRITTEN_MAX = PAPER_PDF_BYTES_MAX,
	/* Long paragraphs are set a piece at a time: Pango's time grows faster than its text. */
	PIECE_BYTES = 4096,
	KHMER_LETTER = 0x1780,
};

/* ---- Open and close */

static cairo_status_t keep_bytes(void *bytes, const unsigned char *at, unsigned length)
{
	buf_add(bytes, (struct slice){.at = (const char *)at, .length = length});
	return CAIRO_STATUS_SUCCESS;
}

static void close_press(void *argument)
{
	struct press *press = argument;
	g_object_unref(press->context);
	g_object_unref(press->fonts);
	cairo_destroy(press->cairo);
	cairo_surface_finish(press->surface);
	cairo_surface_destroy(press->surface);
}

/* A font that is on the list, has the letters, and whose file can be read: cairo would draw nothing
 * and not complain. */
static bool is_usable(PangoFont *font)
{
	return font != NULL && pango_font_has_char(font, KHMER_LETTER) &&
	       pango_cairo_font_get_scaled_font(PANGO_CAIRO_FONT(font)) != NULL;
}

static bool has_khmer(struct press *press)
{
	PangoFontDescription *any = pango_font_description_from_string("Noto Sans Khmer 10");
	PangoFontset *set = pango_font_map_load_fontset(press->fonts, press->context, any,
							pango_language_from_string("km"));
	PangoFont *font = set != NULL ? pango_fontset_get_font(set, KHMER_LETTER) : NULL;
	const bool found = is_usable(font);
	if (font != NULL) {
		g_object_unref(font);
	}
	if (set != NULL) {
		g_object_unref(set);
	}
	pango_font_description_free(any);
	return found;
}

/* Pango stops the program where there is not one font, so this is asked first. */
static bool has_fonts(PangoFontMap *fonts)
{
	PangoFontFamily **families = NULL;
	int count = 0;
	pango_font_map_list_families(fonts, &families, &count);
	g_free(families);
	return count > 0;
}

static void set_metadata(struct press *press, const struct paper_options *options)
{
	const struct pdate day = options->date.precision == DATE_NONE
					 ? (struct pdate){DATE_DAY, 2000, 1, 1}
					 : date_first_day(options->date);
	const struct slice date = arena_format(press->arena, "%.*sT00:00:00Z",
					       SLICE_PRINT(date_iso(press->arena, day)));
	cairo_pdf_surface_set_metadata(press->surface, CAIRO_PDF_METADATA_TITLE,
				       arena_cstr(press->arena, options->title));
	cairo_pdf_surface_set_metadata(press->surface, CAIRO_PDF_METADATA_CREATE_DATE, date.at);
}

err press_open(struct ctx *c, const struct paper_options *options, struct press **ret_press)
{
	struct press *press = ARENA_NEW(c->arena, struct press);
	press->arena = c->arena;
	press->language = options->language;
	press->bytes = buf_create(c->arena, WRITTEN_MAX);
	press->page = 1;
	press->y = SHEET_MARGIN;
	TRY(sheet_text(c, options->footer, PAPER_CELL_BYTES_MAX, "paper.cell_too_long",
		       &press->footer));
	press->surface = cairo_pdf_surface_create_for_stream(keep_bytes, press->bytes, SHEET_WIDTH,
							     SHEET_HEIGHT);
	press->cairo = cairo_create(press->surface);
	press->fonts = pango_cairo_font_map_new();
	press->context = pango_font_map_create_context(press->fonts);
	arena_defer(c->arena, close_press, press);
	pango_cairo_font_map_set_resolution(PANGO_CAIRO_FONT_MAP(press->fonts), 72);
	pango_context_set_language(press->context,
				   pango_language_from_string(language_code(options->language)));
	pango_context_set_base_dir(press->context, PANGO_DIRECTION_LTR);
	pango_cairo_update_context(press->cairo, press->context);
	if (!has_fonts(press->fonts) || !has_khmer(press)) {
		return FAIL_PLAIN(c, ERR_BROKEN, "paper.font_missing");
	}
	set_metadata(press, options);
	*ret_press = press;
	return OK;
}

/* ---- Running text */

/* Khmer stacks need more room between lines than Latin. */
#define LEADING 1.15

static double held_height(const struct press *press)
{
	double height = 0;
	for (size_t i = 0; i < press->held_count; i++) {
		height += press->held[i].height;
	}
	return height;
}

static err draw_held(struct ctx *c, struct press *press);

err sheet_need(struct ctx *c, struct press *press, double height)
{
	if (press->y + held_height(press) + height > SHEET_END && press->y > SHEET_MARGIN) {
		TRY(sheet_next(c, press));
	}
	return draw_held(c, press);
}

/* Draw lines one by one, over as many pages as it takes. */
static err draw_lines(struct ctx *c, struct press *press, PangoLayout *layout, int count)
{
	for (int i = 0; i < count; i++) {
		PangoRectangle extents;
		pango_layout_line_get_extents(pango_layout_get_line_readonly(layout, i), NULL,
					      &extents);
		TRY(sheet_need(c, press, (double)extents.height / PANGO_SCALE));
		press->y += LEADING * sheet_draw(press, layout, i, i + 1, SHEET_MARGIN, press->y);
	}
	return OK;
}

/* At most PIECE_BYTES of whole characters. */
static struct slice piece_of(struct slice text)
{
	size_t end = text.length < PIECE_BYTES ? text.length : PIECE_BYTES;
	while (end < text.length && ((unsigned char)text.at[end] & 0xC0) == 0x80) {
		end--;
	}
	return slice_between(text, 0, end);
}

/* How many lines of a piece to draw, and how many bytes they are: all but the last one where more
 * text follows, since that line is not full yet. */
static int lines_to_draw(PangoLayout *layout, bool more, size_t *ret_bytes)
{
	const int count = pango_layout_get_line_count(layout);
	if (!more || count < 2) {
		return count;
	}
	*ret_bytes = (size_t)pango_layout_get_line_readonly(layout, count - 1)->start_index;
	return count - 1;
}

static err set_text(struct ctx *c, struct press *press, enum sheet_font font, struct slice text)
{
	while (text.length > 0) {
		const struct slice piece = piece_of(text);
		PangoLayout *layout;
		TRY(sheet_layout(c, press, font, SHEET_LINE, PAPER_LEFT, piece, &layout));
		/* Where words were divided the layout's own text is longer than the piece. */
		const struct slice shown = slice_of(pango_layout_get_text(layout));
		size_t bytes = shown.length;
		const int count = lines_to_draw(layout, piece.length < text.length, &bytes);
		const struct slice left =
			arena_copy(c->arena, slice_between(shown, bytes, shown.length));
		const err drawn = draw_lines(c, press, layout, count);
		g_object_unref(layout);
		TRY(drawn);
		text = slice_between(text, piece.length, text.length);
		if (left.length > 0) {
			text = arena_format(c->arena, "%.*s%.*s", SLICE_PRINT(left),
					    SLICE_PRINT(text));
		}
	}
	return OK;
}

enum { HEADING_BEFORE = 10, HEADING_AFTER = 6, LINES_BELOW_HEADING = 40 };

static err draw_held(struct ctx *c, struct press *press)
{
	const size_t count = press->held_count;
	press->held_count = 0;
	for (size_t i = 0; i < count; i++) {
		PangoLayout *layout;
		TRY(sheet_layout(c, press, press->held[i].font, SHEET_LINE, PAPER_LEFT,
				 press->held[i].text, &layout));
		press->y += press->y > SHEET_MARGIN ? HEADING_BEFORE : 0;
		const err drawn = draw_lines(c, press, layout, pango_layout_get_line_count(layout));
		g_object_unref(layout);
		TRY(drawn);
		press->y += HEADING_AFTER;
	}
	return OK;
}

err press_paragraph(struct ctx *c, struct press *press, enum paper_style style, struct slice text)
{
	static const enum sheet_font STYLES[] = {
		[PAPER_BODY] = FONT_BODY,
		[PAPER_LEAD] = FONT_LEAD,
		[PAPER_SMALL] = FONT_SMALL,
		[PAPER_NOTICE] = FONT_BOLD,
	};
	enum { AFTER = 6 };
	struct slice ready;
	TRY(sheet_text(c, text, PAPER_TEXT_BYTES_MAX, "paper.text_too_long", &ready));
	if (press->held_count > 0) {
		TRY(sheet_need(c, press, LINES_BELOW_HEADING));
	}
	TRY(set_text(c, press, STYLES[style], ready));
	press->y += AFTER;
	return OK;
}

err press_heading(struct ctx *c, struct press *press, enum paper_level level, struct slice text)
{
	static const enum sheet_font LEVELS[] = {
		[PAPER_TITLE] = FONT_TITLE,
		[PAPER_SECTION] = FONT_SECTION,
		[PAPER_SUBSECTION] = FONT_SUB,
	};
	struct held held = {.font = LEVELS[level]};
	PangoLayout *layout;
	TRY(sheet_text(c, text, PAPER_CELL_BYTES_MAX, "paper.cell_too_long", &held.text));
	TRY(sheet_layout(c, press, held.font, SHEET_LINE, PAPER_LEFT, held.text, &layout));
	held.height = HEADING_BEFORE + LEADING * sheet_height(layout) + HEADING_AFTER;
	g_object_unref(layout);
	if (press->held_count == HELD_MAX) {
		TRY(sheet_need(c, press, 0));
	}
	press->held[press->held_count++] = held;
	return OK;
}

/* ---- The end */

err press_finish(struct ctx *c, struct press *press, struct buf *out)
{
	struct slice bytes;
	if (press->failed) {
		return FAIL(c, ERR_LIMIT, "paper.too_many_pages", "max=%d", PAPER_PAGES_MAX);
	}
	TRY(sheet_need(c, press, 0));
	sheet_footer(press);
	cairo_show_page(press->cairo);
	cairo_surface_finish(press->surface);
	const cairo_status_t status = cairo_surface_status(press->surface);
	if (status != CAIRO_STATUS_SUCCESS) {
		return FAIL(c, ERR_BROKEN, "paper.failed", "reason=%s",
			    cairo_status_to_string(status));
	}
	TRY(buf_done(c, press->bytes, &bytes));
	buf_add(out, bytes);
	return OK;
}
