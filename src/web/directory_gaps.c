/* directory_gaps.c - /directory/gaps: for whom does no programme give a component? */
#include "web/directory.h"

static struct view *component_group(struct http_exchange *x, struct view *view, size_t component)
{
	struct view *group = view_item(view, "groups");
	page_label(x, group, "component", "component", model_component(component));
	view_text(group, "id", model_component(component));
	view_list(group, "gaps");
	return group;
}

/* Every component has its heading, also one without a gap: silence would look like an oversight. */
static void put_gaps(struct http_exchange *x, struct view *view, const struct gap_space *space,
		     const struct gaps *gaps)
{
	const struct words words = page_directory_words(x);

	for (size_t component = 0; component < COMPONENT_COUNT; component++) {
		struct view *group = component_group(x, view, component);
		for (size_t i = 0; i < gaps->count; i++) {
			if (gaps->at[i].component == component) {
				struct view *item = view_item(group, "gaps");
				view_text(item, "text", words_gap(&words, space, &gaps->at[i]));
				view_flag(item, "nobody", gaps->at[i].best == ANSWER_NO);
			}
		}
	}
}

static err answer(struct http_exchange *x, struct view *view, const struct values *values)
{
	const struct match_question question = gaps_question_read(values);
	struct gap_space *space = ARENA_NEW(x->c.arena, struct gap_space);
	struct directory directory;
	struct door door;
	struct gaps gaps;

	TRY(page_directory_open(x, &door, &directory));
	TRY(gap_space_create(&x->c, x->app->model, &directory, question.scope, space));
	const struct gap_box within = gap_box_of(space, &question);
	TRY(gaps_find(&x->c, &directory, question.scope, space, &within, &gaps));
	put_gaps(x, view, space, &gaps);
	return OK;
}

err page_directory_show_gaps(struct http_exchange *x)
{
	struct view *view = view_create(x->c.arena);
	struct field_errors errors = {0};
	struct values values;

	TRY(page_question(x, model_kind("gaps_question"), &values));
	const err checked = values_check(&x->c, x->app->model, &values, &errors);
	if (checked != OK && errors.count == 0) {
		return checked;
	}
	if (slice_empty(values_get(&values, "origin"))) {
		values_set(&values, "origin", S("review"));
	}
	page_wrong(x, view, values.kind, checked, &errors);
	TRY(page_form(x, view, "fields", &values, &errors));
	view_list(view, "groups");
	if (checked == OK) {
		TRY(answer(x, view, &values));
	}
	return page_show_status(x, checked == OK ? 200 : 422, SECTION_DIRECTORY,
				"directory.gaps_title", "gaps", view);
}
