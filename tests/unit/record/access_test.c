/* The table of who may what, against access.table: what it comes to, for people to read. When this
 * fails, the table was changed: read what it means, then change access.table too
 * (SPEAN_PRINT_ACCESS=1 prints it as the code has it). */
#include "record/access.h"

#include "../../testing.h"

#include "base/buf.h"
#include "base/file.h"

enum { TABLE_MAX = 256 * 1024 };

static const char DEED_LETTERS[] = "RLSNCHAXE";
static const char CLASS_LETTERS[] = "-pabcd";

static bool is_closed(const struct kind *kind)
{
	return kind->keeping == KEPT_SEALED;
}

/* Registers that no row names are all alike: one stands for them. */
static bool is_named(const struct kind *kind)
{
	size_t count;
	const struct access_row *rows = access_rows(&count);

	for (size_t i = 0; i < count; i++) {
		if (strcmp(rows[i].kind, kind->name) == 0) {
			return true;
		}
	}
	return false;
}

/* "RLS/ab N/abc": the deeds that are allowed, put together by the classes that they may see. */
static void print_cell(struct buf *out, const struct actor *actor, const struct kind *kind,
		       enum relation relation)
{
	unsigned done = 0;

	for (int first = 0; first < DEED_COUNT; first++) {
		const struct decision decision =
			access_decide(actor, kind, relation, (enum deed)first);
		if (!decision.allowed || (done & DEED_BIT(first)) != 0) {
			continue;
		}
		buf_add_cstr(out, done != 0 ? "+" : "");
		for (int deed = first; deed < DEED_COUNT; deed++) {
			const struct decision other =
				access_decide(actor, kind, relation, (enum deed)deed);
			if (other.allowed && other.classes == decision.classes) {
				buf_add_byte(out, DEED_LETTERS[deed]);
				done |= DEED_BIT(deed);
			}
		}
		buf_add_byte(out, '/');
		for (int class = CLASS_PUBLIC; class <= CLASS_D; class ++) {
			if ((decision.classes & CLASS_BIT(class)) != 0) {
				buf_add_byte(out, CLASS_LETTERS[class]);
			}
		}
	}
	buf_add_cstr(out, done == 0 ? "-" : "");
}

static void print_actor(struct buf *out, const struct actor *actor, const char *name,
			const struct kind *kind)
{
	buf_printf(out, "%s", name);
	for (int relation = 0; relation < RELATION_COUNT; relation++) {
		buf_add_cstr(out, " ");
		print_cell(out, actor, kind, (enum relation)relation);
	}
	buf_add_cstr(out, "\n");
}

static void print_kind(struct buf *out, const struct kind *kind)
{
	static const struct {
		const char *name;
		enum actor_kind kind;
	} OTHERS[] = {{"console", ACTOR_CONSOLE}, {"house", ACTOR_HOUSE}, {"nobody", ACTOR_NOBODY}};

	buf_printf(out, "\n[%s] foreign organisation team assigned self\n", kind->name);
	for (int role = 0; role < STAFF_ROLE_COUNT; role++) {
		const struct actor actor = {.kind = ACTOR_STAFF, .roles = STAFF_BIT(role)};
		print_actor(out, &actor, staff_role_name((enum staff_role)role), kind);
	}
	for (size_t i = 0; i < COUNT_OF(OTHERS); i++) {
		const struct actor actor = {.kind = OTHERS[i].kind};
		print_actor(out, &actor, OTHERS[i].name, kind);
	}
}

static struct slice print_table(struct arena *arena)
{
	struct buf *out = buf_create(arena, TABLE_MAX);
	size_t count;
	const struct kind *const *kinds = model_kinds(&count);

	for (size_t i = 0; i < count; i++) {
		if (kinds[i]->table != NULL && (is_named(kinds[i]) || is_closed(kinds[i]))) {
			print_kind(out, kinds[i]);
		}
	}
	print_kind(out, model_kind("instrument"));
	return buf_slice(out);
}

/* The file without what stands in front of the first block. */
static struct slice expected(struct ctx *c)
{
	struct slice text;
	assert_int_equal(
		file_read(c, SPEAN_SOURCE_DIR "/tests/unit/record/access.table", TABLE_MAX, &text),
		OK);
	return slice_between(text, slice_find(text, S("\n[")), text.length);
}

