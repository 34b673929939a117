/* names.c - `spean names compare`, `key` and `search`: names in Khmer and Latin letters. */
#include "text/names.h"
#include "base/file.h"
#include "cli/commands.h"

enum { FILE_MAX_BYTES = 256 * 1024 * 1024, TOP_STANDARD = 10, TOP_MAX = 300 };

static const struct cli_option NO_OPTIONS[] = {{NULL, NULL}};
static const struct cli_option COMPARE_OPTIONS[] = {{"json", NULL}, {NULL, NULL}};
static const struct cli_option SEARCH_OPTIONS[] = {{"top", "N"}, {"json", NULL}, {NULL, NULL}};

static struct slice score_text(struct cli *cli, double score)
{
	return arena_format(cli->c.arena, "%.3f", score);
}

static void put_score(struct cli *cli, struct json_writer *json, double score)
{
	json_key(json, "score");
	json_number(json, score_text(cli, score));
}

/* What the score says at the threshold, so that no reader has to know it. */
static void put_same(struct json_writer *json, double score)
{
	json_put_bool(json, "same", names_reach(score));
}

static void print_comparison_json(struct cli *cli, const struct names_comparison *comparison)
{
	struct json_writer json;
	json_writer_init(&json, cli->out, JSON_INDENTED);
	json_open_object(&json);
	put_score(cli, &json, comparison->score);
	put_same(&json, comparison->score);
	json_key(&json, "parts");
	json_open_array(&json);
	for (size_t i = 0; i < comparison->parts_count; i++) {
		const struct names_part_match *part = &comparison->parts[i];
		json_open_object(&json);
		json_put_text(&json, "a", part->a);
		json_put_text(&json, "b", part->b);
		put_score(cli, &json, part->score);
		json_put_text(&json, "how", slice_of(part->how));
		json_close_object(&json);
	}
	json_close_array(&json);
	json_close_object(&json);
	buf_add_byte(cli->out, '\n');
}

static void print_comparison(struct cli *cli, const struct names_comparison *comparison)
{
	struct table *table = table_create(cli->c.arena, 4);
	const struct slice arguments = arena_format(cli->c.arena, "score=%.3f\nthreshold=%.2f",
						    comparison->score, names_threshold());
	for (size_t i = 0; i < comparison->parts_count; i++) {
		const struct names_part_match *part = &comparison->parts[i];
		table_cell(table, part->a);
		table_cell(table, part->b);
		table_cell_right(table, score_text(cli, part->score));
		table_cell(table,
			   cli_text(cli, arena_cstr(cli->c.arena,
						    arena_format(cli->c.arena, "names.how.%s",
								 part->how))));
	}
	buf_add(cli->out, messages_format(cli->c.arena, cli->messages, cli->language, "names.score",
					  arguments));
	buf_add_cstr(cli->out, "\n");
	table_print(table, cli->out);
}

static err run_compare(struct cli *cli)
{
	struct names_comparison comparison;
	TRY(names_compare(&cli->c, slice_of(cli->arguments[0]), slice_of(cli->arguments[1]),
			  &comparison));
	if (cli_given(cli, "json")) {
		print_comparison_json(cli, &comparison);
	} else {
		print_comparison(cli, &comparison);
	}
	return OK;
}

static err run_key(struct cli *cli)
{
	struct slice key;
	TRY(names_key(&cli->c, slice_of(cli->arguments[0]), &key));
	buf_add(cli->out, key);
	buf_add_byte(cli->out, '\n');
	return OK;
}

struct list {
	struct slice *names;
	size_t count;
};

/* One name a line; empty lines count as lines and are found by nothing. A byte order mark is none
 * of the first name. */
