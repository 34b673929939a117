/* file_export.c - one person's file with its names, to be handed out: asked for by one, allowed by
 * another. Class C stays closed: what was said in counselling is no part of a file that travels.
 */
#include "record/grant.h"
#include "record/sealed.h"

enum { PAGE = 500 };

struct exporting {
	const struct kind *kind;
	struct slice id;
	struct json_writer json;
	enum verdict verdict;
};

/* What belongs to the person: the records of one kind, oldest page last. */
static err put_kind(struct ctx *c, struct door *door, struct exporting *exporting,
		    const struct kind *kind)
{
	struct slice after = S("");
	struct records records;

	json_key(&exporting->json, kind->table);
	json_open_array(&exporting->json);
	do {
		TRY(record_page_of(c, door, kind, exporting->id, after, PAGE, &records));
		for (size_t i = 0; i < records.count; i++) {
			record_json(&exporting->json, &records.at[i]);
			after = record_id(&records.at[i]);
		}
	} while (records.count == PAGE);
	json_close_array(&exporting->json);
	return OK;
}

static err put_file(struct ctx *c, struct door *door, struct exporting *exporting,
		    const struct record *person)
{
	size_t count;
	const struct kind *const *kinds = model_kinds(&count);

	json_open_object(&exporting->json);
	json_key(&exporting->json, exporting->kind->name);
	record_json(&exporting->json, person);
	for (size_t i = 0; i < count; i++) {
		if (kinds[i]->keeping == KEPT_SEALED && kinds[i]->subject != NULL) {
			TRY(put_kind(c, door, exporting, kinds[i]));
		}
	}
	json_close_object(&exporting->json);
	return OK;
}

static err export_file(struct ctx *c, struct door *door, struct exporting *exporting)
{
	struct sealed_row row;

	TRY(sealed_read(c, door, exporting->kind, exporting->id, DEED_EXPORT,
			(unsigned)CLASSES_BUT_C, &row, &exporting->verdict));
	if (exporting->verdict != VERDICT_DONE) {
		return verdict_log(c, door, DEED_EXPORT, exporting->kind, exporting->id,
				   exporting->verdict);
	}
	TRY(approval_use(c, door, APPROVE_EXPORT, slice_of(exporting->kind->name), exporting->id));
	const struct record person = {
		.values = row.values, .version = row.version, .classes = row.classes};
	TRY(put_file(c, door, exporting, &person));
	return deed_log(c, door, DEED_EXPORT, exporting->kind, exporting->id, row.classes, 1,
			slice_trim(door->actor.reason));
}

err record_export_file(struct ctx *c, struct door *door, struct slice client, struct buf *out)
{
	struct exporting exporting = {.kind = model_kind("client"), .id = client};
	struct buf *made = buf_create(c->arena, FILE_BYTES_MAX);
	struct slice file;

	json_writer_init(&exporting.json, made, JSON_INDENTED);
	TRY(door_begin(c, door));
	TRY(door_end(c, door, export_file(c, door, &exporting)));
	TRY(verdict_fail(c, exporting.kind, client, exporting.verdict));
	TRY(buf_done(c, made, &file));
	buf_add(out, file);
	return OK;
}
