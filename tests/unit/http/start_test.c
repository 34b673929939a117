/* start_test.c - where the server agrees to listen, and TLS in the program itself. */
#include "testing.h"

#include <fcntl.h>
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>

/* ---- Addresses. */

static void addresses_are_numbers_with_a_port(void **state)
{
	(void)state;
	static const struct {
		const char *listen;
		bool behind_proxy;
		const char *key; /* NULL: it serves */
	} rows[] = {
		{"127.0.0.1:0", false, NULL},
		{"127.1.2.3:0", false, NULL},
		{"localhost:0", false, NULL},
		{"[::1]:0", false, NULL},
		{"0.0.0.0:0", true, NULL},
		{"0.0.0.0:0", false, "http.beyond_loopback"},
		{"[::]:0", false, "http.beyond_loopback"},
		{"192.0.2.1:80", false, "http.beyond_loopback"},
		{"192.0.2.1:0", true, "http.listen"},
		{"127.0.0.1", false, "http.address"},
		{"127.0.0.1:", false, "http.address"},
		{"127.0.0.1:65536", false, "http.address"},
		{"127.0.0.1:-1", false, "http.address"},
		{":8080", false, "http.address"},
		{"[]:8080", false, "http.address"},
		{"::1:8080", false, "http.address"},
		{"[127.0.0.1]:8080", false, "http.address"},
		{"example.org:80", false, "http.address"},
		{"300.0.0.1:80", false, "http.address"},
		{"", false, "http.address"},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct fixture *f = fixture_create();
		f->options.listen = rows[i].listen;
		f->options.behind_proxy = rows[i].behind_proxy;
		const err result = http_start(&f->c, &f->options, &f->server);
		if (rows[i].key == NULL) {
			assert_int_equal(result, OK);
			assert_true(http_port(f->server) > 0);
		} else {
			assert_int_not_equal(result, OK);
			assert_string_equal(f->c.fail.key, rows[i].key);
			assert_has(slice_of(f->c.fail.detail), rows[i].listen);
			assert_null(f->server);
		}
		fixture_destroy(f);
	}
}

static void a_taken_port_is_a_conflict_and_free_again_afterwards(void **state)
{
	(void)state;
	struct fixture *first = fixture_create();
	struct fixture *second = fixture_create();
	fixture_start(first);
	char listen[32];
	(void)snprintf(listen, sizeof listen, "127.0.0.1:%u", http_port(first->server));
	second->options.listen = listen;
	assert_int_equal(http_start(&second->c, &second->options, &second->server), ERR_CONFLICT);
	assert_string_equal(second->c.fail.key, "http.port_taken");
	assert_int_equal(client_get(first, "/", "").status, 200);
	http_stop(first->server, 1);
	first->server = NULL;
	fixture_start(second);
	assert_int_equal(client_get(second, "/", "").status, 200);
	fixture_destroy(first);
	fixture_destroy(second);
}

static void a_badly_declared_route_does_not_start(void **state)
{
	(void)state;
	static const struct route routes[] = {{HTTP_GET, "/open", hello, PERMISSION_UNSET,
					       CACHE_NONE, 0, "", CSRF_NONE, CREDENTIAL_COOKIE}};
	struct fixture *f = fixture_create();
	f->tables[1] = (struct route_table){routes, 1};
	assert_int_equal(http_start(&f->c, &f->options, &f->server), ERR_BROKEN);
	assert_string_equal(f->c.fail.key, "http.route");
	fixture_destroy(f);
}

static void private_routes_without_a_door_keeper_do_not_start(void **state)
{
	(void)state;
	struct fixture *f = fixture_create();
	f->options.authorise = NULL;
	assert_int_equal(http_start(&f->c, &f->options, &f->server), ERR_BROKEN);
	assert_string_equal(f->c.fail.key, "http.route");
	fixture_destroy(f);
}

static void a_private_route_asks_before_it_answers(void **state)
{
	(void)state;
	struct fixture *f = fixture_create();
	fixture_start(f);
	assert_int_equal(client_get(f, "/private", "").status, 403);
	assert_int_equal(client_get(f, "/private", "X-Go: elsewhere\r\n").status, 303);
	assert_int_equal(client_get(f, "/private", "X-Go: in\r\n").status, 200);
	assert_int_equal(client_get(f, "/", "X-Go: elsewhere\r\n").status, 200);
	fixture_destroy(f);
}

/* ---- TLS. */

struct tls_place {
	char folder[64];
	char certificate[96];
	char key[96];
};

static void write_file(const char *path, const gnutls_datum_t *datum, mode_t mode)
{
	const int descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode);
	assert_true(descriptor >= 0);
	assert_int_equal(write(descriptor, datum->data, datum->size), datum->size);
	assert_int_equal(fchmod(descriptor, mode), 0);
	(void)close(descriptor);
}

