#include "directory/keep.h"

#include <stdlib.h>
#include <string.h>

#include "record/grant.h"

enum { PROGRAMMES_OF_ONE_MAX = 1000, MONTHS_A_YEAR = 12 };

/* What follows from who saves and when. */
static const char *const GIVEN[] = {
	"id",     "org_id", "components_basis", "components_inferred", "information_date",
	"origin", "source", "last_confirmed",   "verification",        "where",
	"status", "note",
};

bool keep_is_typed(const struct field *field)
{
	for (size_t i = 0; i < COUNT_OF(GIVEN); i++) {
		if (strcmp(GIVEN[i], field->name) == 0) {
			return false;
		}
	}
	return (field->flags & FIELD_INTERNAL) == 0;
}

struct record keep_new(struct arena *arena, struct slice organisation)
{
	struct record record = {.values = values_create(arena, model_kind("programme"))};

	values_set(&record.values, "org_id", organisation);
	values_set(&record.values, "origin", S("extended"));
	values_set(&record.values, "audience", S("client"));
	return record;
}

/* "hagar-2": the organisation and the next number that is free. */
static err give_id(struct ctx *c, struct door *door, struct record *programme)
{
	const struct slice organisation = record_get(programme, "org_id");

	for (int number = 1; number <= PROGRAMMES_OF_ONE_MAX; number++) {
		struct record taken;
		const struct slice id =
			arena_format(c->arena, "%.*s-%d", SLICE_PRINT(organisation), number);
		const err result = record_load(c, door, programme->values.kind, id, &taken);
		if (result == ERR_NOT_FOUND) {
			values_set(&programme->values, "id", id);
			return OK;
		}
		TRY(result);
	}
	return FAIL(c, ERR_LIMIT, "keep.too_many", "max=%d", PROGRAMMES_OF_ONE_MAX);
}

static err check_ages(struct ctx *c, const struct record *programme)
{
	int64_t least;
	int64_t most;

	if (slice_to_int64(record_get(programme, "age_min"), &least) &&
	    slice_to_int64(record_get(programme, "age_max"), &most) && most < least) {
		return FAIL(c, ERR_INVALID, "keep.ages", "least=%d\nmost=%d", (int)least,
			    (int)most);
	}
	return OK;
}

static void state(struct arena *arena, struct record *programme, struct pdate today)
{
	struct values *values = &programme->values;
	const struct slice day = date_iso(arena, today);

	values_set(values, "components_basis", S("stated"));
	values_set(values, "components_inferred", S(""));
	values_set(values, "information_date", day);
	values_set(values, "last_confirmed", day);
	values_set(values, "source", S("organisation"));
	values_set(values, "where", S(""));
	values_set(values, "status", S("as_reported"));
	values_set(values, "verification", S(""));
}

err keep_save(struct ctx *c, struct door *door, struct record *programme, struct pdate today)
{
	TRY(check_ages(c, programme));
	state(c->arena, programme, today);
	if (programme->version == 0) {
		TRY(give_id(c, door, programme));
	}
	return record_save(c, door, programme);
}

err keep_confirm(struct ctx *c, struct door *door, struct slice programme, struct pdate today)
{
	struct record record;

	TRY(record_load(c, door, model_kind("programme"), programme, &record));
	values_set(&record.values, "last_confirmed", date_iso(c->arena, today));
	return record_save(c, door, &record);
}

static int months_between(struct pdate from, struct pdate to)
{
	const int months = (to.year - from.year) * MONTHS_A_YEAR + to.month - from.month;
	return to.day < from.day ? months - 1 : months;
}

static struct kept_programme age_of(const struct programme *programme, struct pdate today)
{
	struct kept_programme kept = {.programme = programme, .months = -1, .to_look = true};

	if (programme->informed.precision != DATE_NONE) {
		kept.months = months_between(date_last_day(programme->informed), today);
		/* A year that is not over yet counts to its last day: nothing is older than new. */
		kept.months = kept.months < 0 ? 0 : kept.months;
		kept.to_look = kept.months >= CONFIRM_AFTER_MONTHS;
	}
	return kept;
}

static int by_waiting(const void *a, const void *b)
{
	const struct kept_programme *left = a;
	const struct kept_programme *right = b;

	if (left->months != right->months) {
		const int left_rank = left->months < 0 ? INT32_MAX : left->months;
		const int right_rank = right->months < 0 ? INT32_MAX : right->months;
		return left_rank > right_rank ? -1 : 1;
	}
	return slice_compare(left->programme->id, right->programme->id);
}

void keep_list(struct arena *arena, const struct directory *directory, struct slice organisation,
	       struct pdate today, const struct kept_programme **ret_programmes, size_t *ret_count)
{
	struct kept_programme *kept =
		ARENA_ARRAY(arena, directory->programmes_count, struct kept_programme);
	size_t count = 0;

	for (size_t i = 0; i < directory->programmes_count; i++) {
		const struct programme *programme = &directory->programmes[i];
		if (slice_empty(organisation) ||
		    slice_equal(programme->organisation->id, organisation)) {
			kept[count++] = age_of(programme, today);
		}
	}
	if (count > 0) {
		qsort(kept, count, sizeof *kept, by_waiting);
	}
	*ret_programmes = kept;
	*ret_count = count;
}

err keep_ask(struct ctx *c, struct door *door, struct slice programme, size_t *ret_told)
{
	const struct kind *kind = model_kind("programme");
	struct record record;

	TRY(record_load(c, door, kind, programme, &record));
	return notice_send_role(c, door, record_get(&record, "org_id"), STAFF_ADMINISTRATOR,
				"notice.please_confirm", slice_of(kind->name), programme, ret_told);
}

err keep_check(struct ctx *c, const struct model *model, const struct values *programme,
	       struct field_errors *ret_errors)
{
	struct field_errors all;
	struct field_error *typed;
	size_t count = 0;

	*ret_errors = (struct field_errors){NULL, 0};
	if (values_check(c, model, programme, &all) == OK) {
		return OK;
	}
	typed = ARENA_ARRAY(c->arena, all.count, struct field_error);
	for (size_t i = 0; i < all.count; i++) {
		if (keep_is_typed(all.at[i].field)) {
			typed[count++] = all.at[i];
		}
	}
	*ret_errors = (struct field_errors){typed, count};
	if (count > 0) {
		c->fail = typed[0].fail;
	}
	return count > 0 ? ERR_INVALID : OK;
}
