/* iri.c - a lasting name for an instrument, in the manner of Akoma Ntoso's naming convention
 * (OASIS LegalDocML 1.0, part 2): /akn/JURISDICTION/TYPE[/SUBTYPE]/DATE/NUMBER.
 *
 * JURISDICTION: the body of states if there is one, else the states joined by '-', as verified.
 * DATE: of effect if stated, else of adoption, else the year; "undated". NUMBER: the official one,
 * else the key of the register. */
#include "law/internal.h"

struct type {
	const char *kind;
	const char *path;
};
static const struct type TYPES[] = {
	{"law", "act"},
	{"decree", "act/decree"},
	{"regulation", "act/regulation"},
	{"convention", "doc/treaty"},
	{"mou", "doc/agreement"},
	{"guideline", "doc/guideline"},
};

static const char *type_path(struct slice kind)
{
	for (size_t i = 0; i < COUNT_OF(TYPES); i++) {
		if (slice_is(kind, TYPES[i].kind)) {
			return TYPES[i].path;
		}
	}
	return "doc";
}

/* Lower case, every run of anything but letters and digits one '-'. */
static void add_part(struct buf *out, struct slice text)
{
	bool gap = false;
	for (size_t i = 0; i < text.length; i++) {
		const char byte = text.at[i];
		const bool upper = byte >= 'A' && byte <= 'Z';
		const bool plain = (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9');
		if (!upper && !plain) {
			gap = true;
			continue;
		}
		const struct slice so_far = buf_slice(out);
		if (gap && so_far.length > 0 && so_far.at[so_far.length - 1] != '/') {
			buf_add_byte(out, '-');
		}
		gap = false;
		buf_add_byte(out, upper ? (char)(byte - 'A' + 'a') : byte);
	}
}

static void add_jurisdiction(struct buf *out, const struct law_instrument *instrument)
{
	struct slice rest = law_jurisdictions(instrument), item;
	const size_t start = buf_length(out);
	while (slice_next_item(&rest, &item)) {
		if (law_is_body(item)) {
			buf_cut(out, start);
			add_part(out, item);
			return;
		}
		if (law_is_code(item)) {
			buf_add_cstr(out, buf_length(out) == start ? "" : "-");
			add_part(out, item);
		}
	}
}

static struct slice date_of(const struct law_instrument *instrument)
{
	const struct slice dates[] = {instrument->in_force_from, instrument->date_adopted,
				      instrument->year_verified, instrument->year_reported};
	for (size_t i = 0; i < COUNT_OF(dates); i++) {
		if (!slice_empty(dates[i])) {
			return dates[i];
		}
	}
	return S("undated");
}

struct slice law_iri(struct arena *arena, const struct law_instrument *instrument)
{
	const struct law_instrument *work = instrument->original;
	struct buf *out = buf_create(arena, 4096);
	buf_add_cstr(out, "/akn/");
	add_jurisdiction(out, work);
	buf_printf(out, "/%s/%.*s/", type_path(work->kind), SLICE_PRINT(date_of(work)));
	add_part(out, slice_empty(work->number) ? work->id : work->number);
	return arena_copy(arena, buf_slice(out));
}
