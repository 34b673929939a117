/* own_form.c - a programme as a form: filling in, saving, and what to do when somebody else saved
 * meanwhile.
 */
#include <string.h>

#include "base/clock.h"
#include "directory/keep.h"
#include "web/internal.h"
#include "web/own.h"
#include "web/visitor.h"

/* Fields of the programme in groups that one can see at once; each is a stretch of the kind. */
static const struct {
	const char *heading;
	const char *first;
} GROUPS[] = {
	{"own.group.what", "name"},
	{"own.group.whom", "sex"},
	{"own.group.offers", "offers"},
	{"own.group.now", "languages"},
};

/* What the form has beside the fields: the version that was read, and what proves the page. */
static const char *const BESIDE[] = {"version", "token"};

/* The fields that a form may change, and what stands beside them. */
static struct kind *form_kind(struct arena *arena, const struct kind *kind)
{
	struct kind *form = ARENA_NEW(arena, struct kind);
	struct field *fields = ARENA_ARRAY(arena, kind->count + COUNT_OF(BESIDE), struct field);
	size_t count = 0;

	for (size_t i = 0; i < kind->count; i++) {
		if (keep_is_typed(&kind->fields[i])) {
			fields[count++] = kind->fields[i];
		}
	}
	for (size_t i = 0; i < COUNT_OF(BESIDE); i++) {
		fields[count++] = (struct field){
			.name = BESIDE[i], .type = FIELD_TEXT, .class = CLASS_PUBLIC};
	}
	*form = *kind;
	form->fields = fields;
	form->count = count;
	form->key = SIZE_MAX;
	return form;
}

static void put_group(struct http_exchange *x, struct view *view, const struct record *record,
		      const struct field_errors *errors, size_t group)
{
	const struct kind *kind = record->values.kind;
	const size_t from = kind_field(kind, GROUPS[group].first);
	const size_t to = group + 1 < COUNT_OF(GROUPS) ? kind_field(kind, GROUPS[group + 1].first)
						       : kind->count;
	struct view *item = view_item(view, "groups");

	page_text(x, item, "heading", GROUPS[group].heading);
	view_list(item, "fields");
	for (size_t i = from; i < to; i++) {
		if (keep_is_typed(&kind->fields[i])) {
			page_form_field(x, view_item(item, "fields"), kind, &kind->fields[i],
					record->values.at[i], errors);
		}
	}
}

static err show_form(struct http_exchange *x, struct view *view, const struct record *record,
		     const struct field_errors *errors, int status)
{
	const bool is_new = record->version == 0;

	for (size_t i = 0; i < COUNT_OF(GROUPS); i++) {
		put_group(x, view, record, errors, i);
	}
	view_int(view, "version", record->version);
	view_flag(view, "is_new", is_new);
	page_register_text(x, view, "name", record_get(record, "name"));
	view_text(view, "id", record_id(record));
	return page_show_status(x, status, SECTION_PROGRAMMES,
				is_new ? "own.new.title" : "own.edit.title", "own_programme", view);
}

static struct view *plain_view(struct http_exchange *x)
{
	struct view *view = page_private_view(x);
	view_list(view, "conflicts");
	view_flag(view, "has_conflicts", false);
	page_wrong(x, view, NULL, OK, NULL);
	return view;
}

err page_own_show_new(struct http_exchange *x)
{
	const struct record record = keep_new(x->c.arena, x->visitor->actor.organisation);
	return show_form(x, plain_view(x), &record, NULL, 200);
}

/* Only programmes of the own organisation are shown here; another's looks as if it were not. */
static err load_own(struct http_exchange *x, struct door **ret_door, struct record *ret_record)
{
	const struct kind *kind = model_kind("programme");
	struct record record;

	TRY(page_own_door(x, ret_door));
	TRY(record_load(&x->c, *ret_door, kind, x->parameters[0], &record));
	if (!slice_equal(record_get(&record, "org_id"), x->visitor->actor.organisation)) {
		return FAIL(&x->c, ERR_NOT_FOUND, "record.missing", "kind=%s\nid=%.*s", kind->name,
			    SLICE_PRINT(x->parameters[0]));
	}
	*ret_record = record;
	return OK;
}

err page_own_show_programme(struct http_exchange *x)
{
	struct door *door;
	struct record record;

	TRY(load_own(x, &door, &record));
	return show_form(x, plain_view(x), &record, NULL, 200);
}

/* What was typed, over the record; the version is the one that the form was made from. */
static err read_typed(struct http_exchange *x, struct record *record)
{
	const struct kind *form = form_kind(x->c.arena, record->values.kind);
	struct values typed;
	int64_t version = 0;

	TRY(page_question(x, form, &typed));
	for (size_t i = 0; i + COUNT_OF(BESIDE) < form->count; i++) {
		values_set(&record->values, form->fields[i].name, typed.at[i]);
	}
	if (record->version > 0 && slice_to_int64(values_get(&typed, "version"), &version) &&
	    version > 0) {
		record->version = version;
	}
	return OK;
}

