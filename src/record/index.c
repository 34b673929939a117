/* index.c - the blind index: under which keyed hashes a sealed record is found.
 *
 * Exact: the whole text in its normal form. Prefix: that, and its first 3 to 8 letters. Names: the
 * sound of every part (text/names.h), the same for Khmer and Latin spellings. Each text is hashed
 * together with what it is ("client.name", "client.phone"), so that equal texts of unlike fields
 * have unlike tokens; all names of a kind share one purpose, so that a person is found by any of
 * them. What the tokens tell somebody who has the data but not the key: docs/security.md.
 */
#include <string.h>

#include "base/buf.h"
#include "record/keys_of_door.h"
#include "record/sealed.h"
#include "store/catalogue.h"
#include "text/khmer.h"
#include "text/names.h"

#define HOME "855" /* the code of Cambodia */

enum { PREFIX_MIN = 3, PREFIX_MAX = 8, TOKENS_MAX = 400, ABROAD_MIN = 11 };

struct tokens {
	struct index_token *at;
	size_t count;
	struct slice organisation;
	const struct kind *kind;
};

/* ---- Normal forms */

/* Digits of a phone number from the first that counts: 0, or the number after Cambodia's code. */
static struct slice phone_form(struct arena *arena, struct slice text, bool is_abroad)
{
	char *digits = arena_alloc(arena, text.length + 2);
	size_t count = 0;

	for (size_t i = 0; i < text.length; i++) {
		if (text.at[i] >= '0' && text.at[i] <= '9') {
			digits[count++] = text.at[i];
		} else if (strchr("+-./() ", text.at[i]) == NULL) {
			return S("");
		}
	}
	const struct slice number = {digits, count};
	const size_t out = slice_starts(number, S("00")) ? 2 : 0;
	const struct slice abroad = slice_between(number, out, count);
	/* A number at home has eight or nine digits after its 0. */
	if (slice_starts(abroad, S(HOME)) && (out > 0 || is_abroad || count >= ABROAD_MIN)) {
		return slice_between(abroad, strlen(HOME), abroad.length);
	}
	return slice_between(number, slice_starts(number, S("0")) ? 1 : 0, count);
}

/* Letters as they are compared, without what people put between them; phone numbers as numbers. */
static err normal_form(struct ctx *c, struct slice text, struct slice *ret_form)
{
	struct slice key;

	TRY(khmer_normalise(c, slice_trim(text), KHMER_FOR_KEY, &key));
	const struct slice phone =
		phone_form(c->arena, key, slice_starts(slice_trim(text), S("+")));
	if (phone.length >= PREFIX_MIN) {
		*ret_form = phone;
		return OK;
	}
	char *letters = arena_alloc(c->arena, key.length + 1);
	size_t count = 0;
	for (size_t i = 0; i < key.length; i++) {
		if (strchr(" -_./", key.at[i]) == NULL) {
			letters[count++] = key.at[i];
		}
	}
	*ret_form = (struct slice){letters, count};
	return OK;
}

/* The first `letters` letters of UTF-8 text, or all of it. */
static struct slice first_letters(struct slice text, size_t letters)
{
	size_t end = 0;

	while (end < text.length && letters > 0) {
		end++;
		while (end < text.length && ((unsigned char)text.at[end] & 0xC0) == 0x80) {
			end++;
		}
		letters--;
	}
	return slice_between(text, 0, end);
}

/* ---- Tokens */

static err add_token(struct ctx *c, struct door *door, struct tokens *tokens, const char *what,
		     struct slice text)
{
	const bool is_server = strcmp(what, "server") == 0;
	const struct slice purpose = arena_format(c->arena, "%s.%s", tokens->kind->name, what);

	if (slice_empty(text) || tokens->count == TOKENS_MAX) {
		return OK;
	}
	TRY(door_keys(c, door));
	return keys_token(c, door->keys, is_server ? S("") : tokens->organisation, purpose, text,
			  tokens->at[tokens->count++].at);
}

static err add_name(struct ctx *c, struct door *door, struct tokens *tokens, struct slice text)
{
	const struct slice *sounds;
	size_t count;

	TRY(names_tokens(c, text, &sounds, &count));
	for (size_t i = 0; i < count; i++) {
		TRY(add_token(c, door, tokens, "name", sounds[i]));
	}
	return OK;
}

static err add_prefixes(struct ctx *c, struct door *door, struct tokens *tokens, const char *field,
			struct slice form)
{
	const struct slice purpose = arena_format(c->arena, "%s.start", field);

	for (size_t letters = PREFIX_MIN; letters <= PREFIX_MAX; letters++) {
		const struct slice start = first_letters(form, letters);
		TRY(add_token(c, door, tokens, purpose.at, start));
		if (start.length == form.length) {
			break;
		}
	}
	return OK;
}

static err add_field(struct ctx *c, struct door *door, struct tokens *tokens,
		     const struct field *field, struct slice text)
{
	struct slice form;

	if (field->index == INDEX_NONE || slice_empty(text)) {
		return OK;
	}
	if (field->index == INDEX_NAME) {
		return add_name(c, door, tokens, text);
	}
	TRY(normal_form(c, text, &form));
	if (field->index == INDEX_SERVER) {
		return add_token(c, door, tokens, "server", form);
	}
	if (field->index == INDEX_PREFIX) {
		TRY(add_prefixes(c, door, tokens, field->name, form));
	}
	return add_token(c, door, tokens, field->name, form);
}

