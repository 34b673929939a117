#include "vault/header.h"

#include <sodium.h>
#include <string.h>

#include "base/buf.h"
#include "base/random.h"
#include "vault/internal.h"

_Static_assert((int)HEADER_ID_BYTES == (int)ROOT_ID_BYTES, "as kept");
_Static_assert((int)HEADER_WRAPPED_BYTES == (int)WRAPPED_BYTES, "as kept");

enum { CHECK_BYTES = 16, WORDS_MAX = 6 };

static const char *const CIPHERS[] = {"aegis", "chacha20", "none"};

/* ---- Writing */
static void write_unlock(struct arena *arena, struct buf *out, const struct header *header)
{
	switch (header->unlock) {
	case UNLOCK_PASSPHRASE:
		buf_printf(out, "unlock passphrase %llu %llu %.*s\n",
			   (unsigned long long)header->cost.passes,
			   (unsigned long long)header->cost.memory,
			   SLICE_PRINT(hex_encode(arena, header->salt, sizeof header->salt)));
		break;
	case UNLOCK_SHARES:
		buf_printf(out, "unlock shares %d %d\n", header->shares_needed,
			   header->shares_count);
		break;
	default:
		buf_add_cstr(out, "unlock file\n");
		break;
	}
}

static struct slice wrapped_text(struct arena *arena, const struct header_wrapped *wrapped)
{
	return wrapped->there ? hex_encode(arena, wrapped->at, sizeof wrapped->at) : S("-");
}

static struct slice check_of(struct arena *arena, struct slice text)
{
	unsigned char hash[CHECK_BYTES];
	(void)crypto_generichash(hash, sizeof hash, (const unsigned char *)text.at, text.length,
				 (const unsigned char *)"spean header 1", 14);
	return hex_encode(arena, hash, sizeof hash);
}

struct slice header_write(struct arena *arena, const struct header *header)
{
	struct buf *out = buf_create(arena, HEADER_MAX);
	buf_add_cstr(out, "spean-vault 1\n");
	write_unlock(arena, out, header);
	buf_printf(out, "cipher %s\nstate %s\n", header->cipher, header->ready ? "ready" : "new");
	for (size_t i = 0; i < header->entries_count; i++) {
		const struct header_entry *entry = &header->entries[i];
		const struct slice root = wrapped_text(arena, &entry->root);
		const struct slice data = wrapped_text(arena, &entry->data);
		const struct slice keys = wrapped_text(arena, &entry->keys);
		buf_printf(out, "entry %.*s %.*s %.*s %.*s\n",
			   SLICE_PRINT(hex_encode(arena, entry->root_id, HEADER_ID_BYTES)),
			   SLICE_PRINT(root), SLICE_PRINT(data), SLICE_PRINT(keys));
	}
	buf_printf(out, "check %.*s\n", SLICE_PRINT(check_of(arena, buf_slice(out))));
	return buf_slice(out);
}

/* ---- Reading */
static int digit_of(char letter)
{
	if (letter >= '0' && letter <= '9') {
		return letter - '0';
	}
	return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
}

static bool read_hex(struct slice text, unsigned char *bytes, size_t count)
{
	if (text.length != count * 2) {
		return false;
	}
	for (size_t i = 0; i < count; i++) {
		const int high = digit_of(text.at[2 * i]);
		const int low = digit_of(text.at[2 * i + 1]);
		if (high < 0 || low < 0) {
			return false;
		}
		bytes[i] = (unsigned char)(high * 16 + low);
	}
	return true;
}

static bool read_wrapped(struct slice text, struct header_wrapped *wrapped)
{
	wrapped->there = !slice_is(text, "-");
	return !wrapped->there || read_hex(text, wrapped->at, sizeof wrapped->at);
}

struct words {
	struct slice at[WORDS_MAX];
	size_t count;
};

static struct words split(struct slice line)
{
	struct words words = {0};
	struct slice rest = line;
	struct slice word;
	while (slice_next(&rest, ' ', &word)) {
		if (words.count < WORDS_MAX) {
			words.at[words.count] = word;
		}
		words.count++;
	}
	return words;
}

static bool read_number(struct slice text, int64_t least, int64_t most, int64_t *ret_number)
{
	return slice_to_int64(text, ret_number) && *ret_number >= least && *ret_number <= most;
}

