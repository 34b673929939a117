#include "render/press.h"

#include <math.h>

#include "base/utf8.h"
#include "text/words.h"

static const struct {
	const char *family;
	PangoWeight weight;
	double points;
} FONTS[] = {
	[FONT_BODY] = {"Noto Sans Khmer, Noto Sans", PANGO_WEIGHT_NORMAL, 10},
	[FONT_BOLD] = {"Noto Sans Khmer, Noto Sans", PANGO_WEIGHT_BOLD, 10},
	[FONT_LEAD] = {"Noto Sans Khmer, Noto Sans", PANGO_WEIGHT_NORMAL, 12},
	[FONT_SMALL] = {"Noto Sans Khmer, Noto Sans", PANGO_WEIGHT_NORMAL, 8.5},
	[FONT_TITLE] = {"Khmer OS Muol Light, Noto Sans", PANGO_WEIGHT_NORMAL, 18},
	[FONT_SECTION] = {"Khmer OS Muol Light, Noto Sans", PANGO_WEIGHT_NORMAL, 13},
	[FONT_SUB] = {"Khmer OS Muol Light, Noto Sans", PANGO_WEIGHT_NORMAL, 11},
};

/* ---- Text */

/* Not drawn, or drawn where a reader would not expect it: control characters, marks of direction.
 */
static bool is_settable(uint32_t character)
{
	return character == '\n' ||
	       (character >= 0x20 && (character < 0x7F || character > 0x9F) &&
		(character < 0x200E || character > 0x200F) &&
		(character < 0x2028 || character > 0x202E) &&
		(character < 0x2066 || character > 0x2069) && character != 0xFEFF);
}

static struct slice settable(struct arena *arena, struct slice text)
{
	struct buf *out = buf_create(arena, text.length + 1);
	struct slice rest = text;
	uint32_t character;
	while (utf8_next(&rest, &character)) {
		char at[4];
		character = character == '\t' ? ' ' : character;
		if (is_settable(character)) {
			buf_add(out, (struct slice){.at = at, .length = utf8_put(at, character)});
		}
	}
	return buf_slice(out);
}

err sheet_text(struct ctx *c, struct slice text, size_t max_bytes, const char *too_long,
	       struct slice *ret_text)
{
	if (text.length > max_bytes) {
		return FAIL(c, ERR_LIMIT, too_long, "max=%zu", max_bytes);
	}
	TRY(utf8_check(c, text));
	return words_with_breaks(c, settable(c->arena, text), WORDS_AT_LINES, ret_text);
}

/* Hyphens are not ours to add: neither Khmer nor a name is divided with them. */
static void without_hyphens(PangoLayout *layout)
{
	PangoAttrList *attributes = pango_attr_list_new();
	pango_attr_list_insert(attributes, pango_attr_insert_hyphens_new(FALSE));
	pango_layout_set_attributes(layout, attributes);
	pango_attr_list_unref(attributes);
}

static void set_font(PangoLayout *layout, enum sheet_font font)
{
	PangoFontDescription *description = pango_font_description_new();
	pango_font_description_set_family_static(description, FONTS[font].family);
	pango_font_description_set_weight(description, FONTS[font].weight);
	pango_font_description_set_size(description, (int)lround(FONTS[font].points * PANGO_SCALE));
	pango_layout_set_font_description(layout, description);
	pango_font_description_free(description);
}

static bool too_wide(PangoLayout *layout)
{
	PangoRectangle extents;
	pango_layout_get_extents(layout, NULL, &extents);
	return extents.width > pango_layout_get_width(layout);
}

err sheet_layout(struct ctx *c, struct press *press, enum sheet_font font, double width,
		 enum paper_side side, struct slice text, PangoLayout **ret_layout)
{
	PangoLayout *layout = pango_layout_new(press->context);
	struct slice closer;
	set_font(layout, font);
	without_hyphens(layout);
	pango_layout_set_width(layout, (int)lround(width * PANGO_SCALE));
	pango_layout_set_wrap(layout, PANGO_WRAP_WORD);
	pango_layout_set_alignment(layout,
				   side == PAPER_RIGHT ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT);
	pango_layout_set_line_spacing(layout, 1.15F);
	pango_layout_set_text(layout, text.length > 0 ? text.at : "", (int)text.length);
	if (too_wide(layout)) {
		const err broken = words_with_breaks(c, text, WORDS_AT_CLUSTERS, &closer);
		if (broken != OK) {
			g_object_unref(layout);
			return broken;
		}
		pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
		pango_layout_set_text(layout, closer.at, (int)closer.length);
	}
	*ret_layout = layout;
	return OK;
}

double sheet_height(PangoLayout *layout)
{
	PangoRectangle extents;
	pango_layout_get_extents(layout, NULL, &extents);
	return (double)extents.height / PANGO_SCALE;
}

double sheet_draw(struct press *press, PangoLayout *layout, int from, int to, double x, double y)
{
	PangoLayoutIter *lines = pango_layout_get_iter(layout);
	int top = 0;
	int bottom = 0;
	for (int i = 0; i < to; i++) {
		PangoRectangle extents;
		int line_top;
		int line_bottom;
		pango_layout_iter_get_line_yrange(lines, &line_top, &line_bottom);
		pango_layout_iter_get_line_extents(lines, NULL, &extents);
		top = i == from ? line_top : top;
		bottom = line_bottom;
		if (i >= from) {
			const int base = pango_layout_iter_get_baseline(lines) - top;
			cairo_move_to(press->cairo, x + (double)extents.x / PANGO_SCALE,
				      y + (double)base / PANGO_SCALE);
			pango_cairo_show_layout_line(press->cairo,
						     pango_layout_iter_get_line_readonly(lines));
		}
		if (!pango_layout_iter_next_line(lines)) {
			break;
		}
	}
	pango_layout_iter_free(lines);
	return (double)(bottom - top) / PANGO_SCALE;
}

/* ---- The page */

void sheet_rule(struct press *press, double y, double thickness)
{
	cairo_set_line_width(press->cairo, thickness);
	cairo_move_to(press->cairo, SHEET_MARGIN, y);
	cairo_line_to(press->cairo, SHEET_WIDTH - SHEET_MARGIN, y);
	cairo_stroke(press->cairo);
}

static void footer_part(struct press *press, enum paper_side side, struct slice text)
{
	struct ctx quiet = {.arena = press->arena};
	PangoLayout *layout;
	const double width = side == PAPER_RIGHT ? SHEET_LINE / 5 : SHEET_LINE * 4 / 5;
	const double x = side == PAPER_RIGHT ? SHEET_WIDTH - SHEET_MARGIN - width : SHEET_MARGIN;
	if (sheet_layout(&quiet, press, FONT_SMALL, width, side, text, &layout) == OK) {
		(void)sheet_draw(press, layout, 0, 1, x, SHEET_END + 12);
		g_object_unref(layout);
	}
}

void sheet_footer(struct press *press)
{
	footer_part(press, PAPER_LEFT, press->footer);
	footer_part(press, PAPER_RIGHT, arena_format(press->arena, "%zu", press->page));
}

err sheet_next(struct ctx *c, struct press *press)
{
	if (press->failed || press->page >= PAPER_PAGES_MAX) {
		press->failed = true;
		return FAIL(c, ERR_LIMIT, "paper.too_many_pages", "max=%d", PAPER_PAGES_MAX);
	}
	sheet_footer(press);
	cairo_show_page(press->cairo);
	press->page++;
	press->y = SHEET_MARGIN;
	return OK;
}
