/* words.c - sentences about one programme and one person. */
#include "directory/words.h"

#include <string.h>

#include "directory/internal.h"
#include "text/format.h"

enum { TEXT_MAX = 16 * 1024 };

struct slice words_text(const struct words *words, const char *key)
{
	return messages_get(words->messages, words->language, slice_of(key)).text;
}

struct slice words_with(const struct words *words, const char *key, struct slice arguments)
{
	return messages_format(words->arena, words->messages, words->language, key, arguments);
}

/* Several forms have the same neutral words; what tells them apart is said as neutrally. */
static struct slice neutral_form(const struct words *words, struct slice code)
{
	const struct message label =
		model_neutral_label(words->model, words->language, "form", code);
	const struct slice key = arena_format(words->arena, "form.gloss.%.*s", SLICE_PRINT(code));
	const struct message gloss = messages_get(words->messages, words->language, key);

	return gloss.found && gloss.language == label.language
		       ? arena_format(words->arena, "%.*s (%.*s)", SLICE_PRINT(label.text),
				      SLICE_PRINT(gloss.text))
		       : label.text;
}

static struct slice label(const struct words *words, const char *scheme, struct slice code)
{
	const bool form = strcmp(scheme, "form") == 0;

	if (form && slice_is(code, "all")) {
		return words_text(words, "directory.form.all");
	}
	if (form && words->reader == WORDS_NEUTRAL) {
		return neutral_form(words, code);
	}
	return (words->reader == WORDS_STAFF
			? model_label(words->model, words->language, scheme, code)
			: model_neutral_label(words->model, words->language, scheme, code))
		.text;
}

/* Add `text` to a list of labels unless it is in it. A list of labels is short: looking through it
 * is quicker than keeping it apart. */
static void add_once(struct labels *labels, struct slice text)
{
	for (size_t i = 0; i < labels->count; i++) {
		if (slice_equal(labels->at[i], text)) {
			return;
		}
	}
	if (labels->count < LABELS_MAX) {
		labels->at[labels->count++] = text;
	}
}

void labels_add_code(const struct words *words, struct labels *labels, const char *scheme,
		     struct slice code)
{
	add_once(labels, label(words, scheme, code));
}

struct slice labels_join(const struct words *words, const struct labels *labels)
{
	struct buf *text = buf_create(words->arena, TEXT_MAX);
	const char *between = ", ";

	for (size_t i = 0; i < labels->count; i++) {
		if (slice_find_byte(labels->at[i], ',') != SIZE_MAX) {
			between = "; "; /* "Other harm, not trafficking; Work at sea" */
		}
	}
	for (size_t i = 0; i < labels->count; i++) {
		buf_add_cstr(text, i > 0 ? between : "");
		buf_add(text, labels->at[i]);
	}
	return buf_slice(text);
}

struct slice words_codes(const struct words *words, const char *scheme, struct slice list)
{
	struct labels labels = {.count = 0};
	struct slice code;

	while (slice_next_item(&list, &code)) {
		labels_add_code(words, &labels, scheme, code);
	}
	return labels_join(words, &labels);
}

struct slice words_components(const struct words *words, unsigned components)
{
	struct labels labels = {.count = 0};
	for (size_t i = 0; i < COMPONENT_COUNT; i++) {
		if ((components >> i & 1) != 0) {
			labels_add_code(words, &labels, "component", model_component(i));
		}
	}
	return labels_join(words, &labels);
}

/* Codes of a field with a closed list of its own ("shelter;ngo"): messages "value.CODE". */
static struct slice values_of(const struct words *words, const char *field_name, struct slice list)
{
	const struct kind *kind = model_kind("programme");
	const struct field *field = &kind->fields[kind_field(kind, field_name)];
	struct labels labels = {.count = 0};
	struct slice code;

	while (slice_next_item(&list, &code)) {
		add_once(&labels, field_code_label(words->model, words->messages, words->language,
						   field, code)
					  .text);
	}
	return labels_join(words, &labels);
}

struct slice words_ages(const struct words *words, int from, int to)
{
	const bool from_birth = from == AGE_NO_LIMIT || from == 0;
	const char *key = to == AGE_NO_LIMIT && from_birth ? "directory.age.any"
			  : to == AGE_NO_LIMIT             ? "directory.age.from"
			  : from_birth                     ? "directory.age.under"
			  : from == to                     ? "directory.age.exactly"
							   : "directory.age.between";
	return words_with(words, key,
			  arena_format(words->arena, "from=%d\nto=%d\nunder=%d", from, to, to + 1));
}

/* "24", or "23-24" where only the year of birth is known. */
static struct slice client_age(const struct words *words, const struct match_question *question)
{
	return question->age_least == question->age_most
		       ? arena_format(words->arena, "%d", question->age_least)
		       : arena_format(words->arena, "%d–%d", question->age_least,
				      question->age_most);
}

/* Every argument that a sentence about a programme may name; each takes what it needs. */
static struct slice reason_arguments(const struct words *words,
				     const struct match_question *question,
				     const struct programme *programme)
{
	const struct slice date =
		format_date(words->arena, words->language, DIGITS_LATIN, programme->informed);

	return arena_format(
		words->arena,
		"min=%d\nmax=%d\nage=%.*s\nforms=%.*s\nroute=%.*s\nfrom=%.*s\nliving=%.*s\n"
		"wish=%.*s\nlanguages=%.*s\ndays=%d\ndate=%.*s",
		programme->age_min, programme->age_max, SLICE_PRINT(client_age(words, question)),
		SLICE_PRINT(words_codes(words, "form", programme->forms)),
		SLICE_PRINT(words_codes(words, "destination", programme->origin_route)),
		SLICE_PRINT(values_of(words, "referral_from", programme->referral_from)),
		SLICE_PRINT(words_codes(words, "living_option", programme->living_option)),
		SLICE_PRINT(words_codes(words, "living_option", question->living)),
		SLICE_PRINT(values_of(words, "languages", programme->languages)),
		programme->wait_days, SLICE_PRINT(date));
}

struct slice words_reason(const struct words *words, const struct match_question *question,
			  const struct programme *programme, const struct reason *reason)
{
	return words_with(words, reason->key, reason_arguments(words, question, programme));
}
