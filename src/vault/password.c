#include "vault/password.h"

#include <sodium.h>
#include <string.h>
#include <time.h>

#include "base/random.h"
#include "vault/internal.h"

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SPEAN_CHEAP_PASSWORDS 1
#endif
#elif defined(__SANITIZE_ADDRESS__)
#define SPEAN_CHEAP_PASSWORDS 1
#endif

#if defined(SPEAN_CHEAP_PASSWORDS)
enum { PASSES = 1, MEMORY = 8192, ROOT_PASSES = 1, ROOT_MEMORY = 8192 };
#else
enum { PASSES = 2, MEMORY = 64 << 20, ROOT_PASSES = 3, ROOT_MEMORY = 256 << 20 };
#endif
enum { PASSES_MAX = 16, MEMORY_MIN = 8192, MEMORY_MAX = 1 << 30 };

static struct timespec deadline_of_turn(void)
{
	struct timespec deadline;
	must(clock_gettime(CLOCK_MONOTONIC, &deadline) == 0);
	deadline.tv_sec += PASSWORD_WAIT_MS / 1000;
	return deadline;
}

/* A turn at hashing: two at once, a bounded queue before them, and nobody waits for ever. */
static err turn_take(struct ctx *c, struct vault *vault)
{
	const struct timespec deadline = deadline_of_turn();
	int waited = 0;
	must(pthread_mutex_lock(&vault->turns_mutex) == 0);
	bool taken = vault->turns < PASSWORD_AT_ONCE;
	if (!taken && vault->turns_waiting < PASSWORD_WAITING) {
		vault->turns_waiting++;
		while (vault->turns >= PASSWORD_AT_ONCE && waited == 0) {
			waited = pthread_cond_timedwait(&vault->turn_free, &vault->turns_mutex,
							&deadline);
		}
		vault->turns_waiting--;
		taken = vault->turns < PASSWORD_AT_ONCE;
	}
	vault->turns += taken ? 1 : 0;
	must(pthread_mutex_unlock(&vault->turns_mutex) == 0);
	return taken ? OK : FAIL_PLAIN(c, ERR_LIMIT, "secret.busy");
}

static void turn_give(struct vault *vault)
{
	must(pthread_mutex_lock(&vault->turns_mutex) == 0);
	vault->turns--;
	must(pthread_cond_signal(&vault->turn_free) == 0);
	must(pthread_mutex_unlock(&vault->turns_mutex) == 0);
}

static err check_length(struct ctx *c, struct slice password)
{
	return password.length <= PASSWORD_MAX
		       ? OK
		       : FAIL(c, ERR_LIMIT, "vault.too_long", "max=%d", PASSWORD_MAX);
}

err vault_password_hash(struct ctx *c, struct vault *vault, struct slice password,
			struct slice *ret_hash)
{
	char hash[crypto_pwhash_STRBYTES];
	TRY(check_length(c, password));
	TRY(turn_take(c, vault));
	const int result =
		crypto_pwhash_str_alg(hash, password.at != NULL ? password.at : "", password.length,
				      PASSES, MEMORY, crypto_pwhash_ALG_ARGON2ID13);
	turn_give(vault);
	if (result != 0) {
		return FAIL_PLAIN(c, ERR_LIMIT, "vault.no_memory");
	}
	*ret_hash = arena_copy(c->arena, slice_of(hash));
	return OK;
}

/* The work of a check without anything to check. */
static void pretend(struct slice password)
{
	unsigned char salt[crypto_pwhash_SALTBYTES];
	unsigned char key[VAULT_KEY_BYTES];
	random_bytes(salt, sizeof salt);
	(void)!crypto_pwhash(key, sizeof key, password.at != NULL ? password.at : "",
			     password.length, salt, PASSES, MEMORY, crypto_pwhash_ALG_ARGON2ID13);
	sodium_memzero(key, sizeof key);
}

err vault_password_check(struct ctx *c, struct vault *vault, struct slice hash,
			 struct slice password)
{
	char text[crypto_pwhash_STRBYTES] = "";
	bool right = false;
	TRY(check_length(c, password));
	TRY(turn_take(c, vault));
	if (slice_empty(hash) || hash.length >= sizeof text) {
		pretend(password);
	} else {
		memcpy(text, hash.at, hash.length);
		right = crypto_pwhash_str_verify(text, password.at != NULL ? password.at : "",
						 password.length) == 0;
	}
	turn_give(vault);
	return right ? OK : FAIL_PLAIN(c, ERR_DENIED, "secret.wrong");
}

bool password_is_stale(struct slice hash)
{
	char text[crypto_pwhash_STRBYTES] = "";
	if (hash.length >= sizeof text) {
		return true;
	}
	if (hash.length > 0) {
		memcpy(text, hash.at, hash.length);
	}
	return crypto_pwhash_str_needs_rehash(text, PASSES, MEMORY) != 0;
}

struct passphrase_cost passphrase_cost_now(void)
{
	return (struct passphrase_cost){.passes = ROOT_PASSES, .memory = ROOT_MEMORY};
}

err passphrase_key(struct ctx *c, struct slice passphrase,
		   const unsigned char salt[PASSPHRASE_SALT_BYTES], struct passphrase_cost cost,
		   unsigned char ret_key[VAULT_KEY_BYTES])
{
	_Static_assert(PASSPHRASE_SALT_BYTES == crypto_pwhash_SALTBYTES, "libsodium's salt");
	if (cost.passes < 1 || cost.passes > PASSES_MAX || cost.memory < MEMORY_MIN ||
	    cost.memory > MEMORY_MAX) {
		return FAIL_PLAIN(c, ERR_INVALID, "vault.cost");
	}
	TRY(check_length(c, passphrase));
	if (crypto_pwhash(ret_key, VAULT_KEY_BYTES, passphrase.at != NULL ? passphrase.at : "",
			  passphrase.length, salt, cost.passes, (size_t)cost.memory,
			  crypto_pwhash_ALG_ARGON2ID13) != 0) {
		return FAIL_PLAIN(c, ERR_LIMIT, "vault.no_memory");
	}
	return OK;
}
