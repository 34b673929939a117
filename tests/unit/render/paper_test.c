/* Documents on paper, read back with the tools of poppler: what is in the file, not how we made it.
 * SPEAN_PAPER_SAMPLE=FILE keeps the sample, for looking at it. */
#include "../../testing.h"

#include "base/clock.h"
#include "base/file.h"
#include "render/paper.h"

static const struct slice LONG_KHMER = {
	.at = "ក្រុមការងារបានជួបជាមួយសហគមន៍និងអាជ្ញាធរមូលដ្ឋានដើម្បីពិភាក្សាអំពីការផ្តល់ជំនួយផ្នែកច្បាប់សុខភាពការអប់រំនិងការប"
	      "ណ្តុះបណ្តាលវិជ្ជាជីវៈ",
	.length = sizeof("ក្រុមការងារបានជួបជាមួយសហគមន៍និងអាជ្ញាធរមូលដ្ឋានដើម្បីពិភាក្សាអំពីការផ្តល់ជំនួយផ្នែកច្បាប់សុខភាពក"
			 "ារអប់រំនិងការបណ្តុះបណ្តាលវិជ្ជាជីវៈ") -
		  1,
};

static struct paper *open_paper(struct ctx *c)
{
	const struct paper_options options = {
		.language = LANGUAGE_KM, .title = S("Spean"), .footer = S("ស្ពាន Spean")};
	struct paper *paper = NULL;
	assert_int_equal(paper_create(c, &options, &paper), OK);
	return paper;
}

static struct slice finish(struct ctx *c, struct paper *paper)
{
	struct buf *out = buf_create(c->arena, 16 << 20);
	struct slice pdf;
	assert_int_equal(paper_finish(c, paper, out), OK);
	assert_int_equal(buf_done(c, out, &pdf), OK);
	assert_true(slice_starts(pdf, S("%PDF-")));
	return pdf;
}

static struct slice repeated(struct ctx *c, struct slice text, size_t bytes)
{
	struct buf *out = buf_create(c->arena, bytes + text.length);
	while (buf_length(out) < bytes) {
		buf_add(out, text);
	}
	return buf_slice(out);
}

/* What a tool of poppler says about a PDF; *state is skipped where there is no such tool. */
static struct slice ask(struct ctx *c, struct slice pdf, const char *const arguments[])
{
	char folder[] = "/tmp/spean_paper_XXXXXX";
	assert_non_null(mkdtemp(folder));
	const char *in = arena_format(c->arena, "%s/in.pdf", folder).at;
	const char *out = arena_format(c->arena, "%s/out.txt", folder).at;
	struct slice said = {0};
	assert_int_equal(file_create(c, in, 0600, pdf), OK);
	(void)fflush(NULL);
	const pid_t child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		if (chdir(folder) == 0 && freopen("out.txt", "w", stdout) != NULL) {
			execvp(arguments[0], (char *const *)(uintptr_t)arguments);
		}
		_exit(127);
	}
	int status = 0;
	assert_true(waitpid(child, &status, 0) == child);
	const bool missing = WEXITSTATUS(status) == 127;
	if (!missing) {
		assert_int_equal(status, 0);
		assert_int_equal(file_read(c, out, 16 << 20, &said), OK);
	}
	(void)unlink(in);
	(void)unlink(out);
	(void)rmdir(folder);
	if (missing) {
		print_message("%s is not installed: skipped\n", arguments[0]);
		skip();
	}
	return said;
}

static struct slice text_of(struct ctx *c, struct slice pdf)
{
	static const char *const PDFTOTEXT[] = {"pdftotext", "-layout", "in.pdf", "-", NULL};
	return ask(c, pdf, PDFTOTEXT);
}

static size_t pages_of(struct ctx *c, struct slice pdf)
{
	static const char *const PDFINFO[] = {"pdfinfo", "in.pdf", NULL};
	const struct slice said = ask(c, pdf, PDFINFO);
	const struct slice label = S("Pages:");
	const size_t at = slice_find(said, label);
	int64_t pages = 0;
	assert_true(at != SIZE_MAX);
	const struct slice rest = slice_between(said, at + label.length, SIZE_MAX);
	assert_true(slice_to_int64(slice_trim(slice_between(rest, 0, slice_find_byte(rest, '\n'))),
				   &pages));
	return (size_t)pages;
}

static size_t count_of(struct slice text, struct slice word)
{
	size_t count = 0;
	for (size_t at; (at = slice_find(text, word)) != SIZE_MAX; count++) {
		text = slice_between(text, at + word.length, SIZE_MAX);
	}
	return count;
}

