#include "vault/backup.h"

#include <sodium.h>
#include <string.h>

#include "vault/internal.h"
#include "vault/stream.h"

static const char DATA_LABEL[] = "SPEAN-BACKUP-D1\n";
static const char KEYS_LABEL[] = "SPEAN-BACKUP-K1\n";
static const char HEADER_LABEL[] = "SPEAN-HEADER-K1\n";

_Static_assert(sizeof DATA_LABEL == STREAM_LABEL_BYTES + 1, "the size of a label");
_Static_assert((int)STREAM_KEY_BYTES == (int)VAULT_MAC_BYTES, "a keyed hash is a key");

static err write_stream(struct ctx *c, struct store *store,
			const unsigned char key[STREAM_KEY_BYTES], const char *label,
			struct slice made, struct sink sink, struct dump_report *ret_report)
{
	struct stream *stream;
	TRY(stream_begin(c, sink, key, label, &stream));
	TRY(store_dump(c, store, made, stream_sink(stream), ret_report));
	return stream_finish(c, stream);
}

err backup_data(struct ctx *c, struct keys *keys, struct store *data, struct slice made,
		struct sink sink, struct dump_report *ret_report)
{
	unsigned char key[STREAM_KEY_BYTES];
	keys_mac(keys, "backup", S("data"), key);
	const err result = write_stream(c, data, key, DATA_LABEL, made, sink, ret_report);
	sodium_memzero(key, sizeof key);
	return result;
}

static err write_header(struct ctx *c, struct slice header, struct sink sink)
{
	char length[4];
	must(header.length <= BACKUP_HEADER_MAX);
	for (size_t i = 0; i < sizeof length; i++) {
		length[i] = (char)(header.length >> 8 * i & 0xff);
	}
	TRY(sink.write(c, sink.self,
		       (struct slice){.at = HEADER_LABEL, .length = STREAM_LABEL_BYTES}));
	TRY(sink.write(c, sink.self, (struct slice){.at = length, .length = sizeof length}));
	return sink.write(c, sink.self, header);
}

/* Another process may have changed the root key: the copy goes under the one that opens it. */
static err follow_newest_root(struct ctx *c, struct keys *keys)
{
	struct vault *vault = keys->vault;
	struct vault_state state;
	TRY(keys_db(c, keys));
	TRY(read_state(c, keys->db, &state));
	(void)pthread_rwlock_rdlock(&vault->root_lock);
	const bool is_newest =
		slice_equal(state.root_id, (struct slice){.at = (const char *)vault->root_id,
							  .length = ROOT_ID_BYTES});
	memcpy(keys->tried, vault->root_id, ROOT_ID_BYTES);
	(void)pthread_rwlock_unlock(&vault->root_lock);
	return is_newest ? OK : follow_root(c, keys);
}

err backup_keys(struct ctx *c, struct keys *keys, struct slice header, struct slice made,
		struct sink sink, struct dump_report *ret_report)
{
	struct vault *vault = keys->vault;
	unsigned char key[STREAM_KEY_BYTES];
	TRY(follow_newest_root(c, keys));
	(void)pthread_rwlock_rdlock(&vault->root_lock);
	stream_key(vault->root, "backup", key);
	(void)pthread_rwlock_unlock(&vault->root_lock);
	err result = write_header(c, header, sink);
	if (result == OK) {
		result = write_stream(c, vault->store, key, KEYS_LABEL, made, sink, ret_report);
	}
	sodium_memzero(key, sizeof key);
	return result;
}

err backup_restore_data(struct ctx *c, struct keys *keys, const struct store_options *options,
			struct source source, struct dump_report *ret_report,
			struct store **ret_data)
{
	unsigned char key[STREAM_KEY_BYTES];
	struct source plain;
	keys_mac(keys, "backup", S("data"), key);
	const err result = stream_open(c, source, key, DATA_LABEL, &plain);
	sodium_memzero(key, sizeof key);
	TRY(result);
	return store_load(c, options, plain, ret_report, ret_data);
}

static err read_exactly(struct ctx *c, struct source source, char *into, size_t length)
{
	size_t got = 1;
	for (size_t at = 0; at < length && got > 0; at += got) {
		TRY(source.read(c, source.self, into + at, length - at, &got));
	}
	return got > 0 ? OK : FAIL_PLAIN(c, ERR_BROKEN, "stream.not_authentic");
}

err backup_keys_header(struct ctx *c, struct source source, struct slice *ret_header)
{
	char label[STREAM_LABEL_BYTES] = {0};
	unsigned char length[4];
	const err result = read_exactly(c, source, label, sizeof label);
	if (result != OK || memcmp(label, HEADER_LABEL, sizeof label) != 0) {
		return result != OK && slice_is(slice_of(c->fail.key), "file.read")
			       ? result
			       : FAIL_PLAIN(c, ERR_BROKEN, "stream.other_label");
	}
	TRY(read_exactly(c, source, (char *)length, sizeof length));
	const size_t size = length[0] | (size_t)length[1] << 8 | (size_t)length[2] << 16 |
			    (size_t)length[3] << 24;
	if (size > BACKUP_HEADER_MAX) {
		return FAIL_PLAIN(c, ERR_BROKEN, "stream.not_authentic");
	}
	char *header = arena_alloc(c->arena, size + 1);
	TRY(read_exactly(c, source, header, size));
	*ret_header = (struct slice){.at = header, .length = size};
	return OK;
}

err backup_restore_keys(struct ctx *c, const unsigned char root[VAULT_KEY_BYTES],
			const struct store_options *options, struct source source,
			struct dump_report *ret_report, struct store **ret_keys)
{
	unsigned char key[STREAM_KEY_BYTES];
	struct source plain;
	stream_key(root, "backup", key);
	const err result = stream_open(c, source, key, KEYS_LABEL, &plain);
	sodium_memzero(key, sizeof key);
	TRY(result);
	return store_load(c, options, plain, ret_report, ret_keys);
}
