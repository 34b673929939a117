/* serve.c - `spean serve`: the pages, until a signal asks to stop. */
#include <malloc.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include "cli/access_log.h"
#include "cli/commands.h"
#include "cli/staff.h"
#include "cli/walls.h"
#include "people/known.h"
#include "record/audit.h"
#include "record/keyring.h"
#include "web/web.h"

enum { STOP_SECONDS = 10, SETTLE_SECONDS = 30, FINISH_ROUNDS = 20 };

static const struct cli_option OPTIONS[] = {
	{"listen", "ADDRESS"},       {"certificate", "FILE"},
	{"certificate-key", "FILE"}, {"behind-proxy", NULL},
	{"no-access-log", NULL},     {"access-log", "FILE"},
	{"require-sandbox", NULL},   {"origin", "URL"},
	{"breached", "FILE"},        {NULL, NULL},
};

/* Tell systemd that the sockets are open (sd_notify's protocol; one datagram needs no library). */
static void notify_ready(void)
{
	const char *path = getenv("NOTIFY_SOCKET");
	struct sockaddr_un address = {.sun_family = AF_UNIX};

	if (path == NULL || path[0] == '\0' || strlen(path) >= sizeof address.sun_path) {
		return;
	}
	memcpy(address.sun_path, path, strlen(path));
	if (address.sun_path[0] == '@') {
		address.sun_path[0] = '\0';
	}
	const int descriptor = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (descriptor >= 0) {
		const socklen_t length =
			(socklen_t)(offsetof(struct sockaddr_un, sun_path) + strlen(path));
		(void)sendto(descriptor, "READY=1", 7, 0, (struct sockaddr *)&address, length);
		(void)close(descriptor);
	}
}

/* Threads inherit the mask: with the signals blocked everywhere, only wait_for_stop sees them. */
static void block_signals(sigset_t *ret_signals)
{
	(void)sigemptyset(ret_signals);
	(void)sigaddset(ret_signals, SIGINT);
	(void)sigaddset(ret_signals, SIGTERM);
	(void)sigaddset(ret_signals, SIGHUP);
	(void)pthread_sigmask(SIG_BLOCK, ret_signals, NULL);
}

/* SIGHUP: logrotate has put the old file away. */
static void reopen_log(struct cli *cli, const struct http_options *options)
{
	const char *path = cli_option(cli, "access-log");
	struct ctx c = {.arena = cli->c.arena};

	if (path != NULL && access_log_reopen(&c, path, options->access_log) != OK) {
		log_fail(options->log, "serve.access_log", &c.fail);
	}
}

struct served {
	struct store *store;
	struct vault *vault; /* NULL: registers only, and no log */
};

/* In a quiet hour no further line would tell the key store of the last ones (record/audit.h). Some
 * rounds apart, what remains of changed keys is done too. */
static void settle(struct cli *cli, const struct served *served, unsigned round)
{
	const struct actor house = {.kind = ACTOR_HOUSE};
	struct ctx c = {.arena = arena_create()};
	struct door door;

	if (served->vault != NULL &&
	    door_open_for(&c, served->store, served->vault, cli->model, &house, &door) == OK) {
		audit_settle(&door);
		if (round % FINISH_ROUNDS == 0) {
			(void)!keyring_finish_rotations(&c, &door);
		}
		door_close(&door);
	}
	arena_destroy(c.arena);
}

static void wait_for_stop(struct cli *cli, const struct served *served,
			  const struct http_options *options, const sigset_t *signals)
{
	const struct timespec pause = {.tv_sec = SETTLE_SECONDS};
	unsigned round = 0;
	int got = SIGHUP;
	while (got != SIGINT && got != SIGTERM) {
		got = sigtimedwait(signals, NULL, &pause);
		if (got == SIGHUP) {
			reopen_log(cli, options);
		} else {
			settle(cli, served, round++);
		}
	}
}

/* Standard error, or the file that was named, or none. */
static err choose_log(struct cli *cli, int *ret_descriptor)
{
	const char *path = cli_option(cli, "access-log");

	if (path == NULL) {
		*ret_descriptor = cli_given(cli, "no-access-log") ? -1 : STDERR_FILENO;
		return OK;
	}
	if (cli_given(cli, "no-access-log")) {
		(void)FAIL_PLAIN(&cli->c, ERR_INVALID, "serve.two_logs");
		return cli_usage(cli);
	}
	return access_log_open(&cli->c, path, ret_descriptor);
}

static err serve(struct cli *cli, const struct served *served, const struct http_options *options,
		 const sigset_t *signals)
{
	struct http_server *server;

	TRY(http_start(&cli->c, options, &server));
	const char *scheme = options->certificate_file != NULL ? "https" : "http";
	const char *colon = strrchr(options->listen, ':');
	cli_say(cli, "serve.address", "address=%s://%.*s:%u", scheme,
		colon != NULL ? (int)(colon - options->listen) : 0, options->listen,
		http_port(server));
	notify_ready();
	wait_for_stop(cli, served, options, signals);
	cli_say(cli, "serve.stopping", "%s", "");
	http_stop(server, STOP_SECONDS);
	settle(cli, served, /* round= */ 1);
	return OK;
}

/* glibc gives threads heaps of their own and keeps what they freed. With one thread a connection
 * that adds up; two heaps that give back at once stay flat (bench/README.md). */
static void keep_memory_flat(void)
{
	/* Also what libraries give back is overwritten at once (docs/security.md). */
	(void)mallopt(M_PERTURB, 0x5A);
	(void)mallopt(M_ARENA_MAX, 2);
	(void)mallopt(M_TRIM_THRESHOLD, 128 * 1024);
	(void)mallopt(M_MMAP_THRESHOLD, 128 * 1024);
}

/* Opened before the walls go up; read through them. */
static err refuse_passwords(struct cli *cli, struct app *app)
{
	const char *path = cli_option(cli, "breached");
	struct known_passwords *list;

	if (path != NULL) {
		TRY(known_passwords_open(&cli->c, path, &list));
		app_refuse_passwords(app, list);
	}
	return OK;
}

static err run(struct cli *cli)
{
	struct store *store;
	struct vault *vault;
	struct app *app;
	struct worker *worker;
	sigset_t signals;
	int access_log = -1;
	const struct log log = {.descriptor = STDERR_FILENO, .level = LOG_INFO};
	const char *listen = cli_option(cli, "listen");

	keep_memory_flat();
	block_signals(&signals);
	TRY(walls_worker(cli, &worker));
	TRY(choose_log(cli, &access_log));
	TRY(cli_serving(cli, &store, &vault));
	TRY(app_create(&cli->c, cli->embedded, cli->messages, cli->model, store, &log, &app));
	app_set_papers_in(app, worker);
	if (vault != NULL) {
		app_keep_people(app, vault, staff_origin_said(cli));
	}
	TRY(refuse_passwords(cli, app));
	struct walls walls = walls_of(cli, &log);
	struct http_options options = {
		.listen = listen != NULL ? listen : "127.0.0.1:8080",
		.certificate_file = cli_option(cli, "certificate"),
		.key_file = cli_option(cli, "certificate-key"),
		.behind_proxy = cli_given(cli, "behind-proxy"),
		.ready = walls_enter,
		.ready_argument = &walls,
		.log = &log,
		.access_log = access_log,
	};
	app_http_options(app, &options);
	return serve(cli, &(struct served){store, vault}, &options, &signals);
}

const struct command COMMAND_SERVE = {
	.name = "serve",
	.arguments = "",
	.options = OPTIONS,
	.run = run,
};
