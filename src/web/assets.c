/* assets.c - style sheet, script, fonts and icon, compressed at build time. */
#include <string.h>

#include "base/random.h"
#include "web/internal.h"

struct assets {
	struct slice hash;
	struct slice path;
};

static const struct {
	const char *end;
	const char *type;
} TYPES[] = {
	{".css", "text/css; charset=utf-8"},
	{".js", "text/javascript; charset=utf-8"},
	{".svg", "image/svg+xml"},
	{".woff2", "font/woff2"},
	{".txt", "text/plain; charset=utf-8"},
};

/* FNV-1a, 64 bits: the hash only tells builds apart, it protects nothing. */
static uint64_t mix(uint64_t hash, struct slice bytes)
{
	for (size_t i = 0; i < bytes.length; i++) {
		hash = (hash ^ (unsigned char)bytes.at[i]) * 0x100000001B3u;
	}
	return hash;
}

struct assets *assets_create(struct arena *arena, const struct embedded *embedded)
{
	struct assets *assets = ARENA_NEW(arena, struct assets);
	uint64_t hash = 0xCBF29CE484222325u;

	for (size_t i = 0; i < embedded->count; i++) {
		const struct embedded_file *file = &embedded->files[i];
		if (strncmp(file->path, "assets/", 7) == 0) {
			hash = mix(hash, slice_of(file->path));
			hash = mix(hash, (struct slice){.at = file->bytes, .length = file->length});
		}
	}
	assets->hash = arena_format(arena, "%016llx", (unsigned long long)hash);
	assets->path = arena_format(arena, "/assets/%.*s", SLICE_PRINT(assets->hash));
	return assets;
}

struct slice assets_path(const struct assets *assets)
{
	return assets->path;
}

static const char *type_of(struct slice name)
{
	for (size_t i = 0; i < COUNT_OF(TYPES); i++) {
		if (slice_ends(name, slice_of(TYPES[i].end))) {
			return TYPES[i].type;
		}
	}
	return NULL;
}

static struct slice embedded_form(struct http_exchange *x, struct slice name, const char *end)
{
	return embedded_text(x->app->embedded,
			     arena_format(x->c.arena, "assets/%.*s%s", SLICE_PRINT(name), end).at);
}

static err send_asset(struct http_exchange *x)
{
	const struct slice name = x->parameters[1];
	const char *type = type_of(name);
	const struct slice body = embedded_form(x, name, "");

	/* An address of an older build must not be kept with the bytes of this one. */
	if (type == NULL || body.at == NULL ||
	    !slice_equal(x->parameters[0], x->app->assets->hash)) {
		return FAIL_PLAIN(&x->c, ERR_NOT_FOUND, "page.missing");
	}
	x->response.content_type = slice_of(type);
	x->response.body = body;
	x->response.body_brotli = embedded_form(x, name, ".br");
	x->response.body_gzip = embedded_form(x, name, ".gz");
	x->response.cache = CACHE_FOREVER;
	return OK;
}

static const struct route ROUTES[] = {
	ROUTE(GET, ANYONE, "/assets/:build/:name", send_asset,
	      "Style sheet, script, fonts and icon of this build.", .cache = CACHE_FOREVER),
};

struct route_table assets_routes(void)
{
	return (struct route_table){.routes = ROUTES, .count = COUNT_OF(ROUTES)};
}