static void what_is_allowed_is_what_the_readable_table_says(void **state)
{
	struct ctx *c = *state;
	struct slice wanted = expected(c);
	struct slice have = print_table(c->arena);
	struct slice block = S("");
	struct slice want;
	struct slice got;

	while (slice_next(&have, '\n', &got)) {
		const bool is_there = slice_next(&wanted, '\n', &want);
		block = slice_starts(got, S("[")) ? got : block;
		if (!is_there || !slice_equal(want, got)) {
			fail_msg("%.*s\n  the code: %.*s\n  the table: %.*s", SLICE_PRINT(block),
				 SLICE_PRINT(got), SLICE_PRINT(is_there ? want : S("(nothing)")));
		}
	}
	assert_false(slice_next(&wanted, '\n', &want));
}

static void registers_that_no_row_names_are_all_alike(void **state)
{
	struct ctx *c = *state;
	size_t count;
	const struct kind *const *kinds = model_kinds(&count);
	struct buf *one = buf_create(c->arena, TABLE_MAX);

	print_kind(one, model_kind("instrument"));
	const struct slice like =
		slice_between(buf_slice(one), slice_find(buf_slice(one), S("]")), TABLE_MAX);
	for (size_t i = 0; i < count; i++) {
		struct buf *other = buf_create(c->arena, TABLE_MAX);
		if (!kind_is_register(kinds[i]) || is_named(kinds[i])) {
			continue;
		}
		print_kind(other, kinds[i]);
		const struct slice text = buf_slice(other);
		assert_true(slice_equal(slice_between(text, slice_find(text, S("]")), text.length),
					like));
	}
}

static void every_role_has_a_row_and_every_sealed_kind_too(void **state)
{
	(void)state;
	unsigned roles = 0;
	size_t count;
	const struct access_row *rows = access_rows(&count);
	size_t kinds_count;
	const struct kind *const *kinds = model_kinds(&kinds_count);

	for (size_t i = 0; i < count; i++) {
		roles |= STAFF_BIT(rows[i].role);
		if (strcmp(rows[i].kind, "*register") != 0) {
			assert_non_null(model_kind(rows[i].kind));
		}
		assert_true(rows[i].deeds != 0 && rows[i].classes != 0);
	}
	assert_int_equal(roles, STAFF_BIT(STAFF_ROLE_COUNT) - 1);
	for (size_t i = 0; i < kinds_count; i++) {
		assert_true(!is_closed(kinds[i]) || is_named(kinds[i]));
	}
}

/* Does the row `index` give `role` anything at this place that no other row gives? */
static bool row_gives(size_t index, const struct kind *kind, enum relation relation)
{
	size_t count;
	const struct access_row *rows = access_rows(&count);

	for (int deed = 0; deed < DEED_COUNT; deed++) {
		unsigned with = 0;
		unsigned without = 0;
		for (size_t i = 0; i < count; i++) {
			const bool is_kind =
				strcmp(rows[i].kind, kind->name) == 0 ||
				(kind_is_register(kind) && strcmp(rows[i].kind, "*register") == 0);
			const bool is_near =
				rows[i].relation == RELATION_FOREIGN || relation == RELATION_FOREIGN
					? rows[i].relation == relation
					: relation >= rows[i].relation;
			if (is_kind && is_near && rows[i].role == rows[index].role &&
			    (rows[i].deeds & DEED_BIT(deed)) != 0) {
				with |= rows[i].classes;
				without |= i != index ? rows[i].classes : 0;
			}
		}
		if (with != without) {
			return true;
		}
	}
	return false;
}

static void every_row_gives_something_that_no_other_gives(void **state)
{
	(void)state;
	size_t count;
	const struct access_row *rows = access_rows(&count);
	size_t kinds_count;
	const struct kind *const *kinds = model_kinds(&kinds_count);

	for (size_t i = 0; i < count; i++) {
		bool gives = false;
		for (size_t k = 0; k < kinds_count && !gives; k++) {
			for (int relation = 0; relation < RELATION_COUNT && !gives; relation++) {
				gives = row_gives(i, kinds[k], (enum relation)relation);
			}
		}
		if (!gives) {
			fail_msg("row %zu (%s, %s, %s) gives nothing", i, rows[i].kind,
				 staff_role_name(rows[i].role), relation_name(rows[i].relation));
		}
	}
}

