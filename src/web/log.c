/* log.c - who read and wrote what: the organisation's lines of the audit log, for its auditor and
 * for supervisors. Reading it is a line too.
 */
#include "base/clock.h"
#include "base/date.h"
#include "base/json.h"
#include "record/audit.h"
#include "web/internal.h"
#include "web/names.h"
#include "web/visitor.h"

enum { LINES_A_PAGE = 50, LINES_FOR_A_PROGRAM = 500 };

/* What one may ask the log for; log.deed.* says each in words. */
static const char *const DEEDS[] = {
	"read",
	"list",
	"search",
	"create",
	"change",
	"history",
	"assign",
	"unassign",
	"export",
	"erase",
	"break_glass",
	"ask_approval",
	"allow",
	"refuse",
	"use_approval",
	"sign_in",
	"sign_in_first",
	"sign_out",
	"sign_out_everywhere",
	"account_invite",
	"account_accept",
	"account_change",
	"account_lock",
	"account_unlock",
	"account_reset",
	"account_leave",
	"hand_over",
	"password_change",
	"code_set",
	"code_remove",
	"recovery_new",
	"passkey_add",
	"passkey_remove",
	"token_new",
	"token_end",
	"read_log",
	"export_log",
};

/* The moment in which a day of Cambodia begins, `days_later` after the one that was asked for; 0
 * when none was. */
static err read_day(struct http_exchange *x, const char *name, int64_t days_later, int64_t *ret_ms)
{
	enum { HOURS_A_DAY = 24, AHEAD_OF_UTC_HOURS = 7, HOUR_MS = 60 * 60 * 1000 };
	const struct slice typed = slice_trim(http_query(&x->request, name));
	struct pdate day;

	if (slice_empty(typed)) {
		*ret_ms = 0;
		return OK;
	}
	if (date_parse(&x->c, typed, &day) != OK || day.precision != DATE_DAY) {
		return FAIL_PLAIN(&x->c, ERR_INVALID, "log.day");
	}
	*ret_ms = ((date_days(day) + days_later) * HOURS_A_DAY - AHEAD_OF_UTC_HOURS) * HOUR_MS;
	return OK;
}

static err read_filter(struct http_exchange *x, size_t limit, struct audit_filter *ret_filter)
{
	const struct slice before = http_query(&x->request, "before");
	struct audit_filter filter = {
		.organisation = x->visitor->actor.organisation,
		.account = slice_trim(http_query(&x->request, "account")),
		.record = slice_trim(http_query(&x->request, "record")),
		.deed = slice_trim(http_query(&x->request, "deed")),
		.limit = limit,
	};

	if (!slice_empty(before) &&
	    (!slice_to_int64(before, &filter.before) || filter.before < 1)) {
		return FAIL_PLAIN(&x->c, ERR_INVALID, "log.before");
	}
	TRY(read_day(x, "from", 0, &filter.from_ms));
	TRY(read_day(x, "to", 1, &filter.to_ms));
	*ret_filter = filter;
	return OK;
}

/* ---- The form above the lines */

static void put_option(struct view *view, const char *list, struct slice value, struct slice label,
		       struct slice chosen)
{
	struct view *item = view_item(view, list);
	view_text(item, "value", value);
	view_text(item, "label", label);
	view_flag(item, "chosen", !slice_empty(value) && slice_equal(value, chosen));
}

/* Whom one may choose: colleagues whose names are open, and whoever was chosen before. */
static err put_people(struct http_exchange *x, struct view *view, struct names *names)
{
	const struct slice chosen = slice_trim(http_query(&x->request, "account"));
	const struct colleague *colleagues;
	bool is_listed = slice_empty(chosen);
	size_t count;

	TRY(names_colleagues(x, names, &colleagues, &count));
	view_list(view, "people");
	for (size_t i = 0; i < count; i++) {
		put_option(view, "people", colleagues[i].id, colleagues[i].name, chosen);
		is_listed = is_listed || slice_equal(colleagues[i].id, chosen);
	}
	if (!is_listed) {
		const struct slice name = names_get(x, names, S("account"), chosen);
		put_option(view, "people", chosen, slice_empty(name) ? names_short(chosen) : name,
			   chosen);
	}
	view_flag(view, "has_people", count > 0 || !slice_empty(chosen));
	return OK;
}

