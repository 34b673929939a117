#include "record/audit_line.h"

#include "vault/codes.h"

enum { FORM = 1, INT_BYTES = 8 };

static const unsigned char NOTHING_BEFORE[AUDIT_HASH_BYTES];

struct audit_row audit_row_read(const struct stmt *stmt)
{
	return (struct audit_row){
		.number = stmt_int(stmt, 0),
		.moment = stmt_int(stmt, 1),
		.actor = stmt_text(stmt, 2),
		.organisation = stmt_text(stmt, 3),
		.account = stmt_text(stmt, 4),
		.deed = stmt_text(stmt, 5),
		.kind = stmt_text(stmt, 6),
		.record = stmt_text(stmt, 7),
		.purpose = stmt_text(stmt, 8),
		.classes = stmt_int(stmt, 9),
		.count = stmt_int(stmt, 10),
		.outcome = stmt_text(stmt, 11),
		.detail = stmt_text(stmt, 12),
		.previous = stmt_text(stmt, 13),
		.hash = stmt_text(stmt, 14),
	};
}

static void add_int(struct buf *form, int64_t value)
{
	char bytes[INT_BYTES];
	for (size_t i = 0; i < INT_BYTES; i++) {
		bytes[i] = (char)(((uint64_t)value >> (8 * i)) & 0xFF);
	}
	buf_add(form, (struct slice){bytes, sizeof bytes});
}

static void add_text(struct buf *form, struct slice text)
{
	add_int(form, (int64_t)text.length);
	buf_add(form, text);
}

void audit_row_hash(struct keys *keys, struct buf *form, const struct audit_row *row,
		    struct slice previous, unsigned char ret_hash[AUDIT_HASH_BYTES])
{
	const struct slice texts[] = {row->actor,   row->organisation, row->account,
				      row->deed,    row->kind,         row->record,
				      row->purpose, row->outcome,      row->detail};
	buf_clear(form);
	buf_add_byte(form, FORM);
	add_text(form, previous);
	add_int(form, row->moment);
	add_int(form, row->classes);
	add_int(form, row->count);
	for (size_t i = 0; i < COUNT_OF(texts); i++) {
		add_text(form, texts[i]);
	}
	keys_mac(keys, "audit", buf_slice(form), ret_hash);
}

struct seal_place audit_detail_place(struct arena *arena, struct slice organisation, int64_t number)
{
	return (struct seal_place){
		.class = slice_empty(organisation) ? SEAL_SERVER : SEAL_ORGANISATION,
		.organisation = organisation,
		.kind = S("audit"),
		.record = arena_format(arena, "%lld", (long long)number),
		.slot = S("detail"),
	};
}

struct slice audit_genesis(void)
{
	return (struct slice){(const char *)NOTHING_BEFORE, sizeof NOTHING_BEFORE};
}

bool audit_hash_equal(struct slice a, const unsigned char b[AUDIT_HASH_BYTES])
{
	return equal_in_constant_time(a, (struct slice){(const char *)b, AUDIT_HASH_BYTES});
}
