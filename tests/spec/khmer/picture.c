#include "picture.h"

#include <hb-ot.h>
#include <hb.h>
#include <string.h>
#include <unistd.h>

static const char *const PATHS[PICTURE_FONTS] = {
	"/usr/share/fonts/truetype/noto/NotoSansKhmer-Regular.ttf",
	"/usr/share/fonts/truetype/noto/NotoSerifKhmer-Regular.ttf",
	"/usr/share/fonts/truetype/khmeros/KhmerOSbattambang.ttf",
	"/usr/share/fonts/truetype/khmeros/KhmerOS.ttf",
};

enum { CONTOURS_MAX = 16, POINTS_MAX = 400, DOTTED_CIRCLE = 0x25CC };

/* A closed line, its place apart from its form. */
struct contour {
	uint64_t form;
	int x, y;
};

struct outline {
	bool known;
	unsigned count;
	struct contour at[CONTOURS_MAX];
};

struct font {
	hb_font_t *font;
	struct outline *outlines; /* one a glyph */
	hb_codepoint_t dotted_circle;
};

struct picture_fonts {
	struct font at[PICTURE_FONTS];
	hb_buffer_t *buffer;
	hb_draw_funcs_t *draw;
};

struct pen {
	struct outline *outline;
	unsigned count;
	float x[POINTS_MAX], y[POINTS_MAX];
};

static uint64_t mixed(uint64_t number)
{
	number = (number ^ number >> 33) * UINT64_C(0xff51afd7ed558ccd);
	number = (number ^ number >> 33) * UINT64_C(0xc4ceb9fe1a85ec53);
	return number ^ number >> 33;
}

static uint64_t mixed_point(int x, int y)
{
	return mixed((uint64_t)(uint32_t)x << 32 | (uint32_t)y);
}

static void add_point(struct pen *pen, float x, float y)
{
	if (pen->count < POINTS_MAX) {
		pen->x[pen->count] = x;
		pen->y[pen->count++] = y;
	}
}

static void move_to(hb_draw_funcs_t *draw, void *pen, hb_draw_state_t *state, float x, float y,
		    void *data)
{
	(void)draw, (void)state, (void)data;
	((struct pen *)pen)->count = 0;
	add_point(pen, x, y);
}

static void line_to(hb_draw_funcs_t *draw, void *pen, hb_draw_state_t *state, float x, float y,
		    void *data)
{
	(void)draw, (void)state, (void)data;
	add_point(pen, x, y);
}

static void curve_to(hb_draw_funcs_t *draw, void *pen, hb_draw_state_t *state, float over_x,
		     float over_y, float x, float y, void *data)
{
	(void)draw, (void)state, (void)data;
	add_point(pen, over_x, over_y);
	add_point(pen, x, y);
}

/* The points in no order: a contour may start anywhere. */
static void close_path(hb_draw_funcs_t *draw, void *data, hb_draw_state_t *state, void *unused)
{
	(void)draw, (void)state, (void)unused;
	const struct pen *pen = data;
	struct contour contour = {.x = 1 << 20, .y = 1 << 20};
	for (unsigned i = 0; i < pen->count; i++) {
		contour.x = (int)pen->x[i] < contour.x ? (int)pen->x[i] : contour.x;
		contour.y = (int)pen->y[i] < contour.y ? (int)pen->y[i] : contour.y;
	}
	for (unsigned i = 0; i < pen->count; i++) {
		contour.form +=
			mixed_point((int)pen->x[i] - contour.x + 1, (int)pen->y[i] - contour.y + 1);
	}
	if (pen->outline->count < CONTOURS_MAX) {
		pen->outline->at[pen->outline->count++] = contour;
	}
}