static err read_list(struct cli *cli, const char *path, struct list *ret_list)
{
	struct slice text, line;
	struct list list = {0};
	size_t lines = 1;
	TRY(file_read(&cli->c, path, FILE_MAX_BYTES, &text));
	if (slice_starts(text, slice_of("\xEF\xBB\xBF"))) {
		text = slice_between(text, 3, text.length);
	}
	for (size_t i = 0; i < text.length; i++) {
		lines += text.at[i] == '\n';
	}
	list.names = ARENA_ARRAY(cli->c.arena, lines, struct slice);
	while (list.count < lines && slice_next(&text, '\n', &line)) {
		list.names[list.count++] = slice_trim(line);
	}
	*ret_list = list;
	return OK;
}

/* Say in which line the name stands that no index takes. */
static err create_index(struct cli *cli, const struct list *list, struct names_index **ret_index)
{
	const err result = names_index_create(&cli->c, list->names, list->count, ret_index);
	struct slice key;
	for (size_t i = 0; i < list->count && result != OK; i++) {
		if (names_key(&cli->c, list->names[i], &key) != OK) {
			const struct slice reason =
				messages_format(cli->c.arena, cli->messages, cli->language,
						cli->c.fail.key, slice_of(cli->c.fail.detail));
			return FAIL(&cli->c, result, "names.line", "line=%zu\nreason=%.*s", i + 1,
				    SLICE_PRINT(reason));
		}
	}
	return result;
}

static void print_hits_json(struct cli *cli, const struct list *list, const struct names_hit *hits,
			    size_t count)
{
	struct json_writer json;
	json_writer_init(&json, cli->out, JSON_INDENTED);
	json_open_object(&json);
	json_key(&json, "results");
	json_open_array(&json);
	for (size_t i = 0; i < count; i++) {
		json_open_object(&json);
		json_put_int(&json, "line", (int64_t)hits[i].at + 1);
		json_put_text(&json, "name", list->names[hits[i].at]);
		put_score(cli, &json, hits[i].score);
		put_same(&json, hits[i].score);
		json_close_object(&json);
	}
	json_close_array(&json);
	json_close_object(&json);
	buf_add_byte(cli->out, '\n');
}

static void print_hits(struct cli *cli, const struct list *list, const struct names_hit *hits,
		       size_t count)
{
	struct table *table = table_create(cli->c.arena, 3);
	table_cell_right(table, cli_text(cli, "names.column_line"));
	table_cell(table, cli_text(cli, "names.column_name"));
	table_cell_right(table, cli_text(cli, "names.column_score"));
	for (size_t i = 0; i < count; i++) {
		table_cell_right(table, arena_format(cli->c.arena, "%zu", hits[i].at + 1));
		table_cell(table, list->names[hits[i].at]);
		table_cell_right(table, score_text(cli, hits[i].score));
	}
	table_print(table, cli->out);
}

static err run_search(struct cli *cli)
{
	struct list list;
	struct names_index *index;
	const struct names_hit *hits;
	int64_t top = TOP_STANDARD;
	size_t count;
	TRY(cli_number(cli, "top", TOP_MAX, &top));
	TRY(read_list(cli, cli->arguments[0], &list));
	TRY(create_index(cli, &list, &index));
	TRY(names_index_search(&cli->c, index, slice_of(cli->arguments[1]), (size_t)top, &hits,
			       &count));
	if (cli_given(cli, "json")) {
		print_hits_json(cli, &list, hits, count);
	} else {
		print_hits(cli, &list, hits, count);
	}
	return OK;
}

const struct command COMMAND_NAMES_COMPARE = {
	.name = "names compare",
	.arguments = "A B",
	.arguments_min = 2,
	.arguments_max = 2,
	.options = COMPARE_OPTIONS,
	.run = run_compare,
};

const struct command COMMAND_NAMES_KEY = {
	.name = "names key",
	.arguments = "NAME",
	.arguments_min = 1,
	.arguments_max = 1,
	.options = NO_OPTIONS,
	.run = run_key,
};

const struct command COMMAND_NAMES_SEARCH = {
	.name = "names search",
	.arguments = "FILE QUERY",
	.arguments_min = 2,
	.arguments_max = 2,
	.options = SEARCH_OPTIONS,
	.run = run_search,
};
