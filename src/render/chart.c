/* Bars as SVG. Lengths along the bars are percent and the rest is pixels, so that a chart takes the
 * width of its page while its text keeps its size, on a phone as on paper. Labels stand above their
 * bar, where a long one has room, and are wrapped. */
#include "render/view.h"

#include "render/wrap.h"

#include <inttypes.h>
#include <stdio.h>

enum {
	CHART_BYTES_MAX = 1024 * 1024,
	TYPE = 15,       /* pixels */
	LABEL_LINE = 22, /* Khmer needs more than Latin */
	LABEL_BASE = 16, /* base line of the text in it */
	BAR = 20,        /* height */
	BAR_BASE = 15,   /* base line of the text beside the bar */
	ROW_GAP = 10,
	NARROW = 280,     /* the narrowest page, without its margins */
	BAR_LEAST = 35,   /* percent that bars take even beside long texts */
	INSIDE_LEAST = 9, /* percent from which a number stands inside its part */
};

struct chart {
	struct arena *arena;
	struct buf *out;
	unsigned y;
	uint32_t id; /* of the hatch; differs between the charts of a page */
};

/* FNV-1a. */
static uint32_t hash(uint32_t seed, struct slice text)
{
	uint32_t value = seed;
	for (size_t i = 0; i < text.length; i++) {
		value = (value ^ (unsigned char)text.at[i]) * 16777619u;
	}
	return value;
}

static void put_element(struct buf *out, const char *name, struct slice text)
{
	buf_printf(out, "<%s>", name);
	escape_into(out, text);
	buf_printf(out, "</%s>", name);
}

static unsigned count_lines(struct slice text, unsigned pixels)
{
	unsigned lines = 0;
	struct slice line;
	while (wrap_next(&text, pixels, &line)) {
		lines++;
	}
	return lines;
}

/* The lines of a label, `x` pixels from the left. */
static void put_label(struct chart *chart, struct slice text, unsigned x)
{
	struct slice line;
	while (wrap_next(&text, NARROW - x, &line)) {
		buf_printf(chart->out, "<text class=\"chart-label\" x=\"%u\" y=\"%u\">", x,
			   chart->y + LABEL_BASE);
		escape_into(chart->out, line);
		buf_add(chart->out, S("</text>"));
		chart->y += LABEL_LINE;
	}
}

static void open_chart(struct chart *chart, const char *name, unsigned height, struct slice title,
		       struct slice description)
{
	buf_printf(chart->out,
		   "<svg class=\"chart %s\" role=\"img\" width=\"100%%\" height=\"%u\" "
		   "font-size=\"%d\">",
		   name, height, TYPE);
	put_element(chart->out, "title", title);
	if (!slice_empty(description)) {
		put_element(chart->out, "desc", description);
	}
	/* Strokes in the colour of the paper, laid over whatever is uncertain. */
	buf_printf(chart->out,
		   "<defs><pattern id=\"hatch-%08" PRIx32 "\" width=\"6\" height=\"6\" "
		   "patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">"
		   "<path class=\"chart-hatch\" fill=\"#fff\" d=\"M0 0h3v6h-3z\"/>"
		   "</pattern></defs>",
		   chart->id);
}

/* Where zero is: a line that reaches a little over the bar. */
static void put_axis(struct chart *chart)
{
	buf_printf(chart->out,
		   "<path class=\"chart-axis\" stroke=\"currentColor\" d=\"M.5 %uv%d\"/>",
		   chart->y - 2, BAR + 4);
}

/* Hundredths of a percent of the width. */
struct span {
	unsigned from;
	unsigned length;
};

static void put_percent(struct buf *out, const char *name, unsigned hundredths)
{
	buf_printf(out, " %s=\"%u.%02u%%\"", name, hundredths / 100, hundredths % 100);
}

static void put_rect(struct chart *chart, struct span span)
{
	buf_add(chart->out, S("<rect"));
	put_percent(chart->out, "x", span.from);
	put_percent(chart->out, "width", span.length);
	buf_printf(chart->out, " y=\"%u\" height=\"%d\"", chart->y, BAR);
}

static void put_hatch(struct chart *chart, struct span span)
{
	put_rect(chart, span);
	buf_printf(chart->out,
		   " class=\"chart-uncertain\" stroke=\"currentColor\" "
		   "fill=\"url(#hatch-%08" PRIx32 ")\"/>",
		   chart->id);
}

/* Text just behind `from`. */
static void put_beside(struct chart *chart, unsigned from, struct slice text)
{
	buf_add(chart->out, S("<text class=\"chart-value\" dx=\"6\""));
	put_percent(chart->out, "x", from);
	buf_printf(chart->out, " y=\"%u\">", chart->y + BAR_BASE);
	escape_into(chart->out, text);
	buf_add(chart->out, S("</text>"));
}

/* How much of the width bars may take so that `pixels` of text fit behind the longest. */
static unsigned room_for_bars(unsigned pixels)
{
	const unsigned beside = (pixels + 8) * 10000 / NARROW;
	return beside + BAR_LEAST * 100 > 10000 ? BAR_LEAST * 100 : 10000 - beside;
}

static unsigned share(int64_t value, int64_t most, unsigned room)
{
	if (value <= 0 || most <= 0) {
		return 0;
	}
	/* long double: exact enough for any int64_t, and no product overflows. */
	return (unsigned)((long double)room * (long double)value / (long double)most + 0.5L);
}