static bool open_font(struct arena *arena, const char *path, struct font *ret_font)
{
	hb_blob_t *blob = hb_blob_create_from_file_or_fail(path);
	if (blob == NULL) {
		return false;
	}
	hb_face_t *face = hb_face_create(blob, 0);
	*ret_font = (struct font){
		.font = hb_font_create(face),
		.outlines = ARENA_ARRAY(arena, hb_face_get_glyph_count(face), struct outline),
	};
	(void)hb_font_get_nominal_glyph(ret_font->font, DOTTED_CIRCLE, &ret_font->dotted_circle);
	hb_face_destroy(face);
	hb_blob_destroy(blob);
	return true;
}

struct picture_fonts *picture_fonts_open(struct arena *arena, const char **ret_missing)
{
	struct picture_fonts *fonts = ARENA_NEW(arena, struct picture_fonts);
	for (unsigned i = 0; i < PICTURE_FONTS; i++) {
		if (!open_font(arena, PATHS[i], &fonts->at[i])) {
			*ret_missing = PATHS[i];
			picture_fonts_close(fonts);
			return NULL;
		}
	}
	fonts->buffer = hb_buffer_create();
	fonts->draw = hb_draw_funcs_create();
	hb_draw_funcs_set_move_to_func(fonts->draw, move_to, NULL, NULL);
	hb_draw_funcs_set_line_to_func(fonts->draw, line_to, NULL, NULL);
	hb_draw_funcs_set_quadratic_to_func(fonts->draw, curve_to, NULL, NULL);
	hb_draw_funcs_set_close_path_func(fonts->draw, close_path, NULL, NULL);
	return fonts;
}

void picture_fonts_close(struct picture_fonts *fonts)
{
	for (unsigned i = 0; i < PICTURE_FONTS; i++) {
		hb_font_destroy(fonts->at[i].font);
	}
	hb_buffer_destroy(fonts->buffer);
	hb_draw_funcs_destroy(fonts->draw);
}

static const struct outline *outline_of(const struct picture_fonts *fonts, struct font *font,
					hb_codepoint_t glyph)
{
	struct outline *outline = &font->outlines[glyph];
	if (!outline->known) {
		struct pen pen = {.outline = outline};
		hb_font_get_glyph_shape(font->font, glyph, fonts->draw, &pen);
		outline->known = true;
	}
	return outline;
}

static void shape(struct picture_fonts *fonts, const struct font *font, struct slice text)
{
	hb_buffer_t *buffer = fonts->buffer;
	hb_buffer_clear_contents(buffer);
	hb_buffer_add_utf8(buffer, text.at, (int)text.length, 0, (int)text.length);
	hb_buffer_set_script(buffer, HB_SCRIPT_KHMER);
	hb_buffer_set_direction(buffer, HB_DIRECTION_LTR);
	hb_buffer_set_language(buffer, hb_language_from_string("km", -1));
	hb_shape(font->font, buffer, NULL, 0);
}

bool picture_of(struct picture_fonts *fonts, unsigned font, struct slice text,
		uint64_t *ret_picture)
{
	struct font *chosen = &fonts->at[font];
	unsigned count;
	int pen = 0;
	uint64_t picture = 0;
	shape(fonts, chosen, text);
	const hb_glyph_info_t *glyphs = hb_buffer_get_glyph_infos(fonts->buffer, &count);
	const hb_glyph_position_t *places = hb_buffer_get_glyph_positions(fonts->buffer, &count);
	for (unsigned i = 0; i < count; i++) {
		const struct outline *outline = outline_of(fonts, chosen, glyphs[i].codepoint);
		if (glyphs[i].codepoint == chosen->dotted_circle) {
			return false;
		}
		for (unsigned k = 0; k < outline->count; k++) {
			const struct contour *contour = &outline->at[k];
			picture += mixed(contour->form ^
					 mixed_point(pen + places[i].x_offset + contour->x,
						     places[i].y_offset + contour->y));
		}
		pen += places[i].x_advance;
	}
	*ret_picture = picture ^ mixed_point(pen, 1);
	return true;
}
