/* tls.h - certificate and key, checked before anything is served with them. */
#ifndef SPEAN_HTTP_TLS_H
#define SPEAN_HTTP_TLS_H

#include "base/err.h"

struct tls_files {
	const char *certificate; /* PEM, with a NUL */
	const char *key;
	const char *priorities; /* TLS 1.3 and 1.2, nothing older (RFC 8996) */
};

/* Read both, in c->arena. ERR_INVALID http.certificate with path= and reason= when they are no
 * certificate, no key, or not of each other; ERR_DENIED http.key_readable with path= when everybody
 * on the machine may read the key; file.* when they cannot be read. */
MUST_USE err tls_read(struct ctx *c, const char *certificate_file, const char *key_file,
		      struct tls_files *ret_files);

#endif
