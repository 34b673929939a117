/* json.c - the answer and the comparison for other programs. The keys are stable: man spean-law. */
#include "law/internal.h"

static void put_functions(struct json_writer *json, unsigned functions)
{
	json_key(json, "functions");
	json_open_array(json);
	for (size_t f = 0; f < LAW_FUNCTION_COUNT; f++) {
		if ((functions & (1u << f)) != 0) {
			json_text(json, law_function_code(f));
		}
	}
	json_close_array(json);
}

static void put_applied(struct json_writer *json, const struct law_applied *applied)
{
	const struct law_provision *provision = applied->provision;
	const struct law_instrument *instrument = applied->instrument;
	const struct law_instrument *next = instrument->successor;
	json_open_object(json);
	json_put_text(json, "id", provision->id);
	json_put_text(json, "instrument", instrument->id);
	json_put_text(json, "listed_as", provision->instrument_id);
	json_put_text(json, "title", instrument->title);
	json_put_text(json, "iri", instrument->iri);
	json_put_list(json, "jurisdictions", law_jurisdictions(instrument));
	json_put_list(json, "jurisdictions_reported", provision->listed->jurisdictions_reported);
	json_put_text(json, "function", provision->function);
	put_functions(json, provision->functions);
	json_put_text(json, "band", law_band_code(applied->band));
	json_put_text(json, "topic", applied->topic);
	json_put_list(json, "forms", provision->forms);
	json_put_text(json, "binding", instrument->binding);
	json_put_text(json, "state", law_state_code(applied->state));
	json_put_text(json, "article_reported", provision->article_reported);
	json_put_text(json, "article_verified", provision->article_verified);
	json_put_bool(json, "disputed", applied->disputed);
	json_put_text(json, "kind", provision->kind);
	json_put_text(json, "summary", provision->summary);
	json_put_text(json, "conditions", provision->conditions);
	json_put_text(json, "use_in_case_work", provision->use_in_case_work);
	json_put_text(json, "in_force_from", instrument->in_force_from);
	json_put_text(json, "replaced_by", next == NULL ? (struct slice){0} : next->id);
	json_put_text(json, "status", provision->status);
	if (applied->band == LAW_NOWHERE) {
		json_put_text(json, "reason", S("other_jurisdiction"));
	}
	json_close_object(json);
}

static void put_all(struct json_writer *json, const char *key, const struct law_applied *at,
		    size_t count)
{
	json_key(json, key);
	json_open_array(json);
	for (size_t i = 0; i < count; i++) {
		put_applied(json, &at[i]);
	}
	json_close_array(json);
}

static void put_gaps(struct json_writer *json, const struct law_answer *answer)
{
	json_key(json, "gaps");
	json_open_array(json);
	for (size_t i = 0; i < answer->gaps_count; i++) {
		json_open_object(json);
		json_put_text(json, "function", law_function_code(answer->gaps[i].function));
		json_put_text(json, "where", law_band_code(answer->gaps[i].band));
		json_close_object(json);
	}
	json_close_array(json);
}

void law_answer_json(const struct law_answer *answer, struct arena *arena, struct json_writer *json)
{
	json_open_object(json);
	json_key(json, "question");
	json_open_object(json);
	json_put_text(json, "from", answer->question.destination);
	json_put_text(json, "form", answer->question.form);
	json_put_text(json, "on", date_iso(arena, answer->question.on));
	json_close_object(json);
	put_all(json, "provisions", answer->provisions, answer->provisions_count);
	put_gaps(json, answer);
	put_all(json, "not_applicable", answer->not_applicable, answer->not_applicable_count);
	json_close_object(json);
}

/* The provisions of a country that serve a function on the date, in force or not known to be. */
static void put_behind(struct json_writer *json, const struct law_country *country, size_t function)
{
	json_key(json, "provisions");
	json_open_array(json);
	for (size_t i = 0; i < country->answer.provisions_count; i++) {
		const struct law_applied *applied = &country->answer.provisions[i];
		if (law_stands_behind(country, applied, function)) {
			json_text(json, applied->provision->id);
		}
	}
	json_close_array(json);
}

