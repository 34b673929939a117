/* Names and JSON-LD of the instruments (rule L9). */
#include "register.h"

#include "base/json.h"

static void gives_every_law_a_name_of_its_own(void **state)
{
	struct world *world = *state;
	size_t works = 0;
	for (size_t i = 0; i < world->law.instruments_count; i++) {
		const struct law_instrument *one = &world->law.instruments[i];
		assert_true(slice_starts(one->iri, S("/akn/")));
		if (one->original != one) {
			assert_slice(one->iri, arena_cstr(world->c.arena, one->original->iri));
			continue;
		}
		works++;
		for (size_t k = 0; k < i; k++) {
			const struct law_instrument *other = &world->law.instruments[k];
			assert_true(other->original == one ||
				    !slice_equal(one->iri, other->original->iri) ||
				    other->original != other);
		}
	}
	assert_int_equal(works, world->law.instruments_count - 1);
}

static void builds_the_name_of_place_type_date_and_number(void **state)
{
	struct world *world = *state;
	static const struct {
		const char *id, *iri;
	} rows[] = {
		{"kh-tipse-2008", "/akn/kh/act/2008-02-15/ns-rkm-0208-005"},
		{"kh-subdecree-183-2008", "/akn/kh/act/decree/2008-11-03/183"},
		{"my-atip-2007", "/akn/my/act/2008-02-28/act-670"},
		{"th-mr14-2012", "/akn/th/act/regulation/2012-11-09/no-14"},
		{"cn-review-htpa-2009", "/akn/tw/act/2009/d0080177"},
		{"kh-th-mou-2003-tip", "/akn/kh-th/doc/agreement/2003/kh-th-mou-2003-tip"},
		{"kh-my-moa-2017", "/akn/kh/doc/agreement/2017-11-29/kh-my-moa-2017"},
		{"asean-actip-2015", "/akn/asean/doc/treaty/2017-03-08/asean-actip-2015"},
		{"int-palermo-2000", "/akn/un/doc/treaty/2000/int-palermo-2000"},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		assert_slice(law_instrument_find(&world->law, slice_of(rows[i].id))->iri,
			     rows[i].iri);
	}
}

static const struct json_value *parsed(struct world *world, struct buf *out)
{
	const struct json_value *value;
	struct slice text;
	assert_int_equal(buf_done(&world->c, out, &text), OK);
	assert_int_equal(json_parse(&world->c, text, &value), OK);
	return value;
}

static void describes_an_instrument_for_other_programs(void **state)
{
	struct world *world = *state;
	struct buf *out = buf_create(world->c.arena, 1 << 20);
	law_jsonld_instrument(&world->law, law_instrument_find(&world->law, S("th-mr15-2024")),
			      out);
	const struct json_value *one = parsed(world, out);
	assert_slice(json_get(one, "@type")->text, "Legislation");
	assert_slice(json_get(one, "legislationIdentifier")->text,
		     "/akn/th/act/regulation/2024-04-30/no-15");
	assert_slice(json_get(json_get(one, "legislationLegalForce"), "@id")->text,
		     "https://schema.org/InForce");
	assert_slice(json_get(&json_get(one, "legislationChanges")->items[0], "@id")->text,
		     "/akn/th/act/regulation/2012-11-09/no-14");
	assert_slice(json_get(one, "inLanguage")->text, "en");
}

static void keeps_reported_beside_verified(void **state)
{
	struct world *world = *state;
	struct buf *out = buf_create(world->c.arena, 1 << 20);
	law_jsonld_instrument(&world->law, law_instrument_find(&world->law, S("gms-commit-mou")),
			      out);
	const struct json_value *one = parsed(world, out);
	assert_slice(json_get(one, "spean:yearReported")->text, "2014");
	assert_slice(json_get(one, "spean:yearVerified")->text, "2004");
	assert_int_equal(json_get(one, "spean:jurisdictionsReported")->count, 3);
	assert_int_equal(json_get(one, "legislationJurisdiction")->count, 6);
	assert_int_equal(json_get(one, "spean:disputed")->kind, JSON_TRUE);
}

static void says_nothing_of_a_force_that_is_not_known(void **state)
{
	struct world *world = *state;
	struct buf *out = buf_create(world->c.arena, 1 << 20);
	law_jsonld_instrument(&world->law,
			      law_instrument_find(&world->law, S("kh-guideline-children-2007")),
			      out);
	assert_null(json_get(parsed(world, out), "legislationLegalForce"));
}

static void holds_the_whole_register_in_one_graph(void **state)
{
	struct world *world = *state;
	struct buf *out = buf_create(world->c.arena, 1 << 20);
	law_jsonld_all(&world->law, out);
	assert_int_equal(json_get(parsed(world, out), "@graph")->count,
			 world->law.instruments_count);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(gives_every_law_a_name_of_its_own),
		cmocka_unit_test(builds_the_name_of_place_type_date_and_number),
		cmocka_unit_test(describes_an_instrument_for_other_programs),
		cmocka_unit_test(keeps_reported_beside_verified),
		cmocka_unit_test(says_nothing_of_a_force_that_is_not_known),
		cmocka_unit_test(holds_the_whole_register_in_one_graph),
	};
	return cmocka_run_group_tests(tests, world_open, world_close);
}
