/* listen.c - addresses are numbers on purpose: a name would be looked up, could stand for several
 * addresses, and the check for loopback would hold for one of them.
 */
#include "http/listen.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <string.h>
#include <unistd.h>

#include "base/slice.h"

enum { BACKLOG = 511, PORT_MAX = 65535 };

enum reach address_reach(const char *text)
{
	struct in_addr four;
	struct in6_addr six;

	if (inet_pton(AF_INET, text, &four) == 1) {
		return ntohl(four.s_addr) >> 24 == 127 ? REACH_LOOPBACK : REACH_BEYOND;
	}
	if (inet_pton(AF_INET6, text, &six) == 1) {
		const bool mapped = IN6_IS_ADDR_V4MAPPED(&six) && six.s6_addr[12] == 127;
		return mapped || IN6_IS_ADDR_LOOPBACK(&six) ? REACH_LOOPBACK : REACH_BEYOND;
	}
	return REACH_BEYOND;
}

static bool read_address(struct slice host, uint16_t port, struct listen_address *address)
{
	char text[INET6_ADDRSTRLEN] = "127.0.0.1";
	struct sockaddr_in *four = (struct sockaddr_in *)&address->storage;
	struct sockaddr_in6 *six = (struct sockaddr_in6 *)&address->storage;

	if (host.length >= sizeof text) {
		return false;
	}
	if (!slice_is(host, "localhost")) {
		memcpy(text, host.at, host.length);
		text[host.length] = '\0';
	}
	address->reach = address_reach(text);
	if (inet_pton(AF_INET, text, &four->sin_addr) == 1) {
		four->sin_family = AF_INET;
		four->sin_port = htons(port);
		address->length = sizeof *four;
		return true;
	}
	if (inet_pton(AF_INET6, text, &six->sin6_addr) == 1) {
		six->sin6_family = AF_INET6;
		six->sin6_port = htons(port);
		address->length = sizeof *six;
		return true;
	}
	return false;
}

err listen_parse(struct ctx *c, const char *text, struct listen_address *ret_address)
{
	struct listen_address address = {.length = 0};
	const char *colon = strrchr(text, ':');
	int64_t port = -1;

	if (colon == NULL || !slice_to_int64(slice_of(colon + 1), &port) || port < 0 ||
	    port > PORT_MAX) {
		return FAIL(c, ERR_INVALID, "http.address", "address=%s", text);
	}
	struct slice host = {.at = text, .length = (size_t)(colon - text)};
	const bool bracketed = slice_starts(host, S("[")) && slice_ends(host, S("]"));
	if (bracketed) {
		host = slice_between(host, 1, host.length - 1);
	}
	if (host.length == 0 || bracketed != (slice_find_byte(host, ':') != SIZE_MAX) ||
	    !read_address(host, (uint16_t)port, &address)) {
		return FAIL(c, ERR_INVALID, "http.address", "address=%s", text);
	}
	*ret_address = address;
	return OK;
}

static err open_failed(struct ctx *c, const char *text, int reason)
{
	switch (reason) {
	case EADDRINUSE:
		return FAIL(c, ERR_CONFLICT, "http.port_taken", "address=%s", text);
	case EACCES:
		return FAIL(c, ERR_DENIED, "http.port_denied", "address=%s", text);
	default:
		return FAIL(c, ERR_BROKEN, "http.listen", "address=%s\nreason=%s", text,
			    strerrordesc_np(reason));
	}
}

static unsigned port_of(int descriptor)
{
	struct sockaddr_storage storage = {.ss_family = AF_UNSPEC};
	socklen_t length = sizeof storage;

	if (getsockname(descriptor, (struct sockaddr *)&storage, &length) != 0) {
		return 0;
	}
	return storage.ss_family == AF_INET6
		       ? ntohs(((const struct sockaddr_in6 *)&storage)->sin6_port)
		       : ntohs(((const struct sockaddr_in *)&storage)->sin_port);
}

err listen_open(struct ctx *c, const char *text, const struct listen_address *address,
		int *ret_descriptor, unsigned *ret_port)
{
	const int on = 1;
	const int family = address->storage.ss_family;
	const int descriptor = socket(family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

	if (descriptor < 0) {
		return open_failed(c, text, errno);
	}
	/* A port whose last connections still linger is free again; one that is listened on is not.
	 */
	(void)setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
	if (bind(descriptor, (const struct sockaddr *)&address->storage, address->length) != 0 ||
	    listen(descriptor, BACKLOG) != 0) {
		const int reason = errno;
		(void)close(descriptor);
		return open_failed(c, text, reason);
	}
	*ret_port = port_of(descriptor);
	*ret_descriptor = descriptor;
	return OK;
}

void address_text(const struct sockaddr *address, char *text, size_t size)
{
	const void *at = address->sa_family == AF_INET6
				 ? (const void *)&((const struct sockaddr_in6 *)address)->sin6_addr
				 : (const void *)&((const struct sockaddr_in *)address)->sin_addr;
	if (inet_ntop(address->sa_family, at, text, (socklen_t)size) == NULL) {
		text[0] = '\0';
	}
}
