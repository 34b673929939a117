/* place.c - where the stores and their keys are, as the command line says it. */
#include "cli/place.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"

bool place_is_server(const char *location)
{
	return strncmp(location, "postgres://", 11) == 0 ||
	       strncmp(location, "postgresql://", 13) == 0;
}

static const char *in_folder(struct arena *arena, const char *folder, const char *name)
{
	return arena_format(arena, "%s/%s", folder, name).at;
}

const char *place_store_file(struct arena *arena, const char *folder)
{
	return in_folder(arena, folder, "spean.db");
}

static const char *key_file_in(struct arena *arena, const char *folder)
{
	return in_folder(arena, folder, "spean.key");
}

/* Where systemd puts what LoadCredential= names. */
static const char *credential(struct arena *arena)
{
	const char *folder = getenv("CREDENTIALS_DIRECTORY");
	const char *path = folder != NULL ? key_file_in(arena, folder) : NULL;
	return path != NULL && file_exists(path) ? path : NULL;
}

/* "postgres://host/name?x=y" -> "postgres://host/name_keys?x=y". */
static const char *keys_beside(struct arena *arena, const char *location)
{
	const struct slice text = slice_of(location);
	const size_t question = slice_find_byte(text, '?');
	const struct slice address = slice_between(text, 0, question);
	const struct slice rest =
		question != SIZE_MAX ? slice_between(text, question, text.length) : S("");
	return arena_format(arena, "%.*s_keys%.*s", SLICE_PRINT(address), SLICE_PRINT(rest)).at;
}

struct keyring_place place_of(struct cli *cli, const char *location)
{
	struct arena *arena = cli->c.arena;
	const char *key_file = cli->key_file != NULL ? cli->key_file : credential(arena);
	if (place_is_server(location)) {
		return (struct keyring_place){
			.data = location,
			.keys = cli->key_store != NULL ? cli->key_store
						       : keys_beside(arena, location),
			.key_file = key_file,
		};
	}
	return (struct keyring_place){
		.data = place_store_file(arena, location),
		.keys = in_folder(arena, location, "spean.keys"),
		.header = in_folder(arena, location, "spean.vault"),
		.key_file = key_file != NULL ? key_file : key_file_in(arena, location),
	};
}

bool place_has_keys(struct cli *cli, const char *location)
{
	return !place_is_server(location) || cli->key_store != NULL || cli->key_file != NULL ||
	       cli->passphrase_file != NULL || cli->shares[0] != NULL ||
	       credential(cli->c.arena) != NULL;
}

void place_remove(struct cli *cli, const char *folder)
{
	static const char *const NAMES[] = {"spean.db", "spean.keys"};
	static const char *const ENDS[] = {"", "-wal", "-shm", "-journal"};
	struct arena *arena = cli->c.arena;
	for (size_t i = 0; i < COUNT_OF(NAMES); i++) {
		for (size_t j = 0; j < COUNT_OF(ENDS); j++) {
			(void)unlink(arena_format(arena, "%s/%s%s", folder, NAMES[i], ENDS[j]).at);
		}
	}
	(void)unlink(in_folder(arena, folder, "spean.vault"));
}