void law_comparison_json(const struct law_comparison *comparison, struct arena *arena,
			 struct json_writer *json)
{
	json_open_object(json);
	json_put_text(json, "form", comparison->form);
	json_put_text(json, "on", date_iso(arena, comparison->on));
	json_key(json, "countries");
	json_open_array(json);
	for (size_t i = 0; i < comparison->count; i++) {
		const struct law_country *country = &comparison->countries[i];
		json_open_object(json);
		json_put_text(json, "code", country->code);
		json_key(json, "functions");
		json_open_object(json);
		for (size_t f = 0; f < LAW_FUNCTION_COUNT; f++) {
			json_key(json, law_function_code(f).at);
			json_open_object(json);
			json_put_text(json, "own", law_level_code(country->own[f]));
			json_put_text(json, "between", law_level_code(country->between[f]));
			put_behind(json, country, f);
			json_close_object(json);
		}
		json_close_object(json);
		json_close_object(json);
	}
	json_close_array(json);
	json_close_object(json);
}

static void put_instrument_fields(struct json_writer *json, const struct law_instrument *instrument)
{
	json_put_text(json, "id", instrument->id);
	json_put_text(json, "iri", instrument->iri);
	json_put_text(json, "title", instrument->title);
	json_put_text(json, "title_as_in_review", instrument->title_as_in_review);
	json_put_text(json, "title_local", instrument->title_local);
	json_put_text(json, "kind", instrument->kind);
	json_put_text(json, "number", instrument->number);
	json_put_list(json, "jurisdictions_reported", instrument->jurisdictions_reported);
	json_put_list(json, "jurisdictions_verified", instrument->jurisdictions_verified);
	json_put_text(json, "year_reported", instrument->year_reported);
	json_put_text(json, "year_verified", instrument->year_verified);
	json_put_text(json, "date_adopted", instrument->date_adopted);
	json_put_text(json, "in_force_from", instrument->in_force_from);
	json_put_list(json, "amended", instrument->amended);
	json_put_text(json, "binding", instrument->binding);
	json_put_text(json, "in_force_status", instrument->in_force_status);
	json_put_list(json, "topics", instrument->topics);
	json_put_text(json, "origin", instrument->origin);
	json_put_text(json, "source", instrument->source);
	json_put_text(json, "where", instrument->where);
	json_put_text(json, "status", instrument->status);
	json_put_text(json, "verification", instrument->verification);
	json_put_text(json, "note", instrument->note);
}

static void put_id(struct json_writer *json, const char *key,
		   const struct law_instrument *instrument)
{
	json_put_text(json, key, instrument == NULL ? (struct slice){0} : instrument->id);
}

static void put_disputes(struct json_writer *json, struct law_disputes disputes)
{
	json_key(json, "disputes");
	json_open_array(json);
	for (size_t i = 0; i < disputes.count; i++) {
		json_open_object(json);
		json_put_text(json, "about", law_about_code(disputes.at[i].about));
		json_put_text(json, "reported", disputes.at[i].reported);
		json_put_text(json, "verified", disputes.at[i].verified);
		json_put_text(json, "why", disputes.at[i].why);
		json_close_object(json);
	}
	json_close_array(json);
}

void law_instrument_json(const struct law_register *law, const struct law_instrument *instrument,
			 struct pdate on, struct arena *arena, struct json_writer *json)
{
	json_open_object(json);
	put_instrument_fields(json, instrument);
	put_id(json, "original", instrument->original);
	put_id(json, "replaced_by", instrument->original->successor);
	json_put_text(json, "on", date_iso(arena, on));
	json_put_text(json, "state", law_state_code(law_state_on(instrument, on)));
	json_put_bool(json, "disputed", law_instrument_disputed(instrument));
	put_disputes(json, law_instrument_disputes(arena, instrument));
	json_key(json, "provisions");
	json_open_array(json);
	for (size_t i = 0; i < law->provisions_count; i++) {
		if (law->provisions[i].listed->original == instrument->original) {
			json_text(json, law->provisions[i].id);
		}
	}
	json_close_array(json);
	json_key(json, "conflicts");
	json_open_array(json);
	for (size_t i = 0; i < instrument->conflicts_count; i++) {
		json_text(json, instrument->conflicts[i]->id);
	}
	json_close_array(json);
	json_close_object(json);
}
