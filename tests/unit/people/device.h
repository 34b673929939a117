/* device.h - a passkey device for tests: an own key, and the bytes that a browser would send. */
#ifndef SPEAN_TESTS_PEOPLE_DEVICE_H
#define SPEAN_TESTS_PEOPLE_DEVICE_H

#include "../../testing.h"

#include <gnutls/abstract.h>
#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>

#include "base/base64.h"
#include "base/buf.h"
#include "people/webauthn.h"

enum { DEVICE_PRESENT = 0x01, DEVICE_VERIFIED = 0x04, DEVICE_CREDENTIAL = 0x40 };

struct device {
	struct arena *arena;
	gnutls_privkey_t key;
	enum passkey_algorithm algorithm;
	struct slice id;
	uint32_t counter;
	unsigned flags;
	const char *site;
	const char *origin;
};

static inline void device_end(void *argument)
{
	gnutls_privkey_deinit(argument);
}

static inline struct device device_create(struct arena *arena, enum passkey_algorithm algorithm)
{
	struct device device = {
		.arena = arena,
		.algorithm = algorithm,
		.id = S("a-credential-id-of-the-device-32"),
		.counter = 1,
		.flags = DEVICE_PRESENT | DEVICE_VERIFIED,
		.site = "example.org",
		.origin = "https://example.org",
	};
	must(gnutls_privkey_init(&device.key) == 0);
	arena_defer(arena, device_end, device.key);
	must(gnutls_privkey_generate(
		     device.key,
		     algorithm == PASSKEY_ES256 ? GNUTLS_PK_ECDSA : GNUTLS_PK_EDDSA_ED25519,
		     algorithm == PASSKEY_ES256 ? GNUTLS_CURVE_TO_BITS(GNUTLS_ECC_CURVE_SECP256R1)
						: 0,
		     0) == 0);
	return device;
}

static inline struct slice device_sign(const struct device *device, struct slice bytes)
{
	const gnutls_datum_t data = {(unsigned char *)(uintptr_t)bytes.at, (unsigned)bytes.length};
	gnutls_datum_t signature;
	must(gnutls_privkey_sign_data2(device->key,
				       device->algorithm == PASSKEY_ES256
					       ? GNUTLS_SIGN_ECDSA_SHA256
					       : GNUTLS_SIGN_EDDSA_ED25519,
				       0, &data, &signature) == 0);
	const struct slice copy = arena_copy(
		device->arena, (struct slice){(const char *)signature.data, signature.size});
	gnutls_free(signature.data);
	return copy;
}

/* A coordinate without the sign byte that GnuTLS may put before it, as 32 bytes. */
static inline void device_add_32(struct buf *out, const gnutls_datum_t *number)
{
	const unsigned over = number->size > 32 ? number->size - 32 : 0;
	for (unsigned i = number->size; i < 32; i++) {
		buf_add_byte(out, 0);
	}
	buf_add(out, (struct slice){(const char *)number->data + over, number->size - over});
}

/* The public key as COSE (RFC 9053). */
static inline void device_add_key(const struct device *device, struct buf *out)
{
	gnutls_pubkey_t key;
	gnutls_datum_t x;
	gnutls_datum_t y = {NULL, 0};
	must(gnutls_pubkey_init(&key) == 0);
	must(gnutls_pubkey_import_privkey(key, device->key, 0, 0) == 0);
	must(gnutls_pubkey_export_ecc_raw(key, NULL, &x, &y) == 0);
	if (device->algorithm == PASSKEY_ES256) {
		buf_add(out, (struct slice){"\xA5\x01\x02\x03\x26\x20\x01\x21\x58\x20", 10});
		device_add_32(out, &x);
		buf_add(out, (struct slice){"\x22\x58\x20", 3});
		device_add_32(out, &y);
	} else {
		buf_add(out, (struct slice){"\xA4\x01\x01\x03\x27\x20\x06\x21\x58\x20", 10});
		device_add_32(out, &x);
	}
	gnutls_free(x.data);
	gnutls_free(y.data);
	gnutls_pubkey_deinit(key);
}

