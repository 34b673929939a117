/* backup.c - `spean backup`: a copy of the data, or of the keys, while others work. */
#include <dirent.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "cli/commands.h"
#include "record/audit.h"
#include "record/backup.h"

enum { SECONDS_A_DAY = 24 * 60 * 60, DAYS_MAX = 36500, MOMENT_LENGTH = 16, NAMES_MAX = 100000 };

static const struct cli_option OPTIONS[] = {
	{"keys", NULL}, {"keep", "DAYS"}, {"gone", "NUMBER"}, {NULL, NULL}};

struct job {
	struct cli *cli;
	struct door *door;
	struct keyring *keyring;
	enum backup_of what;
	const char *folder; /* or NULL: a file or standard output */
	const char *path;   /* absolute; "-" is standard output */
};

static const char *kind_of(const struct job *job)
{
	return job->what == BACKUP_OF_KEYS ? "keys" : "data";
}

/* "20261122T160509Z": sorts by time and needs no quoting. */
static struct slice compact_moment(struct arena *arena, int64_t now)
{
	const struct slice iso = clock_moment(arena, now * 1000);
	struct buf *out = buf_create(arena, 64);
	for (size_t i = 0; i < iso.length && iso.at[i] != '.'; i++) {
		if (iso.at[i] != '-' && iso.at[i] != ':') {
			buf_add_byte(out, iso.at[i]);
		}
	}
	buf_add_byte(out, 'Z');
	return buf_slice(out);
}

/* Where it is must still be true when somebody asks from another folder. */
static const char *absolute(struct arena *arena, const char *path)
{
	char folder[PATH_MAX];
	if (path[0] == '/' || getcwd(folder, sizeof folder) == NULL) {
		return path;
	}
	return arena_format(arena, "%s/%s", folder, path).at;
}

static err choose_target(struct job *job)
{
	struct cli *cli = job->cli;
	struct stat status;
	job->path = cli->arguments_count > 0 ? cli->arguments[0] : "-";
	if (strcmp(job->path, "-") == 0) {
		if (isatty(STDOUT_FILENO) != 0) {
			(void)FAIL_PLAIN(&cli->c, ERR_INVALID, "backup.terminal");
			return cli_usage(cli);
		}
		return OK;
	}
	job->path = absolute(cli->c.arena, job->path);
	if (stat(job->path, &status) == 0 && S_ISDIR(status.st_mode)) {
		const struct slice moment = compact_moment(cli->c.arena, clock_now());
		job->folder = job->path;
		job->path = arena_format(cli->c.arena, "%s/%s-%.*s.spean", job->folder,
					 kind_of(job), SLICE_PRINT(moment))
				    .at;
	}
	return OK;
}

static err write_to_stdout(struct job *job, struct backup_summary *ret_summary)
{
	struct ctx *c = &job->cli->c;
	return backup_make(c, job->door, job->keyring, job->what, S("-"),
			   sink_to(c, STDOUT_FILENO, "-"), ret_summary);
}

static err write_to_file(struct job *job, struct backup_summary *ret_summary)
{
	struct ctx *c = &job->cli->c;
	struct new_file *file;
	TRY(file_begin(c, job->path, 0600, &file));
	const err result = backup_make(c, job->door, job->keyring, job->what, slice_of(job->path),
				       file_sink(c, file), ret_summary);
	if (result != OK) {
		file_abandon(file);
		return result;
	}
	return file_finish(c, file);
}

/* ---- Copies that have had their time. Only those whose name we gave ourselves. */
static bool is_old(const struct job *job, const char *name, struct slice limit)
{
	const struct slice text = slice_of(name);
	const size_t start = strlen(kind_of(job)) + 1;
	return text.length == start + MOMENT_LENGTH + strlen(".spean") &&
	       slice_starts(text, slice_of(kind_of(job))) && name[start - 1] == '-' &&
	       slice_is(slice_between(text, start + MOMENT_LENGTH, text.length), ".spean") &&
	       memcmp(name + start, limit.at, MOMENT_LENGTH) < 0;
}

/* The key store must hear of it: `spean check` lists what it knows. */
static err forget_copy(struct job *job, const char *path)
{
	struct ctx *c = &job->cli->c;
	const struct backup_copy *copies;
	size_t count;
	TRY(backup_copies(c, job->door, &copies, &count));
	for (size_t i = 0; i < count; i++) {
		if (slice_is(copies[i].place, path)) {
			return backup_copy_gone(c, job->door, copies[i].number);
		}
	}
	return OK;
}

