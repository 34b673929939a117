/* export.c - programmes, organisations, coverage and matches as JSON. */
#include "directory/export.h"

#include "directory/internal.h"

static void put_components(struct json_writer *json, const char *key, unsigned components)
{
	json_key(json, key);
	json_open_array(json);
	for (size_t i = 0; i < COMPONENT_COUNT; i++) {
		if ((components >> i & 1) != 0) {
			json_text(json, model_component(i));
		}
	}
	json_close_array(json);
}

/* ---- Match */

enum reason_kind { KEEPS_FROM_YES, ONLY_REMARKS };

static void reasons_json(struct json_writer *json, const struct words *words,
			 const struct match_question *question,
			 const struct programme_answer *answer, enum reason_kind kind)
{
	json_key(json, kind == ONLY_REMARKS ? "remarks" : "reasons");
	json_open_array(json);
	for (size_t i = 0; i < answer->reasons_count; i++) {
		const struct reason *reason = &answer->reasons[i];
		if ((reason->weight == WEIGHT_REMARK) == (kind == ONLY_REMARKS)) {
			json_open_object(json);
			json_put_text(json, "code", slice_of(reason_code_name(reason->code)));
			json_put_text(json, "text",
				      words_reason(words, question, answer->programme, reason));
			json_close_object(json);
		}
	}
	json_close_array(json);
}

static void answer_json(struct json_writer *json, const struct words *words,
			const struct match_question *question,
			const struct programme_answer *answer)
{
	const struct programme *programme = answer->programme;

	json_open_object(json);
	json_put_text(json, "id", programme->id);
	json_put_text(json, "name", programme->name);
	json_put_text(json, "organisation", programme->organisation->id);
	json_put_text(json, "organisation_name", programme->organisation->name);
	json_put_text(json, "answer", slice_of(answer_name(answer->answer)));
	reasons_json(json, words, question, answer, KEEPS_FROM_YES);
	reasons_json(json, words, question, answer, ONLY_REMARKS);
	json_key(json, "fits");
	json_open_array(json);
	for (unsigned code = 0; code < REASON_CODE_COUNT; code++) {
		if ((answer->fits >> code & 1) != 0) {
			json_text(json, slice_of(reason_code_name((enum reason_code)code)));
		}
	}
	json_close_array(json);
	put_components(json, "covers", answer->gives);
	json_close_object(json);
}

static void cover_json(struct json_writer *json, const struct match *match)
{
	json_key(json, "cover");
	json_open_array(json);
	for (size_t i = 0; i < match->cover_count; i++) {
		json_text(json, match->cover[i].programme->id);
	}
	json_close_array(json);
	json_key(json, "cover_details");
	json_open_array(json);
	for (size_t i = 0; i < match->cover_count; i++) {
		const struct cover_part *part = &match->cover[i];
		json_open_object(json);
		json_put_text(json, "id", part->programme->id);
		json_put_text(json, "name", part->programme->name);
		json_put_text(json, "organisation", part->programme->organisation->id);
		put_components(json, "covers", part->covers);
		put_components(json, "also", part->gives & ~part->covers);
		json_close_object(json);
	}
	json_close_array(json);
}

void match_json(struct json_writer *json, const struct words *words,
		const struct match_question *question, const struct match *match)
{
	json_put_text(json, "on", date_iso(words->arena, question->on));
	put_components(json, "needs", match->needs);
	json_key(json, "programmes");
	json_open_array(json);
	for (size_t i = 0; i < match->answers_count; i++) {
		answer_json(json, words, question, &match->answers[i]);
	}
	json_close_array(json);
	cover_json(json, match);
	put_components(json, "uncovered", match->uncovered);
	put_components(json, "beyond_review", match->beyond_review);
}

/* ---- Programmes and organisations */

static const char *freshness_name(enum freshness freshness)
{
	return freshness == FRESH ? "fresh" : freshness == STALE ? "stale" : "undated";
}

void programme_json(struct json_writer *json, const struct programme *programme, struct pdate on)
{
	json_open_object(json);
	json_put_text(json, "type", S("programme"));
	json_put_text(json, "freshness",
		      slice_of(freshness_name(directory_freshness(programme->informed, on))));
	put_components(json, "components_stated", programme->components & ~programme->inferred);
	put_components(json, "components_only_inferred", programme->inferred);
	json_key(json, "record");
	record_json(json, programme->record);
	json_close_object(json);
}

