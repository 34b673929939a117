/* jsonld.c - instruments as schema.org/Legislation, for whoever builds on the register.
 *
 * schema.org has no word for "as reported" beside "as verified", for a binding force, nor for a
 * status of the information: these are terms of our own (urn:spean:term:), so that a reader who
 * knows schema.org only takes the verified values and one who knows ours sees the doubt. */
#include "law/internal.h"

static void put_some(struct json_writer *json, const char *key, struct slice text)
{
	if (!slice_empty(text)) {
		json_put_text(json, key, text);
	}
}

static void put_context(struct json_writer *json)
{
	json_key(json, "@context");
	json_open_object(json);
	json_put_text(json, "@vocab", S("https://schema.org/"));
	json_put_text(json, "spean", S("urn:spean:term:"));
	json_close_object(json);
}

/* schema.org has three values; where the register does not know, nothing is said. */
static void put_force(struct json_writer *json, const struct law_instrument *instrument)
{
	const struct slice status = instrument->original->in_force_status;
	struct slice force = {0};
	if (slice_is(status, "in_force")) {
		force = S("https://schema.org/InForce");
	} else if (!slice_is(status, "unknown")) {
		force = S("https://schema.org/NotInForce");
	}
	if (!slice_empty(force)) {
		json_key(json, "legislationLegalForce");
		json_open_object(json);
		json_put_text(json, "@id", force);
		json_close_object(json);
	}
}

static void put_jurisdictions(struct json_writer *json, const struct law_instrument *instrument)
{
	struct slice rest = law_jurisdictions(instrument), item;
	json_key(json, "legislationJurisdiction");
	json_open_array(json);
	while (slice_next_item(&rest, &item)) {
		json_open_object(json);
		json_put_text(json, "@type",
			      law_is_code(item) ? S("AdministrativeArea") : S("Organization"));
		json_put_text(json, law_is_code(item) ? "identifier" : "name", item);
		json_close_object(json);
	}
	json_close_array(json);
}

/* Replacement is one of the changes that legislationChanges encompasses. */
static void put_changes(struct json_writer *json, const struct law_register *law,
			const struct law_instrument *instrument)
{
	bool open = false;
	for (size_t i = 0; i < law->instruments_count; i++) {
		const struct law_instrument *earlier = &law->instruments[i];
		if (earlier->successor != instrument || earlier->original != earlier) {
			continue;
		}
		if (!open) {
			json_key(json, "legislationChanges");
			json_open_array(json);
			open = true;
		}
		json_open_object(json);
		json_put_text(json, "@id", earlier->iri);
		json_put_text(json, "name", earlier->title);
		json_close_object(json);
	}
	if (open) {
		json_close_array(json);
	}
}

static void put_titles(struct json_writer *json, const struct law_instrument *instrument)
{
	json_put_text(json, "name", instrument->title);
	json_put_text(json, "inLanguage", S("en"));
	if (!slice_empty(instrument->title_local) || !slice_empty(instrument->title_as_in_review)) {
		json_key(json, "alternateName");
		json_open_array(json);
		if (!slice_empty(instrument->title_local)) {
			json_text(json, instrument->title_local);
		}
		if (!slice_empty(instrument->title_as_in_review)) {
			json_text(json, instrument->title_as_in_review);
		}
		json_close_array(json);
	}
}

static struct slice work_date(const struct law_instrument *instrument)
{
	if (!slice_empty(instrument->date_adopted)) {
		return instrument->date_adopted;
	}
	return slice_empty(instrument->year_verified) ? instrument->year_reported
						      : instrument->year_verified;
}

static void put_own_terms(struct json_writer *json, const struct law_instrument *instrument)
{
	json_put_list(json, "spean:jurisdictionsReported", instrument->jurisdictions_reported);
	json_put_list(json, "spean:jurisdictionsVerified", instrument->jurisdictions_verified);
	put_some(json, "spean:yearReported", instrument->year_reported);
	put_some(json, "spean:yearVerified", instrument->year_verified);
	put_some(json, "spean:amended", instrument->amended);
	json_put_text(json, "spean:binding", instrument->binding);
	json_put_text(json, "spean:inForceStatus", instrument->in_force_status);
	json_put_text(json, "spean:status", instrument->status);
	json_put_bool(json, "spean:disputed", law_instrument_disputed(instrument));
	put_some(json, "spean:verification", instrument->verification);
	put_some(json, "spean:source", instrument->source);
	put_some(json, "spean:where", instrument->where);
	put_some(json, "spean:note", instrument->note);
}

static void put_instrument(struct json_writer *json, const struct law_register *law,
			   const struct law_instrument *instrument)
{
	json_put_text(json, "@id", instrument->iri);
	json_put_text(json, "@type", S("Legislation"));
	json_put_text(json, "legislationIdentifier", instrument->iri);
	json_put_text(json, "identifier", instrument->id);
	put_titles(json, instrument);
	json_put_text(json, "legislationType", instrument->kind);
	put_some(json, "spean:number", instrument->number);
	put_some(json, "legislationDate", work_date(instrument));
	put_some(json, "legislationDateOfApplicability", instrument->in_force_from);
	put_jurisdictions(json, instrument);
	put_force(json, instrument);
	put_changes(json, law, instrument);
	json_put_list(json, "keywords", instrument->topics);
	put_own_terms(json, instrument);
}

void law_jsonld_instrument(const struct law_register *law, const struct law_instrument *instrument,
			   struct buf *out)
{
	struct json_writer json;
	json_writer_init(&json, out, JSON_INDENTED);
	json_open_object(&json);
	put_context(&json);
	put_instrument(&json, law, instrument);
	json_close_object(&json);
}

void law_jsonld_all(const struct law_register *law, struct buf *out)
{
	struct json_writer json;
	json_writer_init(&json, out, JSON_INDENTED);
	json_open_object(&json);
	put_context(&json);
	json_key(&json, "@graph");
	json_open_array(&json);
	for (size_t i = 0; i < law->instruments_count; i++) {
		json_open_object(&json);
		put_instrument(&json, law, &law->instruments[i]);
		json_close_object(&json);
	}
	json_close_array(&json);
	json_close_object(&json);
}
