#include "record/csv_text.h"
#include "record/record.h"

static enum csv_place place_of(size_t field)
{
	return field == 0 ? CSV_FIRST : CSV_NEXT;
}

err record_export(struct ctx *c, struct door *door, const struct kind *kind, struct buf *out)
{
	struct records records;

	TRY(record_list(c, door, kind, &records));
	for (size_t i = 0; i < kind->count; i++) {
		csv_add(out, place_of(i), slice_of(kind->fields[i].name));
	}
	csv_end_row(out);
	for (size_t row = 0; row < records.count; row++) {
		for (size_t i = 0; i < kind->count; i++) {
			const struct slice text = records.at[row].values.at[i];
			csv_add(out, place_of(i), csv_text_out(c->arena, &kind->fields[i], text));
		}
		csv_end_row(out);
	}
	return OK;
}

/* Lists as arrays, counts as numbers; an unknown value is null. */
static void put_value(struct json_writer *json, const struct field *field, struct slice text)
{
	switch (field->type) {
	case FIELD_YEARS:
	case FIELD_CODES:
	case FIELD_TAGS:
	case FIELD_REFERENCES:
		json_put_list(json, field->name, text);
		return;
	default:
		break;
	}
	int64_t count;
	if (slice_empty(text)) {
		json_key(json, field->name);
		json_null(json);
	} else if (field->type == FIELD_COUNT && slice_to_int64(text, &count)) {
		json_put_int(json, field->name, count);
	} else {
		json_put_text(json, field->name, text);
	}
}

void record_json(struct json_writer *json, const struct record *record)
{
	const struct kind *kind = record->values.kind;

	json_open_object(json);
	for (size_t i = 0; i < kind->count; i++) {
		put_value(json, &kind->fields[i], record->values.at[i]);
	}
	json_close_object(json);
}