struct html chart_bars(struct arena *arena, struct slice title, struct slice description,
		       const struct bar *bars, size_t count)
{
	struct chart chart = {.arena = arena, .out = buf_create(arena, CHART_BYTES_MAX)};
	unsigned height = 0;
	unsigned widest = 0;
	int64_t most = 0;
	chart.id = hash(hash(2166136261u, title), description);
	for (size_t i = 0; i < count; i++) {
		const unsigned width = wrap_width(bars[i].text);
		height += count_lines(bars[i].label, NARROW) * LABEL_LINE + BAR + ROW_GAP;
		widest = width > widest ? width : widest;
		most = bars[i].value > most ? bars[i].value : most;
		chart.id = hash(chart.id, bars[i].label);
	}
	open_chart(&chart, "chart-bars", height, title, description);
	for (size_t i = 0; i < count; i++) {
		const struct span span = {
			.length = share(bars[i].value, most, room_for_bars(widest))};
		put_label(&chart, bars[i].label, 0);
		put_rect(&chart, span);
		buf_add(chart.out, S(" class=\"chart-bar\" fill=\"currentColor\"/>"));
		if (bars[i].uncertain) {
			put_hatch(&chart, span);
		}
		put_axis(&chart);
		put_beside(&chart, span.length, bars[i].text);
		chart.y += BAR + ROW_GAP;
	}
	buf_add(chart.out, S("</svg>"));
	return (struct html){.markup = buf_slice(chart.out)};
}

static int64_t positive(int64_t value)
{
	return value > 0 ? value : 0;
}

/* Sums stop at the largest number instead of wrapping. */
static int64_t total_of(const struct chart_row *row, size_t series_count)
{
	int64_t total = 0;
	for (size_t i = 0; i < series_count; i++) {
		if (__builtin_add_overflow(total, positive(row->values[i]), &total)) {
			return INT64_MAX;
		}
	}
	return total;
}

static void put_key(struct chart *chart, const struct slice *series, size_t series_count)
{
	for (size_t i = 0; i < series_count; i++) {
		buf_printf(chart->out, "<path class=\"chart-series-%zu\" d=\"M0 %uh14v14h-14z\"/>",
			   i + 1, chart->y + 4);
		put_label(chart, series[i], TYPE + 6);
	}
	chart->y += ROW_GAP;
}

static void put_part(struct chart *chart, const struct chart_row *row, struct slice name,
		     size_t index, struct span span)
{
	put_rect(chart, span);
	buf_printf(chart->out, " class=\"chart-series-%zu\"><title>", index + 1);
	escape_into(chart->out, name);
	buf_printf(chart->out, ": %" PRId64 "</title></rect>", row->values[index]);
	if (row->uncertain != NULL && row->uncertain[index]) {
		put_hatch(chart, span);
	} else if (span.length >= INSIDE_LEAST * 100) {
		buf_printf(chart->out,
			   "<text class=\"chart-inside chart-inside-%zu\" "
			   "text-anchor=\"middle\"",
			   index + 1);
		put_percent(chart->out, "x", span.from + span.length / 2);
		buf_printf(chart->out, " y=\"%u\">%" PRId64 "</text>", chart->y + BAR_BASE,
			   row->values[index]);
	}
}

static void put_row(struct chart *chart, const struct slice *series, size_t series_count,
		    const struct chart_row *row, int64_t most, unsigned room)
{
	unsigned from = 0;
	int64_t sum = 0;
	put_label(chart, row->label, 0);
	for (size_t i = 0; i < series_count; i++) {
		if (__builtin_add_overflow(sum, positive(row->values[i]), &sum)) {
			sum = INT64_MAX;
		}
		/* Ends come from the running sum, so that rounding leaves no gap. */
		const unsigned to = share(sum, most, room);
		if (to > from) {
			put_part(chart, row, series[i], i,
				 (struct span){.from = from, .length = to - from});
		}
		from = to;
	}
	put_axis(chart);
	put_beside(chart, from, arena_format(chart->arena, "%" PRId64, sum));
	chart->y += BAR + ROW_GAP;
}

struct html chart_stacked(struct arena *arena, struct slice title, struct slice description,
			  const struct slice *series, size_t series_count,
			  const struct chart_row *rows, size_t count)
{
	struct chart chart = {.arena = arena, .out = buf_create(arena, CHART_BYTES_MAX)};
	unsigned height = ROW_GAP;
	int64_t most = 0;
	chart.id = hash(hash(2166136261u, title), description);
	for (size_t i = 0; i < series_count; i++) {
		height += count_lines(series[i], NARROW - TYPE - 6) * LABEL_LINE;
	}
	for (size_t i = 0; i < count; i++) {
		const int64_t total = total_of(&rows[i], series_count);
		height += count_lines(rows[i].label, NARROW) * LABEL_LINE + BAR + ROW_GAP;
		most = total > most ? total : most;
		chart.id = hash(chart.id, rows[i].label);
	}
	open_chart(&chart, "chart-stacked", height, title, description);
	put_key(&chart, series, series_count);
	const unsigned room = room_for_bars(wrap_width(arena_format(arena, "%" PRId64, most)));
	for (size_t i = 0; i < count; i++) {
		put_row(&chart, series, series_count, &rows[i], most, room);
	}
	buf_add(chart.out, S("</svg>"));
	return (struct html){.markup = buf_slice(chart.out)};
}