static inline struct buf *device_start_data(const struct device *device, unsigned more_flags)
{
	unsigned char digest[32];
	struct buf *out = buf_create(device->arena, 4096);
	must(gnutls_hash_fast(GNUTLS_DIG_SHA256, device->site, strlen(device->site), digest) == 0);
	buf_add(out, (struct slice){(const char *)digest, sizeof digest});
	buf_add_byte(out, (char)(device->flags | more_flags));
	for (int shift = 24; shift >= 0; shift -= 8) {
		buf_add_byte(out, (char)(device->counter >> shift & 0xFF));
	}
	return out;
}

static inline struct slice device_client_data(const struct device *device, const char *type,
					      struct slice challenge)
{
	return arena_format(
		device->arena,
		"{\"type\":\"%s\",\"challenge\":\"%.*s\",\"origin\":\"%s\",\"crossOrigin\":false}",
		type, SLICE_PRINT(challenge), device->origin);
}

static inline struct slice device_new_data(const struct device *device)
{
	struct buf *out = device_start_data(device, DEVICE_CREDENTIAL);
	for (int i = 0; i < 16; i++) {
		buf_add_byte(out, 0);
	}
	buf_add_byte(out, (char)(device->id.length >> 8));
	buf_add_byte(out, (char)device->id.length);
	buf_add(out, device->id);
	device_add_key(device, out);
	return buf_slice(out);
}

static inline struct slice device_attestation(const struct device *device)
{
	const struct slice data = device_new_data(device);
	struct buf *out = buf_create(device->arena, 4096);
	buf_add(out, (struct slice){"\xA3\x63"
				    "fmt\x64"
				    "none\x67"
				    "attStmt\xA0\x68"
				    "authData\x59",
				    29});
	buf_add_byte(out, (char)(data.length >> 8));
	buf_add_byte(out, (char)data.length);
	if (data.length < 256) {
		/* the shortest form */
		buf_cut(out, buf_length(out) - 3);
		buf_add_byte(out, 0x58);
		buf_add_byte(out, (char)data.length);
	}
	buf_add(out, data);
	return buf_slice(out);
}

/* Signed by the key itself. */
static inline struct slice device_packed(const struct device *device, struct slice client_data)
{
	unsigned char digest[32];
	const struct slice data = device_new_data(device);
	struct buf *to_sign = buf_create(device->arena, 4096);
	struct buf *out = buf_create(device->arena, 4096);
	must(gnutls_hash_fast(GNUTLS_DIG_SHA256, client_data.at, client_data.length, digest) == 0);
	buf_add(to_sign, data);
	buf_add(to_sign, (struct slice){(const char *)digest, sizeof digest});
	const struct slice signature = device_sign(device, buf_slice(to_sign));
	buf_add(out, (struct slice){"\xA3\x63"
				    "fmt\x66"
				    "packed\x67"
				    "attStmt\xA2\x63"
				    "alg",
				    25});
	buf_add_byte(out, (char)(0x20 + (int)device->algorithm - 1));
	buf_add(out, (struct slice){"\x63sig\x58", 5});
	buf_add_byte(out, (char)signature.length);
	buf_add(out, signature);
	buf_add(out, (struct slice){"\x68"
				    "authData\x58",
				    10});
	buf_add_byte(out, (char)data.length);
	buf_add(out, data);
	return buf_slice(out);
}

static inline struct slice device_data(const struct device *device)
{
	return buf_slice(device_start_data(device, 0));
}

static inline struct slice device_signature(const struct device *device, struct slice data,
					    struct slice client_data)
{
	unsigned char digest[32];
	struct buf *to_sign = buf_create(device->arena, 4096);
	must(gnutls_hash_fast(GNUTLS_DIG_SHA256, client_data.at, client_data.length, digest) == 0);
	buf_add(to_sign, data);
	buf_add(to_sign, (struct slice){(const char *)digest, sizeof digest});
	return device_sign(device, buf_slice(to_sign));
}

#endif
