/* check.c - `spean check`: is the store whole, is every record as the dictionary wants it, is the
 * log whole, which copies of the keys are there, is there room? */
#include <sys/stat.h>
#include <sys/statvfs.h>

#include "base/clock.h"
#include "base/file.h"
#include "cli/commands.h"
#include "cli/place.h"
#include "record/audit.h"
#include "record/backup.h"

enum { FREE_MIN = 100 * 1024 * 1024 };

static const struct cli_option OPTIONS[] = {{"json", NULL}, {NULL, NULL}};

/* The sentence of a fault, without the name of the field: the line names it already. */
static struct slice sentence(struct cli *cli, const struct record_finding *finding)
{
	return messages_fail(cli->c.arena, cli->messages, cli->language, &finding->fail);
}

/* Faults of a value say their field first: "field=NAME". */
static struct slice field_of(const struct record_finding *finding)
{
	const struct slice detail = slice_of(finding->fail.detail);
	return slice_between(detail, S("field=").length, slice_find_byte(detail, '\n'));
}

struct checked {
	struct record_findings findings;
	bool has_keys; /* all below needs them */
	struct audit_report log;
	const struct backup_copy *copies;
	size_t copies_count;
	int64_t free_bytes; /* -1: it cannot be known from here */
	int64_t used_bytes;
};

/* ---- Looking */
static err check_store(struct cli *cli, struct store *store)
{
	struct db *db;
	TRY(store_borrow(&cli->c, store, &db));
	const err result = db_check(&cli->c, db);
	store_return(store, db);
	return result;
}

static void measure_disk(struct cli *cli, struct checked *checked)
{
	struct statvfs volume;
	struct stat file;
	const char *place = cli->store_location;
	checked->free_bytes = -1;
	if (place == NULL || place_is_server(place) || statvfs(place, &volume) != 0) {
		return;
	}
	checked->free_bytes = (int64_t)volume.f_bavail * (int64_t)volume.f_frsize;
	if (stat(place_store_file(cli->c.arena, place), &file) == 0) {
		checked->used_bytes = file.st_size;
	}
}

static err look_with_keys(struct cli *cli, struct door **ret_door, struct checked *checked)
{
	struct keyring *keyring;
	struct door *door;
	const struct audit_entry entry = {.deed = S("check"), .outcome = S("done")};
	TRY(cli_place(cli, &keyring));
	TRY(check_store(cli, keyring_keys(keyring)));
	TRY(cli_console_door(cli, keyring, &door));
	TRY(audit_verify(&cli->c, door, S(""), &checked->log));
	TRY(backup_copies(&cli->c, door, &checked->copies, &checked->copies_count));
	if (checked->log.whole) {
		TRY(audit_write(&cli->c, door, &entry));
		audit_settle(door);
	}
	checked->has_keys = true;
	*ret_door = door;
	return OK;
}

static err look(struct cli *cli, struct checked *checked)
{
	struct door *door = ARENA_NEW(cli->c.arena, struct door);
	if (cli->store_location != NULL && place_has_keys(cli, cli->store_location)) {
		TRY(look_with_keys(cli, &door, checked));
	} else {
		TRY(cli_door(cli, door));
	}
	TRY(db_check(&cli->c, door->db));
	measure_disk(cli, checked);
	return record_check(&cli->c, door, &checked->findings);
}

/* ---- Telling */
/* Whole days since an ISO moment; its date is enough. */
static int64_t age_of(struct slice made)
{
	struct arena *arena = arena_create();
	struct ctx unheard = {.arena = arena};
	struct pdate date;
	const err result = date_parse(&unheard, slice_between(made, 0, 10), &date);
	arena_destroy(arena);
	return result == OK ? date_days(clock_today()) - date_days(date) : 0;
}

/* "-" and what lies on other machines cannot be looked for. */
static bool is_found(struct cli *cli, const struct backup_copy *copy)
{
	return slice_starts(copy->place, S("/")) &&
	       file_exists(arena_cstr(cli->c.arena, copy->place));
}

static bool is_low(const struct checked *checked)
{
	return checked->free_bytes >= 0 &&
	       (checked->free_bytes < FREE_MIN || checked->free_bytes < checked->used_bytes);
}

static long long megabytes_free(const struct checked *checked)
{
	return checked->free_bytes / (1024 * 1024);
}

static void json_findings(struct cli *cli, struct json_writer *json,
			  const struct record_findings *findings)
{
	json_key(json, "findings");
	json_open_array(json);
	for (size_t i = 0; i < findings->count; i++) {
		const struct record_finding *finding = &findings->at[i];
		json_open_object(json);
		json_put_text(json, "kind", slice_of(finding->kind->name));
		json_put_text(json, "id", finding->id);
		json_put_text(json, "field", field_of(finding));
		json_put_text(json, "code", slice_of(finding->fail.key));
		json_put_text(json, "text", sentence(cli, finding));
		json_close_object(json);
	}
	json_close_array(json);
}