enum { COLUMNS_COUNT = 3 };

static err add_rows(struct ctx *c, struct paper *paper, const struct slice *cells, size_t rows)
{
	const struct paper_column columns[COLUMNS_COUNT] = {
		{S("Code"), 1, PAPER_LEFT},
		{S("ឈ្មោះ Name"), 3, PAPER_LEFT},
		{S("Number"), 1, PAPER_RIGHT},
	};
	return paper_table(c, paper, columns, COLUMNS_COUNT, cells, rows);
}

static void add_table(struct ctx *c, struct paper *paper, size_t rows)
{
	struct slice *cells = ARENA_ARRAY(c->arena, rows * 3, struct slice);
	for (size_t i = 0; i < rows; i++) {
		cells[i * 3] = arena_format(c->arena, "Row%zu", i + 1);
		cells[i * 3 + 1] = i % 4 == 3 ? LONG_KHMER : S("ខេត្តបន្ទាយមានជ័យ Banteay Meanchey");
		cells[i * 3 + 2] = arena_format(c->arena, "%zu", i * 37);
	}
	assert_int_equal(add_rows(c, paper, cells, rows), OK);
}

static struct slice sample(struct ctx *c)
{
	const struct paper_fact facts[] = {
		{S("អង្គការ"), S("Hagar Cambodia")},
		{S("ជំនួយ"), S("ការអប់រំ, ការបណ្តុះបណ្តាលវិជ្ជាជីវៈ, ជំនួយផ្នែកច្បាប់")},
		{S("Website"),
		 S("https://example.org/a/very/long/address/that/has/no/space/in/it/at/"
		   "all/and/goes/on/and/on/until/it/must/be/broken")},
	};
	struct paper *paper = open_paper(c);
	assert_int_equal(paper_heading(c, paper, PAPER_TITLE, S("កម្មវិធី និងសេវា Programmes")), OK);
	assert_int_equal(paper_paragraph(c, paper, PAPER_LEAD, S("ស្រ្តី ស្ត្រី ខ្ញុំ កម្ពុជា ប៉ុន្តែ ព្រឹត្តិការណ៍")),
			 OK);
	assert_int_equal(paper_paragraph(c, paper, PAPER_BODY, repeated(c, LONG_KHMER, 1500)), OK);
	assert_int_equal(paper_heading(c, paper, PAPER_SECTION, S("ព័ត៌មាន Facts")), OK);
	assert_int_equal(paper_facts(c, paper, facts, COUNT_OF(facts)), OK);
	assert_int_equal(paper_heading(c, paper, PAPER_SUBSECTION, S("តារាង Table")), OK);
	add_table(c, paper, 24);
	assert_int_equal(
		paper_paragraph(c, paper, PAPER_SMALL, S("Mixed ខ្មែរ and English ក្នុងប្រយោគតែមួយ។")),
		OK);
	return finish(c, paper);
}

static void a_document_of_all_parts_is_two_pages(void **state)
{
	struct ctx *c = *state;
	const struct slice pdf = sample(c);
	const char *keep = getenv("SPEAN_PAPER_SAMPLE");
	if (keep != NULL) {
		assert_int_equal(file_create(c, keep, 0600, pdf), OK);
	}
	assert_int_equal(pages_of(c, pdf), 2);
	const struct slice text = text_of(c, pdf);
	assert_int_equal(count_of(text, S("Number")), 2);
	assert_int_equal(count_of(text, S("Row1 ")), 1);
	assert_int_equal(count_of(text, S("Row24 ")), 1);
	assert_true(slice_find(text, S("Hagar Cambodia")) != SIZE_MAX);
	assert_true(slice_find(text, S("Mixed")) != SIZE_MAX);
	/* Plain clusters come back in order; docs/khmer-paper.md says which do not. */
	assert_true(slice_find(text, S("ស្ពា")) != SIZE_MAX);
	assert_true(slice_find(text, S("\u200B")) == SIZE_MAX);
}

/* The page, from 1, on which a word stands; 0: none. */
static size_t page_with(struct slice text, const char *word)
{
	struct slice rest = text, page;
	for (size_t number = 1; slice_next(&rest, '\f', &page); number++) {
		if (slice_find(page, slice_of(word)) != SIZE_MAX) {
			return number;
		}
	}
	return 0;
}

/* However far down the page the heading comes: what is below it is a line of text, a fact, a row of
 * many lines, or one that no page holds. */
