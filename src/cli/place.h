/* place.h - where a store lives and where its keys lie.
 *
 * A place is a folder: `spean.db` (data), `spean.keys` (key store), `spean.vault` (the header) and,
 * where the root key is in a file, `spean.key` (64 hexadecimal digits, mode 0600). Or it is the
 * address of a PostgreSQL database; its key store is another database, by default the same name
 * with "_keys" at the end. Losing the root key is losing the store; whoever has the folder and the
 * key has everything: docs/security.md says where to keep them.
 *
 * The root key comes, in this order, from --key-file; $CREDENTIALS_DIRECTORY/spean.key, where
 * systemd puts it; the folder. A passphrase is asked at the terminal or read from
 * --passphrase-file; shares are typed or read from --share files.
 */
#ifndef SPEAN_CLI_PLACE_H
#define SPEAN_CLI_PLACE_H

#include "cli/cli.h"
#include "record/keyring.h"

bool place_is_server(const char *location);
const char *place_store_file(struct arena *arena, const char *folder);

/* Everything of a place, as the options of the command line say it. On a server without any word
 * about keys key_file is NULL. */
struct keyring_place place_of(struct cli *cli, const char *location);
/* Was anything said about keys? A server without is opened for its registers only. */
bool place_has_keys(struct cli *cli, const char *location);
/* Asks with the options --passphrase-file and --share, or at the terminal. */
struct keyring_asker place_asker(struct cli *cli);
/* Take away what a failed creation left behind. */
void place_remove(struct cli *cli, const char *folder);

#endif
