#include "cli/registers.h"

#include <string.h>

static bool is_word_for(const struct kind *kind, const char *word)
{
	return kind_is_register(kind) &&
	       (strcmp(word, kind->name) == 0 || strcmp(word, kind->table) == 0);
}

err cli_register(struct cli *cli, const char *word, const struct kind **ret_kind)
{
	size_t count;
	const struct kind *const *kinds = model_kinds(&count);
	struct buf *allowed = buf_create(cli->c.arena, 400);

	for (size_t i = 0; i < count; i++) {
		if (is_word_for(kinds[i], word)) {
			*ret_kind = kinds[i];
			return OK;
		}
		if (kind_is_register(kinds[i])) {
			buf_add_cstr(allowed, buf_length(allowed) > 0 ? ", " : "");
			buf_add_cstr(allowed, kinds[i]->name);
		}
	}
	(void)FAIL(&cli->c, ERR_INVALID, "record.unknown_kind", "kind=%.*s\nallowed=%.*s",
		   SLICE_PRINT(slice_between(slice_of(word), 0, 60)),
		   SLICE_PRINT(buf_slice(allowed)));
	return cli_usage(cli);
}