static bool read_unlock(const struct words *words, struct header *header)
{
	int64_t a;
	int64_t b;
	if (words->count == 2 && slice_is(words->at[1], "file")) {
		header->unlock = UNLOCK_FILE;
		return true;
	}
	if (words->count == 4 && slice_is(words->at[1], "shares") &&
	    read_number(words->at[2], 2, 3, &a) && read_number(words->at[3], a, 3, &b)) {
		header->unlock = UNLOCK_SHARES;
		header->shares_needed = (int)a;
		header->shares_count = (int)b;
		return true;
	}
	if (words->count == 5 && slice_is(words->at[1], "passphrase") &&
	    read_number(words->at[2], 1, 16, &a) && read_number(words->at[3], 8192, 1 << 30, &b)) {
		header->unlock = UNLOCK_PASSPHRASE;
		header->cost = (struct passphrase_cost){(uint64_t)a, (uint64_t)b};
		return read_hex(words->at[4], header->salt, sizeof header->salt);
	}
	return false;
}

static bool read_cipher(const struct words *words, struct header *header)
{
	for (size_t i = 0; i < COUNT_OF(CIPHERS) && words->count == 2; i++) {
		if (slice_is(words->at[1], CIPHERS[i])) {
			memcpy(header->cipher, CIPHERS[i], strlen(CIPHERS[i]) + 1);
			return true;
		}
	}
	return false;
}

static bool read_state_word(const struct words *words, struct header *header)
{
	header->ready = words->count == 2 && slice_is(words->at[1], "ready");
	return header->ready || (words->count == 2 && slice_is(words->at[1], "new"));
}

static bool read_entry(const struct words *words, struct header *header)
{
	if (words->count != 5 || header->entries_count == HEADER_ENTRIES) {
		return false;
	}
	struct header_entry *entry = &header->entries[header->entries_count++];
	return read_hex(words->at[1], entry->root_id, sizeof entry->root_id) &&
	       read_wrapped(words->at[2], &entry->root) &&
	       entry->root.there == (header->unlock == UNLOCK_PASSPHRASE) &&
	       read_wrapped(words->at[3], &entry->data) && read_wrapped(words->at[4], &entry->keys);
}

/* The lines stand in this order; the last kind may come several times. */
static bool read_line(struct slice line, size_t number, struct header *header)
{
	static const struct {
		const char *word;
		bool (*read)(const struct words *words, struct header *header);
	} LINES[] = {
		{"unlock", read_unlock},
		{"cipher", read_cipher},
		{"state", read_state_word},
		{"entry", read_entry},
	};
	const struct words words = split(line);
	const size_t at = number - 2 < COUNT_OF(LINES) ? number - 2 : COUNT_OF(LINES) - 1;
	return words.count > 0 && words.count <= WORDS_MAX &&
	       slice_is(words.at[0], LINES[at].word) && LINES[at].read(&words, header);
}

/* The text before the line of the check, if that fits. */
static err check_text(struct ctx *c, struct slice text, struct slice *ret_body)
{
	const size_t at = slice_find(text, S("\ncheck "));
	if (at == SIZE_MAX) {
		return FAIL_PLAIN(c, ERR_INVALID, "header.damaged");
	}
	const struct slice body = slice_between(text, 0, at + 1);
	const struct slice check = slice_between(text, at + strlen("\ncheck "), text.length);
	const struct slice right =
		arena_format(c->arena, "%.*s\n", SLICE_PRINT(check_of(c->arena, body)));
	if (!slice_equal(check, right)) {
		return FAIL_PLAIN(c, ERR_INVALID, "header.damaged");
	}
	*ret_body = body;
	return OK;
}

err header_read(struct ctx *c, struct slice text, struct header *ret_header)
{
	struct header header = {0};
	struct slice rest;
	struct slice line;
	size_t number = 1;
	if (text.length > HEADER_MAX) {
		return FAIL(c, ERR_LIMIT, "header.too_long", "max=%d", HEADER_MAX);
	}
	if (!slice_starts(text, S("spean-vault 1\n"))) {
		return slice_starts(text, S("spean-vault "))
			       ? FAIL_PLAIN(c, ERR_INVALID, "header.newer")
			       : FAIL(c, ERR_INVALID, "header.form", "line=%zu", number);
	}
	TRY(check_text(c, text, &rest));
	(void)slice_next(&rest, '\n', &line);
	while (slice_next(&rest, '\n', &line) && line.length > 0) {
		number++;
		if (!read_line(line, number, &header)) {
			return FAIL(c, ERR_INVALID, "header.form", "line=%zu", number);
		}
	}
	if (header.entries_count == 0 || !slice_empty(rest)) {
		return FAIL(c, ERR_INVALID, "header.form", "line=%zu", number + 1);
	}
	*ret_header = header;
	return OK;
}

