/* render_bench.c - how long one page of about 20 KB takes from its view to its bytes, and how long
 * its view takes to fill. Prints the medians; reports only, nothing passes or fails here.
 */
#include "base/clock.h"
#include "render/render.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

enum { ROWS = 60, ROUNDS = 2000, PAGE_MAX = 1 << 20 };

static const char FRAME[] =
	"<!doctype html>\n<html lang=\"{{lang}}\">\n<title>{{title}}</title>\n<main>\n"
	"<h1>{{title}}</h1>\n<table>\n{{#rows}}\n{{>row}}\n{{/rows}}\n</table>\n"
	"{{^rows}}<p>{{title}}</p>{{/rows}}</main>\n</html>\n";
static const char ROW[] =
	"<tr id=\"{{id}}\">\n<th scope=\"row\"><a "
	"href=\"/directory/programmes/{{id}}\">{{name}}</a>\n"
	"{{#organisation}}<span class=\"by\">{{name}}, {{place}}</span>{{/organisation}}</th>\n"
	"<td>{{{ring}}}</td>\n{{#cells}}<td>{{.}}</td>{{/cells}}\n"
	"<td class=\"{{#stale}}stale{{/stale}}{{^stale}}fresh{{/stale}}\">{{date}}</td>\n</tr>\n";

static struct view *fill(struct arena *arena)
{
	struct view *view = view_create(arena);
	view_text(view, "lang", S("km"));
	view_text(view, "title", S("កម្មវិធី"));
	for (int64_t i = 0; i < ROWS; i++) {
		struct view *row = view_item(view, "rows");
		struct view *organisation = view_object(row, "organisation");
		view_int(row, "id", i);
		view_text(row, "name", S("Reintegration & support programme"));
		view_text(organisation, "name", S("An organisation of \"many\" words"));
		view_text(organisation, "place", S("ភ្នំពេញ"));
		view_html(row, "ring", (struct html){S("<svg class=\"ring\"></svg>")});
		for (int64_t k = 0; k < 4; k++) {
			view_int(view_item(row, "cells"), ".", k * i);
		}
		view_flag(row, "stale", i % 3 == 0);
		view_text(row, "date", S("1 August 2016"));
	}
	return view;
}

static int by_number(const void *a, const void *b)
{
	const int64_t left = *(const int64_t *)a;
	const int64_t right = *(const int64_t *)b;
	return left < right ? -1 : left > right;
}

static double median_us(int64_t *times)
{
	qsort(times, ROUNDS, sizeof *times, by_number);
	return (double)times[ROUNDS / 2] / 10;
}

/* Ten a measurement: the clock counts microseconds. */
static err measure(struct ctx *c, const struct templates *templates)
{
	static int64_t filling[ROUNDS];
	static int64_t rendering[ROUNDS];
	struct arena *arena = arena_create();
	struct ctx task = {.arena = arena};
	size_t bytes = 0;
	for (size_t i = 0; i < ROUNDS; i++) {
		const struct view *view = NULL;
		int64_t start = clock_monotonic_us();
		for (int k = 0; k < 10; k++) {
			arena_reset(arena);
			view = fill(arena);
		}
		filling[i] = clock_monotonic_us() - start;
		struct buf *out = buf_create(arena, PAGE_MAX);
		start = clock_monotonic_us();
		for (int k = 0; k < 10; k++) {
			buf_clear(out);
			TRY(templates_render(&task, templates, "page", LANGUAGE_KM, view, out));
		}
		rendering[i] = clock_monotonic_us() - start;
		bytes = buf_length(out);
	}
	(void)printf("page of %zu bytes: view %.1f us, render %.1f us\n", bytes, median_us(filling),
		     median_us(rendering));
	arena_destroy(arena);
	(void)c;
	return OK;
}

static err run(struct ctx *c)
{
	static const struct embedded_file files[] = {
		{"templates/page.mustache", FRAME, sizeof FRAME - 1},
		{"templates/row.mustache", ROW, sizeof ROW - 1},
	};
	const struct embedded embedded = {.files = files, .count = COUNT_OF(files)};
	struct messages *messages = NULL;
	struct templates *templates = NULL;
	TRY(messages_load(c, &SPEAN_EMBEDDED, &messages));
	TRY(templates_load(c, &embedded, messages, &templates));
	return measure(c, templates);
}

int main(void)
{
	struct ctx c = {.arena = arena_create()};
	const err result = run(&c);
	if (result != OK) {
		(void)fprintf(stderr, "%s %s\n", c.fail.key, c.fail.detail);
	}
	arena_destroy(c.arena);
	return result == OK ? 0 : 1;
}
