/* server.c - the seam: the only file that knows libmicrohttpd.
 *
 * One thread per connection (a handler may wait for the store and nobody else waits), started by
 * the library; its callbacks move an exchange through head, body and answer. Nothing is answered at
 * the first callback but refusals: the library closes the connection after an early answer, which
 * for a refusal is exactly right and for anything else would cost a connection per page.
 */
#include "http/exchange.h"
#include "http/listen.h"
#include "http/tls.h"

#include <errno.h>
#include <fcntl.h>
#include <microhttpd.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"

enum {
	CONNECTIONS_DEFAULT = 512,
	PER_ADDRESS_DEFAULT = 64,
	HEADER_SECONDS_DEFAULT = 15,
	IDLE_SECONDS_DEFAULT = 30,
	CONNECTION_MEMORY = 32 * 1024,
	REQUESTS_PER_CONNECTION = 1000,
	/* A body or an answer gets its patience and this rate; a phone at the edge of a network has
	 * more. */
	SLOWEST_BYTES_PER_SECOND = 1024,
	LINGER_MS = 2000,
	LINGER_BYTES = 1024 * 1024,
	US_PER_SECOND = 1000 * 1000,
};

/* Handlers were measured to need under 100 KiB (docs/http.md). Sanitizers multiply it. */
#if defined(__SANITIZE_ADDRESS__)
static const size_t STACK_BYTES = 2048 * 1024;
#else
static const size_t STACK_BYTES = 256 * 1024;
#endif

enum step { STEP_HEAD, STEP_BODY, STEP_ANSWERED };

struct connection {
	struct reaper_entry entry; /* first */
	struct connection *next_free;
	struct http_server *server;
	struct arena *arena;
	char peer[PEER_SIZE];
	unsigned served;
	enum step step;
	bool cut_short; /* refused with bytes of it still to come */
	struct exchange exchange;
};

struct http_server {
	struct shared shared;
	struct arena *arena;
	struct MHD_Daemon *daemon;
	struct connection *free; /* only the library's own thread takes and gives */
	unsigned port;
	enum transport transport;
	int64_t header_us;
	int64_t idle_us;
	_Atomic bool stopping;
};

/* ---- Connections. */

static struct connection *take_connection(struct http_server *server)
{
	struct connection *connection = server->free;
	if (connection == NULL) {
		connection = ARENA_NEW(server->arena, struct connection);
		connection->server = server;
		connection->arena = arena_create();
		return connection;
	}
	server->free = connection->next_free;
	return connection;
}

static void patience(struct connection *connection, int64_t microseconds)
{
	atomic_store(&connection->entry.deadline_us, clock_monotonic_us() + microseconds);
}

static void no_deadline(struct connection *connection)
{
	atomic_store(&connection->entry.deadline_us, 0);
}

static int64_t time_for(const struct http_server *server, size_t bytes)
{
	return server->header_us +
	       (int64_t)(bytes / SLOWEST_BYTES_PER_SECOND) * (int64_t)US_PER_SECOND;
}

