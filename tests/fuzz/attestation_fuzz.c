/* Any bytes as an attestation object and as a kept passkey. What was read lies inside the bytes. */
#include "fuzz.h"

#include "people/cbor.h"
#include "people/webauthn.h"

static void check_inside(struct slice whole, struct slice part)
{
	must(part.at >= whole.at && part.at + part.length <= whole.at + whole.length);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct passkey_site SITE = {{"example.org", 11}, {"https://example.org", 19}};
	struct ctx c = {.arena = arena_create()};
	const struct slice bytes =
		size > 0 ? (struct slice){.at = (const char *)data, .length = size} : S("");
	struct attestation attestation;
	struct passkey passkey;

	if (attestation_read(bytes, &attestation)) {
		check_inside(bytes, attestation.format);
		check_inside(bytes, attestation.statement);
		check_inside(bytes, attestation.data);
		must(attestation.statement.length > 0);
	}
	if (passkey_made(&c, &SITE, S("{}"), bytes, &passkey)) {
		struct passkey again;
		must(passkey_unpack(passkey_pack(c.arena, &passkey), &again));
		must(slice_equal(again.id, passkey.id));
	}
	if (passkey_unpack(bytes, &passkey)) {
		must(slice_equal(passkey_pack(c.arena, &passkey), bytes));
	}
	arena_destroy(c.arena);
	return 0;
}
