/* What a browser says about a passkey, true and tampered with. */
#include "device.h"

static const struct passkey_site SITE = {{"example.org", 11}, {"https://example.org", 19}};
static const enum passkey_algorithm BOTH[] = {PASSKEY_ES256, PASSKEY_EDDSA};

static struct slice flipped(struct arena *arena, struct slice bytes, size_t at)
{
	const struct slice copy = arena_copy(arena, bytes);
	((char *)(uintptr_t)copy.at)[at] ^= 1;
	return copy;
}

static struct passkey made(struct ctx *c, const struct device *device)
{
	struct passkey passkey;
	const struct slice said = device_client_data(device, "webauthn.create", S("abc"));
	assert_true(passkey_made(c, &SITE, said, device_attestation(device), &passkey));
	return passkey;
}

static void a_new_passkey_of_either_kind_is_taken(void **state)
{
	struct ctx *c = *state;
	for (size_t i = 0; i < COUNT_OF(BOTH); i++) {
		const struct device device = device_create(c->arena, BOTH[i]);
		const struct passkey passkey = made(c, &device);
		assert_int_equal(passkey.algorithm, BOTH[i]);
		assert_int_equal(passkey.counter, 1);
		assert_true(slice_equal(passkey.id, device.id));
	}
}

static void one_that_signs_for_itself_is_taken_and_a_wrong_signature_is_not(void **state)
{
	struct ctx *c = *state;
	for (size_t i = 0; i < COUNT_OF(BOTH); i++) {
		const struct device device = device_create(c->arena, BOTH[i]);
		const struct slice said = device_client_data(&device, "webauthn.create", S("abc"));
		const struct slice other = device_client_data(&device, "webauthn.create", S("abd"));
		const struct slice object = device_packed(&device, said);
		struct passkey passkey;
		assert_true(passkey_made(c, &SITE, said, object, &passkey));
		assert_false(passkey_made(c, &SITE, other, object, &passkey));
	}
}

static void a_new_passkey_of_another_site_or_without_verification_is_refused(void **state)
{
	struct ctx *c = *state;
	struct passkey passkey;
	struct device device = device_create(c->arena, PASSKEY_ES256);
	const struct slice said = device_client_data(&device, "webauthn.create", S("abc"));

	device.site = "example.com";
	assert_false(passkey_made(c, &SITE, said, device_attestation(&device), &passkey));
	device.site = "example.org";
	device.flags = DEVICE_PRESENT;
	assert_false(passkey_made(c, &SITE, said, device_attestation(&device), &passkey));
	device.flags = DEVICE_VERIFIED;
	assert_false(passkey_made(c, &SITE, said, device_attestation(&device), &passkey));
}

static void an_attestation_object_cut_anywhere_is_refused(void **state)
{
	struct ctx *c = *state;
	struct passkey passkey;
	const struct device device = device_create(c->arena, PASSKEY_EDDSA);
	const struct slice said = device_client_data(&device, "webauthn.create", S("abc"));
	const struct slice object = device_attestation(&device);

	for (size_t length = 0; length < object.length; length++) {
		const struct slice cut = arena_copy(c->arena, slice_between(object, 0, length));
		assert_false(passkey_made(c, &SITE, said, cut, &passkey));
	}
}

static void what_the_passkey_signed_holds_and_counts_on(void **state)
{
	struct ctx *c = *state;
	for (size_t i = 0; i < COUNT_OF(BOTH); i++) {
		struct device device = device_create(c->arena, BOTH[i]);
		const struct passkey passkey = made(c, &device);
		uint32_t counter = 0;
		device.counter = 2;
		const struct slice said = device_client_data(&device, "webauthn.get", S("xyz"));
		const struct slice data = device_data(&device);
		const struct slice signature = device_signature(&device, data, said);
		assert_true(passkey_signed(c, &SITE, &passkey, said, data, signature, &counter));
		assert_int_equal(counter, 2);
	}
}

static void anything_changed_in_what_was_signed_is_refused(void **state)
{
	struct ctx *c = *state;
	for (size_t i = 0; i < COUNT_OF(BOTH); i++) {
		struct device device = device_create(c->arena, BOTH[i]);
		const struct passkey passkey = made(c, &device);
		uint32_t counter;
		device.counter = 7;
		const struct slice said = device_client_data(&device, "webauthn.get", S("xyz"));
		const struct slice data = device_data(&device);
		const struct slice signature = device_signature(&device, data, said);
		for (size_t at = 0; at < data.length; at++) {
			assert_false(passkey_signed(c, &SITE, &passkey, said,
						    flipped(c->arena, data, at), signature,
						    &counter));
		}
		for (size_t at = 0; at < said.length; at++) {
			assert_false(passkey_signed(c, &SITE, &passkey, flipped(c->arena, said, at),
						    data, signature, &counter));
		}
		for (size_t at = 0; at < signature.length; at++) {
			assert_false(passkey_signed(c, &SITE, &passkey, said, data,
						    flipped(c->arena, signature, at), &counter));
		}
	}
}

