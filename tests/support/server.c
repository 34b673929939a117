#include "support/server.h"

#include <arpa/inet.h>
#include <dirent.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/file.h"
#include "testing.h"

enum { PATIENCE_US = 10 * 1000 * 1000, OUTPUT_MAX = 64 * 1024 * 1024 };

static const char *program_path(void)
{
	return SPEAN_BINARY_DIR "/spean";
}

struct pipes {
	int out[2];
	int err[2];
};

static pid_t start(const char *const *arguments, const struct pipes *pipes)
{
	const pid_t process = fork();
	assert_true(process >= 0);
	if (process == 0) {
		const char *all[64] = {program_path()};
		for (size_t i = 0; arguments[i] != NULL && i < 62; i++) {
			all[i + 1] = arguments[i];
		}
		(void)dup2(pipes->out[1], STDOUT_FILENO);
		(void)dup2(pipes->err[1], STDERR_FILENO);
		(void)close(pipes->out[0]);
		(void)close(pipes->err[0]);
		(void)execv(program_path(), (char *const *)(uintptr_t)all);
		_exit(127);
	}
	(void)close(pipes->out[1]);
	(void)close(pipes->err[1]);
	return process;
}

static bool read_some(int descriptor, struct buf *out)
{
	char bytes[65536];
	const ssize_t got = read(descriptor, bytes, sizeof bytes);
	if (got > 0) {
		buf_add(out, (struct slice){.at = bytes, .length = (size_t)got});
	}
	return got > 0;
}

