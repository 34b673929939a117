#include "people/webauthn.h"

#include <string.h>

#include <fido.h>
#include <fido/eddsa.h>
#include <fido/es256.h>
#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>

#include "base/json.h"
#include "people/cbor.h"

/* Authenticator data: hash of the site, flags, counter (WebAuthn, section 6.1). */
enum { SITE_BYTES = 32, FLAGS_AT = 32, COUNTER_AT = 33, DATA_BYTES_MIN = 37 };
enum { FLAG_PRESENT = 0x01, FLAG_VERIFIED = 0x04, FLAG_CREDENTIAL = 0x40 };
enum {
	ES256_BYTES = 64,
	EDDSA_BYTES = 32,
	CLIENT_DATA_MAX = 4096,
	OBJECT_MAX = 16384,
	ID_MAX = 1023
};

static const unsigned char *bytes_of(struct slice text)
{
	return (const unsigned char *)text.at;
}

/* ---- Client data */

static struct slice text_of(const struct json_value *object, const char *name)
{
	const struct json_value *value = json_get(object, name);
	return value != NULL && value->kind == JSON_TEXT ? value->text : S("");
}

bool client_data_read(struct ctx *c, struct slice json, const char *ceremony, struct slice origin,
		      struct slice *ret_challenge)
{
	const struct slice start = S("webauthn.");
	const struct json_value *object;

	if (json.length > CLIENT_DATA_MAX || json_parse(c, json, &object) != OK ||
	    object->kind != JSON_OBJECT || slice_empty(origin)) {
		return false;
	}
	const struct json_value *crossed = json_get(object, "crossOrigin");
	const struct slice type = text_of(object, "type");
	if (!slice_starts(type, start) ||
	    !slice_is(slice_between(type, start.length, type.length), ceremony) ||
	    !slice_equal(text_of(object, "origin"), origin) ||
	    (crossed != NULL && crossed->kind != JSON_FALSE) ||
	    slice_empty(text_of(object, "challenge"))) {
		return false;
	}
	*ret_challenge = text_of(object, "challenge");
	return true;
}

/* ---- Making */

static bool is_for_site(const struct passkey_site *site, struct slice data, unsigned flags)
{
	unsigned char digest[SITE_BYTES];

	if (data.length < DATA_BYTES_MIN ||
	    gnutls_hash_fast(GNUTLS_DIG_SHA256, site->id.at, site->id.length, digest) != 0) {
		return false;
	}
	return memcmp(digest, data.at, sizeof digest) == 0 &&
	       ((unsigned char)data.at[FLAGS_AT] & flags) == flags;
}

static void free_cred(void *argument)
{
	fido_cred_t *cred = argument;
	fido_cred_free(&cred);
}

static int cose_of(enum passkey_algorithm algorithm)
{
	return -(int)algorithm;
}

/* libfido2 wants to know the algorithm before it reads the key: NULL when it is another one. */
static fido_cred_t *read_cred(struct ctx *c, const struct attestation *attestation,
			      enum passkey_algorithm algorithm)
{
	fido_cred_t *cred = fido_cred_new();

	must(cred != NULL);
	arena_defer(c->arena, free_cred, cred);
	return fido_cred_set_type(cred, cose_of(algorithm)) == FIDO_OK &&
			       fido_cred_set_authdata_raw(cred, bytes_of(attestation->data),
							  attestation->data.length) == FIDO_OK
		       ? cred
		       : NULL;
}

static bool statement_holds(struct ctx *c, fido_cred_t *cred, const struct passkey_site *site,
			    struct slice client_data, const struct attestation *attestation)
{
	if (slice_is(attestation->format, "none")) {
		return attestation->statement.length == 1; /* the empty map */
	}
	return slice_is(attestation->format, "packed") &&
	       fido_cred_set_rp(cred, arena_cstr(c->arena, site->id), NULL) == FIDO_OK &&
	       fido_cred_set_clientdata(cred, bytes_of(client_data), client_data.length) ==
		       FIDO_OK &&
	       fido_cred_set_fmt(cred, "packed") == FIDO_OK &&
	       fido_cred_set_attstmt(cred, bytes_of(attestation->statement),
				     attestation->statement.length) == FIDO_OK &&
	       fido_cred_verify_self(cred) == FIDO_OK;
}

static bool take_cred(struct ctx *c, const fido_cred_t *cred, enum passkey_algorithm algorithm,
		      struct passkey *ret_passkey)
{
	const struct slice key = {(const char *)fido_cred_pubkey_ptr(cred),
				  fido_cred_pubkey_len(cred)};
	const struct slice id = {(const char *)fido_cred_id_ptr(cred), fido_cred_id_len(cred)};

	if (key.length != (algorithm == PASSKEY_ES256 ? ES256_BYTES : EDDSA_BYTES) ||
	    slice_empty(id) || id.length > ID_MAX) {
		return false;
	}
	*ret_passkey = (struct passkey){
		.algorithm = algorithm,
		.counter = fido_cred_sigcount(cred),
		.public_key = arena_copy(c->arena, key),
		.id = arena_copy(c->arena, id),
	};
	return true;
}

bool passkey_made(struct ctx *c, const struct passkey_site *site, struct slice client_data,
		  struct slice attestation_object, struct passkey *ret_passkey)
{
	static const enum passkey_algorithm ALGORITHMS[] = {PASSKEY_ES256, PASSKEY_EDDSA};
	struct attestation attestation;

