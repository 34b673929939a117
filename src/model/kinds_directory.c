/* Who offers help, and what. Columns: data/README.md, organisations.csv and programmes.csv. */
#include "model/kinds.h"

#define YES_NO_UNKNOWN "yes;no;unknown"

static const struct field ORGANISATION[] = {
	FIELD_KEY,
	FIELD(PUBLIC, TEXT, "name", .flags = FIELD_REQUIRED | FIELD_SEARCHED),
	/* As printed, spelling included; empty: the review does not name it. */
	FIELD(PUBLIC, TEXT, "name_in_review", .flags = FIELD_SEARCHED),
	FIELD(PUBLIC, TEXT, "abbreviation", .flags = FIELD_SEARCHED, .max_bytes = 60),
	FIELD(PUBLIC, TEXT, "name_km", .flags = FIELD_SEARCHED),
	/* Whether the Khmer name was seen in a source or still has to be read by a native speaker.
	 */
	FIELD(PUBLIC, CODE, "km_status", .flags = FIELD_INTERNAL,
	      .values = "found;confident;needs_translation"),
	FIELD(PUBLIC, CODE, "kind", .flags = FIELD_REQUIRED,
	      .values = "ngo;faith_ngo;ingo;coalition;training_provider;private_association;"
			"government;un"),
	FIELD(PUBLIC, TAGS, "role"),
	/* US: a publisher of figures sits there; it is no jurisdiction of the law register. */
	FIELD(PUBLIC, CODE, "country", .scheme = "jurisdiction", .also = "US"),
	/* Head office only. Addresses of shelters are never kept here. */
	FIELD(PUBLIC, CODE, "province_code", .scheme = "province"),
	FIELD(PUBLIC, URL, "website"),
	/* The address of a stored page is no proof that the site still answers. */
	FIELD(PUBLIC, CODE, "website_status", .values = "found_in_lookup;not_checked"),
	FIELD(PUBLIC, DATE, "founded"),
	FIELD(PUBLIC, CODE, "origin", .flags = FIELD_REQUIRED, .values = "review;extended"),
	FIELDS_OF_PROVENANCE,
};

const struct kind KIND_ORGANISATION = {
	.name = "organisation",
	.table = "organisations",
	.file = "data/organisations.csv",
	.fields = ORGANISATION,
	.count = COUNT_OF(ORGANISATION),
	.key = 0,
	.owner = "id",
};

static const struct field PROGRAMME[] = {
	FIELD_KEY,
	FIELD(PUBLIC, REFERENCE, "org_id", .flags = FIELD_REQUIRED, .target = "organisation"),
	FIELD(PUBLIC, TEXT, "name", .flags = FIELD_REQUIRED | FIELD_SEARCHED),
	FIELD(PUBLIC, CODES, "components", .flags = FIELD_REQUIRED, .scheme = "component"),
	/* The review states components for some programmes only; for the others they follow from
	 * the services listed. */
	FIELD(PUBLIC, CODE, "components_basis", .flags = FIELD_REQUIRED,
	      .values = "stated;inferred;mixed"),
	/* With the basis "mixed": which of them are inferred. */
	FIELD(PUBLIC, CODES, "components_inferred", .scheme = "component"),
	FIELD(PUBLIC, CODE, "sex", .flags = FIELD_REQUIRED, .values = "any;female;male"),
	/* Both limits inclusive, judged on the day of the referral. */
	FIELD(PUBLIC, COUNT, "age_min", .most = 120),
	FIELD(PUBLIC, COUNT, "age_max", .most = 120),
	/* "all" covers every form but at_risk and not_trafficking. */
	FIELD(PUBLIC, CODES, "forms", .flags = FIELD_REQUIRED, .scheme = "form"),
	/* What the programme sees, not what it excludes: another route means ask, not no. */
	FIELD(PUBLIC, CODES, "origin_route", .flags = FIELD_REQUIRED, .scheme = "destination",
	      .also = "any"),
	/* Unknown is an answer of its own: it makes nobody ineligible. */
	FIELD(PUBLIC, CODE, "referral_required", .flags = FIELD_REQUIRED, .values = YES_NO_UNKNOWN),
	FIELD(PUBLIC, CODES, "referral_from", .values = "shelter;ngo;police;embassy;self"),
	FIELD(PUBLIC, LONG_TEXT, "offers", .flags = FIELD_SEARCHED),
	FIELD(PUBLIC, COUNT, "duration_months", .most = 240),
	FIELD(PUBLIC, TEXT, "certification", .flags = FIELD_SEARCHED),
	/* Where the person lives while in the programme, or is prepared to live after it. */
	FIELD(PUBLIC, CODES, "living_option", .scheme = "living_option"),
	/* Recommendation 6: training should lead to work with a contract. */
	FIELD(PUBLIC, CODE, "formal_sector_target", .values = YES_NO_UNKNOWN),
	FIELD(PUBLIC, TAGS, "target_sector", .flags = FIELD_SEARCHED),
	FIELD(PUBLIC, LONG_TEXT, "referral_practice"),
	/* A product for professionals enrols no client and is never matched. */
	FIELD(PUBLIC, CODE, "audience", .values = "client;professional"),
	FIELD(PUBLIC, TAGS, "languages"),
	FIELD(PUBLIC, CODE, "disability_access", .values = "yes;no;partly;unknown"),
	/* What the organisation last said; empty: not known, which is not none. */
	FIELD(PUBLIC, COUNT, "places_free", .most = 100000),
	FIELD(PUBLIC, COUNT, "wait_days", .most = 3650),
	FIELD(PUBLIC, CODE, "province_code", .scheme = "province"),
	/* Of the information, not of its import: what is old is marked as old. */
	FIELD(PUBLIC, DATE, "information_date"),
	FIELD(PUBLIC, DATE, "last_confirmed"),
	FIELD(PUBLIC, CODE, "origin", .flags = FIELD_REQUIRED, .values = "review;extended"),
	FIELDS_OF_PROVENANCE,
};

const struct kind KIND_PROGRAMME = {
	.name = "programme",
	.table = "programmes",
	.file = "data/programmes.csv",
	.fields = PROGRAMME,
	.count = COUNT_OF(PROGRAMME),
	.key = 0,
	.owner = "org_id",
};