static err put_form(struct http_exchange *x, struct view *view, struct names *names)
{
	const struct slice record = slice_trim(http_query(&x->request, "record"));
	const struct slice deed = slice_trim(http_query(&x->request, "deed"));

	page_problem(x, view);
	TRY(put_people(x, view, names));
	for (size_t i = 0; i < COUNT_OF(DEEDS); i++) {
		const struct slice key = arena_format(x->c.arena, "log.deed.%s", DEEDS[i]);
		put_option(view, "deeds", slice_of(DEEDS[i]),
			   messages_get(x->app->messages, x->language, key).text, deed);
	}
	view_text(view, "typed_from", http_query(&x->request, "from"));
	view_text(view, "typed_to", http_query(&x->request, "to"));
	view_text(view, "typed_record", record);
	view_text(view, "typed_record_id", names_short(record));
	view_flag(view, "is_filtered", x->request.query_count > 0);
	return OK;
}

/* ---- The lines */

static struct slice classes_of(struct http_exchange *x, unsigned classes)
{
	return arena_format(x->c.arena, "%s%s%s%s", (classes & CLASS_BIT(CLASS_A)) != 0 ? "A" : "",
			    (classes & CLASS_BIT(CLASS_B)) != 0 ? "B" : "",
			    (classes & CLASS_BIT(CLASS_C)) != 0 ? "C" : "",
			    (classes & CLASS_BIT(CLASS_D)) != 0 ? "D" : "");
}

static struct slice filter_address(struct http_exchange *x, const char *name, struct slice id)
{
	return slice_empty(id) ? id
			       : arena_format(x->c.arena, "/log?%s=%.*s", name, SLICE_PRINT(id));
}

/* "fields=name;team", as the door writes it, in words; what somebody typed as it is. */
static struct slice detail_of(struct http_exchange *x, const struct audit_line *line)
{
	const struct slice start = S("fields=");
	struct slice fields = slice_between(line->detail, start.length, line->detail.length);
	struct slice words = S("");
	struct slice field;

	if (!slice_starts(line->detail, start)) {
		return line->detail;
	}
	while (slice_next_item(&fields, &field)) {
		const struct slice key = arena_format(x->c.arena, "field.%.*s.%.*s",
						      SLICE_PRINT(line->kind), SLICE_PRINT(field));
		const struct message word = messages_get(x->app->messages, x->language, key);
		words = arena_format(x->c.arena, "%.*s%s%.*s", SLICE_PRINT(words),
				     slice_empty(words) ? "" : ", ",
				     SLICE_PRINT(word.found ? word.text : field));
	}
	return words;
}

static void put_line(struct http_exchange *x, struct view *view, const struct names *names,
		     const struct audit_line *line)
{
	struct view *item = view_item(view, "lines");

	view_int(item, "number", line->number);
	page_moment(x, item, "at", line->at);
	view_text(item, "who", names_get(x, names, S("account"), line->account));
	view_text(item, "who_id", names_short(line->account));
	view_text(item, "who_href", filter_address(x, "account", line->account));
	page_word(x, item, "actor", "log.actor", line->actor);
	page_word(x, item, "deed", "log.deed", line->deed);
	page_word(x, item, "record_kind", "record.kind", line->kind);
	view_text(item, "record", names_get(x, names, line->kind, line->record));
	view_text(item, "record_id", names_short(line->record));
	view_text(item, "record_href", filter_address(x, "record", line->record));
	page_word(x, item, "purpose", "log.purpose", line->purpose);
	view_text(item, "classes", classes_of(x, line->classes));
	view_flag(item, "is_list", line->count > 1);
	view_int(item, "count", line->count);
	page_word(x, item, "outcome", "log.outcome", line->outcome);
	view_flag(item, "is_refused", !slice_is(line->outcome, "done"));
	view_text(item, "detail", detail_of(x, line));
}

