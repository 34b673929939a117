/* log.c - who read and wrote what: the organisation's lines of the audit log, for its auditor and
 * for supervisors. Reading it is a line too.
 */
#include "base/json.h"
#include "record/audit.h"
#include "web/internal.h"
#include "web/visitor.h"

enum { LINES_A_PAGE = 50, LINES_FOR_A_PROGRAM = 500 };

static err read_filter(struct http_exchange *x, size_t limit, struct audit_filter *ret_filter)
{
	const struct slice before = http_query(&x->request, "before");
	struct audit_filter filter = {
		.organisation = x->visitor->actor.organisation,
		.account = slice_trim(http_query(&x->request, "account")),
		.record = slice_trim(http_query(&x->request, "record")),
		.limit = limit,
	};

	if (!slice_empty(before) &&
	    (!slice_to_int64(before, &filter.before) || filter.before < 1)) {
		return FAIL_PLAIN(&x->c, ERR_INVALID, "log.before");
	}
	*ret_filter = filter;
	return OK;
}

static struct slice classes_of(struct http_exchange *x, unsigned classes)
{
	return arena_format(x->c.arena, "%s%s%s%s", (classes & CLASS_BIT(CLASS_A)) != 0 ? "A" : "",
			    (classes & CLASS_BIT(CLASS_B)) != 0 ? "B" : "",
			    (classes & CLASS_BIT(CLASS_C)) != 0 ? "C" : "",
			    (classes & CLASS_BIT(CLASS_D)) != 0 ? "D" : "");
}

static void put_line(struct http_exchange *x, struct view *view, const struct audit_line *line)
{
	struct view *item = view_item(view, "lines");

	view_int(item, "number", line->number);
	page_moment(x, item, "at", line->at);
	view_text(item, "account", line->account);
	page_word(x, item, "actor", "log.actor", line->actor);
	page_word(x, item, "deed", "log.deed", line->deed);
	page_word(x, item, "record_kind", "record.kind", line->kind);
	view_text(item, "record", line->record);
	page_word(x, item, "purpose", "log.purpose", line->purpose);
	view_text(item, "classes", classes_of(x, line->classes));
	view_flag(item, "is_list", line->count > 1);
	view_int(item, "count", line->count);
	page_word(x, item, "outcome", "log.outcome", line->outcome);
	view_flag(item, "is_refused", !slice_is(line->outcome, "done"));
	view_text(item, "detail", line->detail);
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

static err show(struct http_exchange *x)
{
	struct view *view = page_private_view(x);
	const struct audit_line *lines;
	struct audit_filter filter;
	struct door *door;
	size_t count;

	TRY(read_filter(x, LINES_A_PAGE, &filter));
	TRY(page_own_door(x, &door));
	TRY(audit_list(&x->c, door, &filter, &lines, &count));
	view_list(view, "lines");
	for (size_t i = 0; i < count; i++) {
		put_line(x, view, &lines[i]);
	}
	view_flag(view, "has_lines", count > 0);
	view_text(view, "typed_account", filter.account);
	view_text(view, "typed_record", filter.record);
	put_older(x, view, lines, count);
	return page_show(x, SECTION_LOG, "log.title", "log", view);
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
