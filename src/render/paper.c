#include "render/paper.h"

#include <stdlib.h>

#include "base/utf8.h"
#include "render/document.h"

struct paper {
	struct worker *worker;
	struct buf *document;
};

/* What the setting would refuse is refused at the call: there it can still be said of which. */
static err check(struct ctx *c, struct slice text, size_t max_bytes, const char *too_long)
{
	if (text.length > max_bytes) {
		return FAIL(c, ERR_LIMIT, too_long, "max=%zu", max_bytes);
	}
	return utf8_check(c, text);
}

static err check_cell(struct ctx *c, struct slice text)
{
	return check(c, text, PAPER_CELL_BYTES_MAX, "paper.cell_too_long");
}

/* Asked after every call: a document that is cut off must not be set. */
static err written(struct ctx *c, const struct paper *paper)
{
	struct slice document;
	if (buf_done(c, paper->document, &document) != OK) {
		return FAIL(c, ERR_LIMIT, "paper.too_long", "max=%d", PAPER_DOCUMENT_BYTES_MAX);
	}
	return OK;
}

err paper_create(struct ctx *c, const struct paper_options *options, struct paper **ret_paper)
{
	struct paper *paper = ARENA_NEW(c->arena, struct paper);
	TRY(check_cell(c, options->title));
	TRY(check_cell(c, options->footer));
	paper->worker = options->worker;
	paper->document = buf_create(c->arena, PAPER_DOCUMENT_BYTES_MAX);
	document_put_options(paper->document, options);
	*ret_paper = paper;
	return OK;
}

err paper_heading(struct ctx *c, struct paper *paper, enum paper_level level, struct slice text)
{
	TRY(check_cell(c, text));
	document_put_heading(paper->document, level, text);
	return written(c, paper);
}

err paper_paragraph(struct ctx *c, struct paper *paper, enum paper_style style, struct slice text)
{
	TRY(check(c, text, PAPER_TEXT_BYTES_MAX, "paper.text_too_long"));
	document_put_paragraph(paper->document, style, text);
	return written(c, paper);
}

err paper_facts(struct ctx *c, struct paper *paper, const struct paper_fact *facts, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		TRY(check_cell(c, facts[i].name));
		TRY(check_cell(c, facts[i].value));
	}
	document_put_facts(paper->document, facts, count);
	return written(c, paper);
}

err paper_table(struct ctx *c, struct paper *paper, const struct paper_column *columns,
		size_t columns_count, const struct slice *cells, size_t rows_count)
{
	if (columns_count == 0 || columns_count > PAPER_COLUMNS_MAX) {
		return FAIL(c, ERR_LIMIT, "paper.too_many_columns", "max=%d", PAPER_COLUMNS_MAX);
	}
	for (size_t i = 0; i < columns_count; i++) {
		must(columns[i].width > 0);
		TRY(check_cell(c, columns[i].heading));
	}
	for (size_t i = 0; i < columns_count * rows_count; i++) {
		TRY(check_cell(c, cells[i]));
	}
	document_put_table(paper->document, columns, columns_count, cells, rows_count);
	return written(c, paper);
}

err paper_tiles(struct ctx *c, struct paper *paper, const struct paper_tile *tiles, size_t count)
{
	must(count <= PAPER_TILES_MAX);
	for (size_t i = 0; i < count; i++) {
		TRY(check_cell(c, tiles[i].code));
		TRY(check_cell(c, tiles[i].value));
	}
	document_put_tiles(paper->document, tiles, count);
	return written(c, paper);
}

/* 500 pages take two seconds, and more on a machine that is busy. Sanitizers multiply it. */
#if defined(__SANITIZE_ADDRESS__)
enum { SECONDS_MAX = 180 };
#else
enum { SECONDS_MAX = 30 };
#endif

const struct worker_job PAPER_JOB = {
	.name = "PDF",
	.run = document_set,
	.files = WORKER_READS_FILES,
	.input_max = PAPER_DOCUMENT_BYTES_MAX,
	.output_max = PAPER_PDF_BYTES_MAX,
	.memory_max = 512UL * 1024 * 1024,
	.seconds = SECONDS_MAX,
};

err paper_finish(struct ctx *c, struct paper *paper, struct buf *out)
{
	struct slice pdf;
	const struct slice document = buf_slice(paper->document);

	TRY(written(c, paper));
	if (paper->worker == NULL) {
		return document_set(c, document, out);
	}
	TRY(worker_run(c, paper->worker, &PAPER_JOB, document, &pdf));
	buf_add(out, pdf);
	return OK;
}

/* ---- The worker */

/* Setting one is the surest way to have met all that setting one needs. */
void paper_prepare(void)
{
	struct ctx c = {.arena = arena_create()};
	struct buf *out = buf_create(c.arena, PAPER_PDF_BYTES_MAX);
	const struct paper_options options = {.language = LANGUAGE_KM, .title = S("Spean")};
	struct paper *paper;

	/* Without fonts every paper will say so itself. */
	const bool is_set = paper_create(&c, &options, &paper) == OK &&
			    paper_heading(&c, paper, PAPER_TITLE, S("ស្ពាន Spean")) == OK &&
			    paper_paragraph(&c, paper, PAPER_NOTICE, S("ខ្ញុំទៅផ្ទះ and home")) == OK &&
			    paper_finish(&c, paper, out) == OK;
	(void)is_set;
	arena_destroy(c.arena);
}

const char *const *paper_folders(struct arena *arena, size_t *ret_count)
{
	static const char *const SYSTEM[] = {"/usr/share/fonts", "/usr/local/share/fonts",
					     "/etc/fonts", "/usr/share/fontconfig",
					     "/var/cache/fontconfig"};
	static const char *const AT_HOME[] = {".fonts", ".local/share/fonts", ".cache/fontconfig"};
	const char **folders =
		ARENA_ARRAY(arena, COUNT_OF(SYSTEM) + COUNT_OF(AT_HOME), const char *);
	const char *home = getenv("HOME");
	size_t count = 0;

	for (size_t i = 0; i < COUNT_OF(SYSTEM); i++) {
		folders[count++] = SYSTEM[i];
	}
	for (size_t i = 0; home != NULL && home[0] == '/' && i < COUNT_OF(AT_HOME); i++) {
		folders[count++] = arena_format(arena, "%s/%s", home, AT_HOME[i]).at;
	}
	*ret_count = count;
	return folders;
}
