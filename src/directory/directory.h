/* directory.h - who offers what to whom: organisations, their programmes, and the seven components
 * of reintegration that each gives.
 *
 * The registers are read once through the one door into plain structs, and nearly everything else
 * in this folder is arithmetic on those structs: whom a programme takes and the best set of
 * programmes for a person (match.h), for whom nothing exists (gaps.h), the wording of both
 * (words.h). Only keep.h writes: what an organisation says of its own programmes. Nobody's file is
 * read: a question holds codes, an age and a date.
 *
 * A loaded directory is read-only and safe from any thread; it lives in the arena it was loaded
 * into.
 */
#ifndef SPEAN_DIRECTORY_DIRECTORY_H
#define SPEAN_DIRECTORY_DIRECTORY_H

#include "base/date.h"
#include "record/record.h"

enum { AGE_NO_LIMIT = -1, COUNT_UNKNOWN = -1, STALE_AFTER_MONTHS = 24 };

/* Where a row comes from: the review of 2018, or added to it from public material. */
enum origin { ORIGIN_REVIEW, ORIGIN_EXTENDED };
/* Which rows a question looks at. */
enum directory_scope { SCOPE_REVIEW, SCOPE_ALL };

enum known { KNOWN_NOT, KNOWN_NO, KNOWN_YES };

struct organisation {
	struct slice id;
	struct slice name;
	struct slice abbreviation;
	struct slice name_km;
	struct slice kind;     /* "ngo", "government" ... */
	struct slice province; /* code of the head office, or empty */
	enum origin origin;
	const struct record *record; /* every fact, for pages and exports; NULL if hand-made */
};

struct programme {
	struct slice id;
	struct slice name;
	const struct organisation *organisation;
	unsigned components; /* bits, lowest = model_component(0) */
	unsigned inferred;   /* those of them that only follow from a list of services */

	/* Eligibility (data/README.md). */
	struct slice sex;          /* "any", or a code of scheme sex */
	int age_min;               /* inclusive; AGE_NO_LIMIT */
	int age_max;               /* inclusive; AGE_NO_LIMIT */
	struct slice forms;        /* codes; "all" covers every form but two */
	struct slice origin_route; /* destinations, or "any" */
	enum known referral_required;
	struct slice referral_from;

	/* What the client may wish. */
	struct slice living_option; /* codes of scheme living_option */
	enum known formal_sector;   /* does it aim at work in the formal sector? */
	struct slice target_sector; /* tags: "hotel", "own_business" */
	struct slice languages;

	int places_free; /* COUNT_UNKNOWN */
	int wait_days;   /* COUNT_UNKNOWN */
	struct slice province;
	bool for_professionals; /* a tool kit or course for staff: no client enrols */
	enum origin origin;
	struct pdate informed; /* when the information was true: last confirmed, or first read */
	const struct record *record;
};

/* A point in a province, for "nearest". Degrees times 10,000. */
struct province_point {
	struct slice code;
	int32_t latitude;
	int32_t longitude;
};

struct directory {
	const struct organisation *organisations;
	size_t organisations_count;
	const struct programme *programmes;
	size_t programmes_count;
	const struct province_point *provinces;
	size_t provinces_count;
};

/* Read both registers. ERR_BROKEN directory.broken_row (id=, field=) when a row says what the
 * import should have refused; else what record_list gives. */
MUST_USE err directory_load(struct ctx *c, struct door *door, struct directory *ret_directory);
/* The same from records that are at hand; they must live as long as the directory. */
MUST_USE err directory_make(struct ctx *c, const struct model *model,
			    const struct records *organisations, const struct records *programmes,
			    struct directory *ret_directory);

/* NULL when there is none. */
const struct organisation *directory_organisation(const struct directory *directory,
						  struct slice id);
const struct programme *directory_programme(const struct directory *directory, struct slice id);
/* Is it for clients, and of the rows that `scope` looks at? */
bool programme_in_scope(const struct programme *programme, enum directory_scope scope);

/* How old the information is on a day. A year or a month counts to its last day. */
enum freshness {
	FRESH,
	STALE,   /* older than STALE_AFTER_MONTHS: call before relying on it */
	UNDATED, /* nobody wrote down when it was true */
};
enum freshness directory_freshness(struct pdate informed, struct pdate on);

/* Kilometres between points of two provinces, as a bird flies; SIZE_MAX when one is not known.
 * Cambodia is small enough to be flat: the error is below two per cent. */
size_t directory_distance_km(const struct directory *directory, struct slice from, struct slice to);
/* The province of a programme: its own, or its organisation's. May be empty. */
struct slice programme_province(const struct programme *programme);

/* ---- Coverage: organisations by the seven components. */
enum offer { OFFER_NONE, OFFER_INFERRED, OFFER_STATED };
enum offer programme_offer(const struct programme *programme, size_t component);

struct coverage_row {
	const struct organisation *organisation;
	size_t programmes;
	enum offer offers[COMPONENT_COUNT]; /* the best of its programmes */
};
struct coverage {
	const struct coverage_row
		*rows; /* organisations with a programme, in the register's order */
	size_t count;
	size_t stated[COMPONENT_COUNT];   /* organisations that state it */
	size_t inferred[COMPONENT_COUNT]; /* organisations of which it is only inferred */
};
void directory_coverage(struct arena *arena, const struct directory *directory,
			enum directory_scope scope, struct coverage *ret_coverage);

#endif