	fido_init(0);
	if (attestation_object.length > OBJECT_MAX ||
	    !attestation_read(attestation_object, &attestation) ||
	    !is_for_site(site, attestation.data, FLAG_PRESENT | FLAG_VERIFIED | FLAG_CREDENTIAL)) {
		return false;
	}
	for (size_t i = 0; i < COUNT_OF(ALGORITHMS); i++) {
		fido_cred_t *cred = read_cred(c, &attestation, ALGORITHMS[i]);
		if (cred != NULL) {
			return statement_holds(c, cred, site, client_data, &attestation) &&
			       take_cred(c, cred, ALGORITHMS[i], ret_passkey);
		}
	}
	return false;
}

/* ---- Signing */

static bool verify(const fido_assert_t *assertion, const struct passkey *passkey)
{
	bool holds = false;

	if (passkey->algorithm == PASSKEY_ES256) {
		es256_pk_t *key = es256_pk_new();
		holds = key != NULL &&
			es256_pk_from_ptr(key, passkey->public_key.at,
					  passkey->public_key.length) == FIDO_OK &&
			fido_assert_verify(assertion, 0, COSE_ES256, key) == FIDO_OK;
		es256_pk_free(&key);
	} else {
		eddsa_pk_t *key = eddsa_pk_new();
		holds = key != NULL &&
			eddsa_pk_from_ptr(key, passkey->public_key.at,
					  passkey->public_key.length) == FIDO_OK &&
			fido_assert_verify(assertion, 0, COSE_EDDSA, key) == FIDO_OK;
		eddsa_pk_free(&key);
	}
	return holds;
}

static void free_assert(void *argument)
{
	fido_assert_t *assertion = argument;
	fido_assert_free(&assertion);
}

static bool fill(struct ctx *c, fido_assert_t *assertion, const struct passkey_site *site,
		 struct slice client_data, struct slice data, struct slice signature)
{
	return fido_assert_set_rp(assertion, arena_cstr(c->arena, site->id)) == FIDO_OK &&
	       fido_assert_set_clientdata(assertion, bytes_of(client_data), client_data.length) ==
		       FIDO_OK &&
	       fido_assert_set_count(assertion, 1) == FIDO_OK &&
	       fido_assert_set_authdata_raw(assertion, 0, bytes_of(data), data.length) == FIDO_OK &&
	       fido_assert_set_sig(assertion, 0, bytes_of(signature), signature.length) ==
		       FIDO_OK &&
	       fido_assert_set_up(assertion, FIDO_OPT_TRUE) == FIDO_OK &&
	       fido_assert_set_uv(assertion, FIDO_OPT_TRUE) == FIDO_OK;
}

bool passkey_signed(struct ctx *c, const struct passkey_site *site, const struct passkey *passkey,
		    struct slice client_data, struct slice authenticator_data,
		    struct slice signature, uint32_t *ret_counter)
{
	if (authenticator_data.length > OBJECT_MAX || signature.length > OBJECT_MAX ||
	    !is_for_site(site, authenticator_data, FLAG_PRESENT | FLAG_VERIFIED)) {
		return false;
	}
	fido_init(0);
	fido_assert_t *assertion = fido_assert_new();
	must(assertion != NULL);
	arena_defer(c->arena, free_assert, assertion);
	if (!fill(c, assertion, site, client_data, authenticator_data, signature) ||
	    !verify(assertion, passkey)) {
		return false;
	}
	/* A copy of the device would count from where it was copied. */
	const uint32_t counter = fido_assert_sigcount(assertion, 0);
	if ((counter != 0 || passkey->counter != 0) && counter <= passkey->counter) {
		return false;
	}
	*ret_counter = counter;
	return true;
}

/* ---- Keeping: algorithm, counter, length of the key, key, id. */
enum { PACKED_KEY_AT = 6 };

struct slice passkey_pack(struct arena *arena, const struct passkey *passkey)
{
	const size_t length = PACKED_KEY_AT + passkey->public_key.length + passkey->id.length;
	char *out = arena_alloc(arena, length);

	out[0] = (char)passkey->algorithm;
	for (int i = 0; i < 4; i++) {
		out[1 + i] = (char)(passkey->counter >> (24 - 8 * i) & 0xFF);
	}
	out[5] = (char)passkey->public_key.length;
	memcpy(out + PACKED_KEY_AT, passkey->public_key.at, passkey->public_key.length);
	memcpy(out + PACKED_KEY_AT + passkey->public_key.length, passkey->id.at,
	       passkey->id.length);
	return (struct slice){.at = out, .length = length};
}

bool passkey_unpack(struct slice bytes, struct passkey *ret_passkey)
{
	if (bytes.length < PACKED_KEY_AT) {
		return false;
	}
	const unsigned char *in = bytes_of(bytes);
	const size_t key_length = in[5];
	if ((in[0] != PASSKEY_ES256 && in[0] != PASSKEY_EDDSA) ||
	    bytes.length <= PACKED_KEY_AT + key_length) {
		return false;
	}
	*ret_passkey = (struct passkey){
		.algorithm = (enum passkey_algorithm)in[0],
		.counter = (uint32_t)in[1] << 24 | (uint32_t)in[2] << 16 | (uint32_t)in[3] << 8 |
			   in[4],
		.public_key = slice_between(bytes, PACKED_KEY_AT, PACKED_KEY_AT + key_length),
		.id = slice_between(bytes, PACKED_KEY_AT + key_length, bytes.length),
	};
	return true;
}
