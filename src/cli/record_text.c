#include "cli/record_text.h"

#include "cli/paragraph.h"

/* One value as people read it: codes by their labels, dates and text as they are. */
static struct slice value_text(struct cli *cli, const struct field *field, struct slice value)
{
	const bool codes = field->type == FIELD_CODE || field->type == FIELD_CODES;
	struct slice text = S("");
	struct slice item;

	if (!codes) {
		return value;
	}
	while (slice_next_item(&value, &item)) {
		const struct message label = field_code_staff_label(cli->model, cli->messages,
								    cli->language, field, item);
		text = arena_format(cli->c.arena, "%.*s%s%.*s", SLICE_PRINT(text),
				    slice_empty(text) ? "" : ", ", SLICE_PRINT(label.text));
	}
	return text;
}

void cli_print_record(struct cli *cli, const struct record *record)
{
	const struct kind *kind = record->values.kind;
	for (size_t i = 0; i < kind->count; i++) {
		const struct field *field = &kind->fields[i];
		const struct slice value = record->values.at[i];
		if (slice_empty(value) || (field->flags & FIELD_INTERNAL) != 0) {
			continue;
		}
		const char *key =
			arena_format(cli->c.arena, "field.%s.%s", kind->name, field->name).at;
		const struct slice head =
			arena_format(cli->c.arena, "%.*s%.*s ", SLICE_PRINT(cli_text(cli, key)),
				     SLICE_PRINT(cli_text(cli, "mark.colon")));
		add_paragraph(cli->out, 0, 4, head, value_text(cli, field, value));
	}
}
