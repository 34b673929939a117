/* server.h - the program itself, serving, as flow tests talk to it: over a socket, byte for byte.
 */
#ifndef SPEAN_TESTS_SERVER_H
#define SPEAN_TESTS_SERVER_H

#include <sys/types.h>

#include "base/arena.h"
#include "base/slice.h"

struct server {
	pid_t process;
	int port;
	char *address; /* "http://127.0.0.1:PORT" */
};

/* Run PROGRAM with arguments (NULL-terminated, without its name) and wait for its end.
 * What it wrote to stdout and stderr comes back in the arena. Returns the exit code, -1 for a
 * signal. */
int program_run(struct arena *arena, const char *const *arguments, struct slice *ret_out,
		struct slice *ret_err);

/* `spean serve --store PLACE --listen 127.0.0.1:0` and further arguments. Fails the test when it
 * does not say where it listens within ten seconds. */
struct server server_start(struct arena *arena, const char *place, const char *const *arguments);
/* SIGTERM, and the exit code. */
int server_stop(struct server *server);

struct reply {
	int status;
	struct slice head; /* all header lines */
	struct slice body;
};
/* One request on a connection of its own. `headers` are whole lines that end with CRLF, or "". */
struct reply server_request(struct arena *arena, const struct server *server, const char *method,
			    const char *target, const char *headers, struct slice body);
struct reply server_get(struct arena *arena, const struct server *server, const char *target);
/* The value of a header of the reply, or the empty slice. */
struct slice reply_header(const struct reply *reply, const char *name);

/* A new empty folder below the temporary one; removed with its content at the end of the program.
 */
const char *scratch_folder(struct arena *arena);

#endif
