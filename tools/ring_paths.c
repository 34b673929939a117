/* ring_paths.c - the outlines of one segment of the ring of seven, as SVG path data:
 * ring_paths OUTPUT writes the header that src/render/ring.c includes.
 *
 * Geometry needs sines, which a page should not pay for. Every state is one filled path (a hole in
 * it runs the other way round), so that a state is a shape and never a colour alone, and no pattern
 * with an id of its own is needed. The segment points up; ring.c turns it to its place. The drawing
 * is 100 units wide with its middle at 0, 0.
 */
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static const double PI = 3.14159265358979323846;
static const double HALF = 3.14159265358979323846 / 7; /* half of a segment's angle */

/* Lengths in units. Small rings leave detail out: 5 units of the smallest are one pixel. */
struct size {
	int pixels;
	int decimals;
	double outer, inner; /* radii of the ring */
	double gap;          /* between segments, the same all along */
	double border;       /* of outlines */
	double thin, faint;  /* of outlines that say no */
	double dot;          /* radius of the dot "planned" */
	int dots;            /* "not assessed": how many, their radius, how far apart in degrees */
	double dots_radius, dots_degrees;
	int stripes; /* "inferred" */
	double hatch, hatch_width;
};

static const struct size SIZES[] = {
	{.pixels = 20,
	 .decimals = 0,
	 .outer = 48,
	 .inner = 21,
	 .gap = 6,
	 .border = 5,
	 .thin = 4,
	 .faint = 3,
	 .dot = 4,
	 .dots = 3,
	 .dots_radius = 3,
	 .dots_degrees = 15,
	 .stripes = 3,
	 .hatch = 10,
	 .hatch_width = 4},
	{.pixels = 64,
	 .decimals = 1,
	 .outer = 33.5,
	 .inner = 14.5,
	 .gap = 3.4,
	 .border = 2.4,
	 .thin = 1.8,
	 .faint = 1.3,
	 .dot = 2.8,
	 .dots = 3,
	 .dots_radius = 1.7,
	 .dots_degrees = 13,
	 .stripes = 4,
	 .hatch = 5.2,
	 .hatch_width = 1.9},
	{.pixels = 240,
	 .decimals = 1,
	 .outer = 37.5,
	 .inner = 16.5,
	 .gap = 2,
	 .border = 1,
	 .thin = .7,
	 .faint = .4,
	 .dot = 2.4,
	 .dots = 5,
	 .dots_radius = 1,
	 .dots_degrees = 8,
	 .stripes = 6,
	 .hatch = 3.6,
	 .hatch_width = .8},
};

struct point {
	double x, y;
};

/* Writes path data: relative, rounded, without needless bytes. */
struct pen {
	FILE *out;
	int decimals;
	struct point at; /* as rounded, so that errors do not add up */
	bool separate;   /* the next number needs a space unless it has a sign */
};

static double rounded(const struct pen *pen, double value)
{
	const double unit = pow(10, pen->decimals);
	return round(value * unit) / unit;
}

static void put_number(struct pen *pen, double value)
{
	char text[32];
	(void)snprintf(text, sizeof text, "%.*f", pen->decimals, fabs(value));
	char *point = strchr(text, '.');
	char *end = text + strlen(text);
	while (point != NULL && (end[-1] == '0' || end[-1] == '.') && end > point) {
		*--end = '\0';
	}
	const char *shown = text[0] == '0' && text[1] == '.' ? text + 1 : text;
	shown = *shown == '\0' ? "0" : shown;
	const bool negative = value < 0 && strcmp(shown, "0") != 0;
	(void)fprintf(pen->out, "%s%s", negative ? "-" : pen->separate ? " " : "", shown);
	pen->separate = true;
}

static void put_command(struct pen *pen, char command)
{
	(void)fputc(command, pen->out);
	pen->separate = false;
}

static void move(struct pen *pen, struct point to)
{
	put_command(pen, 'M');
	pen->at = (struct point){rounded(pen, to.x), rounded(pen, to.y)};
	put_number(pen, pen->at.x);
	put_number(pen, pen->at.y);
}

