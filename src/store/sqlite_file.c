/* sqlite_file.c - the file before SQLite gets it: is it there, is it ours, does the key fit?
 *
 * An encrypted page 1 keeps 24 bytes in clear: 16 of salt and the bytes 16 to 23 of SQLite's own
 * header. They tell our files from others, and by the room that each page reserves for nonce and
 * tag they tell the cipher (docs/decisions/006). So no second file has to be kept beside the store.
 *
 * The key is tried on a handle that ignores log and locks ("immutable"): a handle of the usual kind
 * could touch the log of a store that is not ours to touch.
 */
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/random.h"
#include "store/sqlite.h"

enum { PAGE_SIZE = 4096, CLEAR_BYTES = 24, PROBES = 3 };

/* SQLite file format, 1.3: page size, write and read version, reserved bytes, fractions. */
struct clear_header {
	unsigned char salt[16];
	unsigned char page_size[2];
	unsigned char versions[2];
	unsigned char reserved;
	unsigned char fractions[3];
};
_Static_assert(sizeof(struct clear_header) == CLEAR_BYTES, "no padding");

static const struct {
	unsigned char reserved;
	const char *name;
} CIPHERS[] = {
	{64, "aegis"},    /* AEGIS-256: nonce 32, tag 32 */
	{32, "chacha20"}, /* ChaCha20-Poly1305: nonce 16, tag 16 */
};

const char *store_cipher(const struct store *store)
{
	const struct sqlite_state *state = store->state;
	return store->engine->name == STORE_SQLITE ? state->cipher : NULL;
}

const char *store_cipher_by_cpu(void)
{
	return CIPHERS[sodium_runtime_has_aesni() ? 0 : 1].name;
}

static err fail_errno(struct ctx *c, const struct store *store, int number)
{
	switch (number) {
	case ENOENT:
	case ENOTDIR:
		return FAIL(c, ERR_NOT_FOUND, "store.missing", "path=%s", store->shown);
	case EACCES:
	case EPERM:
	case EROFS:
		return FAIL(c, ERR_DENIED, "store.read_only", "path=%s", store->shown);
	case ENOSPC:
	case EDQUOT:
		return FAIL(c, ERR_BROKEN, "store.full", "path=%s", store->shown);
	default:
		return FAIL(c, ERR_BROKEN, "store.io", "path=%s\nreason=%s", store->shown,
			    strerrordesc_np(number));
	}
}

static char *folder_of(struct arena *arena, const char *path)
{
	return dirname(arena_cstr(arena, slice_of(path)));
}

static off_t size_of_log(struct arena *arena, const char *path)
{
	struct stat status;
	const struct slice log = arena_format(arena, "%s-wal", path);
	return stat(log.at, &status) == 0 ? status.st_size : 0;
}

bool sqlite_file_has_log(struct arena *arena, const char *path)
{
	struct stat status;
	return stat(arena_format(arena, "%s-wal", path).at, &status) == 0 ||
	       stat(arena_format(arena, "%s-shm", path).at, &status) == 0;
}