static void a_heading_stays_with_the_first_line_of_what_follows(void **state)
{
	struct ctx *c = *state;
	const struct slice tall = repeated(c, S("ការអប់រំ Lesson "), 7000);
	const struct slice rows[][COLUMNS_COUNT] = {
		{S("Below"), S("a"), S("1")},
		{S("Below"), repeated(c, S("ការអប់រំ និងបណ្តុះបណ្តាល "), 1200), S("1")},
		{S("Below"), tall, S("1")},
	};
	const struct paper_fact fact = {S("Below"), repeated(c, S("ការអប់រំ "), 900)};
	for (size_t lines = 31; lines < 35; lines += 3) {
		for (size_t kind = 0; kind < COUNT_OF(rows) + 1; kind++) {
			struct paper *paper = open_paper(c);
			for (size_t i = 0; i < lines; i++) {
				assert_int_equal(paper_paragraph(c, paper, PAPER_BODY, S("x")), OK);
			}
			assert_int_equal(paper_heading(c, paper, PAPER_SECTION, S("Above")), OK);
			assert_int_equal(kind == COUNT_OF(rows) ? paper_facts(c, paper, &fact, 1)
								: add_rows(c, paper, rows[kind], 1),
					 OK);
			const struct slice text = text_of(c, finish(c, paper));
			assert_true(page_with(text, "Above") > 0);
			assert_int_equal(page_with(text, "Above"), page_with(text, "Below"));
		}
	}
}

static void a_heading_at_the_end_is_set(void **state)
{
	struct ctx *c = *state;
	struct paper *paper = open_paper(c);
	for (size_t i = 0; i < 6; i++) {
		assert_int_equal(paper_heading(c, paper, PAPER_SECTION, S("Alone")), OK);
	}
	assert_int_equal(count_of(text_of(c, finish(c, paper)), S("Alone")), 6);
}

static void the_same_calls_give_the_same_bytes(void **state)
{
	const struct slice first = sample(*state);
	const struct slice second = sample(*state);
	assert_true(slice_equal(first, second));
	assert_true(slice_find(first, S("D:2000")) != SIZE_MAX ||
		    slice_find(first, S("/CreationDate")) != SIZE_MAX);
}

static void fonts_are_embedded_subsets(void **state)
{
	static const char *const PDFFONTS[] = {"pdffonts", "in.pdf", NULL};
	struct ctx *c = *state;
	struct slice rest = ask(c, sample(c), PDFFONTS);
	struct slice line;
	size_t fonts = 0;
	while (slice_next(&rest, '\n', &line)) {
		if (slice_find_byte(line, '+') != SIZE_MAX) {
			/* emb, sub, uni */
			assert_true(slice_find(line, S("yes yes yes")) != SIZE_MAX);
			fonts++;
		}
	}
	assert_true(fonts >= 3);
}

/* Lines of a paragraph without one space end inside the margins. */
static void no_word_leaves_the_margins(void **state)
{
	static const char *const BOXES[] = {"pdftotext", "-bbox", "in.pdf", "-", NULL};
	struct ctx *c = *state;
	struct paper *paper = open_paper(c);
	const struct slice texts[] = {repeated(c, LONG_KHMER, 9000), repeated(c, S("W"), 9000),
				      repeated(c, S("ក្ត"), 9000)};
	for (size_t i = 0; i < COUNT_OF(texts); i++) {
		assert_int_equal(paper_paragraph(c, paper, PAPER_BODY, texts[i]), OK);
	}
	struct slice rest = ask(c, finish(c, paper), BOXES);
	const struct slice label = S("xMax=\"");
	size_t at;
	size_t words = 0;
	for (; (at = slice_find(rest, label)) != SIZE_MAX; words++) {
		rest = slice_between(rest, at + label.length, SIZE_MAX);
		assert_true(strtod(rest.at, NULL) < 595.3 - 56.6 + 1);
	}
	assert_true(words > 100);
}