int program_run(struct arena *arena, const char *const *arguments, struct slice *ret_out,
		struct slice *ret_err)
{
	struct pipes pipes;
	assert_int_equal(pipe(pipes.out), 0);
	assert_int_equal(pipe(pipes.err), 0);
	const pid_t process = start(arguments, &pipes);
	struct buf *texts[2] = {buf_create(arena, OUTPUT_MAX), buf_create(arena, OUTPUT_MAX)};
	struct pollfd polled[2] = {{.fd = pipes.out[0], .events = POLLIN},
				   {.fd = pipes.err[0], .events = POLLIN}};
	int open = 2;
	while (open > 0) {
		(void)poll(polled, 2, -1);
		for (int i = 0; i < 2; i++) {
			if (polled[i].fd >= 0 && polled[i].revents != 0 &&
			    !read_some(polled[i].fd, texts[i])) {
				(void)close(polled[i].fd);
				polled[i].fd = -1;
				open--;
			}
		}
	}
	int status;
	assert_true(waitpid(process, &status, 0) == process);
	*ret_out = buf_slice(texts[0]);
	*ret_err = buf_slice(texts[1]);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/* The port in "http://127.0.0.1:8080", or 0. */
static int port_in(struct slice heard)
{
	const size_t at = slice_find(heard, S("127.0.0.1:"));
	int port = 0;
	if (at == SIZE_MAX) {
		return 0;
	}
	struct slice digits = slice_between(heard, at + 10, heard.length);
	size_t i = 0;
	while (i < digits.length && digits.at[i] >= '0' && digits.at[i] <= '9') {
		port = port * 10 + (digits.at[i++] - '0');
	}
	/* Only a number with something after it is whole. */
	return i < digits.length ? port : 0;
}

struct server server_start(struct arena *arena, const char *place, const char *const *arguments)
{
	const char *all[48] = {"serve", "--lang",   "en",         "--store",
			       place,   "--listen", "127.0.0.1:0"};
	size_t count = 7;
	bool has_log = false;
	for (size_t i = 0; arguments != NULL && arguments[i] != NULL && i < 32; i++) {
		has_log = has_log || strcmp(arguments[i], "--access-log") == 0;
		all[count++] = arguments[i];
	}
	if (!has_log) {
		all[count] = "--no-access-log";
	}
	struct pipes pipes;
	assert_int_equal(pipe(pipes.out), 0);
	assert_int_equal(pipe(pipes.err), 0);
	struct server server = {.process = start(all, &pipes)};
	struct buf *heard = buf_create(arena, OUTPUT_MAX);
	const int64_t deadline = clock_monotonic_us() + PATIENCE_US;
	while (server.port == 0 && clock_monotonic_us() < deadline) {
		struct pollfd polled = {.fd = pipes.err[0], .events = POLLIN};
		if (poll(&polled, 1, 200) > 0 && !read_some(pipes.err[0], heard)) {
			break;
		}
		server.port = port_in(buf_slice(heard));
	}
	if (server.port == 0) {
		fail_msg("the server did not start: %.*s", SLICE_PRINT(buf_slice(heard)));
	}
	server.address = arena_cstr(arena, arena_format(arena, "http://127.0.0.1:%d", server.port));
	(void)close(pipes.out[0]);
	/* Its standard error stays open until the test ends, so that it can go on writing. */
	return server;
}

int server_stop(struct server *server)
{
	int status;
	(void)kill(server->process, SIGTERM);
	assert_true(waitpid(server->process, &status, 0) == server->process);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void send_all(int descriptor, struct slice text)
{
	while (text.length > 0) {
		const ssize_t sent = send(descriptor, text.at, text.length, MSG_NOSIGNAL);
		if (sent <= 0) {
			return; /* the server may refuse early and close */
		}
		text = slice_between(text, (size_t)sent, text.length);
	}
}

static int connect_to(const struct server *server)
{
	const struct sockaddr_in address = {.sin_family = AF_INET,
					    .sin_port = htons((uint16_t)server->port),
					    .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	const int descriptor = socket(AF_INET, SOCK_STREAM, 0);
	assert_true(descriptor >= 0);
	assert_int_equal(connect(descriptor, (const struct sockaddr *)&address, sizeof address), 0);
	return descriptor;
}

static struct reply reply_of(struct slice text)
{
	struct reply reply = {0};
	const size_t end = slice_find(text, S("\r\n\r\n"));
	int64_t status = 0;

	assert_true(slice_starts(text, S("HTTP/1.1 ")));
	assert_true(slice_to_int64(slice_between(text, 9, 12), &status));
	assert_true(end != SIZE_MAX);
	reply.status = (int)status;
	reply.head = slice_between(text, 0, end + 2);
	reply.body = slice_between(text, end + 4, text.length);
	return reply;
}

struct reply server_request(struct arena *arena, const struct server *server, const char *method,
			    const char *target, const char *headers, struct slice body)
{
	struct buf *request = buf_create(arena, OUTPUT_MAX);
	struct buf *answer = buf_create(arena, OUTPUT_MAX);
	const int descriptor = connect_to(server);

	buf_printf(request, "%s %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nConnection: close\r\n%s",
		   method, target, server->port, headers);
	if (body.length > 0) {
		buf_printf(request, "Content-Length: %zu\r\n", body.length);
	}
	buf_add_cstr(request, "\r\n");
	buf_add(request, body);
	send_all(descriptor, buf_slice(request));
	while (read_some(descriptor, answer)) {
	}
	(void)close(descriptor);
	return reply_of(buf_slice(answer));
}

struct reply server_get(struct arena *arena, const struct server *server, const char *target)
{
	return server_request(arena, server, "GET", target, "", (struct slice){0});
}

struct slice reply_header(const struct reply *reply, const char *name)
{
	struct slice rest = reply->head;
	struct slice line;
	const size_t length = strlen(name);

	while (slice_next(&rest, '\n', &line)) {
		if (line.length > length && line.at[length] == ':' &&
		    strncasecmp(line.at, name, length) == 0) {
			return slice_trim(slice_between(line, length + 1, line.length));
		}
	}
	return (struct slice){0};
}

static void remove_folder(void *argument)
{
	const char *folder = argument;
	DIR *entries = opendir(folder);
	char path[4096];
	for (struct dirent *entry; entries != NULL && (entry = readdir(entries)) != NULL;) {
		(void)snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
		(void)unlink(path);
	}
	(void)closedir(entries);
	(void)rmdir(folder);
}

const char *scratch_folder(struct arena *arena)
{
	const char *base = getenv("TMPDIR");
	char *folder = arena_cstr(
		arena, arena_format(arena, "%s/spean-test-XXXXXX", base != NULL ? base : "/tmp"));
	assert_non_null(mkdtemp(folder));
	arena_defer(arena, remove_folder, folder);
	return folder;
}