/* A certificate that signs itself, for "localhost". */
static void make_certificate(const char *certificate_path, const char *key_path)
{
	gnutls_x509_privkey_t key;
	gnutls_x509_crt_t certificate;
	gnutls_datum_t datum;
	const time_t now = time(NULL);

	assert_int_equal(gnutls_x509_privkey_init(&key), 0);
	assert_int_equal(
		gnutls_x509_privkey_generate(key, GNUTLS_PK_ECDSA,
					     GNUTLS_CURVE_TO_BITS(GNUTLS_ECC_CURVE_SECP256R1), 0),
		0);
	assert_int_equal(gnutls_x509_crt_init(&certificate), 0);
	assert_int_equal(gnutls_x509_crt_set_version(certificate, 3), 0);
	assert_int_equal(gnutls_x509_crt_set_serial(certificate, "\x01", 1), 0);
	assert_int_equal(gnutls_x509_crt_set_dn_by_oid(certificate, GNUTLS_OID_X520_COMMON_NAME, 0,
						       "localhost", 9),
			 0);
	assert_int_equal(gnutls_x509_crt_set_activation_time(certificate, now - 60), 0);
	assert_int_equal(gnutls_x509_crt_set_expiration_time(certificate, now + 3600), 0);
	assert_int_equal(gnutls_x509_crt_set_key(certificate, key), 0);
	assert_int_equal(gnutls_x509_crt_sign2(certificate, certificate, key, GNUTLS_DIG_SHA256, 0),
			 0);
	assert_int_equal(gnutls_x509_crt_export2(certificate, GNUTLS_X509_FMT_PEM, &datum), 0);
	write_file(certificate_path, &datum, 0644);
	gnutls_free(datum.data);
	assert_int_equal(gnutls_x509_privkey_export2(key, GNUTLS_X509_FMT_PEM, &datum), 0);
	write_file(key_path, &datum, 0600);
	gnutls_free(datum.data);
	gnutls_x509_crt_deinit(certificate);
	gnutls_x509_privkey_deinit(key);
}

static int make_place(void **state)
{
	static struct tls_place place;
	(void)snprintf(place.folder, sizeof place.folder, "/tmp/spean-tls-XXXXXX");
	assert_non_null(mkdtemp(place.folder));
	(void)snprintf(place.certificate, sizeof place.certificate, "%s/c.pem", place.folder);
	(void)snprintf(place.key, sizeof place.key, "%s/k.pem", place.folder);
	make_certificate(place.certificate, place.key);
	*state = &place;
	return 0;
}

static int remove_place(void **state)
{
	const struct tls_place *place = *state;
	(void)unlink(place->certificate);
	(void)unlink(place->key);
	(void)rmdir(place->folder);
	return 0;
}

/* A GET over TLS with these priorities; the empty slice when the handshake fails. */
static struct slice tls_get(struct fixture *f, const char *priorities)
{
	static const char request[] = "GET /echo HTTP/1.1\r\nHost: localhost\r\n"
				      "Connection: close\r\n\r\n";
	gnutls_certificate_credentials_t credentials;
	gnutls_session_t session;
	struct buf *out = buf_create(f->c.arena, ANSWER_MAX);
	const int descriptor = client_open(f);
	int result;

	assert_int_equal(gnutls_certificate_allocate_credentials(&credentials), 0);
	assert_int_equal(gnutls_init(&session, GNUTLS_CLIENT), 0);
	assert_int_equal(gnutls_priority_set_direct(session, priorities, NULL), 0);
	assert_int_equal(gnutls_credentials_set(session, GNUTLS_CRD_CERTIFICATE, credentials), 0);
	gnutls_transport_set_int(session, descriptor);
	gnutls_handshake_set_timeout(session, PATIENCE_MS);
	do {
		result = gnutls_handshake(session);
	} while (result < 0 && gnutls_error_is_fatal(result) == 0);
	if (result == 0) {
		char bytes[4096];
		ssize_t got;
		assert_int_equal(gnutls_record_send(session, request, sizeof request - 1),
				 sizeof request - 1);
		do {
			got = gnutls_record_recv(session, bytes, sizeof bytes);
			if (got > 0) {
				buf_add(out, (struct slice){bytes, (size_t)got});
			}
		} while (got > 0 || got == GNUTLS_E_AGAIN || got == GNUTLS_E_INTERRUPTED);
	}
	gnutls_deinit(session);
	gnutls_certificate_free_credentials(credentials);
	(void)close(descriptor);
	return buf_slice(out);
}

static struct fixture *tls_fixture(const struct tls_place *place)
{
	struct fixture *f = fixture_create();
	f->options.certificate_file = place->certificate;
	f->options.key_file = place->key;
	return f;
}

