/* cache.c - keys that were unwrapped a moment ago, so that a list of 25 records does not ask the
 * key store 25 times. Guarded memory of a fixed size; a slot forgets whoever had it before. Ids
 * stand in it only as keyed hashes. */
#include <sodium.h>
#include <string.h>

#include "vault/internal.h"

static struct cached *slot_of(struct keys *keys, enum cache_kind kind,
			      const struct key_label *label, unsigned char ret_tag[TAG_BYTES])
{
	const unsigned char kind_byte = (unsigned char)kind;
	const uint64_t numbers[] = {(uint64_t)label->version, label->organisation.length};
	crypto_generichash_state state;
	uint32_t at;

	(void)crypto_generichash_init(&state, keys->vault->tag_key, VAULT_KEY_BYTES, TAG_BYTES);
	(void)crypto_generichash_update(&state, &kind_byte, 1);
	(void)crypto_generichash_update(&state, (const unsigned char *)numbers, sizeof numbers);
	(void)crypto_generichash_update(&state, (const unsigned char *)label->organisation.at,
					label->organisation.length);
	(void)crypto_generichash_update(&state, (const unsigned char *)label->subject.at,
					label->subject.length);
	(void)crypto_generichash_final(&state, ret_tag, TAG_BYTES);
	memcpy(&at, ret_tag, sizeof at);
	return &keys->vault->cache[at % CACHE_SLOTS];
}

bool cache_get(struct keys *keys, enum cache_kind kind, const struct key_label *label,
	       int64_t *ret_version, unsigned char ret_key[VAULT_KEY_BYTES])
{
	struct vault *vault = keys->vault;
	unsigned char tag[TAG_BYTES];
	bool found = false;
	if (keys->writing) {
		return false;
	}
	const struct cached *slot = slot_of(keys, kind, label, tag);
	must(pthread_mutex_lock(&vault->mutex) == 0);
	if (vault->cache_generation == keys->generation && slot->version != 0 &&
	    memcmp(slot->tag, tag, TAG_BYTES) == 0) {
		*ret_version = slot->version;
		memcpy(ret_key, slot->key, VAULT_KEY_BYTES);
		found = true;
	}
	must(pthread_mutex_unlock(&vault->mutex) == 0);
	return found;
}

void cache_put(struct keys *keys, enum cache_kind kind, const struct key_label *label,
	       int64_t version, const unsigned char key[VAULT_KEY_BYTES])
{
	struct vault *vault = keys->vault;
	unsigned char tag[TAG_BYTES];
	if (keys->writing) {
		return;
	}
	struct cached *slot = slot_of(keys, kind, label, tag);
	must(pthread_mutex_lock(&vault->mutex) == 0);
	if (vault->cache_generation == keys->generation) {
		memcpy(slot->tag, tag, TAG_BYTES);
		slot->version = version;
		memcpy(slot->key, key, VAULT_KEY_BYTES);
	}
	must(pthread_mutex_unlock(&vault->mutex) == 0);
}

void cache_follow(struct vault *vault, int64_t generation)
{
	must(pthread_mutex_lock(&vault->mutex) == 0);
	if (generation > vault->cache_generation) {
		sodium_memzero(vault->cache, sizeof(struct cached) * CACHE_SLOTS);
		vault->cache_generation = generation;
	}
	must(pthread_mutex_unlock(&vault->mutex) == 0);
}