static err read_clear(struct ctx *c, const struct store *store, struct clear_header *header,
		      off_t *ret_size)
{
	struct stat status;
	const int file = open(store->location, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (file < 0) {
		return fail_errno(c, store, errno);
	}
	const int stated = fstat(file, &status);
	const int number = errno;
	const ssize_t got = read(file, header, sizeof *header);
	(void)close(file);
	if (stated != 0) {
		return fail_errno(c, store, number);
	}
	if (!S_ISREG(status.st_mode)) {
		return FAIL(c, ERR_BROKEN, "store.foreign", "path=%s", store->shown);
	}
	if (status.st_size == 0) {
		return FAIL(c, ERR_BROKEN, "store.truncated", "path=%s", store->shown);
	}
	if (got != (ssize_t)sizeof *header) {
		return FAIL(c, ERR_BROKEN, "store.foreign", "path=%s", store->shown);
	}
	*ret_size = status.st_size;
	return OK;
}

static const char *cipher_of(const struct clear_header *header)
{
	const bool page = header->page_size[0] == PAGE_SIZE >> 8 && header->page_size[1] == 0;
	const bool fractions = memcmp(header->fractions, "\x40\x20\x20", 3) == 0;
	for (size_t i = 0; i < COUNT_OF(CIPHERS); i++) {
		if (page && fractions && header->reserved == CIPHERS[i].reserved) {
			return CIPHERS[i].name;
		}
	}
	return NULL;
}

/* "file:PATH?..." with the bytes escaped that mean something in it. */
static const char *uri_of(struct ctx *c, const char *path)
{
	struct buf *uri = buf_create(c->arena, strlen(path) * 3 + 64);
	buf_add_cstr(uri, "file:");
	for (const char *at = path; *at != '\0'; at++) {
		if (strchr("%?#", *at) != NULL) {
			buf_printf(uri, "%%%02X", (unsigned char)*at);
		} else {
			buf_add_byte(uri, *at);
		}
	}
	buf_add_cstr(uri, "?immutable=1");
	return arena_cstr(c->arena, buf_slice(uri));
}

static int ask_number(sqlite3 *handle, enum statement_id id, int *ret_number)
{
	sqlite3_stmt *stmt = NULL;
	int result = sqlite3_prepare_v2(handle, STORE_STATEMENTS[id].sql, -1, &stmt, NULL);
	if (result == SQLITE_OK) {
		result = sqlite3_step(stmt);
	}
	if (result == SQLITE_ROW) {
		*ret_number = sqlite3_column_int(stmt, 0);
		result = SQLITE_OK;
	}
	(void)sqlite3_finalize(stmt);
	return result;
}

struct probe {
	int application;
	int version;
};

static int ask_both(sqlite3 *handle, struct probe *ret_probe)
{
	const int result = ask_number(handle, STATEMENT_SQLITE_VERSION, &ret_probe->version);
	return result != SQLITE_OK
		       ? result
		       : ask_number(handle, STATEMENT_SQLITE_APPLICATION, &ret_probe->application);
}

static int probe_once(struct ctx *c, const struct store *store, const struct sqlite_state *state,
		      struct probe *ret_probe)
{
	sqlite3 *handle = NULL;
	int result =
		sqlite3_open_v2(uri_of(c, store->location), &handle,
				SQLITE_OPEN_READONLY | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX, NULL);
	if (result == SQLITE_OK) {
		result = sqlite_set_key(store, state, handle);
	}
	if (result == SQLITE_OK) {
		result = ask_both(handle, ret_probe);
	}
	(void)sqlite3_close(handle);
	return result & 0xff;
}

/* A disk that fails, or power that is cut, while the log is written back leaves page 1 torn; the
 * log has it whole. Should it be the key after all that does not fit, neither file is changed:
 * nothing is written back, and no shared memory is made where there is none. */
static int probe_with_log(struct ctx *c, const struct store *store,
			  const struct sqlite_state *state, struct probe *ret_probe)
{
	sqlite3 *handle = NULL;
	struct stat status;
	int result = sqlite3_open_v2(state->path, &handle,
				     SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
	if (result == SQLITE_OK) {
		(void)sqlite3_db_config(handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
		result = sqlite_set_key(store, state, handle);
	}
	if (result == SQLITE_OK &&
	    stat(arena_format(c->arena, "%s-shm", state->path).at, &status)) {
		result = sqlite3_exec(handle, STORE_STATEMENTS[STATEMENT_SQLITE_ALONE].sql, NULL,
				      NULL, NULL);
	}
	if (result == SQLITE_OK) {
		result = ask_both(handle, ret_probe);
	}
	(void)sqlite3_close(handle);
	return result & 0xff;
}

/* A page 1 that another process is writing at this very moment fails its tag once, not three
 * times. */
static int probe_patiently(struct ctx *c, const struct store *store,
			   const struct sqlite_state *state, struct probe *ret_probe)
{
	int result = SQLITE_NOTADB;
	for (int i = 0; i < PROBES && result == SQLITE_NOTADB; i++) {
		result = probe_once(c, store, state, ret_probe);
	}
	return result == SQLITE_NOTADB && size_of_log(c->arena, store->location) > 0
		       ? probe_with_log(c, store, state, ret_probe)
		       : result;
}

static err check_key(struct ctx *c, const struct store *store, const struct sqlite_state *state)
{
	struct probe probe = {.application = (int)application_of(store->schema)};
	const int result = probe_patiently(c, store, state, &probe);
	if (result == SQLITE_NOTADB) {
		return FAIL(c, ERR_DENIED, "store.wrong_key", "path=%s", store->shown);
	}
	if (result == SQLITE_CORRUPT && size_of_log(c->arena, store->location) == 0) {
		/* Page 1 is authentic, and the only doubt left is the size that it names. */
		return FAIL(c, ERR_BROKEN, "store.truncated", "path=%s", store->shown);
	}
	if (result != SQLITE_OK && result != SQLITE_CORRUPT) {
		return sqlite_fail(c, store, NULL, NULL, result);
	}
	TRY(application_check(c, store, probe.application));
	return migrate_check(c, store->migrations, probe.version);
}

err sqlite_file_check(struct ctx *c, const struct store *store, struct sqlite_state *state)
{
	struct clear_header header = {0};
	off_t size = 0;
	TRY(read_clear(c, store, &header, &size));
	const char *cipher = cipher_of(&header);
	if (cipher == NULL) {
		return FAIL(c, ERR_BROKEN, "store.foreign", "path=%s", store->shown);
	}
	/* After a power cut the log may hold what the last page still lacks. */
	if (size < PAGE_SIZE ||
	    (size % PAGE_SIZE != 0 && size_of_log(c->arena, store->location) == 0)) {
		return FAIL(c, ERR_BROKEN, "store.truncated", "path=%s", store->shown);
	}
	state->cipher = cipher;
	TRY(check_key(c, store, state));
	if (access(store->location, R_OK | W_OK) != 0 ||
	    access(folder_of(c->arena, store->location), W_OK | X_OK) != 0) {
		return fail_errno(c, store, errno);
	}
	return OK;
}

int sqlite_set_key(const struct store *store, const struct sqlite_state *state, sqlite3 *handle)
{
	/* "raw:" and the bytes: no derivation, and the key is never part of an SQL text. */
	unsigned char raw[4 + STORE_KEY_BYTES] = "raw:";
	const int cipher = sqlite3mc_cipher_index(state->cipher);
	if (cipher <= 0 || sqlite3mc_config(handle, "cipher", cipher) != cipher) {
		return SQLITE_ERROR;
	}
	(void)sodium_mprotect_readonly(store->key);
	memcpy(raw + 4, store->key, STORE_KEY_BYTES);
	(void)sodium_mprotect_noaccess(store->key);
	const int result = sqlite3_key_v2(handle, "main", raw, (int)sizeof raw);
	sodium_memzero(raw, sizeof raw);
	return result;
}

void sqlite_file_tidy(struct ctx *c, const struct store *store, const struct sqlite_state *state)
{
	sqlite3 *handle = NULL;
	int result = sqlite3_open_v2(state->path, &handle,
				     SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
	if (result == SQLITE_OK) {
		result = sqlite_set_key(store, state, handle);
	}
	if (result == SQLITE_OK) {
		result = sqlite3_exec(handle, STORE_STATEMENTS[STATEMENT_SQLITE_ALONE].sql, NULL,
				      NULL, NULL);
	}
	if (result == SQLITE_OK) {
		(void)unlink(arena_format(c->arena, "%s-shm", state->path).at);
	}
	/* Closing the only handle removes the log itself. */
	(void)sqlite3_close(handle);
}

void sqlite_file_remove(struct arena *arena, const char *path)
{
	static const char *const ends[] = {"", "-journal", "-wal", "-shm"};
	for (size_t i = 0; i < COUNT_OF(ends); i++) {
		(void)unlink(arena_format(arena, "%s%s", path, ends[i]).at);
	}
}

static err fill_new(struct ctx *c, struct store *store, struct db *db)
{
	const struct slice application = arena_format(
		c->arena, "%s %lld", STORE_STATEMENTS[STATEMENT_SQLITE_APPLICATION_SET].sql,
		(long long)application_of(store->schema));
	TRY(db_execute(c, db, STATEMENT_SQLITE_NEW));
	TRY(store->engine->execute(c, db, application.at));
	TRY(db_begin(c, db, DB_WRITE));
	const err result = store_fill_new(c, store, db);
	if (result != OK) {
		db_rollback(db);
		return result;
	}
	TRY(db_commit(c, db));
	return db_execute(c, db, STATEMENT_SQLITE_WAL);
}

static err make_temporary(struct ctx *c, struct store *store, struct sqlite_state *state,
			  const char *temporary)
{
	const int file = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (file < 0 || close(file) != 0) {
		return fail_errno(c, store, errno);
	}
	struct db *db = NULL;
	const char *path = state->path;
	state->path = temporary;
	err result = db_connect(c, store, &db);
	if (result == OK) {
		result = fill_new(c, store, db);
		db_disconnect(db);
	}
	state->path = path;
	return result;
}

/* The name must survive a power cut as the content does. */
static void sync_folder(const char *folder)
{
	const int descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (descriptor >= 0) {
		(void)fsync(descriptor);
		(void)close(descriptor);
	}
}

static err take_name(struct ctx *c, const struct store *store, const char *temporary)
{
	if (renameat2(AT_FDCWD, temporary, AT_FDCWD, store->location, RENAME_NOREPLACE) == 0) {
		return OK;
	}
	if (errno == EEXIST) {
		return FAIL(c, ERR_CONFLICT, "store.exists", "path=%s", store->shown);
	}
	/* Some file systems only know how to link. */
	if (link(temporary, store->location) != 0) {
		return errno == EEXIST
			       ? FAIL(c, ERR_CONFLICT, "store.exists", "path=%s", store->shown)
			       : fail_errno(c, store, errno);
	}
	return OK;
}

err sqlite_file_create(struct ctx *c, struct store *store, struct sqlite_state *state)
{
	struct stat status;
	char *folder = folder_of(c->arena, store->location);
	if (lstat(store->location, &status) == 0) {
		return FAIL(c, ERR_CONFLICT, "store.exists", "path=%s", store->shown);
	}
	if (stat(folder, &status) != 0) {
		return errno == ENOENT || errno == ENOTDIR
			       ? FAIL(c, ERR_NOT_FOUND, "store.no_folder", "path=%s", folder)
			       : fail_errno(c, store, errno);
	}
	unsigned char random[8];
	random_bytes(random, sizeof random);
	const struct slice temporary =
		arena_format(c->arena, "%s.new-%.*s", store->location,
			     SLICE_PRINT(hex_encode(c->arena, random, sizeof random)));
	state->cipher = store->cipher != NULL ? store->cipher : store_cipher_by_cpu();
	err result = make_temporary(c, store, state, temporary.at);
	if (result == OK) {
		result = take_name(c, store, temporary.at);
	}
	sqlite_file_remove(c->arena, temporary.at);
	if (result == OK) {
		sync_folder(folder);
	}
	return result;
}