static err remove_old(struct job *job, const char *name)
{
	struct ctx *c = &job->cli->c;
	const char *path = arena_format(c->arena, "%s/%s", job->folder, name).at;
	if (unlink(path) != 0) {
		return FAIL(c, ERR_BROKEN, "file.write", "path=%s\nreason=%s", path,
			    "it cannot be removed");
	}
	cli_say(job->cli, "backup.removed", "path=%s", path);
	return job->what == BACKUP_OF_KEYS ? forget_copy(job, path) : OK;
}

/* Collected first: a folder that changes while it is read may skip names. */
static err tidy(struct job *job, int64_t days)
{
	struct ctx *c = &job->cli->c;
	const struct slice limit = compact_moment(c->arena, clock_now() - days * SECONDS_A_DAY);
	const char **names = ARENA_ARRAY(c->arena, NAMES_MAX, const char *);
	size_t count = 0;
	DIR *folder = opendir(job->folder);
	if (folder == NULL) {
		return FAIL(c, ERR_NOT_FOUND, "file.missing", "path=%s", job->folder);
	}
	for (struct dirent *entry = readdir(folder); entry != NULL && count < NAMES_MAX;
	     entry = readdir(folder)) {
		if (is_old(job, entry->d_name, limit)) {
			names[count++] = arena_cstr(c->arena, slice_of(entry->d_name));
		}
	}
	(void)closedir(folder);
	for (size_t i = 0; i < count; i++) {
		TRY(remove_old(job, names[i]));
	}
	return OK;
}

static err read_number(struct cli *cli, const char *option, int64_t most, int64_t *ret_number)
{
	const char *text = cli_option(cli, option);
	int64_t number = 0;
	if (text != NULL &&
	    (!slice_to_int64(slice_of(text), &number) || number < 1 || number > most)) {
		(void)FAIL(&cli->c, ERR_INVALID, "backup.number", "option=%s\nvalue=%s", option,
			   text);
		return cli_usage(cli);
	}
	*ret_number = number;
	return OK;
}

static err make(struct job *job, int64_t keep)
{
	struct cli *cli = job->cli;
	struct backup_summary summary;
	TRY(choose_target(job));
	if (keep > 0 && job->folder == NULL) {
		(void)FAIL_PLAIN(&cli->c, ERR_INVALID, "backup.keep_needs_folder");
		return cli_usage(cli);
	}
	TRY(strcmp(job->path, "-") == 0 ? write_to_stdout(job, &summary)
					: write_to_file(job, &summary));
	cli_say(cli, job->what == BACKUP_OF_KEYS ? "backup.keys_done" : "backup.done",
		"path=%s\nrows=%lld", job->path, (long long)summary.rows);
	return keep > 0 ? tidy(job, keep) : OK;
}

/* What is said of a copy decides until when an erased person counts as readable. */
static err take_for_gone(struct job *job, int64_t number)
{
	struct ctx *c = &job->cli->c;
	const struct backup_copy *copies;
	size_t count;
	TRY(backup_copies(c, job->door, &copies, &count));
	for (size_t i = 0; i < count; i++) {
		const char *path = arena_cstr(c->arena, copies[i].place);
		if (copies[i].number == number && path[0] == '/' && file_exists(path)) {
			return FAIL(c, ERR_CONFLICT, "backup.still_there", "path=%s", path);
		}
	}
	TRY(backup_copy_gone(c, job->door, number));
	cli_say(job->cli, "backup.gone", "number=%lld", (long long)number);
	return OK;
}

static err run(struct cli *cli)
{
	struct job job = {
		.cli = cli,
		.what = cli_given(cli, "keys") ? BACKUP_OF_KEYS : BACKUP_OF_DATA,
	};
	int64_t keep = 0;
	int64_t gone = 0;
	TRY(read_number(cli, "keep", DAYS_MAX, &keep));
	TRY(read_number(cli, "gone", INT64_MAX, &gone));
	TRY(cli_place(cli, &job.keyring));
	TRY(cli_console_door(cli, job.keyring, &job.door));
	TRY(gone > 0 ? take_for_gone(&job, gone) : make(&job, keep));
	audit_settle(job.door);
	return OK;
}

const struct command COMMAND_BACKUP = {
	.name = "backup",
	.arguments = "[FILE|FOLDER|-]",
	.arguments_min = 0,
	.arguments_max = 1,
	.options = OPTIONS,
	.run = run,
};