static void put_older(struct http_exchange *x, struct view *view, const struct audit_line *lines,
		      size_t count)
{
	const bool more = count == LINES_A_PAGE && lines[count - 1].number > 1;
	view_text(view, "older",
		  more ? http_same_page_with(x, "before",
					     arena_format(x->c.arena, "%lld",
							  (long long)lines[count - 1].number))
		       : (struct slice){0});
}

static err put_lines(struct http_exchange *x, struct view *view, struct names *names,
		     const struct audit_line *lines, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		names_want(names, S("account"), lines[i].account);
		names_want(names, lines[i].kind, lines[i].record);
	}
	TRY(names_fetch(x, names));
	view_list(view, "lines");
	for (size_t i = 0; i < count; i++) {
		put_line(x, view, names, &lines[i]);
	}
	view_flag(view, "has_lines", count > 0);
	put_older(x, view, lines, count);
	return OK;
}

static err show(struct http_exchange *x)
{
	struct view *view = page_private_view(x);
	struct names *names = names_create(x);
	const struct audit_line *lines = NULL;
	struct audit_filter filter;
	struct door *door;
	size_t count = 0;

	const err result = read_filter(x, LINES_A_PAGE, &filter);
	if (result == OK) {
		TRY(page_own_door(x, &door));
		TRY(audit_list(&x->c, door, &filter, &lines, &count));
	}
	TRY(put_form(x, view, names));
	TRY(put_lines(x, view, names, lines, count));
	return page_show_status(x, result == OK ? 200 : 422, SECTION_LOG, "log.title", "log", view);
}

static void add_line(struct json_writer *json, const struct audit_line *line)
{
	json_open_object(json);
	json_put_int(json, "number", line->number);
	json_put_text(json, "at", line->at);
	json_put_text(json, "organisation", line->organisation);
	json_put_text(json, "account", line->account);
	json_put_text(json, "actor", line->actor);
	json_put_text(json, "deed", line->deed);
	json_put_text(json, "kind", line->kind);
	json_put_text(json, "record", line->record);
	json_put_text(json, "purpose", line->purpose);
	json_put_int(json, "count", line->count);
	json_put_text(json, "outcome", line->outcome);
	json_close_object(json);
}

static err send_json(struct http_exchange *x)
{
	enum { JSON_BYTES_MAX = 4 * 1024 * 1024 };
	struct buf *out = buf_create(x->c.arena, JSON_BYTES_MAX);
	const struct audit_line *lines;
	struct audit_filter filter;
	struct json_writer json;
	struct slice body;
	struct door *door;
	size_t count;

	TRY(read_filter(x, LINES_FOR_A_PROGRAM, &filter));
	TRY(page_own_door(x, &door));
	TRY(audit_list(&x->c, door, &filter, &lines, &count));
	json_writer_init(&json, out, JSON_COMPACT);
	json_open_array(&json);
	for (size_t i = 0; i < count; i++) {
		add_line(&json, &lines[i]);
	}
	json_close_array(&json);
	TRY(buf_done(&x->c, out, &body));
	return page_send(x, "application/json", NULL, body);
}

static const struct route ROUTES[] = {
	ROUTE(GET, LOG, "/log", show, "The organisation's lines of the log, newest first."),
	ROUTE(GET, LOG, "/log.json", send_json, "The same as JSON, without the sealed details.",
	      .credential = CREDENTIAL_TOKEN),
};

struct route_table log_routes(void)
{
	return (struct route_table){.routes = ROUTES, .count = COUNT_OF(ROUTES)};
}