static void json_log(struct json_writer *json, const struct audit_report *log)
{
	json_key(json, "log");
	json_open_object(json);
	json_put_int(json, "lines", log->lines);
	json_put_int(json, "anchored", log->anchored);
	json_put_bool(json, "whole", log->whole);
	if (!log->whole) {
		json_put_int(json, "at", log->at);
		json_put_text(json, "fault", slice_of(log->fault));
	}
	json_close_object(json);
}

static void json_copies(struct cli *cli, struct json_writer *json, const struct checked *checked)
{
	json_key(json, "key_copies");
	json_open_array(json);
	for (size_t i = 0; i < checked->copies_count; i++) {
		const struct backup_copy *copy = &checked->copies[i];
		json_open_object(json);
		json_put_int(json, "number", copy->number);
		json_put_text(json, "made", copy->made);
		json_put_text(json, "place", copy->place);
		json_put_int(json, "days", age_of(copy->made));
		json_put_bool(json, "found", is_found(cli, copy));
		json_close_object(json);
	}
	json_close_array(json);
}

static void print_json(struct cli *cli, const struct checked *checked)
{
	struct json_writer json;

	json_writer_init(&json, cli->out, JSON_INDENTED);
	json_open_object(&json);
	json_put_int(&json, "records", (int64_t)checked->findings.records);
	json_findings(cli, &json, &checked->findings);
	if (checked->has_keys) {
		json_log(&json, &checked->log);
		json_copies(cli, &json, checked);
	}
	if (checked->free_bytes >= 0) {
		json_put_int(&json, "free_bytes", checked->free_bytes);
	}
	json_close_object(&json);
}

static void print_findings(struct cli *cli, const struct record_findings *findings)
{
	for (size_t i = 0; i < findings->count; i++) {
		const struct record_finding *finding = &findings->at[i];
		const struct slice arguments = arena_format(
			cli->c.arena, "kind=%s\nid=%.*s\nfield=%.*s\ntext=%.*s",
			finding->kind->name, SLICE_PRINT(finding->id),
			SLICE_PRINT(field_of(finding)), SLICE_PRINT(sentence(cli, finding)));
		buf_add(cli->out, messages_format(cli->c.arena, cli->messages, cli->language,
						  "check.finding", arguments));
		buf_add_cstr(cli->out, "\n");
	}
	cli_say(cli, "check.store", "%s", "");
	cli_say(cli, "check.records", "records=%zu\nfindings=%zu", findings->records,
		findings->count);
}

static void print_copies(struct cli *cli, const struct checked *checked)
{
	for (size_t i = 0; i < checked->copies_count; i++) {
		const struct backup_copy *copy = &checked->copies[i];
		cli_say(cli, is_found(cli, copy) ? "check.copy" : "check.copy_elsewhere",
			"number=%lld\nmade=%.*s\nplace=%.*s\ndays=%lld", (long long)copy->number,
			SLICE_PRINT(copy->made), SLICE_PRINT(copy->place),
			(long long)age_of(copy->made));
	}
	cli_say(cli, "check.copies", "count=%zu", checked->copies_count);
}

static void print_words(struct cli *cli, const struct checked *checked)
{
	print_findings(cli, &checked->findings);
	if (checked->has_keys) {
		cli_say(cli, "check.keys", "%s", "");
		cli_say(cli, checked->log.whole ? "check.log" : "check.log_fault",
			"lines=%lld\nline=%lld", (long long)checked->log.lines,
			(long long)checked->log.at);
		if (!checked->log.whole) {
			cli_say(cli, checked->log.fault, "line=%lld", (long long)checked->log.at);
		}
		print_copies(cli, checked);
	}
	if (checked->free_bytes >= 0 && !is_low(checked)) {
		cli_say(cli, "check.disk", "free=%lld", megabytes_free(checked));
	}
}

static err run(struct cli *cli)
{
	struct checked checked = {0};

	TRY(look(cli, &checked));
	if (cli_given(cli, "json")) {
		print_json(cli, &checked);
	} else {
		print_words(cli, &checked);
	}
	if (checked.has_keys && !checked.log.whole) {
		TRY(cli_flush(cli));
		return FAIL(&cli->c, ERR_BROKEN, "check.log_broken", "at=%lld",
			    (long long)checked.log.at);
	}
	if (checked.findings.count > 0) {
		TRY(cli_flush(cli));
		return FAIL(&cli->c, ERR_BROKEN, "check.faults", "findings=%zu",
			    checked.findings.count);
	}
	if (is_low(&checked)) {
		TRY(cli_flush(cli));
		return FAIL(&cli->c, ERR_LIMIT, "check.disk_low", "free=%lld",
			    megabytes_free(&checked));
	}
	return OK;
}

const struct command COMMAND_CHECK = {
	.name = "check",
	.arguments = "",
	.options = OPTIONS,
	.run = run,
};