static void tls_is_served_with_hsts_and_nothing_old(void **state)
{
	struct fixture *f = tls_fixture(*state);
	f->options.listen = "0.0.0.0:0";
	fixture_start(f);
	static const struct {
		const char *priorities;
		bool answered;
	} rows[] = {
		{"NORMAL", true},
		{"NORMAL:-VERS-ALL:+VERS-TLS1.3", true},
		{"NORMAL:-VERS-ALL:+VERS-TLS1.2", true},
		{"NORMAL:-VERS-ALL:+VERS-TLS1.1:%VERIFY_ALLOW_SIGN_WITH_SHA1", false},
		{"NORMAL:-VERS-ALL:+VERS-TLS1.0:%VERIFY_ALLOW_SIGN_WITH_SHA1", false},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const struct slice stream = tls_get(f, rows[i].priorities);
		assert_int_equal(slice_starts(stream, S("HTTP/1.1 200")), rows[i].answered);
		if (rows[i].answered) {
			assert_has(stream, "Strict-Transport-Security: max-age=31536000");
			assert_has(stream, "secure=1");
		}
	}
	fixture_destroy(f);
}

static void plain_http_on_the_tls_port_gets_nothing(void **state)
{
	struct fixture *f = tls_fixture(*state);
	fixture_start(f);
	const int descriptor = client_open(f);
	client_send(descriptor, S("GET / HTTP/1.1\r\nHost: x\r\n\r\n"));
	assert_lacks(client_read_to_end(f, descriptor), "HTTP/1.1");
	(void)close(descriptor);
	fixture_destroy(f);
}

static void a_silent_handshake_is_cut(void **state)
{
	struct fixture *f = tls_fixture(*state);
	f->options.header_seconds = 1;
	fixture_start(f);
	const int descriptor = client_open(f);
	assert_int_equal(client_read_to_end(f, descriptor).length, 0);
	(void)close(descriptor);
	fixture_destroy(f);
}

static void wrong_files_are_refused_with_a_reason(void **state)
{
	const struct tls_place *place = *state;
	char other_certificate[96];
	char other_key[96];
	char empty[96];
	const gnutls_datum_t nothing = {(unsigned char *)(uintptr_t) "", 0};
	(void)snprintf(other_certificate, sizeof other_certificate, "%s/c2.pem", place->folder);
	(void)snprintf(other_key, sizeof other_key, "%s/k2.pem", place->folder);
	(void)snprintf(empty, sizeof empty, "%s/empty.pem", place->folder);
	make_certificate(other_certificate, other_key);
	write_file(empty, &nothing, 0600);
	const struct {
		const char *certificate;
		const char *key;
		const char *message;
	} rows[] = {
		{place->certificate, NULL, "http.certificate_half"},
		{NULL, place->key, "http.certificate_half"},
		{place->certificate, other_key, "http.certificate"},
		{place->key, place->certificate, "http.key_readable"},
		{empty, place->key, "http.certificate"},
		{place->certificate, empty, "http.certificate"},
		{"/nonexistent/c.pem", place->key, "file.missing"},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct fixture *f = fixture_create();
		f->options.certificate_file = rows[i].certificate;
		f->options.key_file = rows[i].key;
		assert_int_not_equal(http_start(&f->c, &f->options, &f->server), OK);
		assert_string_equal(f->c.fail.key, rows[i].message);
		fixture_destroy(f);
	}
	(void)unlink(other_certificate);
	(void)unlink(other_key);
	(void)unlink(empty);
}

static void a_key_that_everybody_may_read_is_refused(void **state)
{
	const struct tls_place *place = *state;
	struct fixture *f = tls_fixture(place);
	assert_int_equal(chmod(place->key, 0644), 0);
	assert_int_equal(http_start(&f->c, &f->options, &f->server), ERR_DENIED);
	assert_string_equal(f->c.fail.key, "http.key_readable");
	assert_int_equal(chmod(place->key, 0640), 0);
	fixture_start(f);
	fixture_destroy(f);
}

int main(void)
{
#define WITH_FILES(test) cmocka_unit_test_setup_teardown(test, make_place, remove_place)
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(addresses_are_numbers_with_a_port),
		cmocka_unit_test(a_taken_port_is_a_conflict_and_free_again_afterwards),
		cmocka_unit_test(a_badly_declared_route_does_not_start),
		cmocka_unit_test(private_routes_without_a_door_keeper_do_not_start),
		cmocka_unit_test(a_private_route_asks_before_it_answers),
		WITH_FILES(tls_is_served_with_hsts_and_nothing_old),
		WITH_FILES(plain_http_on_the_tls_port_gets_nothing),
		WITH_FILES(a_silent_handshake_is_cut),
		WITH_FILES(wrong_files_are_refused_with_a_reason),
		WITH_FILES(a_key_that_everybody_may_read_is_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
