/* Does what a record refers to exist? */
#include <stdlib.h>

#include "record/internal.h"
#include "record/sql.h"

struct ids ids_create(struct arena *arena)
{
	return (struct ids){.arena = arena};
}

static int by_bytes(const void *a, const void *b)
{
	return slice_compare(*(const struct slice *)a, *(const struct slice *)b);
}

static err count_rows(struct ctx *c, struct stmt *stmt, size_t *ret_count)
{
	size_t count = 0;

	for (;;) {
		bool has_row;
		TRY(stmt_step(c, stmt, &has_row));
		if (!has_row) {
			break;
		}
		count++;
	}
	*ret_count = count;
	return OK;
}

/* Twice over the rows: counting first is cheaper than growing. */
static err read_ids(struct ctx *c, struct door *door, const struct kind *kind, struct ids *ids,
		    size_t index)
{
	struct stmt *stmt;
	size_t count = 0;

	TRY(db_prepare(c, door->db, sql_ids(c->arena, kind), &stmt));
	TRY(count_rows(c, stmt, &count));
	stmt_reset(stmt);
	struct slice *list = ARENA_ARRAY(ids->arena, count + 1, struct slice);
	for (size_t i = 0; i < count; i++) {
		bool has_row;
		TRY(stmt_step(c, stmt, &has_row));
		list[i] = has_row ? arena_copy(ids->arena, stmt_text(stmt, 0)) : S("");
	}
	stmt_finish(stmt);
	qsort(list, count, sizeof *list, by_bytes);
	ids->of_kind[index] = list;
	ids->counts[index] = count;
	ids->loaded[index] = true;
	return OK;
}

static err exists_in(struct ctx *c, struct door *door, struct ids *ids, struct slice kind_name,
		     struct slice id, bool *ret_exists)
{
	size_t kinds_count;
	const struct kind *const *kinds = model_kinds(&kinds_count);
	size_t index = 0;

	must(kinds_count <= COUNT_OF(ids->of_kind));
	while (index < kinds_count && !slice_is(kind_name, kinds[index]->name)) {
		index++;
	}
	must(index < kinds_count);
	if (!ids->loaded[index]) {
		TRY(read_ids(c, door, kinds[index], ids, index));
	}
	*ret_exists =
		bsearch(&id, ids->of_kind[index], ids->counts[index], sizeof id, by_bytes) != NULL;
	return OK;
}

static bool is_sealed(struct ctx *c, struct slice kind_name)
{
	const struct kind *kind = model_kind(arena_cstr(c->arena, kind_name));
	return kind != NULL && kind->keeping == KEPT_SEALED;
}

static err check_one(struct ctx *c, struct door *door, struct ids *ids, const struct field *field,
		     struct slice id)
{
	struct slice targets = slice_of(field->target);
	struct slice target;

	if (field->also != NULL && slice_list_has(slice_of(field->also), id)) {
		return OK;
	}
	/* What stands above a district is a code of the program. */
	if (field->scheme != NULL && model_code(door->model, field->scheme, id) != NULL) {
		return OK;
	}
	while (slice_next_item(&targets, &target)) {
		bool exists;
		if (is_sealed(c, target)) {
			return OK; /* whether it is there, and for whom, the door says (sealed.c) */
		}
		TRY(exists_in(c, door, ids, target, id, &exists));
		if (exists) {
			return OK;
		}
	}
	return FAIL(c, ERR_INVALID, "field.no_record", "field=%s\nvalue=%.*s",
		    field->alias != NULL ? field->alias : field->name, SLICE_PRINT(id));
}

err ids_check(struct ctx *c, struct door *door, struct ids *ids, const struct values *values,
	      size_t *ret_field)
{
	for (size_t i = 0; i < values->kind->count; i++) {
		const struct field *field = &values->kind->fields[i];
		struct slice rest = values->at[i];
		struct slice id;
		if (field->type != FIELD_REFERENCE && field->type != FIELD_REFERENCES) {
			continue;
		}
		while (slice_next_item(&rest, &id)) {
			*ret_field = i;
			TRY(check_one(c, door, ids, field, id));
		}
	}
	return OK;
}