static void connection_opened(struct http_server *server, struct MHD_Connection *handle,
			      void **context)
{
	struct connection *connection = take_connection(server);
	const union MHD_ConnectionInfo *address =
		MHD_get_connection_info(handle, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
	const union MHD_ConnectionInfo *descriptor =
		MHD_get_connection_info(handle, MHD_CONNECTION_INFO_CONNECTION_FD);

	connection->served = 0;
	connection->step = STEP_HEAD;
	connection->cut_short = false;
	connection->entry.descriptor = descriptor->connect_fd;
	address_text(address->client_addr, connection->peer, sizeof connection->peer);
	patience(connection, server->header_us);
	reaper_add(server->shared.reaper, &connection->entry);
	atomic_fetch_add(&server->shared.metrics.connections, 1);
	atomic_fetch_add(&server->shared.metrics.connections_open, 1);
	*context = connection;
}

static void on_connection(void *closure, struct MHD_Connection *handle, void **context,
			  enum MHD_ConnectionNotificationCode code)
{
	struct http_server *server = closure;

	if (code == MHD_CONNECTION_NOTIFY_STARTED) {
		connection_opened(server, handle, context);
		return;
	}
	struct connection *connection = *context;
	reaper_remove(server->shared.reaper, &connection->entry);
	arena_reset(connection->arena);
	atomic_fetch_sub(&server->shared.metrics.connections_open, 1);
	connection->next_free = server->free;
	server->free = connection;
	*context = NULL;
}

/* ---- Exchanges. */

static struct connection *connection_of(struct MHD_Connection *handle)
{
	const union MHD_ConnectionInfo *info =
		MHD_get_connection_info(handle, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
	return info->socket_context;
}

/* Asked as soon as there is a request line, before the library takes the address apart. */
static void *on_request_line(void *closure, const char *uri, struct MHD_Connection *handle)
{
	struct http_server *server = closure;
	struct connection *connection = connection_of(handle);

	exchange_start(&connection->exchange, &server->shared, connection->arena, connection->peer,
		       server->transport, clock_monotonic_us());
	atomic_fetch_add(&server->shared.metrics.running, 1);
	connection->step = STEP_HEAD;
	connection->exchange.raw_target = arena_copy(connection->arena, slice_of(uri));
	connection->exchange.target_place = uri;
	return connection;
}

struct header_list {
	struct http_pair *at;
	size_t count;
};

static enum MHD_Result add_header(void *closure, enum MHD_ValueKind kind, const char *name,
				  size_t name_size, const char *value, size_t value_size)
{
	struct header_list *list = closure;
	(void)kind;
	list->at[list->count++] = (struct http_pair){
		.name = {.at = name, .length = name_size},
		.value = {.at = value, .length = value_size},
	};
	return MHD_YES;
}

/* Where the parts of the head stood. Later versions of the library move them about, and refuse what
 * this would find by themselves. */
static struct slice window_of(struct MHD_Connection *handle, const char *method)
{
#if MHD_VERSION < 0x00097600
	const union MHD_ConnectionInfo *info =
		MHD_get_connection_info(handle, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);
	return (struct slice){.at = method, .length = info->header_size};
#else
	(void)handle;
	(void)method;
	return (struct slice){.at = NULL, .length = 0};
#endif
}

static enum head_verdict take_head(struct connection *connection, struct MHD_Connection *handle,
				   const char *method, const char *version)
{
	struct exchange *e = &connection->exchange;
	const int count = MHD_get_connection_values(handle, MHD_HEADER_KIND, NULL, NULL);
	struct header_list list = {
		.at = ARENA_ARRAY(connection->arena, (size_t)count, struct http_pair),
	};

	(void)MHD_get_connection_values_n(handle, MHD_HEADER_KIND, add_header, &list);
	const struct gate_head head = {
		.method = slice_of(method),
		.target = e->raw_target,
		.target_place = e->target_place,
		.version = slice_of(version),
		.headers = list.at,
		.headers_count = list.count,
		.window = window_of(handle, method),
	};
	return exchange_take_head(e, &head);
}

/* ---- Answers. */

static struct MHD_Response *make_response(const struct answer *answer)
{
	struct MHD_Response *response = MHD_create_response_from_buffer(
		answer->body.length, (void *)(uintptr_t)answer->body.at, MHD_RESPMEM_PERSISTENT);

	if (response == NULL) {
		return NULL;
	}
	for (size_t i = 0; i < answer->headers_count; i++) {
		const struct http_pair *header = &answer->headers[i];
		/* A value with a line end in it is refused by the library and left out. */
		(void)MHD_add_response_header(response, header->name.at, header->value.at);
	}
	return response;
}

static enum MHD_Result send_answer(struct connection *connection, struct MHD_Connection *handle)
{
	struct exchange *e = &connection->exchange;
	struct http_server *server = connection->server;
	struct MHD_Response *response = make_response(&e->answer);

	if (response == NULL) {
		return MHD_NO;
	}
	connection->served++;
	if (connection->cut_short || connection->served >= REQUESTS_PER_CONNECTION ||
	    atomic_load(&server->stopping)) {
		(void)MHD_add_response_header(response, MHD_HTTP_HEADER_CONNECTION, "close");
	}
	exchange_account(e, clock_monotonic_us());
	connection->step = STEP_ANSWERED;
	patience(connection, server->idle_us + time_for(server, e->answer.sent_bytes));
	const enum MHD_Result result =
		MHD_queue_response(handle, (unsigned)e->answer.status, response);
	MHD_destroy_response(response);
	return result;
}

/* Closing with unread bytes makes the kernel send a reset, and the reset can overtake the answer
 * (RFC 9112 9.6): read on a little, so that the other side gets to see why it was refused. */
static void linger(int descriptor, enum transport transport)
{
	static const int poll_ms = 100;
	const int64_t until = clock_monotonic_us() + (int64_t)LINGER_MS * 1000;
	char bytes[4096];
	size_t taken = 0;

	if (transport == OVER_PLAIN) {
		(void)shutdown(descriptor, SHUT_WR);
	}
	while (taken < LINGER_BYTES && clock_monotonic_us() < until) {
		struct pollfd waiting = {.fd = descriptor, .events = POLLIN};
		if (poll(&waiting, 1, poll_ms) == 0) {
			continue;
		}
		const ssize_t got = recv(descriptor, bytes, sizeof bytes, MSG_DONTWAIT);
		if (got == 0 || (got < 0 && errno != EAGAIN && errno != EINTR)) {
			return;
		}
		taken += got > 0 ? (size_t)got : 0;
	}
}

static void on_completed(void *closure, struct MHD_Connection *handle, void **context,
			 enum MHD_RequestTerminationCode code)
{
	struct http_server *server = closure;
	struct connection *connection = *context;

	(void)handle;
	if (connection == NULL) {
		return;
	}
	if (connection->cut_short && code == MHD_REQUEST_TERMINATED_COMPLETED_OK) {
		linger(connection->entry.descriptor, server->transport);
	}
	connection->step = STEP_HEAD;
	arena_reset(connection->arena);
	/* The next request may take its time to begin, and then its time to be sent. */
	patience(connection, server->idle_us + server->header_us);
	atomic_fetch_sub(&server->shared.metrics.running, 1);
	*context = NULL;
}

static enum MHD_Result on_call(void *closure, struct MHD_Connection *handle, const char *url,
			       const char *method, const char *version, const char *upload,
			       size_t *upload_size, void **context)
{
	struct connection *connection = *context;
	struct exchange *e = &connection->exchange;

	(void)closure;
	(void)url;
	if (connection->step == STEP_HEAD) {
		connection->step = STEP_BODY;
		if (take_head(connection, handle, method, version) == HEAD_REFUSED) {
			connection->cut_short = true;
			return send_answer(connection, handle);
		}
		patience(connection, time_for(connection->server, e->body_length));
		return MHD_YES;
	}
	if (*upload_size > 0) {
		exchange_take_body(e, (struct slice){.at = upload, .length = *upload_size});
		*upload_size = 0;
		return MHD_YES;
	}
	no_deadline(connection);
	exchange_finish(e);
	return send_answer(connection, handle);
}

/* The address stays as it came; http/target.c decodes it. */
static size_t leave_encoded(void *closure, struct MHD_Connection *handle, char *text)
{
	(void)closure;
	(void)handle;
	return strlen(text);
}

/* ---- Start and stop. */

static unsigned or_default(unsigned value, unsigned otherwise)
{
	return value != 0 ? value : otherwise;
}

static err start_daemon(struct ctx *c, struct http_server *server, const struct tls_files *tls,
			int listener)
{
	const struct http_options *options = &server->shared.options;
	const unsigned connections = or_default(options->connections_max, CONNECTIONS_DEFAULT);
	/* Behind a proxy all come from one address. */
	const unsigned per_address =
		options->behind_proxy
			? connections
			: or_default(options->connections_per_address, PER_ADDRESS_DEFAULT);
	const unsigned flags = MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_THREAD_PER_CONNECTION |
			       MHD_USE_POLL | MHD_USE_ITC |
			       (tls->certificate != NULL ? (unsigned)MHD_USE_TLS : 0);
	struct MHD_OptionItem tls_options[] = {
		{MHD_OPTION_HTTPS_MEM_CERT, 0, (void *)(uintptr_t)tls->certificate},
		{MHD_OPTION_HTTPS_MEM_KEY, 0, (void *)(uintptr_t)tls->key},
		{MHD_OPTION_HTTPS_PRIORITIES, 0, (void *)(uintptr_t)tls->priorities},
		{MHD_OPTION_END, 0, NULL},
	};
	if (tls->certificate == NULL) {
		tls_options[0].option = MHD_OPTION_END;
	}
	server->daemon = MHD_start_daemon(
		flags, 0, NULL, NULL, on_call, server, MHD_OPTION_LISTEN_SOCKET, listener,
		MHD_OPTION_CONNECTION_LIMIT, connections, MHD_OPTION_PER_IP_CONNECTION_LIMIT,
		per_address, MHD_OPTION_CONNECTION_TIMEOUT,
		or_default(options->idle_seconds, IDLE_SECONDS_DEFAULT),
		MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)CONNECTION_MEMORY,
		MHD_OPTION_THREAD_STACK_SIZE, STACK_BYTES, MHD_OPTION_STRICT_FOR_CLIENT, 1,
		MHD_OPTION_NOTIFY_CONNECTION, on_connection, server, MHD_OPTION_NOTIFY_COMPLETED,
		on_completed, server, MHD_OPTION_URI_LOG_CALLBACK, on_request_line, server,
		MHD_OPTION_UNESCAPE_CALLBACK, leave_encoded, NULL, MHD_OPTION_ARRAY, tls_options,
		MHD_OPTION_END);
	return server->daemon != NULL ? OK : FAIL_PLAIN(c, ERR_BROKEN, "http.threads");
}

/* Threads that are made now do not take the program's signals. */
static err start_threads(struct ctx *c, struct http_server *server, const struct tls_files *tls,
			 int listener)
{
	sigset_t all;
	sigset_t before;

	(void)sigfillset(&all);
	(void)pthread_sigmask(SIG_SETMASK, &all, &before);
	err result = reaper_start(c, server->shared.reaper);
	if (result == OK) {
		result = start_daemon(c, server, tls, listener);
	}
	(void)pthread_sigmask(SIG_SETMASK, &before, NULL);
	return result;
}

static void release(struct http_server *server)
{
	struct arena *arena = server->arena;

	reaper_destroy(server->shared.reaper);
	if (server->shared.metrics.own_size >= 0) {
		(void)close(server->shared.metrics.own_size);
	}
	for (struct connection *connection = server->free; connection != NULL;
	     connection = connection->next_free) {
		arena_destroy(connection->arena);
	}
	arena_destroy(arena);
}

static err read_options(struct ctx *c, const struct http_options *options,
			struct listen_address *address, struct tls_files *tls)
{
	TRY(listen_parse(c, options->listen, address));
	if ((options->certificate_file == NULL) != (options->key_file == NULL)) {
		return FAIL_PLAIN(c, ERR_INVALID, "http.certificate_half");
	}
	if (address->reach == REACH_BEYOND && options->certificate_file == NULL &&
	    !options->behind_proxy) {
		return FAIL(c, ERR_DENIED, "http.beyond_loopback", "address=%s", options->listen);
	}
	if (options->certificate_file != NULL) {
		TRY(tls_read(c, options->certificate_file, options->key_file, tls));
	}
	return OK;
}

static struct http_server *create(const struct http_options *options)
{
	struct arena *arena = arena_create();
	struct http_server *server = ARENA_NEW(arena, struct http_server);

	server->arena = arena;
	server->shared.options = *options;
	server->shared.access = (struct log){.descriptor = options->access_log, .level = LOG_INFO};
	server->shared.reaper = reaper_create(arena);
	server->shared.metrics.own_size = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
	server->transport = options->certificate_file != NULL ? OVER_TLS : OVER_PLAIN;
	server->header_us = (int64_t)or_default(options->header_seconds, HEADER_SECONDS_DEFAULT) *
			    US_PER_SECOND;
	server->idle_us =
		(int64_t)or_default(options->idle_seconds, IDLE_SECONDS_DEFAULT) * US_PER_SECOND;
	return server;
}

/* The router belongs to the server, though its failures are told in the caller's context. */
static err make_router(struct ctx *c, struct http_server *server)
{
	struct ctx own = {.arena = server->arena};
	const err result =
		router_create(&own, server->shared.options.tables, &server->shared.router);
	if (result != OK) {
		c->fail = own.fail;
	}
	return result;
}

/* A private route without anybody to ask would be an open one. */
static err check_keeper(struct ctx *c, const struct http_options *options)
{
	const struct route_table *table = options->tables;

	for (; options->authorise == NULL && table->routes != NULL; table++) {
		for (size_t i = 0; i < table->count; i++) {
			const struct route *route = &table->routes[i];
			if (route->permission > PERMISSION_ANYONE || route->csrf != CSRF_NONE) {
				return FAIL(c, ERR_BROKEN, "http.route",
					    "path=%s\nreason=nobody to ask", route->path);
			}
		}
	}
	return OK;
}

err http_start(struct ctx *c, const struct http_options *options, struct http_server **ret_server)
{
	struct listen_address address;
	struct tls_files tls = {.certificate = NULL};
	int listener = -1;

	TRY(check_keeper(c, options));
	TRY(read_options(c, options, &address, &tls));
	struct http_server *server = create(options);
	err result = make_router(c, server);
	if (result == OK) {
		result = listen_open(c, options->listen, &address, &listener, &server->port);
	}
	if (result == OK && options->ready != NULL) {
		result = options->ready(c, options->ready_argument);
	}
	if (result == OK) {
		result = start_threads(c, server, &tls, listener);
	}
	if (result != OK) {
		if (listener >= 0) {
			(void)close(listener);
		}
		release(server);
		return result;
	}
	*ret_server = server;
	return OK;
}

unsigned http_port(const struct http_server *server)
{
	return server->port;
}

static void wait_for_exchanges(struct http_server *server, unsigned seconds)
{
	static const struct timespec pause = {.tv_nsec = 10 * 1000 * 1000};
	const int64_t until = clock_monotonic_us() + (int64_t)seconds * US_PER_SECOND;

	while (atomic_load(&server->shared.metrics.running) > 0 && clock_monotonic_us() < until) {
		(void)nanosleep(&pause, NULL);
	}
}

void http_stop(struct http_server *server, unsigned seconds)
{
	if (server == NULL) {
		return;
	}
	atomic_store(&server->stopping, true);
	const int listener = MHD_quiesce_daemon(server->daemon);
	if (listener >= 0) {
		(void)close(listener);
	}
	wait_for_exchanges(server, seconds);
	MHD_stop_daemon(server->daemon);
	release(server);
}

void http_metrics(const struct http_server *server, struct buf *out)
{
	metrics_write(&server->shared.metrics, reaper_count(server->shared.reaper), out);
}
