/* cbor.h - the few pieces of CBOR (RFC 8949) that an attestation object is made of, by hand; what
 * is inside authenticator data is libfido2's to read.
 *
 * Only definite lengths in their shortest form, no tags, no floats, depth at most 8: what CTAP2
 * calls canonical. Nothing is copied and nothing allocated. Pure functions.
 */
#ifndef SPEAN_PEOPLE_CBOR_H
#define SPEAN_PEOPLE_CBOR_H

#include "base/slice.h"

/* WebAuthn, section 6.5: {"fmt": text, "attStmt": map, "authData": bytes}, each once, nothing
 * else. */
struct attestation {
	struct slice format;
	struct slice statement; /* the map as CBOR */
	struct slice data;      /* authenticator data, raw */
};
/* False, and *ret_attestation untouched, for anything else. */
bool attestation_read(struct slice cbor, struct attestation *ret_attestation);

#endif