static void put_step(struct pen *pen, struct point to)
{
	const struct point next = {rounded(pen, to.x), rounded(pen, to.y)};
	put_number(pen, next.x - pen->at.x);
	put_number(pen, next.y - pen->at.y);
	pen->at = next;
}

static void line(struct pen *pen, struct point to)
{
	put_command(pen, 'l');
	put_step(pen, to);
}

enum turn { CLOCKWISE, BACK };

static void arc(struct pen *pen, double radius, enum turn turn, struct point to)
{
	put_command(pen, 'a');
	put_number(pen, radius);
	put_number(pen, radius);
	(void)fputs(turn == CLOCKWISE ? " 0 0 1" : " 0 0 0", pen->out);
	put_step(pen, to);
}

/* `angle` from the top, clockwise. */
static struct point polar(double radius, double angle)
{
	return (struct point){radius * sin(angle), -radius * cos(angle)};
}

/* Corner of a segment whose straight sides keep `off` from the line between two segments. */
static struct point corner(double radius, double off, double side)
{
	return polar(radius, side * (HALF - asin(off / radius)));
}

static void shape(struct pen *pen, double outer, double inner, double off)
{
	move(pen, corner(outer, off, -1));
	arc(pen, outer, CLOCKWISE, corner(outer, off, 1));
	line(pen, corner(inner, off, 1));
	arc(pen, inner, BACK, corner(inner, off, -1));
	put_command(pen, 'z');
}

/* The same the other way round: cut out of what is below. */
static void hole(struct pen *pen, double outer, double inner, double off)
{
	move(pen, corner(outer, off, -1));
	line(pen, corner(inner, off, -1));
	arc(pen, inner, CLOCKWISE, corner(inner, off, 1));
	line(pen, corner(outer, off, 1));
	arc(pen, outer, BACK, corner(outer, off, -1));
	put_command(pen, 'z');
}

static void dot(struct pen *pen, struct point middle, double radius)
{
	/* Below a pixel or two a square is as round and half as long. */
	if (pen->decimals == 0) {
		move(pen, (struct point){middle.x - radius, middle.y - radius});
		(void)fprintf(pen->out, "h%.0fv%.0fh-%.0fz", 2 * radius, 2 * radius, 2 * radius);
		return;
	}
	move(pen, (struct point){middle.x - radius, middle.y});
	arc(pen, radius, CLOCKWISE, (struct point){middle.x + radius, middle.y});
	arc(pen, radius, CLOCKWISE, (struct point){middle.x - radius, middle.y});
	put_command(pen, 'z');
}

static double middle(const struct size *size)
{
	return (size->outer + size->inner) / 2;
}

static void full(struct pen *pen, const struct size *size)
{
	shape(pen, size->outer, size->inner, size->gap / 2);
}

static void outline(struct pen *pen, const struct size *size, double border)
{
	full(pen, size);
	hole(pen, size->outer - border, size->inner + border, size->gap / 2 + border);
}

static void draw_met(struct pen *pen, const struct size *size)
{
	full(pen, size);
}

static void draw_progress(struct pen *pen, const struct size *size)
{
	full(pen, size);
	hole(pen, size->outer - size->border, middle(size), size->gap / 2 + size->border);
}

static void draw_planned(struct pen *pen, const struct size *size)
{
	outline(pen, size, size->border);
	dot(pen, (struct point){0, -middle(size)}, size->dot);
}

static void draw_declined(struct pen *pen, const struct size *size)
{
	outline(pen, size, size->thin);
}

static void draw_not_offered(struct pen *pen, const struct size *size)
{
	outline(pen, size, size->faint);
}

static void draw_not_assessed(struct pen *pen, const struct size *size)
{
	for (int i = 0; i < size->dots; i++) {
		const double degrees = (i - (size->dots - 1) / 2.0) * size->dots_degrees;
		dot(pen, polar(middle(size), degrees * PI / 180), size->dots_radius);
	}
}

