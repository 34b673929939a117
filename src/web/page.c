/* page.c - the frame around every page: title, navigation, language, assets. */
#include "web/app.h"
#include "web/internal.h"

#include "web/permissions.h"
#include "web/visitor.h"

static const struct {
	enum section section;
	const char *href;
	const char *label_key;
} SECTIONS[] = {
	{SECTION_DIRECTORY, "/directory", "frame.directory"},
	{SECTION_MATCH, "/match", "frame.match"},
	{SECTION_LAW, "/law", "frame.law"},
	{SECTION_FIGURES, "/figures", "frame.figures"},
};

/* What somebody who is signed in finds beside: each entry only where its permission is. */
static const struct {
	enum section section;
	const char *href;
	const char *label_key;
	enum permission permission;
} OWN_SECTIONS[] = {
	{SECTION_TODAY, "/today", "frame.today", PERMISSION_WORK},
	{SECTION_PROGRAMMES, "/own", "frame.programmes", PERMISSION_PROGRAMMES},
	{SECTION_STALE, "/stale", "frame.stale", PERMISSION_STALE},
	{SECTION_STAFF, "/people", "frame.people", PERMISSION_ACCOUNTS},
	{SECTION_ORGANISATIONS, "/organisations", "frame.organisations", PERMISSION_ORGANISATIONS},
	{SECTION_APPROVALS, "/approvals", "frame.approvals", PERMISSION_APPROVE},
	{SECTION_LOG, "/log", "frame.log", PERMISSION_LOG},
};

static void close_door(void *door)
{
	door_close(door);
}

err page_door(struct http_exchange *x, struct door *ret_door)
{
	struct door *door = ARENA_NEW(x->c.arena, struct door);

	TRY(door_open(&x->c, x->app->store, x->app->model, door));
	arena_defer(x->c.arena, close_door, door);
	/* A page lists several kinds: it must not see an import half done between them. */
	TRY(db_begin(&x->c, door->db, DB_READ));
	*ret_door = *door;
	return OK;
}

err page_own_door(struct http_exchange *x, struct door **ret_door)
{
	struct visitor *visitor = x->visitor;

	must(visitor != NULL);
	if (visitor->door == NULL) {
		visitor->door = ARENA_NEW(x->c.arena, struct door);
		arena_defer(x->c.arena, close_door, visitor->door);
	}
	if (visitor->door->db == NULL) {
		TRY(door_open_for(&x->c, x->app->store, x->app->vault, x->app->model,
				  &visitor->actor, visitor->door));
		visitor->door->known_passwords = x->app->known_passwords;
	}
	*ret_door = visitor->door;
	return OK;
}

static void add_sections(struct http_exchange *x, struct view *view, enum section current)
{
	for (size_t i = 0; i < COUNT_OF(SECTIONS); i++) {
		struct view *item = view_item(view, "frame_sections");
		view_text(item, "href", slice_of(SECTIONS[i].href));
		page_text(x, item, "label", SECTIONS[i].label_key);
		view_flag(item, "current", SECTIONS[i].section == current);
	}
}

/* The page of a public register is the same for everybody (it is kept): it only leads to /today,
 * which asks who somebody is. */
static void add_own_sections(struct http_exchange *x, struct view *view, enum section current)
{
	const struct visitor *visitor = x->visitor;
	const bool whole = visitor != NULL && visitor->session.whole;

	view_list(view, "frame_own");
	for (size_t i = 0; whole && i < COUNT_OF(OWN_SECTIONS); i++) {
		if (permission_allows(OWN_SECTIONS[i].permission, visitor->actor.roles)) {
			struct view *item = view_item(view, "frame_own");
			view_text(item, "href", slice_of(OWN_SECTIONS[i].href));
			page_text(x, item, "label", OWN_SECTIONS[i].label_key);
			view_flag(item, "current", OWN_SECTIONS[i].section == current);
		}
	}
	view_flag(view, "frame_signed_in", visitor != NULL && !slice_empty(visitor->token));
	view_flag(view, "frame_is_demo", x->app->is_demo);
	view_flag(view, "frame_at_account", current == SECTION_ACCOUNT);
	view_flag(view, "frame_has_people", x->app->vault != NULL);
	view_text(view, "frame_token", visitor != NULL ? visitor->form_token : (struct slice){0});
}

struct view *page_private_view(struct http_exchange *x)
{
	struct view *view = view_create(x->c.arena);
	view_text(view, "form_token",
		  x->visitor != NULL ? x->visitor->form_token : (struct slice){0});
	return view;
}

