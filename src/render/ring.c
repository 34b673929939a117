/* The ring of seven. One path a segment, turned to its place; the shapes come from
 * tools/ring_paths.c. Markup is kept short: a list of programmes has a ring in every row. */
#include "render/view.h"

#include "ring_paths.h"

enum { RING_BYTES_MAX = 64 * 1024 };

/* How rings from so many pixels on are drawn. */
struct drawing {
	unsigned from; /* pixels */
	const char *const *paths;
	const char *turns[COMPONENT_COUNT]; /* degrees, as exact as the size needs */
	const char *mark_size;              /* NULL: no marks */
	const char *mark_x[COMPONENT_COUNT];
	const char *mark_y[COMPONENT_COUNT];
};

#define TURNS_ROUGH                                                                                \
	{                                                                                          \
		"0", "51", "103", "154", "206", "257", "309"                                       \
	}
#define TURNS_EXACT                                                                                \
	{                                                                                          \
		"0", "51.43", "102.86", "154.29", "205.71", "257.14", "308.57"                     \
	}

/* Marks stand on circles of radius 42.8 and 45.4, their base line a third of a letter lower. */
static const struct drawing DRAWINGS[] = {
	{.from = 0, .paths = RING_PATHS_20, .turns = TURNS_ROUGH},
	{.from = 40,
	 .paths = RING_PATHS_64,
	 .turns = TURNS_EXACT,
	 .mark_size = "14",
	 .mark_x = {"0", "33.5", "41.7", "18.6", "-18.6", "-41.7", "-33.5"},
	 .mark_y = {"-38", "-21.9", "14.3", "43.4", "43.4", "14.3", "-21.9"}},
	{.from = 120,
	 .paths = RING_PATHS_240,
	 .turns = TURNS_EXACT,
	 .mark_size = "9",
	 .mark_x = {"0", "35.5", "44.3", "19.7", "-19.7", "-44.3", "-35.5"},
	 .mark_y = {"-42.3", "-25.2", "13.2", "44", "44", "13.2", "-25.2"}},
};

/* Initials, or another letter of the word where two would be the same: stigma, education, training,
 * legal, medical, social, psychological. */
static const char *const MARKS[LANGUAGE_COUNT][COMPONENT_COUNT] = {
	[LANGUAGE_KM] = {"រ", "អ", "ប", "ច", "វ", "ស", "ផ"},
	[LANGUAGE_EN] = {"S", "E", "T", "L", "M", "O", "P"},
};

/* States that have a colour of their own; the others take that of their component. */
static const char *const STATE_CLASSES[] = {
	[RING_NOT_ASSESSED] = "not-assessed",
	[RING_MET] = NULL,
	[RING_PROGRESS] = NULL,
	[RING_PLANNED] = NULL,
	[RING_OPEN] = "open",
	[RING_DECLINED] = "declined",
	[RING_NOT_OFFERED] = "not-offered",
	[RING_INFERRED] = NULL,
};

static const struct drawing *drawing_for(unsigned size)
{
	size_t index = COUNT_OF(DRAWINGS) - 1;
	while (index > 0 && size < DRAWINGS[index].from) {
		index--;
	}
	return &DRAWINGS[index];
}

static void put_turned(struct buf *out, const struct drawing *drawing, size_t index,
		       enum ring_state state)
{
	if (index > 0) {
		buf_add(out, S(" transform=\"rotate("));
		buf_add_cstr(out, drawing->turns[index]);
		buf_add(out, S(")\""));
	}
	buf_add(out, S(" d=\""));
	buf_add_cstr(out, drawing->paths[state]);
	buf_add(out, S("\"/>"));
}

static void put_shape(struct buf *out, const struct drawing *drawing, size_t index,
		      enum ring_state state)
{
	buf_add(out, S("<path class=\"ring-"));
	if (STATE_CLASSES[state] != NULL) {
		buf_add_cstr(out, STATE_CLASSES[state]);
	} else {
		buf_add(out, model_component(index));
	}
	buf_add(out, S("\""));
	put_turned(out, drawing, index, state);
}

static void put_mark(struct buf *out, const struct drawing *drawing, enum language language,
		     size_t index)
{
	if (drawing->mark_size != NULL) {
		buf_printf(out, "<text class=\"ring-mark\" x=\"%s\" y=\"%s\">%s</text>",
			   drawing->mark_x[index], drawing->mark_y[index], MARKS[language][index]);
	}
}

static void put_title(struct buf *out, struct slice title)
{
	if (!slice_empty(title)) {
		buf_add(out, S("<title>"));
		escape_into(out, title);
		buf_add(out, S("</title>"));
	}
}

/* A segment that leads somewhere takes the pointer all over, also where its shape is empty. */
static void put_link(struct buf *out, const struct drawing *drawing,
		     const struct ring_segment *segment, size_t index)
{
	buf_add(out, S("<a class=\"ring-link\" href=\""));
	escape_into(out, segment->href);
	buf_add(out, S("\">"));
	put_title(out, segment->label);
	buf_add(out, S("<path class=\"ring-hit\" fill=\"none\" pointer-events=\"all\""));
	put_turned(out, drawing, index, RING_MET);
}

static void put_segment(struct buf *out, const struct drawing *drawing, enum language language,
			const struct ring_segment *segment, size_t index)
{
	const bool large = drawing->mark_size != NULL;
	const bool link = large && !slice_empty(segment->href);
	const bool group = large && !link && !slice_empty(segment->label);
	if (link) {
		put_link(out, drawing, segment, index);
	} else if (group) {
		buf_add(out, S("<g>"));
		put_title(out, segment->label);
	}
	put_shape(out, drawing, index, segment->state);
	put_mark(out, drawing, language, index);
	if (link || group) {
		buf_add_cstr(out, link ? "</a>" : "</g>");
	}
}

static bool any_link(const struct ring_segment segments[COMPONENT_COUNT])
{
	bool found = false;
	for (size_t i = 0; i < COMPONENT_COUNT; i++) {
		found = found || !slice_empty(segments[i].href);
	}
	return found;
}

/* role="img" hides what is inside from screen readers; with links inside it must be a group. */
static void put_head(struct buf *out, const struct drawing *drawing, unsigned size,
		     struct slice title, bool links)
{
	buf_printf(out, "<svg class=\"ring\" width=\"%u\" height=\"%u\"", size, size);
	buf_add(out, S(" viewBox=\"-50 -50 100 100\" fill=\"currentColor\""));
	if (drawing->mark_size != NULL) {
		buf_printf(out, " font-size=\"%s\" text-anchor=\"middle\"", drawing->mark_size);
	}
	if (links) {
		buf_add(out, S(" role=\"group\" aria-label=\""));
		escape_into(out, title);
		buf_add(out, S("\">"));
	} else {
		buf_add(out, S(" role=\"img\">"));
		put_title(out, title);
	}
}

struct html ring_draw(struct arena *arena, enum language language, unsigned size,
		      struct slice title, const struct ring_segment segments[COMPONENT_COUNT])
{
	const struct drawing *drawing = drawing_for(size);
	const bool links = drawing->mark_size != NULL && any_link(segments);
	struct buf *out = buf_create(arena, RING_BYTES_MAX);

	put_head(out, drawing, size, title, links);
	for (size_t i = 0; i < COMPONENT_COUNT; i++) {
		put_segment(out, drawing, language, &segments[i], i);
	}
	buf_add(out, S("</svg>"));
	return (struct html){.markup = buf_slice(out)};
}