static void extreme_texts_are_set_or_refused(void **state)
{
	struct ctx *c = *state;
	struct paper *paper = open_paper(c);
	const struct paper_fact nothing = {S(""), S("")};
	const struct slice cell = {.at = repeated(c, S("a"), PAPER_CELL_BYTES_MAX + 1).at,
				   .length = PAPER_CELL_BYTES_MAX + 1};
	assert_int_equal(paper_paragraph(c, paper, PAPER_BODY, S("")), OK);
	assert_int_equal(
		paper_paragraph(c, paper, PAPER_BODY, S("\n\n\r\n\x01\x7F\u202E\xC2\x85\t")), OK);
	assert_int_equal(paper_heading(c, paper, PAPER_TITLE, S("")), OK);
	assert_int_equal(paper_facts(c, paper, &nothing, 1), OK);
	assert_int_equal(paper_facts(c, paper, NULL, 0), OK);
	assert_int_equal(add_rows(c, paper, NULL, 0), OK);
	assert_fail(c, paper_table(c, paper, NULL, 0, NULL, 0), ERR_LIMIT, "paper.too_many_columns",
		    "max=12");
	assert_fail(c, paper_heading(c, paper, PAPER_TITLE, cell), ERR_LIMIT, "paper.cell_too_long",
		    "max=8192");
	assert_fail(c, paper_paragraph(c, paper, PAPER_BODY, S("a\xFF")), ERR_INVALID,
		    "utf8.invalid", "at=2");
	assert_int_equal(pages_of(c, finish(c, paper)), 1);
}

static void a_megabyte_is_set_in_time_that_grows_with_it(void **state)
{
	struct ctx *c = *state;
	struct paper *paper = open_paper(c);
	assert_int_equal(paper_paragraph(c, paper, PAPER_SMALL, repeated(c, LONG_KHMER, 1 << 20)),
			 OK);
	const size_t pages = pages_of(c, finish(c, paper));
	print_message("%zu pages\n", pages);
	assert_in_range(pages, 20, PAPER_PAGES_MAX);
}

static void a_row_taller_than_a_page_goes_on_with_its_heading(void **state)
{
	struct ctx *c = *state;
	struct paper *paper = open_paper(c);
	const struct slice cells[] = {S("Tall"), S("b"), repeated(c, S("word "), 8000)};
	assert_int_equal(add_rows(c, paper, cells, 1), OK);
	const struct slice pdf = finish(c, paper);
	const size_t pages = pages_of(c, pdf);
	const struct slice text = text_of(c, pdf);
	assert_true(pages > 3);
	assert_int_equal(count_of(text, S("Number")), pages);
	assert_int_equal(count_of(text, S("Tall")), 1);
	assert_int_equal(count_of(text, S("word")), 1600);
}

static void a_document_has_an_end(void **state)
{
	struct ctx *c = *state;
	struct paper *paper = open_paper(c);
	struct buf *out = buf_create(c->arena, 1 << 20);
	for (size_t i = 0; i < 4; i++) {
		assert_int_equal(
			paper_paragraph(c, paper, PAPER_BODY, repeated(c, S("a\n"), 60000)), OK);
	}
	assert_fail(c, paper_finish(c, paper, out), ERR_LIMIT, "paper.too_many_pages", "max=500");
	assert_int_equal(buf_length(out), 0);
}

static void a_document_has_a_size(void **state)
{
	struct ctx *c = *state;
	struct paper *paper = open_paper(c);
	struct buf *out = buf_create(c->arena, 1 << 20);
	const struct slice text = repeated(c, S("a"), PAPER_TEXT_BYTES_MAX);
	for (size_t i = 0; i < 3; i++) {
		assert_int_equal(paper_paragraph(c, paper, PAPER_BODY, text), OK);
	}
	assert_fail(c, paper_paragraph(c, paper, PAPER_BODY, text), ERR_LIMIT, "paper.too_long",
		    "max=16777216");
	assert_fail(c, paper_finish(c, paper, out), ERR_LIMIT, "paper.too_long", "max=16777216");
}

/* SPEAN_TILES_SAMPLE=FILE keeps it, for looking at it. */
static void provinces_are_a_map_of_tiles(void **state)
{
	struct ctx *c = *state;
	struct paper_tile tiles[26];
	for (size_t i = 0; i < COUNT_OF(tiles); i++) {
		tiles[i] = (struct paper_tile){
			.code = arena_format(c->arena, "%02zu", i + 1),
			.value = i % 2 == 0 ? arena_format(c->arena, "v%zu", 100 + i) : S(""),
			.mark = i == 2 ? PAPER_MARKED : PAPER_PLAIN,
		};
	}
	struct paper *paper = open_paper(c);
	/* The second does not fit below the first and goes to the next page whole. */
	for (size_t i = 0; i < 3; i++) {
		assert_int_equal(paper_tiles(c, paper, tiles, COUNT_OF(tiles)), OK);
	}
	tiles[0].value = S("a\xFF");
	assert_fail(c, paper_tiles(c, paper, tiles, 1), ERR_INVALID, "utf8.invalid", "at=2");
	const struct slice pdf = finish(c, paper);
	const char *keep = getenv("SPEAN_TILES_SAMPLE");
	if (keep != NULL) {
		assert_int_equal(file_create(c, keep, 0600, pdf), OK);
	}
	assert_int_equal(pages_of(c, pdf), 2);
	const struct slice text = text_of(c, pdf);
	assert_int_equal(count_of(text, S("v102")), 3);
	/* There is no province 26. */
	assert_int_equal(count_of(text, S("v124")), 3);
	assert_int_equal(count_of(text, S("v126")), 0);
}

