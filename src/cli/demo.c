/* demo.c - `spean demo`: fictitious organisations and people in a store that has none, so that one
 * can look around. The store is marked for ever, and every page says what it is. */

#include "cli/commands.h"
#include "cli/staff.h"

enum { PASSWORD_LETTERS = 16, COLUMNS = 4 };

static const struct {
	const char *id;
	const char *name;
	const char *end; /* of sign-in names */
} HOUSES[] = {
	{"demo-lotus", "Lotus House (fictitious, demo)", "lotus"},
	{"demo-river", "River Centre (fictitious, demo)", "river"},
};

static const char *const TEAM = "team-a";

static err check_empty(struct cli *cli, struct door *door)
{
	const struct tenant *tenants;
	size_t count;

	TRY(people_organisations(&cli->c, door, &tenants, &count));
	return count == 0 ? OK : FAIL_PLAIN(&cli->c, ERR_CONFLICT, "demo.not_empty");
}

static err add_house(struct cli *cli, struct door *door, const char *id, const char *name)
{
	struct record record = {
		.values = values_create(cli->c.arena, model_kind("organisation")),
	};

	values_set(&record.values, "id", slice_of(id));
	values_set(&record.values, "name", slice_of(name));
	values_set(&record.values, "kind", S("ngo"));
	values_set(&record.values, "country", S("KH"));
	values_set(&record.values, "origin", S("extended"));
	values_set(&record.values, "source", S("spean demo"));
	values_set(&record.values, "status", S("as_reported"));
	TRY(record_save(&cli->c, door, &record));
	return people_add_organisation(&cli->c, door, slice_of(id));
}

static err add_person(struct cli *cli, struct door *console, size_t house, int role,
		      struct slice password, struct slice *ret_name)
{
	struct arena *arena = cli->c.arena;
	const char *role_name = staff_role_name((enum staff_role)role);
	const struct account account = {
		.organisation = slice_of(HOUSES[house].id),
		.sign_in_name = arena_format(arena, "%s.%s", role_name, HOUSES[house].end),
		.name = arena_format(arena, "Demo %s (%s)", role_name, HOUSES[house].end),
		.team = slice_of(TEAM),
		.language = S("km"),
		.roles = STAFF_BIT(role),
	};
	const struct actor before = console->actor;
	struct slice id;
	struct slice link;

	TRY(people_invite(&cli->c, console, &account, &id, &link));
	console->actor = (struct actor){.kind = ACTOR_HOUSE};
	const err result = people_accept(&cli->c, console, link, password);
	console->actor = before;
	*ret_name = account.sign_in_name;
	return result;
}

static void head(struct cli *cli, struct table *table)
{
	table_cell(table, cli_text(cli, "user.head_name"));
	table_cell(table, cli_text(cli, "demo.head_password"));
	table_cell(table, cli_text(cli, "user.head_roles"));
	table_cell(table, cli_text(cli, "user.head_organisation"));
}

static err fill(struct cli *cli, struct door *console)
{
	struct table *table = table_create(cli->c.arena, COLUMNS);
	const struct slice password =
		slice_between(secret_random(cli->c.arena), 0, PASSWORD_LETTERS);

	TRY(check_empty(cli, console));
	TRY(people_mark_demo(&cli->c, console));
	head(cli, table);
	for (size_t house = 0; house < COUNT_OF(HOUSES); house++) {
		TRY(add_house(cli, console, HOUSES[house].id, HOUSES[house].name));
		for (int role = 0; role < STAFF_ROLE_COUNT; role++) {
			struct slice name;
			TRY(add_person(cli, console, house, role, password, &name));
			table_cell(table, name);
			table_cell(table, password);
			table_cell(table, slice_of(staff_role_name((enum staff_role)role)));
			table_cell(table, slice_of(HOUSES[house].id));
		}
	}
	table_print(table, cli->out);
	cli_say(cli, "demo.done", "%s", "");
	return OK;
}

static err run(struct cli *cli)
{
	struct door *console;

	TRY(staff_open(cli, &console));
	return fill(cli, console);
}

static const struct cli_option NO_OPTIONS[] = {{NULL, NULL}};

const struct command COMMAND_DEMO = {
	.name = "demo",
	.arguments = "",
	.options = NO_OPTIONS,
	.run = run,
};