static struct tokens no_tokens(struct arena *arena, const struct kind *kind,
			       struct slice organisation)
{
	return (struct tokens){
		.at = ARENA_ARRAY(arena, TOKENS_MAX, struct index_token),
		.organisation = organisation,
		.kind = kind,
	};
}

bool index_differs(const struct values *before, const struct values *after)
{
	for (size_t i = 0; i < after->kind->count; i++) {
		if (after->kind->fields[i].index != INDEX_NONE &&
		    !slice_equal(before->at[i], after->at[i])) {
			return true;
		}
	}
	return false;
}

static err remove_old(struct ctx *c, struct door *door, const struct kind *kind, struct slice id)
{
	struct stmt *remove;

	TRY(db_prepare_statement(c, door->db, STATEMENT_INDEX_DELETE, &remove));
	stmt_bind_text(remove, "kind", slice_of(kind->name));
	stmt_bind_text(remove, "record", id);
	TRY(stmt_run(c, remove));
	stmt_finish(remove);
	return OK;
}

err index_put(struct ctx *c, struct door *door, const struct sealed_row *row)
{
	const struct kind *kind = row->values.kind;
	struct tokens tokens = no_tokens(c->arena, kind, row->organisation);
	struct stmt *insert;

	for (size_t i = 0; i < kind->count; i++) {
		TRY(add_field(c, door, &tokens, &kind->fields[i], row->values.at[i]));
	}
	if (row->version > 1) {
		TRY(remove_old(c, door, kind, row->values.at[kind->key]));
	}
	TRY(db_prepare_statement(c, door->db, STATEMENT_INDEX_INSERT, &insert));
	for (size_t i = 0; i < tokens.count; i++) {
		stmt_bind_text(insert, "kind", slice_of(kind->name));
		stmt_bind_blob(insert, "token",
			       (struct slice){(const char *)tokens.at[i].at, VAULT_TOKEN_BYTES});
		stmt_bind_text(insert, "record", row->values.at[kind->key]);
		stmt_bind_text(insert, "subject", row->subject);
		TRY(stmt_run(c, insert));
		stmt_reset(insert);
	}
	stmt_finish(insert);
	return OK;
}

/* ---- Asking */

static err add_query(struct ctx *c, struct door *door, struct tokens *tokens,
		     const struct field *field, struct slice text)
{
	struct slice form;

	if (field->index == INDEX_NONE || field->index == INDEX_NAME) {
		return OK;
	}
	TRY(normal_form(c, text, &form));
	if (field->index == INDEX_SERVER) {
		return add_token(c, door, tokens, "server", form);
	}
	const struct slice start = first_letters(form, PREFIX_MAX);
	if (field->index == INDEX_PREFIX && start.length >= PREFIX_MIN) {
		const struct slice purpose = arena_format(c->arena, "%s.start", field->name);
		return add_token(c, door, tokens, purpose.at, start);
	}
	return add_token(c, door, tokens, field->name, form);
}

static bool has_names(const struct kind *kind)
{
	for (size_t i = 0; i < kind->count; i++) {
		if (kind->fields[i].index == INDEX_NAME) {
			return true;
		}
	}
	return false;
}

err index_tokens_of_query(struct ctx *c, struct door *door, const struct kind *kind,
			  struct slice text, struct index_token **ret_tokens, size_t *ret_count)
{
	struct tokens tokens = no_tokens(c->arena, kind, door->actor.organisation);

	if (has_names(kind)) {
		TRY(add_name(c, door, &tokens, text));
	}
	for (size_t i = 0; i < kind->count; i++) {
		TRY(add_query(c, door, &tokens, &kind->fields[i], text));
	}
	*ret_tokens = tokens.at;
	*ret_count = tokens.count;
	return OK;
}

static err score_field(struct ctx *c, const struct field *field, struct slice value,
		       struct slice text, double *ret_score)
{
	struct names_comparison comparison;
	struct slice have;
	struct slice want;

	*ret_score = 0;
	if (field->index == INDEX_NONE || slice_empty(value)) {
		return OK;
	}
	if (field->index == INDEX_NAME) {
		TRY(names_compare(c, value, text, &comparison));
		*ret_score = comparison.score;
		return OK;
	}
	TRY(normal_form(c, value, &have));
	TRY(normal_form(c, text, &want));
	if (slice_equal(have, want)) {
		*ret_score = 1;
	} else if (field->index == INDEX_PREFIX && want.length >= PREFIX_MIN &&
		   slice_starts(have, want)) {
		*ret_score = 0.9;
	}
	return OK;
}

err index_score(struct ctx *c, const struct values *values, struct slice text, double *ret_score)
{
	double best = 0;

	for (size_t i = 0; i < values->kind->count; i++) {
		double score;
		TRY(score_field(c, &values->kind->fields[i], values->at[i], text, &score));
		best = score > best ? score : best;
	}
	*ret_score = best;
	return OK;
}
