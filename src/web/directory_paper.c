/* directory_paper.c - a programme as a card on paper, to hand over: the page's facts, neutral
 * words, and how old they are. */
#include "base/clock.h"
#include "render/paper.h"
#include "text/format.h"
#include "web/directory.h"

enum { CARD_BYTES_MAX = 4 * 1024 * 1024, FACTS_MAX = 16 };

static struct slice word(struct http_exchange *x, const char *key)
{
	return messages_get(x->app->messages, x->language, slice_of(key)).text;
}

/* Codes as labels, the rest as the register has it. */
static struct slice value_text(struct http_exchange *x, const struct field *field,
			       struct slice value)
{
	struct slice text = {0};
	struct slice code;
	if (field->type != FIELD_CODE && field->type != FIELD_CODES) {
		return value;
	}
	while (slice_next_item(&value, &code)) {
		const struct message label =
			field_code_label(x->app->model, x->app->messages, x->language, field, code);
		text = arena_format(x->c.arena, "%.*s%s%.*s", SLICE_PRINT(text),
				    slice_empty(text) ? "" : ", ", SLICE_PRINT(label.text));
	}
	return text;
}

/* The forms that a programme is for are left out: a card is carried about, and may be found. */
static err put_facts(struct http_exchange *x, struct paper *paper, const struct record *record)
{
	static const char *const FIELDS[] = {
		"audience",          "sex",           "age_min",           "age_max",
		"living_option",     "languages",     "disability_access", "province_code",
		"referral_required", "referral_from",
	};
	const struct kind *kind = record->values.kind;
	struct paper_fact facts[FACTS_MAX];
	size_t count = 0;
	for (size_t i = 0; i < COUNT_OF(FIELDS); i++) {
		const struct field *field = &kind->fields[kind_field(kind, FIELDS[i])];
		const struct slice value = record_get(record, FIELDS[i]);
		if (!slice_empty(value)) {
			const struct slice key =
				arena_format(x->c.arena, "field.%s.%s", kind->name, field->name);
			facts[count++] = (struct paper_fact){
				.name = word(x, key.at),
				.value = value_text(x, field, value),
			};
		}
	}
	return paper_facts(&x->c, paper, facts, count);
}

/* Where it is, as on the page of places: nothing when the register does not know. */
static err put_map(struct http_exchange *x, struct paper *paper, const struct record *record)
{
	const struct slice province = record_get(record, "province_code");
	struct paper_tile tiles[PAPER_TILES_MAX];
	size_t count = 0;
	const struct code *const *codes = model_codes(x->app->model, "province", &count);

	if (slice_empty(province)) {
		return OK;
	}
	count = count < PAPER_TILES_MAX ? count : PAPER_TILES_MAX;
	for (size_t i = 0; i < count; i++) {
		tiles[i] = (struct paper_tile){
			.code = codes[i]->code,
			.mark = slice_equal(codes[i]->code, province) ? PAPER_MARKED : PAPER_PLAIN,
		};
	}
	return paper_tiles(&x->c, paper, tiles, count);
}

static err put_age(struct http_exchange *x, struct paper *paper, struct pdate informed)
{
	const struct slice date = format_date(x->c.arena, x->language, DIGITS_LATIN, informed);
	const struct slice text =
		informed.precision == DATE_NONE
			? word(x, "paper.undated")
			: messages_format(x->c.arena, x->app->messages, x->language,
					  "paper.informed",
					  arena_format(x->c.arena, "date=%.*s", SLICE_PRINT(date)));
	return paper_paragraph(&x->c, paper, PAPER_NOTICE, text);
}

static err put_card(struct http_exchange *x, struct paper *paper, const struct programme *programme)
{
	const struct words words = page_directory_words(x);
	struct ctx *c = &x->c;
	TRY(paper_heading(c, paper, PAPER_TITLE, programme->name));
	TRY(paper_paragraph(c, paper, PAPER_LEAD, programme->organisation->name));
	TRY(put_age(x, paper, programme->informed));
	if (programme->for_professionals) {
		TRY(paper_paragraph(c, paper, PAPER_NOTICE,
				    word(x, "directory.for_professionals")));
	}
	TRY(paper_heading(c, paper, PAPER_SECTION, word(x, "paper.offers")));
	TRY(paper_paragraph(c, paper, PAPER_BODY,
			    programme->components != 0
				    ? words_components(&words, programme->components)
				    : word(x, "directory.offer.nothing")));
	TRY(paper_heading(c, paper, PAPER_SECTION, word(x, "directory.group.whom")));
	TRY(put_facts(x, paper, programme->record));
	return put_map(x, paper, programme->record);
}

err page_directory_send_card(struct http_exchange *x, const struct programme *programme)
{
	const struct paper_options options = {
		.language = x->language,
		.title = word(x, "paper.programme"),
		.footer = word(x, "frame.directory"),
		.date = programme->informed,
		.worker = x->app->worker,
	};
	struct buf *out = buf_create(x->c.arena, CARD_BYTES_MAX);
	struct paper *paper;
	struct slice pdf;
	TRY(paper_create(&x->c, &options, &paper));
	TRY(put_card(x, paper, programme));
	TRY(paper_finish(&x->c, paper, out));
	TRY(buf_done(&x->c, out, &pdf));
	return page_send(x, "application/pdf", NULL, pdf);
}
