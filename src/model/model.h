/* model.h - the field dictionary: what every record, form and question consists of.
 *
 * Every field is one line in one table (src/model/kinds.c), and that line says everything about it:
 * from it follow the column, the form control, validation and its sentence, import, export,
 * redaction, statistics. Adding a field is adding one line and its label (locale/:
 * "field.KIND.NAME").
 *
 * A *kind* is a record kind (a table of the store and a file of data/) or a *question* (the fields
 * of a form, of a command's flags and of a batch file alike: match, law).
 *
 * Also here: the vocabulary (data/vocabulary.csv), jurisdictions and provinces. They are part of
 * the program, read-only, and live as long as the arena that they were loaded into; safe from any
 * thread.
 *
 * Not here: reading and writing records (record/), rules (the modules of floor 4).
 */
#ifndef SPEAN_MODEL_MODEL_H
#define SPEAN_MODEL_MODEL_H

#include "base/arena.h"
#include "base/csv.h"
#include "base/embedded.h"
#include "base/err.h"
#include "text/messages.h"

enum field_type {
	FIELD_ID, /* key of the record: lower-case letters, digits, '-' and '_' (figures: F-001) */
	FIELD_TEXT,       /* one line */
	FIELD_LONG_TEXT,  /* several lines */
	FIELD_DATE,       /* ISO 8601 with a precision */
	FIELD_YEARS,      /* years or dates, ';' between */
	FIELD_CODE,       /* one code of `scheme` or of `values` */
	FIELD_CODES,      /* several, ';' between */
	FIELD_TAGS,       /* free words of letters, digits and _ - . : only, ';' between */
	FIELD_NUMBER,     /* plain decimal */
	FIELD_COUNT,      /* whole number, 0 or more */
	FIELD_URL,        /* one or more addresses or citations, " ; " between */
	FIELD_REFERENCE,  /* id of a record of `target` */
	FIELD_REFERENCES, /* several, ';' between */
};

/* Sensitivity (docs/design.md, section 3). Registers hold PUBLIC fields only. */
enum field_class { CLASS_UNSET, CLASS_PUBLIC, CLASS_A, CLASS_B, CLASS_C, CLASS_D };

enum field_flag {
	FIELD_REQUIRED = 1u << 0,
	FIELD_SEARCHED = 1u << 1, /* the directory-wide search looks into it */
	FIELD_INTERNAL = 1u << 2, /* kept and exported, not shown on pages */
};

/* How a sealed field is found without being read (vault/, blind index). */
enum field_index {
	INDEX_NONE,
	INDEX_EXACT,  /* the whole value in its normal form */
	INDEX_PREFIX, /* and its first 3, 4 ... 8 letters */
	INDEX_NAME,   /* the sound of each part (text/names.h), Khmer and Latin alike */
	INDEX_SERVER, /* exact, and the same for all organisations: sign-in names */
};

struct field {
	const char *name; /* column, CSV header, JSON key, form name */
	const char
		*alias; /* its name as a flag ("from" for destinations), or NULL; both are read */
	enum field_type type;
	enum field_class class;
	unsigned flags;
	enum field_index index; /* of a sealed field */
	/* Of a code: one of the vocabulary, "jurisdiction", "province". Of a reference: a scheme
	 * whose codes are right beside the records of `target`. */
	const char *scheme;
	const char *scheme_too;    /* a second scheme whose codes are right as well */
	const char *values;        /* or a closed list, ';' between, of its own */
	const char *also;          /* more codes beside the scheme's; "topic:*" = that prefix */
	const char *except;        /* codes of the scheme that are wrong here, ';' between */
	const char *target;        /* kind of a reference; several with ';' between: any of them */
	size_t max_bytes;          /* 0 = the default of the type */
	size_t most;               /* the largest count or number; 0 = no limit */
	const char *consent_scope; /* what releases it in a referral (classes A to C) */
	const char *dimension;     /* statistical dimension, or NULL */
	const char *htcds;         /* its name in HTCDS, OSCaR, Primero, or NULL */
	const char *oscar;
	const char *primero;
};

enum kind_keeping {
	KEPT_OPEN,   /* a public register: every field a column */
	KEPT_SEALED, /* ids, codes, dates and counts of class B and D are columns; class A and the
			free text of B lie sealed in one value, class C in another */
};

struct kind {
	const char *name;  /* "programme" */
	const char *table; /* "programmes"; NULL for a question */
	const char *file;  /* "data/programmes.csv", or NULL */
	const struct field *fields;
	size_t count;
	size_t key; /* index of the id field; SIZE_MAX for a question */
	enum kind_keeping keeping;
	const char *owner;   /* the field with the organisation that it belongs to, or NULL */
	const char *subject; /* of a sealed kind: the field with the person whose keys seal it, a
				reference; NULL: the record is that person */
};

/* Is the field a column of its table? Every field of a register is; of a sealed kind see enum
 * kind_keeping. */
bool field_is_column(const struct kind *kind, const struct field *field);

/* All kinds. */
const struct kind *const *model_kinds(size_t *ret_count);
const struct kind *model_kind(const char *name); /* NULL when unknown */
/* Index of a field by name or alias, or SIZE_MAX. */
size_t kind_field(const struct kind *kind, const char *name);
/* A public register: a table whose fields are all open. */
bool kind_is_register(const struct kind *kind);

struct model; /* the dictionary together with the code tables */

