/* listen.h - the address to listen on: reading it, and opening the socket. */
#ifndef SPEAN_HTTP_LISTEN_H
#define SPEAN_HTTP_LISTEN_H

#include <sys/socket.h>

#include "base/err.h"

enum reach { REACH_LOOPBACK, REACH_BEYOND };

struct listen_address {
	struct sockaddr_storage storage;
	socklen_t length;
	enum reach reach;
};

/* "127.0.0.1:8080", "[::1]:8080", "localhost:8080"; numbers only, no name is looked up.
 * ERR_INVALID http.address with address=. */
MUST_USE err listen_parse(struct ctx *c, const char *text, struct listen_address *ret_address);
/* A listening socket, and the port it got. ERR_CONFLICT http.port_taken, ERR_DENIED
 * http.port_denied, ERR_BROKEN http.listen; with address= (and reason=). */
MUST_USE err listen_open(struct ctx *c, const char *text, const struct listen_address *address,
			 int *ret_descriptor, unsigned *ret_port);
/* The numeric address of a peer, without its port, into `text`. */
void address_text(const struct sockaddr *address, char *text, size_t size);
/* 127.0.0.0/8, ::1, and the first inside IPv6. */
enum reach address_reach(const char *text);

#endif
