/* walls.c - the rules of the sandbox for serving: see allow_place for the files of a place. */
#include "cli/walls.h"

#include <stdlib.h>
#include <string.h>

#include "cli/place.h"
#include "render/paper.h"

err walls_worker(struct cli *cli, struct worker **ret_worker)
{
	static const struct worker_job *const JOBS[] = {&PAPER_JOB};
	struct worker_options options = {
		.jobs = JOBS,
		.jobs_count = COUNT_OF(JOBS),
		.prepare = paper_prepare,
	};
	options.readable = paper_folders(cli->c.arena, &options.readable_count);
	return worker_start(&cli->c, &options, ret_worker);
}

/* What libraries read while they run: time zones and the kernel's random source. */
static void allow_libraries(struct sandbox_rules *rules)
{
	static const char *const PATHS[] = {"/dev/urandom", "/dev/null", "/usr/share/zoneinfo",
					    "/etc/localtime"};
	for (size_t i = 0; i < COUNT_OF(PATHS); i++) {
		sandbox_allow(rules, PATHS[i], SANDBOX_READ);
	}
}

static const char *folder_of(struct arena *arena, const char *path)
{
	const char *slash = strrchr(path, '/');
	if (slash == NULL) {
		return ".";
	}
	return slash == path ? "/"
			     : arena_cstr(arena,
					  slice_between(slice_of(path), 0, (size_t)(slash - path)));
}

/* What libpq and the C library read to find a server, to trust it and to be trusted. */
static void allow_connecting(struct arena *arena, struct sandbox_rules *rules)
{
	static const char *const PATHS[] = {
		"/etc/hosts",
		"/etc/resolv.conf",
		"/etc/nsswitch.conf",
		"/etc/host.conf",
		"/etc/gai.conf",
		"/etc/services",
		"/etc/passwd",
		"/etc/ssl",
		"/etc/krb5.conf",
		"/etc/postgresql-common",
		"/run/systemd/resolve",
		"/run/NetworkManager",
		"/run/resolvconf",
		"/usr/lib",
		"/lib",
		"/lib64",
		"/usr/share/ca-certificates",
		"/etc/ca-certificates",
	};
	const char *home = getenv("HOME");
	const char *const files[] = {getenv("PGPASSFILE"), getenv("PGSERVICEFILE"),
				     getenv("PGSSLROOTCERT"), getenv("PGSSLCERT"),
				     getenv("PGSSLKEY")};

	rules->network = SANDBOX_CONNECT;
	for (size_t i = 0; i < COUNT_OF(PATHS); i++) {
		sandbox_allow(rules, PATHS[i], SANDBOX_READ);
	}
	for (size_t i = 0; i < COUNT_OF(files); i++) {
		if (files[i] != NULL) {
			sandbox_allow(rules, files[i], SANDBOX_READ);
		}
	}
	if (home != NULL) {
		sandbox_allow(rules, arena_format(arena, "%s/.pgpass", home).at, SANDBOX_READ);
		sandbox_allow(rules, arena_format(arena, "%s/.postgresql", home).at, SANDBOX_READ);
	}
}

/* A folder with a store and what SQLite puts beside it, the header and the key; or a server. */
static void allow_store(struct arena *arena, const char *place, struct sandbox_rules *rules)
{
	if (place_is_server(place)) {
		if (rules->network != SANDBOX_CONNECT) {
			allow_connecting(arena, rules);
		}
	} else {
		sandbox_allow(rules, place, SANDBOX_WRITE);
	}
}

/* Never the root of all folders: then the file alone. */
static void allow_folder_of(struct arena *arena, const char *file, struct sandbox_rules *rules)
{
	if (file != NULL) {
		const char *folder = folder_of(arena, file);
		sandbox_allow(rules, strcmp(folder, "/") == 0 ? file : folder, SANDBOX_READ);
	}
}

/* THE list of what a place needs after the start: every file of a place that serving reads or
 * writes later is allowed here, and nowhere else. */
static void allow_place(struct cli *cli, struct sandbox_rules *rules)
{
	struct arena *arena = cli->c.arena;
	const char *location = cli->store_location;
	const char *credentials = getenv("CREDENTIALS_DIRECTORY");

	allow_store(arena, location, rules);
	if (cli->key_store != NULL) {
		allow_store(arena,
			    place_is_server(cli->key_store) ? cli->key_store
							    : folder_of(arena, cli->key_store),
			    rules);
	}
	/* A root key that was changed while we serve is read again, and is a new file then. */
	allow_folder_of(arena, cli->key_file, rules);
	allow_folder_of(arena, cli->passphrase_file, rules);
	for (size_t i = 0; i < COUNT_OF(cli->shares); i++) {
		allow_folder_of(arena, cli->shares[i], rules);
	}
	if (credentials != NULL) {
		sandbox_allow(rules, credentials, SANDBOX_READ);
	}
}

struct walls walls_of(struct cli *cli, const struct log *log)
{
	struct walls walls = {.log = log};
	const char *access_log = cli_option(cli, "access-log");

	walls.rules.demand =
		cli_given(cli, "require-sandbox") ? SANDBOX_REQUIRED : SANDBOX_IF_POSSIBLE;
	allow_libraries(&walls.rules);
	allow_place(cli, &walls.rules);
	if (access_log != NULL) {
		/* A rotated log is a new file. */
		sandbox_allow(&walls.rules, folder_of(cli->c.arena, access_log), SANDBOX_WRITE);
	}
	return walls;
}

err walls_enter(struct ctx *c, void *argument)
{
	const struct walls *walls = argument;
	struct sandbox_state state;

	TRY(sandbox_enter(c, &walls->rules, &state));
	if (state.landlock == 0) {
		log_line(walls->log, LOG_WARNING, "serve.no_landlock", "files=%s\ncalls=%s", "open",
			 "shut");
	}
	return OK;
}
