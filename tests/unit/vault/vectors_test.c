/* The library computes what the standards print: RFC 8032 (Ed25519), draft-irtf-cfrg-xchacha-03,
 * RFC 7693 and the BLAKE2 authors' keyed vectors. What the vault builds on them is in vault_test.c.
 */
#include "../../testing.h"

#include <sodium.h>
#include <string.h>

#include "vault/vault.h"

static size_t bytes_of(const char *hex, unsigned char *bytes, size_t room)
{
	size_t length = 0;
	assert_int_equal(sodium_hex2bin(bytes, room, hex, strlen(hex), NULL, &length, NULL), 0);
	assert_int_equal(length * 2, strlen(hex));
	return length;
}

static void signatures_of_rfc_8032_hold(void **state)
{
	static const struct {
		const char *public_key;
		const char *message;
		const char *signature;
	} rows[] = {
		{"d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
		 "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc"
		 "61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"},
		{"3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
		 "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e4"
		 "58f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"},
		{"fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
		 "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290a"
		 "e67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"},
	};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		unsigned char public_key[VAULT_KEY_BYTES];
		unsigned char message[8];
		unsigned char signature[VAULT_SIGN_BYTES];
		(void)bytes_of(rows[i].public_key, public_key, sizeof public_key);
		(void)bytes_of(rows[i].signature, signature, sizeof signature);
		const struct slice text = {
			.at = (const char *)message,
			.length = bytes_of(rows[i].message, message, sizeof message),
		};
		assert_true(vault_signature_holds(public_key, text, signature));
		signature[0] ^= 1;
		assert_false(vault_signature_holds(public_key, text, signature));
	}
}

static void xchacha20_poly1305_is_the_draft_s(void **state)
{
	static const char plain[] =
		"Ladies and Gentlemen of the class of '99: If I could offer you "
		"only one tip for the future, sunscreen would be it.";
	static const char expected[] =
		"bd6d179d3e83d43b9576579493c0e939572a1700252bfaccbed2902c21396cbb731c7f1b0b4aa6440b"
		"f3a82f4eda7e39ae64c6708c54c216cb96b72e1213b4522f8c9ba40db5d945b11b69b982c1bb9e3f3f"
		"ac2bc369488f76b2383565d3fff921f9664c97637da9768812f615c68b13b52e"
		"c0875924c1c7987947deafd8780acf49";
	unsigned char key[32];
	unsigned char nonce[24];
	unsigned char bound[12];
	unsigned char sealed[256];
	unsigned char wanted[256];
	unsigned long long length = 0;
	(void)state;
	for (size_t i = 0; i < sizeof key; i++) {
		key[i] = (unsigned char)(0x80 + i);
	}
	for (size_t i = 0; i < sizeof nonce; i++) {
		nonce[i] = (unsigned char)(0x40 + i);
	}
	(void)bytes_of("50515253c0c1c2c3c4c5c6c7", bound, sizeof bound);
	(void)crypto_aead_xchacha20poly1305_ietf_encrypt(
		sealed, &length, (const unsigned char *)plain, strlen(plain), bound, sizeof bound,
		NULL, nonce, key);
	assert_int_equal(length, bytes_of(expected, wanted, sizeof wanted));
	assert_memory_equal(sealed, wanted, length);
}

static void blake2b_is_that_of_its_authors(void **state)
{
	unsigned char key[64];
	unsigned char hash[64];
	unsigned char wanted[64];
	(void)state;
	for (size_t i = 0; i < sizeof key; i++) {
		key[i] = (unsigned char)i;
	}
	(void)bytes_of("10ebb67700b1868efb4417987acf4690ae9d972fb7a590c2f02871799aaa4786b5e996e8f0f"
		       "4eb981fc214b005f42d2ff4233499391653df7aefcbc13fc51568",
		       wanted, sizeof wanted);
	assert_int_equal(crypto_generichash(hash, sizeof hash, NULL, 0, key, sizeof key), 0);
	assert_memory_equal(hash, wanted, sizeof hash);
	(void)bytes_of("ba80a53f981c4d0d6a2797b69f12f6e94c212f14685ac4b74b12bb6fdbffa2d17d87c5392aa"
		       "b792dc252d5de4533cc9518d38aa8dbf1925ab92386edd4009923",
		       wanted, sizeof wanted);
	assert_int_equal(
		crypto_generichash(hash, sizeof hash, (const unsigned char *)"abc", 3, NULL, 0), 0);
	assert_memory_equal(hash, wanted, sizeof hash);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(signatures_of_rfc_8032_hold),
		cmocka_unit_test(xchacha20_poly1305_is_the_draft_s),
		cmocka_unit_test(blake2b_is_that_of_its_authors),
	};
	must(sodium_init() >= 0);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
