#include "rules.h"

#include "base/file.h"

#include <dirent.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FILE_MAX = 16 * 1024 * 1024, DEPTH_MAX = 12, FINDINGS_MAX = 1024 * 1024, LIST_FIRST = 64 };

struct findings findings_create(struct arena *arena)
{
	return (struct findings){.arena = arena, .text = buf_create(arena, FINDINGS_MAX)};
}

void finding_add(struct findings *findings, struct slice path, size_t line, const char *format, ...)
{
	char what[512];
	va_list arguments;

	va_start(arguments, format);
	(void)vsnprintf(what, sizeof what, format, arguments);
	va_end(arguments);
	buf_printf(findings->text, "%.*s:%zu: %s\n", SLICE_PRINT(path), line, what);
	findings->count++;
}

static const char *full_path(struct arena *arena, struct slice path)
{
	return arena_format(arena, "%s/%.*s", SPEAN_SOURCE_DIR, SLICE_PRINT(path)).at;
}

struct slice tree_read(struct arena *arena, const char *path)
{
	struct ctx c = {.arena = arena};
	struct slice text = {.at = NULL, .length = 0};
	if (file_read(&c, full_path(arena, slice_of(path)), FILE_MAX, &text) != OK) {
		return (struct slice){.at = NULL, .length = 0};
	}
	return text;
}

static bool has_ending(struct slice name, const char *endings)
{
	struct slice rest = slice_of(endings);
	struct slice ending;
	while (slice_next(&rest, ';', &ending)) {
		if (slice_ends(name, ending)) {
			return true;
		}
	}
	return false;
}

struct list {
	struct arena *arena;
	const char *endings;
	struct slice *paths;
	size_t count;
	size_t size;
};

static void list_add(struct list *list, struct slice path)
{
	if (list->count == list->size) {
		list->size = list->size > 0 ? list->size * 2 : LIST_FIRST;
		struct slice *larger = ARENA_ARRAY(list->arena, list->size, struct slice);
		if (list->count > 0) {
			memcpy(larger, list->paths, list->count * sizeof *larger);
		}
		list->paths = larger;
	}
	list->paths[list->count++] = path;
}

static void walk(struct list *list, struct slice folder, int depth)
{
	struct dirent **entries = NULL;

	const int count = scandir(full_path(list->arena, folder), &entries, NULL, alphasort);
	for (int i = 0; i < count; i++) {
		const struct slice name = slice_of(entries[i]->d_name);
		const struct slice path = arena_format(list->arena, "%.*s/%.*s",
						       SLICE_PRINT(folder), SLICE_PRINT(name));
		if (entries[i]->d_type == DT_DIR && name.at[0] != '.' && depth < DEPTH_MAX) {
			walk(list, path, depth + 1);
		} else if (entries[i]->d_type == DT_REG && has_ending(name, list->endings)) {
			list_add(list, path);
		}
		free(entries[i]);
	}
	free(entries);
}

size_t tree_list(struct arena *arena, const char *folder, const char *endings,
		 const struct slice **ret_paths)
{
	struct list list = {.arena = arena, .endings = endings};
	walk(&list, slice_of(folder), 0);
	*ret_paths = list.paths;
	return list.count;
}

size_t tree_each(struct findings *findings, const char *folder, const char *endings, rule *look)
{
	const struct slice *paths = NULL;
	const size_t count = tree_list(findings->arena, folder, endings, &paths);
	for (size_t i = 0; i < count; i++) {
		look(findings, paths[i], tree_read(findings->arena, paths[i].at));
	}
	return count;
}