void organisation_json(struct json_writer *json, const struct directory *directory,
		       const struct organisation *organisation)
{
	json_open_object(json);
	json_put_text(json, "type", S("organisation"));
	json_key(json, "programmes");
	json_open_array(json);
	for (size_t i = 0; i < directory->programmes_count; i++) {
		if (directory->programmes[i].organisation == organisation) {
			json_text(json, directory->programmes[i].id);
		}
	}
	json_close_array(json);
	json_key(json, "record");
	record_json(json, organisation->record);
	json_close_object(json);
}

/* ---- Coverage */

static const char *offer_name(enum offer offer)
{
	return offer == OFFER_STATED ? "stated" : offer == OFFER_INFERRED ? "inferred" : "none";
}

/* Codes of components are literals of the dictionary: they end with NUL, as keys must. */
static const char *component_key(size_t component)
{
	return model_component(component).at;
}

static void coverage_row_json(struct json_writer *json, const struct coverage_row *row)
{
	json_open_object(json);
	json_put_text(json, "id", row->organisation->id);
	json_put_text(json, "name", row->organisation->name);
	json_put_int(json, "programmes", (int64_t)row->programmes);
	json_key(json, "components");
	json_open_object(json);
	for (size_t i = 0; i < COMPONENT_COUNT; i++) {
		json_put_text(json, component_key(i), slice_of(offer_name(row->offers[i])));
	}
	json_close_object(json);
	json_close_object(json);
}

void coverage_json(struct json_writer *json, const struct coverage *coverage)
{
	json_open_object(json);
	json_key(json, "organisations");
	json_open_array(json);
	for (size_t i = 0; i < coverage->count; i++) {
		coverage_row_json(json, &coverage->rows[i]);
	}
	json_close_array(json);
	json_key(json, "totals");
	json_open_object(json);
	for (size_t i = 0; i < COMPONENT_COUNT; i++) {
		json_key(json, component_key(i));
		json_open_object(json);
		json_put_int(json, "stated", (int64_t)coverage->stated[i]);
		json_put_int(json, "inferred", (int64_t)coverage->inferred[i]);
		json_close_object(json);
	}
	json_close_object(json);
	json_close_object(json);
}

/* ---- Gaps */

static const char *const DIMENSIONS[GAP_DIMENSIONS] = {
	[GAP_SEX] = "sex",
	[GAP_AGE] = "age",
	[GAP_FORM] = "form",
	[GAP_DESTINATION] = "from",
};

static void age_json(struct json_writer *json, const struct age_group *group)
{
	json_open_object(json);
	json_put_int(json, "from", group->from);
	if (group->to == AGE_NO_LIMIT) {
		json_key(json, "to");
		json_null(json);
	} else {
		json_put_int(json, "to", group->to);
	}
	json_close_object(json);
}

static void dimension_json(struct json_writer *json, const struct gap_space *space,
			   const struct gap_box *box, size_t dimension)
{
	json_key(json, DIMENSIONS[dimension]);
	json_open_array(json);
	for (size_t i = 0; i < space->count[dimension]; i++) {
		if ((box->sets[dimension] >> i & 1) == 0) {
			continue;
		}
		if (dimension == GAP_AGE) {
			age_json(json, &space->ages[i]);
		} else {
			json_text(json, space->codes[dimension][i]);
		}
	}
	json_close_array(json);
}

static void gap_json(struct json_writer *json, const struct words *words,
		     const struct gap_space *space, const struct gap *gap)
{
	json_open_object(json);
	json_put_text(json, "component", model_component(gap->component));
	json_put_text(json, "best", slice_of(answer_name(gap->best)));
	json_key(json, "any");
	json_open_array(json);
	for (size_t i = 0; i < GAP_DIMENSIONS; i++) {
		if (gap->box.sets[i] == space->all[i]) {
			json_text(json, slice_of(DIMENSIONS[i]));
		}
	}
	json_close_array(json);
	for (size_t i = 0; i < GAP_DIMENSIONS; i++) {
		dimension_json(json, space, &gap->box, i);
	}
	json_put_text(json, "text", words_gap(words, space, gap));
	json_close_object(json);
}

void gaps_json(struct json_writer *json, const struct words *words, const struct gap_space *space,
	       const struct gaps *gaps)
{
	json_open_object(json);
	json_key(json, "gaps");
	json_open_array(json);
	for (size_t i = 0; i < gaps->count; i++) {
		gap_json(json, words, space, &gaps->at[i]);
	}
	json_close_array(json);
	json_close_object(json);
}
