/* Any bytes as a sealed value, as a header and as a share: never a crash, and never an open value.
 */
#include "fuzz.h"

#include <string.h>

#include "vault/header.h"
#include "vault/shares.h"
#include "vault/vault.h"

struct fuzzed {
	struct vault *vault;
	struct keys *keys;
};

/* Once for all inputs: making a key store takes longer than a thousand of them. */
static struct fuzzed open_vault(void)
{
	struct ctx task = {.arena = arena_create()};
	struct ctx *c = &task;
	static const unsigned char root[VAULT_KEY_BYTES] = {1};
	const struct store_options options = {
		.location = ":memory:", .opening = STORE_CREATE, .schema = STORE_KEYS};
	struct store *store;
	struct fuzzed fuzzed;
	must(store_open(c, &options, &store) == OK);
	must(vault_open(c, store, root, &fuzzed.vault) == OK);
	must(keys_borrow(c, fuzzed.vault, &fuzzed.keys) == OK);
	must(keys_add_organisation(c, fuzzed.keys, S("org")) == OK);
	must(keys_add_subject(c, fuzzed.keys, S("org"), S("person")) == OK);
	arena_destroy(task.arena);
	return fuzzed;
}

static void try_value(struct ctx *c, struct keys *keys, struct slice bytes)
{
	static const enum seal_class classes[] = {SEAL_AB, SEAL_C, SEAL_ORGANISATION, SEAL_SERVER};
	for (size_t i = 0; i < COUNT_OF(classes); i++) {
		const struct seal_place place = {
			.class = classes[i],
			.organisation = S("org"),
			.subject = S("person"),
			.kind = S("client"),
			.record = S("person"),
			.slot = S("values"),
		};
		struct slice plain;
		bool stale;
		must(keys_open(c, keys, &place, bytes, &plain) == ERR_BROKEN);
		(void)!keys_is_stale(c, keys, &place, bytes, &stale);
	}
}

static void try_header(struct ctx *c, struct slice bytes)
{
	struct header header;
	struct header again;
	if (header_read(c, bytes, &header) == OK) {
		const struct slice text = header_write(c->arena, &header);
		must(header_read(c, text, &again) == OK);
		must(slice_equal(text, header_write(c->arena, &again)));
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct fuzzed fuzzed;
	struct ctx c = {.arena = arena_create()};
	const struct slice bytes = {.at = (const char *)data, .length = size};
	unsigned char key[VAULT_KEY_BYTES];
	if (fuzzed.vault == NULL) {
		fuzzed = open_vault();
	}
	try_value(&c, fuzzed.keys, bytes);
	try_header(&c, bytes);
	(void)!shares_join(&c, &bytes, 1, key);
	arena_destroy(c.arena);
	return 0;
}
