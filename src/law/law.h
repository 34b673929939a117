/* law.h - the law register: which rules apply to a way home, on a date, and what none of them
 * gives.
 *
 * Instruments (laws, agreements, guidelines) hold provisions. The module answers from what the
 * register says, never from what a reader might wish: a rule counts where its jurisdiction *as
 * verified* places it, and only while it was in force; what was reported stands beside what was
 * verified, with the dispute. Rules of the module: docs/rules/law.md, L1 to L9.
 *
 * What applies to a question stands in law/answer.h, names and exports in law/export.h.
 *
 * Not here: reading records (record/), asking (cli/, web/), advice. The register is no legal
 * advice.
 *
 * A register is read-only once loaded and lives in the arena that it was loaded into; safe from any
 * thread.
 */
#ifndef SPEAN_LAW_LAW_H
#define SPEAN_LAW_LAW_H

#include "base/date.h"
#include "record/record.h"

/* Where an instrument stands on a date. A state never goes back to an earlier one as days pass:
 * not_yet, (unknown), in_force, (unknown), replaced. */
enum law_state { LAW_NOT_YET, LAW_IN_FORCE, LAW_REPLACED, LAW_UNKNOWN };

/* Where the start of an instrument was taken from (rule L1). */
enum law_basis {
	LAW_BASIS_STATED,  /* the register states the day of effect */
	LAW_BASIS_SIGNED,  /* day of signature or issue, of an agreement or an executive rule */
	LAW_BASIS_ADOPTED, /* adopted on a day, in force some time in the rest of that year */
	LAW_BASIS_YEAR,    /* only the year is known */
	LAW_BASIS_NONE,
};

/* Seen from a person who came back from a destination. */
enum law_band {
	LAW_HOME,        /* Cambodia's own law */
	LAW_DESTINATION, /* the destination's own law */
	LAW_BETWEEN,     /* both are parties, or it is made for the road between them */
	LAW_BEYOND,      /* treaties of regions and of the world */
	LAW_BAND_COUNT,
	LAW_NOWHERE = LAW_BAND_COUNT, /* does not apply to this road */
};

enum { LAW_FUNCTION_COUNT = 10 };

/* "in_force", "destination", "punish": the codes of files and commands. Functions are in the order
 * of data/README.md, from 0. */
struct slice law_state_code(enum law_state state);
struct slice law_band_code(enum law_band band);
struct slice law_function_code(size_t function);
struct slice law_basis_code(enum law_basis basis); /* "stated", "signed", ... */

/* Days since 1970-01-01 between which something began or ended. */
struct law_bounds {
	bool known;
	int64_t earliest;
	int64_t latest;
};

struct law_conflict {
	struct slice id, title, kind, instrument_ids, explanation, kept_in_data, software_rule;
	struct slice where, status, verification, note;
};

/* The fields of the record, then what follows from them. */
struct law_instrument {
	struct slice id, title, title_as_in_review, title_local, kind, number;
	struct slice jurisdictions_reported, jurisdictions_verified;
	struct slice concerns; /* destinations it is made for, where its parties do not tell */
	struct slice year_reported, year_verified, date_adopted, in_force_from, amended;
	struct slice binding, in_force_status, supersedes, superseded_by, duplicate_of, topics;
	struct slice origin, source, where, status, verification, note;

	enum law_basis basis;
	struct law_bounds start;
	struct law_bounds end; /* the start of what replaced it */
	/* The same law under its first name; the instrument itself where it is no duplicate. */
	const struct law_instrument *original;
	const struct law_instrument *successor; /* NULL: none known */
	struct slice iri;
	const struct law_conflict *const *conflicts;
	size_t conflicts_count;
};

struct law_provision {
	struct slice id, instrument_id, kind, function, forms, article_reported, article_verified;
	struct slice summary, conditions, addressee, use_in_case_work;
	struct slice origin, source, where, status, verification, note;