/* Read vocabulary, jurisdictions and provinces from the embedded data. */
MUST_USE err model_load(struct ctx *c, const struct embedded *embedded, struct model **ret_model);

/* One row of vocabulary.csv, jurisdictions.csv or provinces.csv. */
struct code {
	struct slice scheme;
	struct slice code;
	struct slice parent;
	struct slice label[LANGUAGE_COUNT];   /* label[LANGUAGE_KM] empty: needs translation */
	struct slice neutral[LANGUAGE_COUNT]; /* wording for clients and partners; may be empty */
	struct slice definition;
	struct slice other_names; /* of a province: other spellings, ';' between */
	bool client_facing;
	int sort;
	/* Of a province: a point in it, degrees times 10,000. 0 and 0: not known. */
	int32_t latitude;
	int32_t longitude;
};

/* NULL when there is no such code. Schemes: those of vocabulary.csv, "jurisdiction", "province". */
const struct code *model_code(const struct model *model, const char *scheme, struct slice code);
/* All codes of a scheme in their order. NULL and 0 for an unknown scheme. */
const struct code *const *model_codes(const struct model *model, const char *scheme,
				      size_t *ret_count);
/* The label in a language, falling back to English, and the code itself where there is none.
 * message.language tells what it is in. */
struct message model_label(const struct model *model, enum language language, const char *scheme,
			   struct slice code);
/* The neutral wording where there is one, else the label. */
struct message model_neutral_label(const struct model *model, enum language language,
				   const char *scheme, struct slice code);

/* The seven components in the order of the ring, and their count. */
enum { COMPONENT_COUNT = 7 };
struct slice model_component(size_t index);
/* A list of components as bits, lowest = model_component(0). A service ("legal.wage_claim") counts
 * as its component. Unknown codes are left out. */
unsigned model_component_bits(struct slice list);

/* The codes that a field of type FIELD_CODE or FIELD_CODES may have, in order: for form controls,
 * help and completion. Prefixes ("topic:*") and codes of scheme_too are left out. */
void field_codes(struct arena *arena, const struct model *model, const struct field *field,
		 const struct slice **ret_codes, size_t *ret_count);
/* What a code of the field is called: its neutral wording in the scheme, or message
 * "value.FIELD.CODE".
 */
struct message field_code_label(const struct model *model, const struct messages *messages,
				enum language language, const struct field *field,
				struct slice code);
/* The same in the words for staff (never on pages for clients or partners). */
struct message field_code_staff_label(const struct model *model, const struct messages *messages,
				      enum language language, const struct field *field,
				      struct slice code);

/* Is `value` right for `field`? Empty is right unless required. ERR_INVALID field.* with field=,
 * value=, and what to do (allowed= the codes, nearest= the closest one). References are checked by
 * their form only; whether the record exists is record/'s to say. */
MUST_USE err model_check(struct ctx *c, const struct model *model, const struct field *field,
			 struct slice value);

/* A filled-in form, question or record: one text a field, in the order of the kind. */
struct values {
	const struct kind *kind;
	struct slice *at; /* kind->count */
};
struct values values_create(struct arena *arena, const struct kind *kind);
/* By name; asking for a name that the kind lacks is a broken promise of the code. */
struct slice values_get(const struct values *values, const char *name);
void values_set(struct values *values, const char *name, struct slice text);

/* What a person typed for a field, in the form that is kept: trimmed; in lists, commas become ';'.
 */
struct slice values_from_text(struct arena *arena, const struct field *field, struct slice text);

/* What is wrong with which field. All of them, not only the first. */
struct field_error {
	const struct field *field;
	struct fail fail;
};
struct field_errors {
	const struct field_error *at;
	size_t count;
};
/* Check every field. ERR_INVALID with c->fail of the first; *ret_errors has all. OK leaves it
 * empty. */
MUST_USE err values_check(struct ctx *c, const struct model *model, const struct values *values,
			  struct field_errors *ret_errors);
/* Row `row` of a table as values: columns by name; a column that the kind lacks is left out when it
 * fits one of the `ignored` names (NULL-terminated; a trailing '*' matches any end), else
 * ERR_INVALID csv.unknown_column with file=, line=1, column=, nearest=. A required field without a
 * column is ERR_INVALID csv.missing_column. Values are not checked. */
MUST_USE err values_from_csv(struct ctx *c, const struct csv *csv, size_t row,
			     const struct kind *kind, const char *const *ignored,
			     struct values *ret_values);

/* The same for many rows: which column of the table holds field i, or SIZE_MAX, found once. */
MUST_USE err values_columns(struct ctx *c, const struct csv *csv, const struct kind *kind,
			    const char *const *ignored, const size_t **ret_columns);
struct values values_from_row(struct arena *arena, const struct kind *kind, const size_t *columns,
			      const struct csv_row *row);
/* A wrong value (valid UTF-8) as a message may quote it: at most 60 bytes and an ellipsis, one
 * line.
 */
struct slice shown_value(struct arena *arena, struct slice value);
/* The failure of one field (c->fail, field.*) as the failure of a place in a table: the twin
 * message row.* with file=, line=, column= in front. Returns the failure's code. */
err fail_in_row(struct ctx *c, const char *file, size_t line, struct slice column);

/* The same as the failure of an option of a command: option.* with option= in place of field=.
 * Other failures stay as they are. */
err fail_as_option(struct ctx *c);

#endif
