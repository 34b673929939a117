/* tls.c - reading and proving certificate and key before the library gets them, because it would
 * only say that it could not start.
 */
#include "http/tls.h"

#include <gnutls/gnutls.h>
#include <sys/stat.h>

#include "base/arena.h"
#include "base/file.h"

enum { PEM_BYTES_MAX = 256 * 1024 };

static err check_key_mode(struct ctx *c, const char *path)
{
	struct stat status;
	if (stat(path, &status) == 0 && (status.st_mode & (S_IROTH | S_IWOTH)) != 0) {
		return FAIL(c, ERR_DENIED, "http.key_readable", "path=%s", path);
	}
	return OK;
}

/* The TLS library would tell us only that serving failed; here it still says why. */
static err check_pair(struct ctx *c, const char *path, struct slice certificate, struct slice key)
{
	const gnutls_datum_t certificate_datum = {(unsigned char *)(uintptr_t)certificate.at,
						  (unsigned)certificate.length};
	const gnutls_datum_t key_datum = {(unsigned char *)(uintptr_t)key.at, (unsigned)key.length};
	gnutls_certificate_credentials_t credentials;

	if (gnutls_certificate_allocate_credentials(&credentials) != GNUTLS_E_SUCCESS) {
		return FAIL(c, ERR_BROKEN, "http.certificate", "path=%s\nreason=memory", path);
	}
	const int result = gnutls_certificate_set_x509_key_mem(credentials, &certificate_datum,
							       &key_datum, GNUTLS_X509_FMT_PEM);
	gnutls_certificate_free_credentials(credentials);
	if (result < 0) {
		return FAIL(c, ERR_INVALID, "http.certificate", "path=%s\nreason=%s", path,
			    gnutls_strerror(result));
	}
	return OK;
}

err tls_read(struct ctx *c, const char *certificate_file, const char *key_file,
	     struct tls_files *ret_files)
{
	struct slice certificate;
	struct slice key;

	TRY(file_read(c, certificate_file, PEM_BYTES_MAX, &certificate));
	TRY(file_read(c, key_file, PEM_BYTES_MAX, &key));
	TRY(check_key_mode(c, key_file));
	TRY(check_pair(c, certificate_file, certificate, key));
	ret_files->certificate = arena_cstr(c->arena, certificate);
	ret_files->key = arena_cstr(c->arena, key);
	ret_files->priorities = "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2:%SERVER_PRECEDENCE";
	return OK;
}