static void draw_inferred(struct pen *pen, const struct size *size)
{
	/* Stripes and the gaps between them are equally wide. */
	const double reach = HALF - asin(size->gap / 2 / middle(size));
	const double width = 2 * reach / (2 * size->stripes - 1);
	for (int i = 0; i < size->stripes; i++) {
		const double from = -reach + 2 * i * width;
		move(pen, polar(size->outer, from));
		arc(pen, size->outer, CLOCKWISE, polar(size->outer, from + width));
		line(pen, polar(size->inner, from + width));
		line(pen, polar(size->inner, from));
		put_command(pen, 'z');
	}
}

static bool inside(const struct size *size, struct point at, double border)
{
	const double radius = hypot(at.x, at.y);
	const double angle = fabs(atan2(at.x, -at.y));
	return radius >= size->inner + border && radius <= size->outer - border && angle < HALF &&
	       radius * sin(HALF - angle) >= size->gap / 2 + border;
}

/* A point of the slanting line that passes the segment's middle at distance `across`. */
static struct point slanting(const struct size *size, double across, double along)
{
	const double slant = sqrt(.5);
	return (struct point){(along + across) * slant, -middle(size) + (across - along) * slant};
}

static void bar(struct pen *pen, const struct size *size, double across, double from, double to)
{
	const double half = size->hatch_width / 2;
	move(pen, slanting(size, across - half, from));
	line(pen, slanting(size, across - half, to));
	line(pen, slanting(size, across + half, to));
	line(pen, slanting(size, across + half, from));
	put_command(pen, 'z');
}

/* The stretches of a slanting line that lie inside the border; the bars reach half way under it. */
static void hatch_line(struct pen *pen, const struct size *size, double border, double across)
{
	const double step = .05;
	double from = 0;
	bool drawing = false;
	for (double along = -60; along < 60; along += step) {
		const bool in = inside(size, slanting(size, across, along), border / 2);
		if (in && !drawing) {
			from = along;
		} else if (!in && drawing && along - from > size->hatch) {
			bar(pen, size, across, from, along);
		}
		drawing = in;
	}
}

static void draw_open(struct pen *pen, const struct size *size)
{
	const double border = size->border * .8;
	outline(pen, size, border);
	for (int i = -12; i <= 12; i++) {
		hatch_line(pen, size, border, (i + .5) * size->hatch);
	}
}

static const struct {
	const char *name;
	void (*draw)(struct pen *pen, const struct size *size);
} STATES[] = {
	{"RING_NOT_ASSESSED", draw_not_assessed},
	{"RING_MET", draw_met},
	{"RING_PROGRESS", draw_progress},
	{"RING_PLANNED", draw_planned},
	{"RING_OPEN", draw_open},
	{"RING_DECLINED", draw_declined},
	{"RING_NOT_OFFERED", draw_not_offered},
	{"RING_INFERRED", draw_inferred},
};

static void write_header(FILE *out)
{
	(void)fputs("/* Generated by tools/ring_paths.c. */\n", out);
	for (size_t i = 0; i < sizeof SIZES / sizeof SIZES[0]; i++) {
		(void)fprintf(out, "static const char *const RING_PATHS_%d[] = {\n",
			      SIZES[i].pixels);
		for (size_t k = 0; k < sizeof STATES / sizeof STATES[0]; k++) {
			struct pen pen = {.out = out, .decimals = SIZES[i].decimals};
			(void)fprintf(out, "\t[%s] = \"", STATES[k].name);
			STATES[k].draw(&pen, &SIZES[i]);
			(void)fputs("\",\n", out);
		}
		(void)fputs("};\n", out);
	}
}

int main(int count, char **arguments)
{
	if (count != 2) {
		(void)fputs("usage: ring_paths OUTPUT\n", stderr);
		return 2;
	}
	FILE *out = fopen(arguments[1], "w");
	if (out == NULL) {
		perror(arguments[1]);
		return 1;
	}
	write_header(out);
	return fclose(out) == 0 ? 0 : 1;
}
