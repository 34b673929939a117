/* sealed_value.c - the fields of a record as one sealed value, and back.
 *
 * Form of the plain text: one byte 1, then for every field that is not empty its name (one byte of
 * length before it) and its text (four bytes of length, low first). Fields are found by name, so
 * the dictionary may grow and change its order. The value of classes A and B also tells, under the
 * name
 * "*c", whether there is one of class C: a value of class C that was taken away is missed.
 */
#include <string.h>

#include "base/buf.h"
#include "record/keys_of_door.h"
#include "record/sealed.h"

#define HAS_C "*c"

enum { FORM = 1, VALUE_MAX = 4 << 20 };

static enum seal_class key_class_of(const struct field *field)
{
	return field->class == CLASS_C ? SEAL_C : SEAL_AB;
}

bool kind_seals(const struct kind *kind, enum seal_class class, unsigned classes)
{
	for (size_t i = 0; i < kind->count; i++) {
		const struct field *field = &kind->fields[i];
		if (!field_is_column(kind, field) && key_class_of(field) == class &&
		    (classes & CLASS_BIT(field->class)) != 0) {
			return true;
		}
	}
	return false;
}

struct seal_place sealed_place(const struct kind *kind, const struct sealed_row *row,
			       enum seal_class class, struct slice slot)
{
	return (struct seal_place){
		.class = class,
		.organisation = row->organisation,
		.subject = row->subject,
		.kind = slice_of(kind->name),
		.record = row->values.at[kind->key],
		.slot = slot,
	};
}

/* ---- Packing */

static void add_part(struct buf *out, struct slice name, struct slice text)
{
	buf_add_byte(out, (char)name.length);
	buf_add(out, name);
	for (int shift = 0; shift < 32; shift += 8) {
		buf_add_byte(out, (char)(text.length >> shift & 0xFF));
	}
	buf_add(out, text);
}

static struct buf *pack(struct arena *arena, const struct values *values, enum seal_class class)
{
	struct buf *out = buf_create(arena, VALUE_MAX);

	buf_add_byte(out, FORM);
	for (size_t i = 0; i < values->kind->count; i++) {
		const struct field *field = &values->kind->fields[i];
		if (!field_is_column(values->kind, field) && key_class_of(field) == class &&
		    !slice_empty(values->at[i])) {
			add_part(out, slice_of(field->name), values->at[i]);
		}
	}
	return out;
}

static bool take(struct slice *rest, size_t length, struct slice *ret_piece)
{
	if (rest->length < length) {
		return false;
	}
	*ret_piece = slice_between(*rest, 0, length);
	*rest = slice_between(*rest, length, rest->length);
	return true;
}

static bool take_part(struct slice *rest, struct slice *ret_name, struct slice *ret_text)
{
	struct slice length;
	uint32_t bytes = 0;

	if (!take(rest, 1, &length) || !take(rest, (unsigned char)length.at[0], ret_name) ||
	    !take(rest, 4, &length)) {
		return false;
	}
	for (int i = 3; i >= 0; i--) {
		bytes = bytes << 8 | (unsigned char)length.at[i];
	}
	return take(rest, bytes, ret_text);
}

/* Parts are in the dictionary's order, but for fields that came or went: look on from the last. */
static size_t field_named(const struct kind *kind, struct slice name, size_t from)
{
	for (size_t n = 0; n < kind->count; n++) {
		const size_t i = (from + n) % kind->count;
		if (slice_is(name, kind->fields[i].name)) {
			return i;
		}
	}
	return SIZE_MAX;
}

static bool unpack(struct slice plain, enum seal_class class, struct values *values,
		   bool *ret_has_c)
{
	const struct kind *kind = values->kind;
	struct slice name = S("");
	struct slice text = S("");
	size_t next = 0;

	if (plain.length == 0 || plain.at[0] != FORM) {
		return false;
	}
	plain = slice_between(plain, 1, plain.length);
	while (plain.length > 0) {
		if (!take_part(&plain, &name, &text)) {
			return false;
		}
		const size_t field = field_named(kind, name, next);
		if (field == SIZE_MAX) {
			*ret_has_c = *ret_has_c || slice_is(name, HAS_C);
		} else if (key_class_of(&kind->fields[field]) == class) {
			values->at[field] = text;
			next = field + 1;
		}
	}
	return true;
}

/* ---- Opening and closing */

static err not_authentic(struct ctx *c, const struct kind *kind, const struct sealed_row *row)
{
	return FAIL(c, ERR_BROKEN, "vault.not_authentic", "kind=%s\nrecord=%.*s", kind->name,
		    SLICE_PRINT(row->values.at[kind->key]));
}

static err open_one(struct ctx *c, struct door *door, struct sealed_row *row, enum seal_class class,
		    bool *ret_has_c)
{
	const struct kind *kind = row->values.kind;
	const struct seal_place place = sealed_place(kind, row, class, S("values"));
	struct slice plain;

	TRY(keys_open(c, door->keys, &place, class == SEAL_C ? row->sealed_c : row->sealed_ab,
		      &plain));
	return unpack(plain, class, &row->values, ret_has_c) ? OK : not_authentic(c, kind, row);
}

err sealed_open(struct ctx *c, struct door *door, struct sealed_row *row, unsigned classes)
{
	const struct kind *kind = row->values.kind;
	const bool wants_c = kind_seals(kind, SEAL_C, classes);
	bool has_c = false;

	if (!wants_c && !kind_seals(kind, SEAL_AB, classes)) {
		return OK;
	}
	TRY(door_keys(c, door));
	TRY(open_one(c, door, row, SEAL_AB, &has_c));
	if (has_c && slice_empty(row->sealed_c)) {
		return not_authentic(c, kind, row);
	}
	return wants_c && !slice_empty(row->sealed_c) ? open_one(c, door, row, SEAL_C, &has_c) : OK;
}

err sealed_close(struct ctx *c, struct door *door, const struct sealed_row *row,
		 enum seal_class class, struct slice *ret_sealed)
{
	const struct kind *kind = row->values.kind;
	const struct seal_place place = sealed_place(kind, row, class, S("values"));
	struct buf *plain = pack(c->arena, &row->values, class);
	struct slice text;

	if (class == SEAL_C && buf_length(plain) == 1) {
		*ret_sealed = S("");
		return OK;
	}
	if (class == SEAL_AB && !slice_empty(row->sealed_c)) {
		add_part(plain, S(HAS_C), S("1"));
	}
	TRY(buf_done(c, plain, &text));
	TRY(door_keys(c, door));
	return keys_seal(c, door->keys, &place, text, ret_sealed);
}

bool is_erased(const struct ctx *c, err result)
{
	return result == ERR_NOT_FOUND && slice_is(slice_of(c->fail.key), "vault.no_subject");
}

void sealed_redact(struct values *values, unsigned classes)
{
	for (size_t i = 0; i < values->kind->count; i++) {
		if (!field_is_visible(values->kind, i, classes)) {
			values->at[i] = S("");
		}
	}
}
