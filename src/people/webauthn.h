/* webauthn.h - is what a browser sent about a passkey true? No store, no session: bytes in, answer
 * out. W3C Web Authentication Level 2, sections 7.1 and 7.2; the cryptography is libfido2's.
 *
 * Thread-safe.
 */
#ifndef SPEAN_PEOPLE_WEBAUTHN_H
#define SPEAN_PEOPLE_WEBAUTHN_H

#include "people/passkey.h"

enum passkey_algorithm { PASSKEY_ES256 = 7, PASSKEY_EDDSA = 8 }; /* COSE numbers without sign */

struct passkey {
	enum passkey_algorithm algorithm;
	uint32_t counter;        /* of signatures; stays 0 where the device has none */
	struct slice public_key; /* 64 bytes (x, y) or 32 */
	struct slice id;         /* of the credential, as the device made it */
};

/* The browser's own account of what was asked: strict JSON with this ceremony ("create", "get") and
 * this origin, not from a frame of another site. False for anything else. */
bool client_data_read(struct ctx *c, struct slice json, const char *ceremony, struct slice origin,
		      struct slice *ret_challenge);
/* A new passkey from its attestation object. No statement ("none") or one signed by the key itself
 * ("packed"); user present and verified; for this site. */
bool passkey_made(struct ctx *c, const struct passkey_site *site, struct slice client_data,
		  struct slice attestation_object, struct passkey *ret_passkey);
/* Has this passkey signed this? User present and verified, for this site, counter gone forward. */
bool passkey_signed(struct ctx *c, const struct passkey_site *site, const struct passkey *passkey,
		    struct slice client_data, struct slice authenticator_data,
		    struct slice signature, uint32_t *ret_counter);

/* As it is kept (sealed), and back. */
struct slice passkey_pack(struct arena *arena, const struct passkey *passkey);
bool passkey_unpack(struct slice bytes, struct passkey *ret_passkey);

#endif