static void some_things_are_never_allowed_whoever_asks(void **state)
{
	(void)state;
	static const char *const FILES[] = {"client", "note"};
	const unsigned all = STAFF_BIT(STAFF_ROLE_COUNT) - 1;
	const struct actor strangers[] = {
		{.kind = ACTOR_STAFF, .roles = STAFF_BIT(STAFF_ADMINISTRATOR)},
		{.kind = ACTOR_STAFF, .roles = STAFF_BIT(STAFF_HOST)},
		{.kind = ACTOR_STAFF, .roles = STAFF_BIT(STAFF_AUDITOR)},
		{.kind = ACTOR_STAFF, .roles = STAFF_BIT(STAFF_COALITION)},
		{.kind = ACTOR_CONSOLE},
		{.kind = ACTOR_HOUSE},
		{.kind = ACTOR_NOBODY},
	};
	const struct actor everything = {.kind = ACTOR_STAFF, .roles = all};
	const struct actor data = {.kind = ACTOR_STAFF, .roles = STAFF_BIT(STAFF_DATA_OFFICER)};

	for (size_t k = 0; k < COUNT_OF(FILES); k++) {
		const struct kind *kind = model_kind(FILES[k]);
		for (int deed = 0; deed < DEED_COUNT; deed++) {
			assert_false(
				access_decide(&everything, kind, RELATION_FOREIGN, (enum deed)deed)
					.allowed);
			for (int relation = 0; relation < RELATION_COUNT; relation++) {
				const unsigned names = CLASS_BIT(CLASS_A) | CLASS_BIT(CLASS_C);
				assert_int_equal(access_decide(&data, kind, (enum relation)relation,
							       (enum deed)deed)
								 .classes &
							 names,
						 0);
				for (size_t s = 0; s < COUNT_OF(strangers); s++) {
					assert_false(access_decide(&strangers[s], kind,
								   (enum relation)relation,
								   (enum deed)deed)
							     .allowed);
				}
			}
		}
	}
}

static void a_person_with_two_roles_may_what_either_of_them_may(void **state)
{
	(void)state;
	const struct kind *note = model_kind("note");
	const struct actor both = {
		.kind = ACTOR_STAFF,
		.roles = STAFF_BIT(STAFF_SUPERVISOR) | STAFF_BIT(STAFF_COUNSELLOR),
	};
	const struct decision team = access_decide(&both, note, RELATION_TEAM, DEED_READ);
	const struct decision own = access_decide(&both, note, RELATION_ASSIGNED, DEED_READ);

	assert_true(team.allowed && !team.needs_reason);
	assert_true(own.allowed && own.needs_reason);
	assert_true((own.classes & CLASS_BIT(CLASS_C)) != 0);
}

static void names_of_roles_come_back_as_they_went(void **state)
{
	struct ctx *c = *state;
	unsigned roles = 0;

	for (unsigned bits = 0; bits < STAFF_BIT(STAFF_ROLE_COUNT); bits++) {
		assert_true(staff_roles_parse(staff_roles_list(c->arena, bits), &roles));
		assert_int_equal(roles, bits);
	}
	assert_false(staff_roles_parse(S("case_worker;king"), &roles));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		task_test(what_is_allowed_is_what_the_readable_table_says),
		task_test(registers_that_no_row_names_are_all_alike),
		task_test(every_role_has_a_row_and_every_sealed_kind_too),
		task_test(every_row_gives_something_that_no_other_gives),
		task_test(some_things_are_never_allowed_whoever_asks),
		task_test(a_person_with_two_roles_may_what_either_of_them_may),
		task_test(names_of_roles_come_back_as_they_went),
	};
	if (getenv("SPEAN_PRINT_ACCESS") != NULL) {
		struct arena *arena = arena_create();
		(void)printf("%.*s", SLICE_PRINT(print_table(arena)));
		arena_destroy(arena);
		return 0;
	}
	return cmocka_run_group_tests(tests, NULL, NULL);
}
