/* rules.h - the rules of the house that a compiler does not know, as functions over text, so that
 * each can be shown a planted offence as well as the tree.
 *
 * A rule looks at one file and adds a finding for each offence; the tests walk the tree and want
 * none. Paths are relative to the root of the tree ("src/base/csv.c"). Exceptions stand in one
 * table in each rule, with their reason.
 */
#ifndef SPEAN_TESTS_RULES_H
#define SPEAN_TESTS_RULES_H

#include "base/buf.h"
#include "base/err.h"
#include "base/slice.h"

/* ---- What was found. */
struct findings {
	struct arena *arena;
	struct buf *text; /* "path:line: what" lines */
	size_t count;
};

struct findings findings_create(struct arena *arena);
void finding_add(struct findings *findings, struct slice path, size_t line, const char *format, ...)
	PRINTF_LIKE(4, 5);

/* ---- The tree. */
typedef void rule(struct findings *findings, struct slice path, struct slice text);

/* The paths of the files below `folder` whose name ends with one of the ';' list `endings` ("" ends
 * every name), in byte order; hidden folders are left out. */
size_t tree_list(struct arena *arena, const char *folder, const char *endings,
		 const struct slice **ret_paths);
/* Apply `look` to each of them. Returns how many there were. */
size_t tree_each(struct findings *findings, const char *folder, const char *endings, rule *look);
/* One file; the empty slice where there is none. */
struct slice tree_read(struct arena *arena, const char *path);

/* ---- C text taken apart. */
struct literal {
	size_t line;
	struct slice text; /* as written, without the quotes */
};

struct source_text {
	struct slice code;     /* comments and the inside of literals blanked, lines kept */
	struct slice comments; /* everything else blanked */
	size_t literal_count;
	const struct literal *literals;
};

struct source_text source_read(struct arena *arena, struct slice text);
/* The next identifier of the code at or after *at, and where it ends. */
bool source_next_name(struct slice code, size_t *at, struct slice *ret_name);
size_t line_of(struct slice text, size_t at);
/* The next line, without its end; *line counts from 0 before the first. */
bool next_line(struct slice *rest, size_t *line, struct slice *ret_line);

/* ---- The rules. */
/* #include only downwards (docs/design.md section 2). */
rule rule_floors;
/* Names of a third-party library only in the folder that hides it. */
rule rule_hidden_libraries;
/* Functions that no C file of ours calls (tools and tests too). */
rule rule_unsafe_functions;
/* Memory from arenas, no locale, no mutable state: files of src/ only. */
rule rule_program_functions;
rule rule_no_mutable_state;
/* Lengths of files and functions, comments without // and without open ends. */
rule rule_shape;
/* Guard and leading comment of a header. */
rule rule_header;
/* HTML only in templates/, SQL only in sql/. */
rule rule_no_markup_in_code;
/* The words that name a person by what was done to them: nowhere, web addresses apart. */
rule rule_wording;
/* The same in a table; official titles of instruments apart. */
rule rule_wording_in_table;

/* ---- Messages. */
struct message_entry {
	struct slice key;
	struct slice path;
	size_t line;
	struct slice text; /* msgstr, all forms joined by newlines */
	bool in_doubt;     /* "# review:" stands above it */
	bool is_used;      /* somebody says it: messages_of_code and _of_template found out */
};

struct catalogue {
	size_t count;
	struct message_entry *entries; /* by key */
};

/* Read all fragments below `folder`. Syntax errors and keys that stand twice are findings. */
struct catalogue catalogue_read(struct findings *findings, const char *folder);
/* The same of one text, for plants. */
struct catalogue catalogue_parse(struct findings *findings, struct slice path, struct slice text);
const struct message_entry *catalogue_find(const struct catalogue *catalogue, struct slice key);
/* Same keys, same {arguments}, no empty sentence. */
void catalogue_compare(struct findings *findings, const struct catalogue *one,
		       const struct catalogue *other);
/* The terms of docs/glossary.md: one word for one thing. */
struct term {
	struct slice english;
	struct slice khmer; /* words for it, by ',' */
	struct slice never; /* words that stand nowhere, by ';' */
	bool is_everywhere; /* where the English says it, the Khmer does */
};

struct glossary {
	size_t count;
	const struct term *terms;
};

struct glossary glossary_parse(struct arena *arena, struct slice text);
/* Each Khmer message against its English one: the terms, and how a sentence ends. */
void glossary_check(struct findings *findings, const struct glossary *glossary,
		    const struct catalogue *english, const struct catalogue *khmer);
/* Normal form, digits and signs of Khmer sentences. */
void catalogue_check_khmer(struct findings *findings, const struct catalogue *khmer);
/* Normal form of the columns of a table that hold Khmer ("label_km"). */
rule rule_khmer_in_table;
/* Keys that a C file or a template names and the catalogue lacks, and {arguments} of a message that
 * a call does not give where key and detail stand side by side. */
void messages_of_code(struct findings *findings, const struct catalogue *catalogue,
		      struct slice path, struct slice text);
void messages_of_template(struct findings *findings, const struct catalogue *catalogue,
			  struct slice path, struct slice text);
/* After both have seen every file: messages that nobody says. */
void messages_unused(struct findings *findings, const struct catalogue *catalogue);

#endif
