#include "planted.h"

static void an_include_upwards_is_found(void **state)
{
	struct ctx *c = *state;
	static const struct plant plants[] = {
		{"src/base/x.c", "#include \"base/csv.h\"\n#include <stdio.h>\n", 0},
		{"src/base/x.c", "#include \"store/store.h\"\n", 1},
		{"src/store/x.c", "#include \"base/csv.h\"\n", 0},
		{"src/store/x.c", "#include \"text/format.h\"\n", 1},
		{"src/text/x.c", "#include \"store/store.h\"\n", 1},
		{"src/text/x.c", "#include \"model/model.h\"\n", 1},
		{"src/model/x.c", "#include \"store/store.h\"\n#include \"text/format.h\"\n", 0},
		{"src/record/x.c", "#include \"model/model.h\"\n#include \"law/law.h\"\n", 1},
		{"src/law/x.c", "#include \"directory/directory.h\"\n", 0},
		{"src/law/x.c", "#include \"directory/match.h\"\n", 1},
		{"src/law/x.c", "#include \"http/http.h\"\n", 1},
		{"src/places/x.c", "#include \"text/khmer.h\"\n", 0},
		{"src/places/x.c", "#include \"render/render.h\"\n", 1},
		{"src/http/x.c", "#include \"render/render.h\"\n", 1},
		{"src/render/x.c", "#include \"http/http.h\"\n", 1},
		{"src/cli/x.c", "#include \"web/web.h\"\n", 0},
		{"src/web/x.c", "#include \"cli/cli.h\"\n", 1},
		{"src/web/x.c", "#include \"http/internal.h\"\n", 1},
		{"src/web/x.c", "#include \"web/internal.h\"\n", 0},
		{"src/web/x.c", "#include \"internal.h\"\n", 1},
		{"src/web/x.c", "#include \"elsewhere/x.h\"\n", 1},
		{"src/elsewhere/x.c", "#include \"base/csv.h\"\n", 1},
		{"src/store/x.c", "#include \"store_catalogue.h\"\n", 0},
		{"src/record/x.c", "#include \"vault/vault.h\"\n", 0},
		{"src/people/x.c", "#include \"vault/vault.h\"\n", 1},
		{"src/cli/x.c", "#include \"vault/header.h\"\n", 1},
		{"src/main.c", "#include \"cli/cli.h\"\n", 0},
		{"tests/x.c", "#include \"cli/cli.h\"\n", 0},
	};
	check_plants(c->arena, rule_floors, plants, COUNT_OF(plants));
}

static void a_library_named_outside_its_folder_is_found(void **state)
{
	struct ctx *c = *state;
	static const struct plant plants[] = {
		{"src/http/x.c", "MHD_start_daemon(); BrotliEncoderCompress();", 0},
		{"src/web/x.c", "MHD_start_daemon();", 1},
		{"src/web/x.c", "struct MHD_Connection *x;", 1},
		{"src/record/x.c", "sqlite3_open(); PQexec(); PQ; PQUEUE_x;", 2},
		{"src/store/x.c", "sqlite3_open(); PQexec(); crypto_generichash();", 0},
		{"src/web/x.c", "pango_x(); lxw_y(); crypto_z(); BrotliA();", 4},
		{"src/text/x.c", "u_tolower(); ucol_open();", 0},
		{"src/web/x.c", "u_tolower(); ucol_open();", 2},
		{"src/web/x.c", "json_t *x = json_loadb(); json_object_get();", 3},
		{"src/web/x.c", "json_text(); json_open_object(); json_true;", 0},
		{"src/web/x.c", "/* MHD_x */ \"sqlite3_open\" 'u_'", 0},
	};
	check_plants(c->arena, rule_hidden_libraries, plants, COUNT_OF(plants));
}

static void the_house_stands_on_its_floors(void **state)
{
	struct ctx *c = *state;
	struct findings findings = findings_create(c->arena);
	assert_true(tree_each(&findings, "src", ".c;.h", rule_floors) > 20);
	(void)tree_each(&findings, "src", ".c;.h", rule_hidden_libraries);
	assert_nothing_found(&findings);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		task_test(an_include_upwards_is_found),
		task_test(a_library_named_outside_its_folder_is_found),
		task_test(the_house_stands_on_its_floors),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