/* ---- In a worker's child */

static const struct worker_job *const JOBS[] = {&PAPER_JOB};

enum preparation { PREPARED, UNPREPARED };

static struct worker *start_worker(struct ctx *c, enum preparation preparation)
{
	struct worker_options options = {
		.jobs = JOBS,
		.jobs_count = COUNT_OF(JOBS),
		.prepare = preparation == PREPARED ? paper_prepare : NULL,
	};
	struct worker *worker = NULL;
	if (preparation == PREPARED) {
		options.readable = paper_folders(c->arena, &options.readable_count);
	}
	assert_int_equal(worker_start(c, &options, &worker), OK);
	return worker;
}

static err set_sample(struct ctx *c, struct worker *worker, size_t bytes, struct slice *ret_pdf)
{
	const struct paper_options options = {.language = LANGUAGE_KM,
					      .title = S("Spean"),
					      .footer = S("ស្ពាន Spean"),
					      .date = {DATE_DAY, 2018, 6, 1},
					      .worker = worker};
	const struct paper_fact fact = {S("អង្គការ"), S("Hagar Cambodia")};
	struct buf *out = buf_create(c->arena, PAPER_PDF_BYTES_MAX);
	struct paper *paper;
	TRY(paper_create(c, &options, &paper));
	TRY(paper_heading(c, paper, PAPER_TITLE, S("កម្មវិធី Programmes")));
	TRY(paper_paragraph(c, paper, PAPER_LEAD, repeated(c, LONG_KHMER, bytes)));
	TRY(paper_facts(c, paper, &fact, 1));
	add_table(c, paper, 5);
	TRY(paper_finish(c, paper, out));
	return buf_done(c, out, ret_pdf);
}

static void a_child_gives_the_same_bytes(void **state)
{
	struct ctx *c = *state;
	struct worker *worker = start_worker(c, PREPARED);
	struct slice here;
	struct slice there;
	for (size_t i = 0; i < 2; i++) {
		assert_int_equal(set_sample(c, NULL, 1500, &here), OK);
		assert_int_equal(set_sample(c, worker, 1500, &there), OK);
		assert_true(slice_equal(here, there));
	}
	/* Much of it, within the memory that a job has. */
	assert_int_equal(set_sample(c, worker, 1 << 20, &there), OK);
	assert_true(pages_of(c, there) > 20);
}

static void a_child_says_why_it_refused(void **state)
{
	struct ctx *c = *state;
	struct worker *worker = start_worker(c, PREPARED);
	const struct paper_options options = {.language = LANGUAGE_EN, .worker = worker};
	struct paper *paper = NULL;
	struct slice pdf;
	assert_int_equal(paper_create(c, &options, &paper), OK);
	assert_int_equal(paper_paragraph(c, paper, PAPER_BODY, repeated(c, S("a\n"), 200000)), OK);
	assert_fail(c, paper_finish(c, paper, buf_create(c->arena, 1 << 20)), ERR_LIMIT,
		    "paper.too_many_pages", "max=500");
	assert_int_equal(set_sample(c, worker, 100, &pdf), OK);
}

/* An empty page would look like success. Before this process has read a font itself: children
 * would inherit it. */
static void a_child_that_may_not_read_fonts_says_so(void **state)
{
	struct ctx *c = *state;
	struct worker *worker = start_worker(c, UNPREPARED);
	struct slice pdf;
	assert_fail(c, set_sample(c, worker, 100, &pdf), ERR_BROKEN, "paper.font_missing", "");
	assert_true(worker_is_alive(worker));
}