static void a_counter_that_stands_still_or_goes_back_is_refused(void **state)
{
	static const struct {
		uint32_t before;
		uint32_t now;
		bool holds;
	} cases[] = {{5, 6, true},
		     {5, 5, false},
		     {5, 4, false},
		     {5, 0, false},
		     {0, 0, true},
		     {0, 1, true},
		     {0xFFFFFFFE, 0xFFFFFFFF, true}};
	struct ctx *c = *state;
	struct device device = device_create(c->arena, PASSKEY_EDDSA);
	struct passkey passkey = made(c, &device);

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		uint32_t counter;
		passkey.counter = cases[i].before;
		device.counter = cases[i].now;
		const struct slice said = device_client_data(&device, "webauthn.get", S("xyz"));
		const struct slice data = device_data(&device);
		assert_int_equal(passkey_signed(c, &SITE, &passkey, said, data,
						device_signature(&device, data, said), &counter),
				 cases[i].holds);
	}
}

static void a_passkey_of_somebody_else_does_not_sign_for_this_one(void **state)
{
	struct ctx *c = *state;
	const struct device device = device_create(c->arena, PASSKEY_ES256);
	struct device other = device_create(c->arena, PASSKEY_ES256);
	const struct passkey passkey = made(c, &device);
	uint32_t counter;

	other.counter = 9;
	const struct slice said = device_client_data(&other, "webauthn.get", S("xyz"));
	const struct slice data = device_data(&other);
	assert_false(passkey_signed(c, &SITE, &passkey, said, data,
				    device_signature(&other, data, said), &counter));
}

static void only_the_browsers_own_words_are_read_as_client_data(void **state)
{
	static const struct {
		const char *json;
		bool holds;
	} cases[] = {
		{"{\"type\":\"webauthn.get\",\"challenge\":\"abc\",\"origin\":\"https://"
		 "example.org\"}",
		 true},
		{"{\"type\":\"webauthn.get\",\"challenge\":\"abc\",\"origin\":\"https://"
		 "example.org\",\"crossOrigin\":false,\"new\":[1]}",
		 true},
		{"{\"type\":\"webauthn.get\",\"challenge\":\"abc\",\"origin\":\"https://"
		 "example.org\",\"crossOrigin\":true}",
		 false},
		{"{\"type\":\"webauthn.create\",\"challenge\":\"abc\",\"origin\":\"https://"
		 "example.org\"}",
		 false},
		{"{\"type\":\"webauthn.get\",\"challenge\":\"abc\",\"origin\":\"https://"
		 "example.org.evil.net\"}",
		 false},
		{"{\"type\":\"webauthn.get\",\"challenge\":\"abc\",\"origin\":\"http://"
		 "example.org\"}",
		 false},
		{"{\"type\":\"webauthn.get\",\"challenge\":\"\",\"origin\":\"https://"
		 "example.org\"}",
		 false},
		{"{\"type\":\"webauthn.get\",\"origin\":\"https://example.org\"}", false},
		{"{\"type\":\"webauthn.get\",\"type\":\"webauthn.get\",\"challenge\":\"abc\","
		 "\"origin\":\"https://example.org\"}",
		 false},
		{"{\"type\":\"webauthn.get\",\"challenge\":\"abc\",\"origin\":\"https://"
		 "example.org\"} x",
		 false},
		{"[]", false},
		{"", false},
	};
	struct ctx *c = *state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct slice challenge = S("");
		assert_int_equal(client_data_read(c, slice_of(cases[i].json), "get", SITE.origin,
						  &challenge),
				 cases[i].holds);
		assert_slice(challenge, cases[i].holds ? "abc" : "");
	}
}

static void a_passkey_is_kept_as_it_is_and_cut_bytes_are_none(void **state)
{
	struct ctx *c = *state;
	const struct device device = device_create(c->arena, PASSKEY_ES256);
	struct passkey passkey = made(c, &device);
	struct passkey again;

	passkey.counter = 0x01020304;
	const struct slice packed = passkey_pack(c->arena, &passkey);
	assert_true(passkey_unpack(packed, &again));
	assert_int_equal(again.algorithm, PASSKEY_ES256);
	assert_int_equal(again.counter, 0x01020304);
	assert_true(slice_equal(again.public_key, passkey.public_key));
	assert_true(slice_equal(again.id, passkey.id));
	assert_false(passkey_unpack(slice_between(packed, 0, 6 + 64), &again));
	assert_false(passkey_unpack(slice_between(packed, 0, 3), &again));
	assert_false(passkey_unpack(S("\x09 0000 00000000"), &again));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		task_test(a_new_passkey_of_either_kind_is_taken),
		task_test(one_that_signs_for_itself_is_taken_and_a_wrong_signature_is_not),
		task_test(a_new_passkey_of_another_site_or_without_verification_is_refused),
		task_test(an_attestation_object_cut_anywhere_is_refused),
		task_test(what_the_passkey_signed_holds_and_counts_on),
		task_test(anything_changed_in_what_was_signed_is_refused),
		task_test(a_counter_that_stands_still_or_goes_back_is_refused),
		task_test(a_passkey_of_somebody_else_does_not_sign_for_this_one),
		task_test(only_the_browsers_own_words_are_read_as_client_data),
		task_test(a_passkey_is_kept_as_it_is_and_cut_bytes_are_none),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