static void put_conflict(struct http_exchange *x, struct view *view, const struct kind *kind,
			 const struct record_conflict *conflict)
{
	struct view *item = view_item(view, "conflicts");

	page_text(x, item, "label",
		  arena_format(x->c.arena, "field.%s.%s", kind->name, conflict->field->name).at);
	page_field_value(x, item, "base", conflict->field, conflict->base);
	page_field_value(x, item, "theirs", conflict->field, conflict->theirs);
	page_field_value(x, item, "mine", conflict->field, conflict->mine);
}

/* Somebody saved first: show both, keep what was typed, and take over what only the other changed.
 */
static err show_conflict(struct http_exchange *x, struct door *door, struct record *mine)
{
	struct view *view = plain_view(x);
	const struct kind *kind = mine->values.kind;
	const struct record_conflict *conflicts;
	struct record theirs;
	size_t count;

	TRY(record_conflicts(&x->c, door, mine, &theirs, &conflicts, &count));
	for (size_t i = 0; i < count; i++) {
		if (slice_equal(conflicts[i].mine, conflicts[i].base)) {
			values_set(&mine->values, conflicts[i].field->name, conflicts[i].theirs);
		}
		if (keep_is_typed(conflicts[i].field) &&
		    !slice_equal(conflicts[i].theirs, conflicts[i].base)) {
			put_conflict(x, view, kind, &conflicts[i]);
		}
	}
	mine->version = theirs.version;
	view_flag(view, "has_conflicts", true);
	return show_form(x, view, mine, NULL, 409);
}

static err show_fault(struct http_exchange *x, const struct record *record,
		      const struct field_errors *errors)
{
	struct view *view = plain_view(x);

	page_wrong(x, view, record->values.kind, ERR_INVALID, errors);
	return show_form(x, view, record, errors, 422);
}

static err save(struct http_exchange *x, struct door *door, struct record *record)
{
	struct field_errors errors = {0};
	struct record stated = *record;

	/* The typed fields alone: the key of a new programme is given when it is saved. */
	err result = keep_check(&x->c, x->app->model, &record->values, &errors);
	if (result == OK) {
		result = keep_save(&x->c, door, &stated, clock_today());
	}
	if (result == ERR_CONFLICT && strcmp(x->c.fail.key, "record.changed") == 0) {
		return show_conflict(x, door, record);
	}
	if (result == ERR_INVALID) {
		return show_fault(x, record, &errors);
	}
	TRY(result);
	return page_go(x, S("/own"));
}

err page_own_save_new(struct http_exchange *x)
{
	struct record record = keep_new(x->c.arena, x->visitor->actor.organisation);
	struct door *door;

	TRY(page_own_door(x, &door));
	TRY(read_typed(x, &record));
	return save(x, door, &record);
}

err page_own_save_programme(struct http_exchange *x)
{
	struct door *door;
	struct record record;

	TRY(load_own(x, &door, &record));
	TRY(read_typed(x, &record));
	return save(x, door, &record);
}

/* ---- History */

/* Every event stands beside the source that the record had after it; returns the one before it. */
static struct slice put_event(struct http_exchange *x, struct view *view, const struct kind *kind,
			      const struct record_event *event, struct slice source)
{
	struct view *item = view_item(view, "events");

	page_date(x, item, "at", slice_between(event->at, 0, sizeof "2026-01-01" - 1));
	view_int(item, "version", event->version);
	view_flag(item, "by_import", slice_empty(event->account));
	page_register_text(x, item, "source", source);
	view_list(item, "changes");
	for (size_t i = 0; i < event->changes_count; i++) {
		const struct record_change *change = &event->changes[i];
		struct view *line = view_item(item, "changes");
		page_text(x, line, "label",
			  arena_format(x->c.arena, "field.%s.%s", kind->name, change->field->name)
				  .at);
		page_field_value(x, line, "before", change->field, change->before);
		page_field_value(x, line, "after", change->field, change->after);
		if (strcmp(change->field->name, "source") == 0) {
			source = change->before;
		}
	}
	return source;
}

err page_own_show_history(struct http_exchange *x)
{
	struct view *view = page_private_view(x);
	struct door *door;
	struct record record;
	const struct record_event *events;
	size_t count;

	TRY(load_own(x, &door, &record));
	TRY(record_history(&x->c, door, record.values.kind, record_id(&record), &events, &count));
	struct slice source = record_get(&record, "source");
	view_list(view, "events");
	for (size_t i = 0; i < count; i++) {
		source = put_event(x, view, record.values.kind, &events[i], source);
	}
	view_flag(view, "none", count == 0);
	page_register_text(x, view, "name", record_get(&record, "name"));
	view_text(view, "id", record_id(&record));
	return page_show(x, SECTION_PROGRAMMES, "own.history.title", "own_history", view);
}