err page_go(struct http_exchange *x, struct slice path)
{
	x->response.status = 303;
	x->response.location = path;
	return OK;
}

/* The switch names each language in itself: whoever looks for it need not read the other one. */
static void add_languages(struct http_exchange *x, struct view *view)
{
	/* The answer to a form has an address that only takes forms. */
	const bool reads = x->request.method == HTTP_GET || x->request.method == HTTP_HEAD;
	static const char *const NAMES[LANGUAGE_COUNT] = {
		[LANGUAGE_KM] = "ខ្មែរ", [LANGUAGE_EN] = "English"};
	for (enum language language = 0; language < LANGUAGE_COUNT; language++) {
		struct view *item = view_item(view, "frame_languages");
		view_text(item, "code", slice_of(language_code(language)));
		view_text(item, "name", slice_of(NAMES[language]));
		const struct slice code = slice_of(language_code(language));
		view_text(item, "href",
			  reads ? http_same_page_with(x, "lang", code)
				: arena_format(x->c.arena, "/?lang=%.*s", SLICE_PRINT(code)));
		view_flag(item, "current", language == x->language);
	}
}

static void fill_frame(struct http_exchange *x, struct view *view, enum section section,
		       const char *title_key)
{
	view_text(view, "frame_lang", slice_of(language_code(x->language)));
	view_text(view, "frame_assets", assets_path(x->app->assets));
	page_text(x, view, "frame_title", title_key);
	add_sections(x, view, section);
	add_own_sections(x, view, section);
	add_languages(x, view);
}

/* ?lang= is a choice: keep it, so that the next page has it without the address saying so. */
static void keep_language(struct http_exchange *x)
{
	enum language chosen;
	if (language_from_code(http_query(&x->request, "lang"), &chosen)) {
		http_add_header(
			&x->response, "Set-Cookie",
			arena_format(x->c.arena,
				     "lang=%s; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly%s",
				     language_code(chosen), x->request.secure ? "; Secure" : ""));
	}
}

err page_show_status(struct http_exchange *x, int status, enum section section,
		     const char *title_key, const char *template_name, struct view *view)
{
	struct view *frame = view_create(x->c.arena);
	struct buf *out = buf_create(x->c.arena, PAGE_MAX);
	struct html content;

	TRY(templates_render_html(&x->c, x->app->templates, template_name, x->language, view,
				  PAGE_MAX, &content));
	fill_frame(x, frame, section, title_key);
	view_html(frame, "frame_content", content);
	TRY(templates_render(&x->c, x->app->templates, "frame", x->language, frame, out));
	TRY(buf_done(&x->c, out, &x->response.body));
	x->response.status = status;
	x->response.content_type = S("text/html; charset=utf-8");
	x->response.cache = x->route != NULL && x->visitor == NULL ? x->route->cache : CACHE_NONE;
	http_add_header(&x->response, "Content-Language", slice_of(language_code(x->language)));
	keep_language(x);
	return OK;
}

err page_show(struct http_exchange *x, enum section section, const char *title_key,
	      const char *template_name, struct view *view)
{
	return page_show_status(x, 200, section, title_key, template_name, view);
}

err page_send(struct http_exchange *x, const char *content_type, const char *file_name,
	      struct slice body)
{
	x->response.content_type = slice_of(content_type);
	x->response.body = body;
	x->response.cache = x->route->cache;
	if (file_name != NULL) {
		http_add_header(&x->response, "Content-Disposition",
				arena_format(x->c.arena, "attachment; filename=\"%s\"", file_name));
	}
	return OK;
}

void error_page(struct http_exchange *x, int status)
{
	struct view *view = view_create(x->c.arena);
	const struct slice title = arena_format(x->c.arena, "http.status_%d.title", status);
	const struct slice text = arena_format(x->c.arena, "http.status_%d.text", status);
	/* What a stranger typed wrong is told; what broke inside is for the log only. */
	const bool tell = x->c.fail.code != OK && x->c.fail.code != ERR_BROKEN;

	page_text(x, view, "title", title.at);
	page_text(x, view, "text", text.at);
	view_flag(view, "has_detail", tell);
	view_flag(view, "is_staff", x->visitor != NULL && x->visitor->session.whole);
	view_text(view, "detail",
		  tell ? messages_fail(x->c.arena, x->app->messages, x->language, &x->c.fail)
		       : (struct slice){0});
	if (page_show_status(x, status, SECTION_HOME, title.at, "error", view) != OK) {
		x->response.body = S("Error\n");
		x->response.content_type = S("text/plain; charset=utf-8");
	}
	x->response.status = status;
	x->response.cache = CACHE_NONE;
}
