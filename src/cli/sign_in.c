#include "cli/sign_in.h"

#include "base/clock.h"
#include "base/file.h"
#include "people/people.h"
#include "record/audit.h"
#include "record/keyring.h"

enum { LINE_MAX_BYTES = 1024 };

/* Back-off counts by address: the machine is one. */
static const struct slice PEER = {"console", 7};

static void close_door(void *door)
{
	audit_settle(door);
	door_close(door);
}

static err open_door(struct cli *cli, struct keyring *keyring, const struct actor *actor,
		     struct door **ret_door)
{
	struct door *door = ARENA_NEW(cli->c.arena, struct door);

	TRY(door_open_for(&cli->c, keyring_data(keyring), keyring_vault(keyring), cli->model, actor,
			  door));
	arena_defer(cli->c.arena, close_door, door);
	*ret_door = door;
	return OK;
}

static err password(struct cli *cli, struct slice *ret_password)
{
	const char *path = cli_option(cli, "password-file");
	struct slice text;

	if (path == NULL) {
		return cli_hidden(cli, "sign_in.ask_password", ret_password);
	}
	TRY(file_read(&cli->c, path, LINE_MAX_BYTES, &text));
	*ret_password = slice_trim(text);
	return OK;
}

static err code(struct cli *cli, struct slice *ret_code)
{
	const char *given = cli_option(cli, "code");

	if (given == NULL) {
		return cli_hidden(cli, "sign_in.ask_code", ret_code);
	}
	*ret_code = slice_of(given);
	return OK;
}

/* "ABCD-EFGH" is one of the recovery codes. */
static enum second_factor factor_of(struct slice code)
{
	return slice_find_byte(code, '-') != SIZE_MAX ? FACTOR_RECOVERY : FACTOR_TOTP;
}

static err second(struct cli *cli, struct door *house, struct sign_in *sign_in)
{
	struct slice text;

	if (sign_in->factors == 0) {
		return FAIL_PLAIN(&cli->c, ERR_INVALID, "sign_in.unfinished");
	}
	if ((sign_in->factors & (FACTOR_TOTP | FACTOR_RECOVERY)) == 0) {
		return FAIL_PLAIN(&cli->c, ERR_INVALID, "sign_in.factor");
	}
	TRY(code(cli, &text));
	return people_second(&cli->c, house, sign_in->session, factor_of(text), text, PEER,
			     clock_now_ms(), sign_in);
}

/* The session is only the way to the actor; it ends at once. */
static err actor_of(struct cli *cli, struct door *house, struct actor *ret_actor)
{
	struct session session;
	struct sign_in sign_in;
	struct slice secret;
	const char *name;

	TRY(cli_required(cli, "as", &name));
	TRY(password(cli, &secret));
	TRY(people_sign_in(&cli->c, house, slice_of(name), secret, PEER, clock_now_ms(), &sign_in));
	err result = second(cli, house, &sign_in);
	if (result == OK) {
		result = people_session(&cli->c, house, sign_in.session, clock_now_ms(), &session,
					ret_actor);
	}
	const struct fail fail = cli->c.fail;
	const err ended = people_sign_out(&cli->c, house, sign_in.session);
	if (result != OK) {
		cli->c.fail = fail;
		return result;
	}
	return ended;
}

err cli_sign_in_at(struct cli *cli, struct keyring *keyring, struct door **ret_door)
{
	const struct actor itself = {.kind = ACTOR_HOUSE};
	struct actor actor;
	struct door *house;

	TRY(open_door(cli, keyring, &itself, &house));
	TRY(actor_of(cli, house, &actor));
	actor.purpose = S("administration");
	return open_door(cli, keyring, &actor, ret_door);
}

err cli_sign_in(struct cli *cli, struct door **ret_door)
{
	struct keyring *keyring;

	TRY(cli_place(cli, &keyring));
	return cli_sign_in_at(cli, keyring, ret_door);
}
