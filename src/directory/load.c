/* load.c - from register rows to the structs that the rules work on. The dictionary has checked
 * every value at import; what is checked again here is only what the structs could not carry. */
#include "directory/directory.h"

#include "directory/internal.h"

static err broken(struct ctx *c, const struct record *record, const char *field)
{
	return FAIL(c, ERR_BROKEN, "directory.broken_row", "id=%.*s\nfield=%s",
		    SLICE_PRINT(record_id(record)), field);
}

/* An empty count is `absent`. */
static err read_count(struct ctx *c, const struct record *record, const char *field, int absent,
		      int *ret_count)
{
	const struct slice text = record_get(record, field);
	int64_t value = absent;

	if (!slice_empty(text) &&
	    (!slice_to_int64(text, &value) || value < 0 || value > INT16_MAX)) {
		return broken(c, record, field);
	}
	*ret_count = (int)value;
	return OK;
}

static enum origin read_origin(const struct record *record)
{
	return slice_is(record_get(record, "origin"), "review") ? ORIGIN_REVIEW : ORIGIN_EXTENDED;
}

static enum known read_known(const struct record *record, const char *field)
{
	const struct slice text = record_get(record, field);
	return slice_is(text, "yes") ? KNOWN_YES : slice_is(text, "no") ? KNOWN_NO : KNOWN_NOT;
}

static void read_organisation(const struct record *record, struct organisation *organisation)
{
	*organisation = (struct organisation){
		.id = record_id(record),
		.name = record_get(record, "name"),
		.abbreviation = record_get(record, "abbreviation"),
		.name_km = record_get(record, "name_km"),
		.kind = record_get(record, "kind"),
		.province = record_get(record, "province_code"),
		.origin = read_origin(record),
		.record = record,
	};
}

/* Which components are only inferred: all, none, or those that the row names. */
static unsigned read_inferred(const struct record *record, unsigned components)
{
	const struct slice basis = record_get(record, "components_basis");
	if (slice_is(basis, "inferred")) {
		return components;
	}
	if (slice_is(basis, "mixed")) {
		return components & model_component_bits(record_get(record, "components_inferred"));
	}
	return 0;
}

/* When the information was true: the organisation's own confirmation where there is one. */
static err read_informed(struct ctx *c, const struct record *record, struct pdate *ret_informed)
{
	const struct slice confirmed = record_get(record, "last_confirmed");
	return date_parse(
		c, slice_empty(confirmed) ? record_get(record, "information_date") : confirmed,
		ret_informed);
}

static void read_eligibility(const struct record *record, struct programme *programme)
{
	programme->sex = record_get(record, "sex");
	programme->forms = record_get(record, "forms");
	programme->origin_route = record_get(record, "origin_route");
	programme->referral_required = read_known(record, "referral_required");
	programme->referral_from = record_get(record, "referral_from");
	programme->living_option = record_get(record, "living_option");
	programme->formal_sector = read_known(record, "formal_sector_target");
	programme->target_sector = record_get(record, "target_sector");
	programme->languages = record_get(record, "languages");
}

static err read_programme(struct ctx *c, const struct record *record,
			  const struct directory *directory, struct programme *programme)
{
	programme->id = record_id(record);
	programme->name = record_get(record, "name");
	programme->record = record;
	programme->organisation = directory_organisation(directory, record_get(record, "org_id"));
	if (programme->organisation == NULL) {
		return broken(c, record, "org_id");
	}
	programme->components = model_component_bits(record_get(record, "components"));
	programme->inferred = read_inferred(record, programme->components);
	programme->province = record_get(record, "province_code");
	programme->for_professionals = slice_is(record_get(record, "audience"), "professional");
	programme->origin = read_origin(record);
	read_eligibility(record, programme);
	TRY(read_count(c, record, "age_min", AGE_NO_LIMIT, &programme->age_min));
	TRY(read_count(c, record, "age_max", AGE_NO_LIMIT, &programme->age_max));
	TRY(read_count(c, record, "places_free", COUNT_UNKNOWN, &programme->places_free));
	TRY(read_count(c, record, "wait_days", COUNT_UNKNOWN, &programme->wait_days));
	return read_informed(c, record, &programme->informed);
}

err directory_make(struct ctx *c, const struct model *model, const struct records *organisations,
		   const struct records *programmes, struct directory *ret_directory)
{
	struct directory directory = {0};
	struct organisation *organisation =
		ARENA_ARRAY(c->arena, organisations->count, struct organisation);
	struct programme *programme = ARENA_ARRAY(c->arena, programmes->count, struct programme);

	for (size_t i = 0; i < organisations->count; i++) {
		read_organisation(&organisations->at[i], &organisation[i]);
	}
	directory.organisations = organisation;
	directory.organisations_count = organisations->count;
	for (size_t i = 0; i < programmes->count; i++) {
		TRY(read_programme(c, &programmes->at[i], &directory, &programme[i]));
	}
	directory.programmes = programme;
	directory.programmes_count = programmes->count;
	directory_read_provinces(c->arena, model, &directory);
	*ret_directory = directory;
	return OK;
}

err directory_load(struct ctx *c, struct door *door, struct directory *ret_directory)
{
	struct records organisations;
	struct records programmes;

	TRY(record_list(c, door, model_kind("organisation"), &organisations));
	TRY(record_list(c, door, model_kind("programme"), &programmes));
	return directory_make(c, door->model, &organisations, &programmes, ret_directory);
}
