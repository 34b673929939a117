/* paper.h - documents on A4: headings, paragraphs, facts and tables, Khmer and Latin mixed, as PDF.
 *
 * The calls are written down; paper_finish has them set, while serving in a worker's child that
 * can do nothing else (sandbox/worker.h), because large libraries draw there what people typed.
 * Set with Pango and HarfBuzz, written by cairo. Body in Noto Sans Khmer, headings in Khmer OS Muol
 * Light; fonts are embedded as subsets. A line ends between words (text/words.h), and none begins
 * with a sign. The same calls give the same bytes: no clock is read.
 *
 * What a PDF of ours is not: the accessible form. cairo 1.16 writes no tags and no language,
 * and Khmer comes back from a PDF with spaces that nobody typed (docs/khmer-paper.md). The
 * page in the browser, printed, is the accessible form; a PDF is to hand over.
 *
 * Texts are UTF-8 (ERR_INVALID utf8.*). A line feed ends a line; other control characters and those
 * that turn the direction of writing are left out. Every call may fail with ERR_LIMIT paper.* and
 * then the paper is only good to be forgotten; what only the setting shows (too many pages, no
 * fonts) paper_finish says.
 *
 * The first paper that is set in a process reads the system's font list (a tenth of a second).
 * Thread-safe between papers: each has a font map of its own. One paper, one thread.
 */
#ifndef SPEAN_RENDER_PAPER_H
#define SPEAN_RENDER_PAPER_H

#include "base/buf.h"
#include "base/date.h"
#include "sandbox/worker.h"
#include "text/messages.h"

enum {
	PAPER_PAGES_MAX = 500,
	PAPER_COLUMNS_MAX = 12,
	PAPER_TILES_MAX = 64,
	PAPER_CELL_BYTES_MAX = 8 * 1024,
	PAPER_TEXT_BYTES_MAX = 4 * 1024 * 1024,      /* of one paragraph */
	PAPER_DOCUMENT_BYTES_MAX = 16 * 1024 * 1024, /* of all calls together */
	PAPER_PDF_BYTES_MAX = 32 * 1024 * 1024,
};

struct paper;

struct paper_options {
	enum language language;
	/* The title in the file's metadata: neutral, never a name or a destination. */
	struct slice title;
	/* What stands at the left of every footer, beside the page number. */
	struct slice footer;
	/* The date in the metadata; DATE_NONE: 2000-01-01, so that it says nothing. */
	struct pdate date;
	/* Where it is set: one that has PAPER_JOB. NULL: in this process. */
	struct worker *worker;
};

/* Lives in c->arena. */
MUST_USE err paper_create(struct ctx *c, const struct paper_options *options,
			  struct paper **ret_paper);

enum paper_level { PAPER_TITLE, PAPER_SECTION, PAPER_SUBSECTION };
/* Stays on one page with the line that follows. */
MUST_USE err paper_heading(struct ctx *c, struct paper *paper, enum paper_level level,
			   struct slice text);

enum paper_style { PAPER_BODY, PAPER_LEAD, PAPER_SMALL, PAPER_NOTICE };
MUST_USE err paper_paragraph(struct ctx *c, struct paper *paper, enum paper_style style,
			     struct slice text);

struct paper_fact {
	struct slice name;
	struct slice value;
};
/* Names at the left, values beside them. */
MUST_USE err paper_facts(struct ctx *c, struct paper *paper, const struct paper_fact *facts,
			 size_t count);

enum paper_side { PAPER_LEFT, PAPER_RIGHT };
struct paper_column {
	struct slice heading;
	unsigned width; /* a share of the line: 2 is twice as wide as 1 */
	enum paper_side side;
};
/* `cells` row by row. The headings are repeated on every page; a row is divided only when it is
 * taller than a page. ERR_LIMIT paper.too_many_columns, paper.cell_too_long (max=). */
MUST_USE err paper_table(struct ctx *c, struct paper *paper, const struct paper_column *columns,
			 size_t columns_count, const struct slice *cells, size_t rows_count);

enum paper_mark { PAPER_PLAIN, PAPER_MARKED };
struct paper_tile {
	struct slice code;  /* of the province; one that the grid lacks is left out */
	struct slice value; /* stands small below the name's letters; short, or empty */
	enum paper_mark mark;
};
/* The provinces as a map of tiles, as on the pages (render.h), readable in grey. At most
 * PAPER_TILES_MAX, ERR_LIMIT paper.cell_too_long. */
MUST_USE err paper_tiles(struct ctx *c, struct paper *paper, const struct paper_tile *tiles,
			 size_t count);

/* The finished PDF into `out`, which should have the maximum that the caller can bear; ask
 * buf_done. The last call on a paper. ERR_LIMIT paper.too_many_pages (max=); ERR_BROKEN
 * paper.font_missing when no installed font has Khmer letters (where only ours are missing, another
 * one stands in), paper.failed with reason=; with a worker also what worker_run says. */
MUST_USE err paper_finish(struct ctx *c, struct paper *paper, struct buf *out);

/* ---- For who starts the worker. */
extern const struct worker_job PAPER_JOB;
/* Read the list of fonts, so that no job has to. */
void paper_prepare(void);
/* Folders with fonts and what is said of them, for the rules of a worker. */
const char *const *paper_folders(struct arena *arena, size_t *ret_count);

#endif
