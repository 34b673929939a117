/* restore.c - `spean restore`: a place out of a backup of the data and one of the keys. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "cli/commands.h"
#include "cli/place.h"
#include "record/backup.h"

static const struct cli_option OPTIONS[] = {{"keys", "FILE"}, {NULL, NULL}};

static void close_descriptor(void *argument)
{
	const int *descriptor = argument;
	(void)close(*descriptor);
}

static err open_source(struct cli *cli, const char *path, struct source *ret_source)
{
	struct ctx *c = &cli->c;
	int *descriptor = ARENA_NEW(c->arena, int);
	if (strcmp(path, "-") == 0) {
		*ret_source = source_from(c, STDIN_FILENO, path);
		return OK;
	}
	*descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	if (*descriptor < 0) {
		return errno == ENOENT || errno == ENOTDIR
			       ? FAIL(c, ERR_NOT_FOUND, "file.missing", "path=%s", path)
			       : FAIL(c, ERR_BROKEN, "file.read", "path=%s\nreason=%s", path,
				      strerrordesc_np(errno));
	}
	arena_defer(c->arena, close_descriptor, descriptor);
	*ret_source = source_from(c, *descriptor, path);
	return OK;
}

/* Nothing but the root key, which may wait there already. */
static err check_empty(struct ctx *c, const char *path)
{
	DIR *folder = opendir(path);
	bool is_empty = true;
	if (folder == NULL) {
		return FAIL(c, ERR_BROKEN, "file.read", "path=%s\nreason=%s", path,
			    strerrordesc_np(errno));
	}
	for (struct dirent *entry = readdir(folder); entry != NULL; entry = readdir(folder)) {
		is_empty = is_empty &&
			   (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0 ||
			    strcmp(entry->d_name, "spean.key") == 0);
	}
	(void)closedir(folder);
	return is_empty ? OK : FAIL(c, ERR_CONFLICT, "restore.not_empty", "path=%s", path);
}

static err settle(struct cli *cli, struct keyring *keyring)
{
	struct door *door;
	int64_t lost = 0;
	TRY(cli_console_door(cli, keyring, &door));
	TRY(backup_settle(&cli->c, door, &lost));
	if (lost > 0) {
		cli_say(cli, "restore.lost_lines", "count=%lld", (long long)lost);
	}
	return OK;
}

static void close_keyring(void *keyring)
{
	keyring_close(keyring);
}

static err restore(struct cli *cli, const char *target, struct backup_summary *ret_summary)
{
	const struct keyring_place place = place_of(cli, target);
	const struct keyring_asker asker = place_asker(cli);
	struct keyring *keyring;
	struct source data;
	struct source keys;
	TRY(open_source(cli, cli->arguments[0], &data));
	TRY(open_source(cli, cli_option(cli, "keys"), &keys));
	TRY(backup_restore(&cli->c, &place, &asker, data, keys, ret_summary, &keyring));
	arena_defer(cli->c.arena, close_keyring, keyring);
	return settle(cli, keyring);
}

static err run(struct cli *cli)
{
	const char *target = cli->arguments[1];
	const char *keys;
	struct backup_summary summary;
	TRY(cli_required(cli, "keys", &keys));
	const bool is_new = !place_is_server(target) && !file_exists(target);
	if (!place_is_server(target)) {
		TRY(file_make_folder(&cli->c, target));
		TRY(check_empty(&cli->c, target));
	}
	const err result = restore(cli, target, &summary);
	if (result != OK) {
		if (is_new) {
			(void)rmdir(target);
		}
		return result;
	}
	cli_say(cli, "restore.done", "path=%s\nrows=%lld\nmade=%.*s",
		place_is_server(target) ? "postgres://" : target, (long long)summary.rows,
		SLICE_PRINT(summary.made));
	return OK;
}

const struct command COMMAND_RESTORE = {
	.name = "restore",
	.arguments = "FILE PLACE",
	.arguments_min = 2,
	.arguments_max = 2,
	.options = OPTIONS,
	.needed = "keys",
	.run = run,
};
