/* qr.h - a text as a QR code (ISO/IEC 18004), drawn like everything else here: one path of SVG.
 *
 * For what a phone takes over from a screen: the secret of one-time codes. Error correction M,
 * a quiet zone of four modules, black on white also where the page is dark: readers want contrast.
 */
#ifndef SPEAN_RENDER_QR_H
#define SPEAN_RENDER_QR_H

#include "render/render.h"

enum { QR_TEXT_MAX = 1000 };

/* `title` is the text alternative. ERR_LIMIT render.qr_too_long past QR_TEXT_MAX bytes. The drawing
 * is as good as the text itself: what is secret must not be kept with a page. Thread-safe. */
MUST_USE err qr_draw(struct ctx *c, struct slice text, struct slice title, struct html *ret_html);

#endif
