/* qr.c - runs of dark modules become pieces of one path, so that a code is some 5 KB and not 50. */
#include "render/qr.h"

#include <qrencode.h>

#include "render/view.h"

enum { QUIET = 4, QR_BYTES_MAX = 256 * 1024 };

static bool is_dark(const QRcode *code, int column, int row)
{
	return (code->data[row * code->width + column] & 1) != 0;
}

static void put_row(struct buf *out, const QRcode *code, int row)
{
	for (int start = 0; start < code->width;) {
		int end = start;
		while (end < code->width && is_dark(code, end, row)) {
			end++;
		}
		if (end > start) {
			buf_printf(out, "M%d %dh%dv1h-%dz", start + QUIET, row + QUIET, end - start,
				   end - start);
		}
		start = end + 1;
	}
}

static void put_code(struct buf *out, const QRcode *code, struct slice title)
{
	const int side = code->width + 2 * QUIET;

	buf_printf(out, "<svg class=\"qr\" viewBox=\"0 0 %d %d\" role=\"img\"><title>", side, side);
	escape_into(out, title);
	buf_printf(out, "</title><path fill=\"#fff\" d=\"M0 0h%dv%dH0z\"/><path fill=\"#000\" d=\"",
		   side, side);
	for (int row = 0; row < code->width; row++) {
		put_row(out, code, row);
	}
	buf_add(out, S("\"/></svg>"));
}

err qr_draw(struct ctx *c, struct slice text, struct slice title, struct html *ret_html)
{
	struct buf *out = buf_create(c->arena, QR_BYTES_MAX);
	struct slice markup;

	if (text.length > QR_TEXT_MAX) {
		return FAIL(c, ERR_LIMIT, "render.qr_too_long", "max=%d", QR_TEXT_MAX);
	}
	QRcode *code = QRcode_encodeString8bit(arena_cstr(c->arena, text), 0, QR_ECLEVEL_M);
	if (code == NULL) {
		return FAIL_PLAIN(c, ERR_BROKEN, "render.qr");
	}
	put_code(out, code, title);
	QRcode_free(code);
	TRY(buf_done(c, out, &markup));
	*ret_html = (struct html){.markup = markup};
	return OK;
}
