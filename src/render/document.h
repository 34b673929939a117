/* document.h - the calls on a paper as bytes: written where it is asked for, played back where it
 * is set. Inside render/ only.
 *
 * Tag by tag: one letter for the call, numbers of four bytes (the machine's own order: both ends
 * are one program), texts with their length first. Who plays it back trusts none of it.
 */
#ifndef SPEAN_RENDER_DOCUMENT_H
#define SPEAN_RENDER_DOCUMENT_H

#include "render/paper.h"

void document_put_options(struct buf *out, const struct paper_options *options);
void document_put_heading(struct buf *out, enum paper_level level, struct slice text);
void document_put_paragraph(struct buf *out, enum paper_style style, struct slice text);
void document_put_facts(struct buf *out, const struct paper_fact *facts, size_t count);
void document_put_table(struct buf *out, const struct paper_column *columns, size_t columns_count,
			const struct slice *cells, size_t rows_count);
void document_put_tiles(struct buf *out, const struct paper_tile *tiles, size_t count);

/* Set it: the PDF into `out`. As paper_finish; ERR_BROKEN paper.failed (reason=document) when the
 * bytes are no document. */
MUST_USE err document_set(struct ctx *c, struct slice document, struct buf *out);

#endif