	const struct law_instrument *listed; /* as the register lists it */
	unsigned functions;                  /* bit n = law_function_code(n) */
};

struct law_register {
	struct law_instrument *instruments;
	size_t instruments_count;
	struct law_provision *provisions;
	size_t provisions_count;
	struct law_conflict *conflicts; /* only those that name an instrument */
	size_t conflicts_count;
};

/* Read the register through the door; everything lives in c->arena. */
MUST_USE err law_load(struct ctx *c, struct door *door, struct law_register *ret_register);
/* Work out what follows from the fields (the second half of each struct). For registers that were
 * put together in memory; law_load does it. ERR_INVALID law.unknown_instrument (id=, by=) for a
 * reference to nothing, date.* for a date that is none. */
MUST_USE err law_link(struct ctx *c, struct law_register *law);
/* NULL when there is none. */
const struct law_instrument *law_instrument_find(const struct law_register *law, struct slice id);
const struct law_provision *law_provision_find(const struct law_register *law, struct slice id);
/* Id of the instrument or provision whose name is closest to what was typed; empty when nothing is
 * near. */
struct slice law_nearest_id(const struct law_register *law, struct slice typed);

/* ---- State (rules L1 to L3). */
enum law_state law_state_on_day(const struct law_instrument *instrument, int64_t day);
/* On a date of any precision: the state that held on its first and on its last day, or LAW_UNKNOWN
 * when the two differ. `on` must not be DATE_NONE. */
enum law_state law_state_on(const struct law_instrument *instrument, struct pdate on);

/* ---- Place (rules L4 and L5). */
/* The jurisdictions that decide: verified, or reported where nothing was verified. */
struct slice law_jurisdictions(const struct law_instrument *instrument);
/* A jurisdiction or a destination by its name; what is no code stays as it is. */
struct slice law_place_name(const struct model *model, enum language language, struct slice code);
/* The same of a ';' list, ", " between. */
struct slice law_place_names(struct arena *arena, const struct model *model, enum language language,
			     struct slice list);
/* Is one of its parties no state and no body of states? */
bool law_has_private_party(const struct law_instrument *instrument);
/* `destination` is a code of scheme "destination". */
enum law_band law_band_of(const struct law_instrument *instrument, struct slice destination,
			  struct pdate on);
/* The review places it in the destination, the check contradicts. */
bool law_misplaced(const struct law_instrument *instrument, struct slice destination,
		   struct pdate on);
/* Was `country` a member of the regional body on that date? Bodies that take in everybody (UN,
 * GLOBAL) say yes. */
bool law_is_member(struct slice body, struct slice country, struct pdate on);

/* ---- Disputes (rule L7): what the review says, what was found, and why. */
enum law_dispute_about {
	LAW_ABOUT_JURISDICTION,
	LAW_ABOUT_YEAR,
	LAW_ABOUT_ARTICLE,
	LAW_ABOUT_DUPLICATE,  /* listed twice under two names; reported and verified are ids */
	LAW_ABOUT_INSTRUMENT, /* something else about the instrument: the reason tells */
	LAW_ABOUT_PROVISION,
};
struct law_dispute {
	enum law_dispute_about about;
	struct slice reported; /* may be empty */
	struct slice verified; /* may be empty */
	struct slice why;      /* in English, as the register has it */
};
struct law_disputes {
	const struct law_dispute *at;
	size_t count;
};
struct slice law_about_code(enum law_dispute_about about); /* "jurisdiction", "year", ... */
bool law_instrument_disputed(const struct law_instrument *instrument);
bool law_provision_disputed(const struct law_provision *provision);
struct law_disputes law_instrument_disputes(struct arena *arena,
					    const struct law_instrument *instrument);
/* Its own, those of its instrument left out; none when only the instrument is disputed. */
struct law_disputes law_provision_disputes(struct arena *arena,
					   const struct law_provision *provision);

#endif