/* ---- Keys */
static void wrap_into(struct ctx *c, struct header_wrapped *out, const char *what,
		      const unsigned char *with, const unsigned char *key)
{
	out->there = with != NULL && key != NULL;
	if (out->there) {
		const struct key_label label = {.what = what, .version = 1};
		memcpy(out->at, key_wrap(c->arena, with, &label, key).at, sizeof out->at);
	}
}

static bool unwrap_from(struct ctx *c, const struct header_wrapped *wrapped, const char *what,
			const unsigned char *with, unsigned char ret_key[VAULT_KEY_BYTES])
{
	const struct key_label label = {.what = what, .version = 1};
	if (!wrapped->there) {
		memset(ret_key, 0, VAULT_KEY_BYTES);
		return true;
	}
	const struct slice bytes = {.at = (const char *)wrapped->at, .length = sizeof wrapped->at};
	return key_unwrap(c->arena, with, &label, bytes, ret_key);
}

void header_add(struct ctx *c, struct header *header, const unsigned char root[VAULT_KEY_BYTES],
		const unsigned char *over, struct page_keys pages)
{
	must(header->entries_count < HEADER_ENTRIES);
	struct header_entry *entry = &header->entries[header->entries_count++];
	root_identify(root, entry->root_id);
	wrap_into(c, &entry->root, "root", over, root);
	wrap_into(c, &entry->data, "page data", root, pages.data);
	wrap_into(c, &entry->keys, "page keys", root, pages.keys);
}

void header_settle(struct header *header)
{
	must(header->entries_count > 0);
	header->entries[0] = header->entries[header->entries_count - 1];
	header->entries_count = 1;
}

bool header_root(struct ctx *c, const struct header *header, size_t entry,
		 const unsigned char over[VAULT_KEY_BYTES], unsigned char ret_root[VAULT_KEY_BYTES])
{
	return header->entries[entry].root.there &&
	       unwrap_from(c, &header->entries[entry].root, "root", over, ret_root);
}

bool header_is_root(const struct header *header, size_t entry,
		    const unsigned char root[VAULT_KEY_BYTES])
{
	unsigned char id[ROOT_ID_BYTES];
	root_identify(root, id);
	return memcmp(id, header->entries[entry].root_id, ROOT_ID_BYTES) == 0;
}

bool header_pages(struct ctx *c, const struct header *header, size_t entry,
		  const unsigned char root[VAULT_KEY_BYTES],
		  unsigned char ret_data[VAULT_KEY_BYTES], unsigned char ret_keys[VAULT_KEY_BYTES])
{
	return header_is_root(header, entry, root) &&
	       unwrap_from(c, &header->entries[entry].data, "page data", root, ret_data) &&
	       unwrap_from(c, &header->entries[entry].keys, "page keys", root, ret_keys);
}

/* ---- In the key store */
static err load_from(struct ctx *c, struct db *db, struct slice *ret_text)
{
	struct stmt *stmt;
	bool row = false;
	TRY(db_prepare_statement(c, db, STATEMENT_VAULT_HEADER, &stmt));
	const err result = stmt_step(c, stmt, &row);
	if (result == OK) {
		*ret_text = row ? arena_copy(c->arena, stmt_text(stmt, 0)) : S("");
	}
	stmt_finish(stmt);
	return result;
}

err header_load(struct ctx *c, struct store *key_store, struct slice *ret_text)
{
	struct db *db;
	TRY(store_borrow(c, key_store, &db));
	const err result = load_from(c, db, ret_text);
	store_return(key_store, db);
	return result;
}

static err save_as(struct ctx *c, struct db *db, enum statement_id id, struct slice text,
		   int64_t *ret_changes)
{
	struct stmt *stmt;
	TRY(db_prepare_statement(c, db, id, &stmt));
	stmt_bind_blob(stmt, "value", text);
	const err result = stmt_run(c, stmt);
	*ret_changes = result == OK ? stmt_changes(stmt) : 0;
	stmt_finish(stmt);
	return result;
}

static err save_into(struct ctx *c, struct db *db, struct slice text)
{
	int64_t changes = 0;
	TRY(db_begin(c, db, DB_WRITE));
	err result = save_as(c, db, STATEMENT_VAULT_HEADER_SET, text, &changes);
	if (result == OK && changes == 0) {
		result = save_as(c, db, STATEMENT_VAULT_HEADER_ADD, text, &changes);
	}
	if (result != OK) {
		db_rollback(db);
		return result;
	}
	return db_commit(c, db);
}

err header_save(struct ctx *c, struct store *key_store, struct slice text)
{
	struct db *db;
	TRY(store_borrow(c, key_store, &db));
	const err result = save_into(c, db, text);
	store_return(key_store, db);
	return result;
}
