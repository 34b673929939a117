/* passkey.h - WebAuthn (W3C Web Authentication Level 2) with libfido2's verification.
 *
 * The server's part only: what to ask the browser, and whether its answer holds. ES256 and EdDSA,
 * user verification required, no attestation asked. Challenges are 32 random bytes, kept with the
 * session (or the half session), used once, valid five minutes.
 */
#ifndef SPEAN_PEOPLE_PASSKEY_H
#define SPEAN_PEOPLE_PASSKEY_H

#include "people/people.h"

/* Whose site: "example.org" and "https://example.org". From the address that the server is told to
 * have (`spean serve --origin`), never from a request's header. */
struct passkey_site {
	struct slice id;
	struct slice origin;
};
/* JSON for navigator.credentials.create / get; challenge kept under `session` (a session token, or
 * a random one in a cookie before signing in). */
MUST_USE err passkey_register_start(struct ctx *c, struct door *door,
				    const struct passkey_site *site, struct slice session,
				    int64_t now_ms, struct slice *ret_options);
/* `answer`: JSON {id, clientDataJSON, attestationObject} in base64url. ERR_DENIED passkey.refused
 * (any wrong part: one sentence). */
MUST_USE err passkey_register(struct ctx *c, struct door *door, const struct passkey_site *site,
			      struct slice session, struct slice answer, struct slice label,
			      int64_t now_ms);
MUST_USE err passkey_sign_in_start(struct ctx *c, struct door *door,
				   const struct passkey_site *site, struct slice session,
				   int64_t now_ms, struct slice *ret_options);
/* `answer`: JSON {id, clientDataJSON, authenticatorData, signature, userHandle}. Counters that go
 * back are refused. */
MUST_USE err passkey_sign_in(struct ctx *c, struct door *door, const struct passkey_site *site,
			     struct slice session, struct slice answer, int64_t now_ms,
			     struct slice *ret_account);

#endif