/* Whatever the bytes are, the answer is a PDF or a failure. */
static void documents_that_are_none_are_refused(void **state)
{
	enum { ROUNDS = 100 };
	static const char LETTERS[] = "OHPFTMX";
	struct ctx *c = *state;
	struct worker *worker = start_worker(c, PREPARED);
	struct slice output;
	uint32_t seed = 20261122;
	print_message("  seed %u\n", seed);
	assert_fail(c, worker_run(c, worker, &PAPER_JOB, S(""), &output), ERR_BROKEN,
		    "paper.failed", "reason=document");
	for (size_t round = 0; round < ROUNDS; round++) {
		char bytes[256] = {'O'};
		for (size_t i = 29; i < sizeof bytes; i++) {
			seed = seed * 1664525 + 1013904223;
			const char byte = LETTERS[(seed >> 24) % (sizeof LETTERS - 1)];
			bytes[i] = (seed >> 12) % 3 == 0 ? byte : (char)((seed >> 16) % 4);
		}
		struct slice document = {.at = bytes, .length = 1 + (seed >> 8) % 255};
		const err got = worker_run(c, worker, &PAPER_JOB, document, &output);
		if (got != OK && strcmp(c->fail.key, "paper.failed") != 0 &&
		    strncmp(c->fail.key, "utf8.", 5) != 0) {
			fail_msg("round %zu: %s", round, c->fail.key);
		}
	}
}

static void hundred_pages_of_rows_are_measured(void **state)
{
	struct ctx *c = *state;
	struct slice *cells = ARENA_ARRAY(c->arena, 12000, struct slice);
	for (size_t i = 0; i < 12000; i++) {
		cells[i] = i % 3 == 1 ? S("ខេត្តបន្ទាយមានជ័យ ជំនួយផ្នែកច្បាប់") : S("១២៣");
	}
	const int64_t start = clock_monotonic_us();
	struct paper *paper = open_paper(c);
	assert_int_equal(add_rows(c, paper, cells, 4000), OK);
	const struct slice pdf = finish(c, paper);
	const int64_t milliseconds = (clock_monotonic_us() - start) / 1000;
	print_message("4000 rows: %lld ms, %zu bytes, %zu pages\n", (long long)milliseconds,
		      pdf.length, pages_of(c, pdf));
	assert_true(pdf.length < 4 << 20);
}

/* In a child, where the list of fonts was not read yet. */
static void without_khmer_letters_nothing_is_set(void **state)
{
	struct ctx *c = *state;
	char file[] = "/tmp/spean_fonts_XXXXXX";
	const struct slice nothing = S("<fontconfig></fontconfig>");
	const int descriptor = mkstemp(file);
	assert_true(write(descriptor, nothing.at, nothing.length) == (ssize_t)nothing.length);
	(void)close(descriptor);
	const pid_t child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		const struct paper_options options = {.language = LANGUAGE_EN};
		struct paper *paper = NULL;
		(void)setenv("FONTCONFIG_FILE", file, 1);
		(void)freopen("/dev/null", "w", stderr);
		struct buf *out = buf_create(c->arena, 1 << 20);
		const err created = paper_create(c, &options, &paper);
		const err got = created == OK ? paper_finish(c, paper, out) : OK;
		_exit(got == ERR_BROKEN && strcmp(c->fail.key, "paper.font_missing") == 0 &&
				      buf_length(out) == 0
			      ? 0
			      : 1);
	}
	int status = 0;
	assert_true(waitpid(child, &status, 0) == child);
	(void)unlink(file);
	assert_int_equal(status, 0);
}

/* fontconfig keeps some hundred bytes of its own when the program ends (2.14). */
__attribute__((visibility("default"))) const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
	return "leak:libfontconfig";
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		task_test(without_khmer_letters_nothing_is_set),
		task_test(a_child_that_may_not_read_fonts_says_so),
		task_test(a_document_of_all_parts_is_two_pages),
		task_test(a_heading_stays_with_the_first_line_of_what_follows),
		task_test(a_heading_at_the_end_is_set),
		task_test(the_same_calls_give_the_same_bytes),
		task_test(fonts_are_embedded_subsets),
		task_test(no_word_leaves_the_margins),
		task_test(extreme_texts_are_set_or_refused),
		task_test(a_megabyte_is_set_in_time_that_grows_with_it),
		task_test(a_row_taller_than_a_page_goes_on_with_its_heading),
		task_test(a_document_has_an_end),
		task_test(a_document_has_a_size),
		task_test(provinces_are_a_map_of_tiles),
		task_test(a_child_gives_the_same_bytes),
		task_test(a_child_says_why_it_refused),
		task_test(documents_that_are_none_are_refused),
		task_test(hundred_pages_of_rows_are_measured),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
