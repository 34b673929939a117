/* What a request had in hand is gone from the server's memory when it has been answered: a typed
 * password, opened names, the passphrase of the root key, the root key itself.
 *
 * The whole memory of the serving process is read, as a core file would hold it, and searched in
 * several spellings. What the kernel would leave out of a core file (VmFlags dd) is left out here;
 * keys lie there. */
#include "staff.h"

#include <fcntl.h>
#include <sched.h>
#include <sodium.h>
#include <sys/stat.h>

#include "base/file.h"
#include "support/stores.h"

enum { PIECE = 1 << 20, OVERLAP = 256, REGION_MAX = 1 << 30, NEEDLES_MAX = 32 };

static const char PASSPHRASE[] = "Planted Seven Grey Herons Wade";
static const char NAME[] = "plantedsokhamarker";

struct needles {
	struct slice at[NEEDLES_MAX];
	const char *names[NEEDLES_MAX];
	size_t count;
};

static void add(struct needles *needles, const char *name, struct slice bytes)
{
	assert_true(needles->count < NEEDLES_MAX && bytes.length >= 12);
	needles->names[needles->count] = name;
	needles->at[needles->count++] = bytes;
}

/* As it is, in UTF-16, and the letters of base64 that do not hang on what stands before. */
static void add_spellings(struct arena *arena, struct needles *needles, const char *name,
			  const char *text)
{
	const size_t length = strlen(text);
	char *wide = arena_alloc(arena, length * 2);
	char *base64 = arena_alloc(arena, length * 2);
	for (size_t i = 0; i < length; i++) {
		wide[2 * i] = text[i];
	}
	(void)sodium_bin2base64(base64, length * 2, (const unsigned char *)text, length / 3 * 3,
				sodium_base64_VARIANT_ORIGINAL_NO_PADDING);
	add(needles, name, slice_of(text));
	add(needles, name, (struct slice){.at = wide, .length = length * 2});
	add(needles, name, slice_of(base64));
}

/* What was found, in words; NULL for nothing. */
static const char *search(struct arena *arena, const struct needles *needles, struct slice memory,
			  const char *region)
{
	for (size_t i = 0; i < needles->count; i++) {
		if (slice_find(memory, needles->at[i]) != SIZE_MAX) {
			return arena_format(arena, "%s (spelling %zu) in %s", needles->names[i], i,
					    region)
				.at;
		}
	}
	return NULL;
}

struct region {
	uint64_t from;
	uint64_t to;
	char line[400];
	bool is_dumped;
};

static const char *search_region(struct arena *arena, int memory, const struct needles *needles,
				 const struct region *region, char *piece)
{
	const char *found = NULL;
	for (uint64_t at = region->from; at < region->to && found == NULL; at += PIECE - OVERLAP) {
		const uint64_t left = region->to - at;
		const ssize_t got =
			pread(memory, piece, left < PIECE ? (size_t)left : PIECE, (off_t)at);
		if (got > 0) {
			found = search(arena, needles,
				       (struct slice){.at = piece, .length = (size_t)got},
				       region->line);
		}
	}
	return found;
}

/* Shadow memory of the sanitizer is sparse and larger than any disk. */
static bool is_searched(const struct region *region)
{
	return region->is_dumped && region->to - region->from < REGION_MAX;
}

static const char *search_all(const struct flow *flow, const struct needles *needles)
{
	char path[64];
	char line[400];
	struct region region = {0};
	const char *found = NULL;
	(void)snprintf(path, sizeof path, "/proc/%d/mem", (int)flow->server.process);
	const int memory = open(path, O_RDONLY | O_CLOEXEC);
	(void)snprintf(path, sizeof path, "/proc/%d/smaps", (int)flow->server.process);
	FILE *maps = fopen(path, "re");
	if (memory < 0 || maps == NULL) {
		print_message("  not looked at: neither root nor a namespace of one's own\n");
		skip();
	}
	char *piece = arena_alloc(flow->c.arena, PIECE);
	while (found == NULL && fgets(line, sizeof line, maps) != NULL) {
		unsigned long long from;
		unsigned long long to;
		if (sscanf(line, "%llx-%llx r", &from, &to) == 2) {
			region = (struct region){.from = from, .to = to, .is_dumped = true};
			(void)snprintf(region.line, sizeof region.line, "%s", line);
		} else if (strncmp(line, "VmFlags:", 8) == 0) {
			region.is_dumped = strstr(line, " dd") == NULL;
			if (is_searched(&region)) {
				found = search_region(flow->c.arena, memory, needles, &region,
						      piece);
			}
		}
	}
	(void)fclose(maps);
	(void)close(memory);
	return found;
}

static void assert_nothing(const struct flow *flow, const struct needles *needles)
{
	const char *found = search_all(flow, needles);
	if (found != NULL) {
		fail_msg("still in memory: %s", found);
	}
}

/* The search itself: what every server has in its memory is found. */
static void assert_control(const struct flow *flow)
{
	struct needles control = {0};
	add(&control, "the path of the place", slice_of(flow->place));
	assert_non_null(search_all(flow, &control));
}

static void use_pages(struct flow *flow)
{
	struct person person = {.name = NAME, .organisation = "hagar", .roles = "administrator"};
	staff_organisation(flow, person.organisation);
	staff_invite(flow, &person);
	staff_accept(flow, &person);
	staff_set_up(flow, &person);
	staff_sign_in(flow, &person);
	for (int i = 0; i < 3; i++) {
		const struct reply reply = staff_get(flow, &person, "/account");
		assert_int_equal(reply.status, 200);
	}
	/* A connection's memory is its own until it ends; each of these was one. */
	const struct reply reply = server_get(flow->c.arena, &flow->server, "/en");
	assert_true(reply.status > 0);
}

static void nothing_of_a_request_stays_in_memory(void **state)
{
	struct flow *flow = *state;
	struct needles needles = {0};
	struct slice key;
	use_pages(flow);
	add_spellings(flow->c.arena, &needles, "the password", "calm river bridge lantern");
	add_spellings(flow->c.arena, &needles, "the password as a form sends it", STAFF_PASSWORD);
	add_spellings(flow->c.arena, &needles, "an opened name", NAME);
	const char *file = arena_format(flow->c.arena, "%s/spean.key", flow->place).at;
	if (file_exists(file)) {
		unsigned char *bytes = arena_alloc(flow->c.arena, 32);
		size_t length;
		assert_int_equal(file_read(&flow->c, file, 100, &key), OK);
		key = slice_trim(key);
		assert_int_equal(sodium_hex2bin(bytes, 32, key.at, key.length, NULL, &length, NULL),
				 0);
		add(&needles, "the root key as text", key);
		add(&needles, "the root key",
		    (struct slice){.at = (const char *)bytes, .length = length});
	}
	assert_nothing(flow, &needles);
	assert_control(flow);
}

static void nothing_of_the_passphrase_stays_in_memory(void **state)
{
	struct flow *flow = *state;
	struct needles needles = {0};
	const struct reply reply = server_get(flow->c.arena, &flow->server, "/en");
	assert_true(reply.status > 0);
	add_spellings(flow->c.arena, &needles, "the passphrase", PASSPHRASE);
	assert_nothing(flow, &needles);
	assert_control(flow);
}

static int open_flow(void **state, const char *option)
{
	struct flow *flow = test_calloc(1, sizeof *flow);
	struct slice out;
	struct slice words;
	flow->c.arena = arena_create();
	flow->folder = folder_create();
	flow->place = flow->folder;
	const char *file = arena_format(flow->c.arena, "%s/passphrase", flow->folder).at;
	const char *const init[] = {"init", flow->place, "--passphrase-file", file, option, NULL};
	file_put(file, slice_of(PASSPHRASE));
	if (option != NULL) { /* not while others may read it */
		assert_int_equal(chmod(file, 0640), 0);
		assert_int_equal(program_run(flow->c.arena, init, &out, &words), 1);
	}
	assert_int_equal(chmod(file, 0600), 0);
	const int exit_code = program_run(flow->c.arena, init, &out, &words);
	if (exit_code != 0) {
		fail_msg("init: %.*s", SLICE_PRINT(words));
	}
	flow->server = server_start(flow->c.arena, flow->place,
				    (const char *const[]){"--passphrase-file", file, NULL});
	*state = flow;
	return 0;
}

static int open_with_key(void **state)
{
	return open_flow(state, NULL);
}

static int open_with_passphrase(void **state)
{
	return open_flow(state, "--passphrase");
}

static int close_flow(void **state)
{
	struct flow *flow = *state;
	const int exit_code = server_stop(&flow->server);
	folder_destroy(flow->folder);
	free(flow->folder);
	arena_destroy(flow->c.arena);
	test_free(flow);
	return exit_code;
}

static void put(const char *path, const char *text)
{
	const int descriptor = open(path, O_WRONLY | O_CLOEXEC);
	assert_true(write(descriptor, text, strlen(text)) == (ssize_t)strlen(text));
	(void)close(descriptor);
}

/* Only root reads the memory of a closed process. Whoever is not may be root in a namespace of his
 * own, over the server that he starts there. */
static void be_root(void)
{
	char users[32];
	char groups[32];
	(void)snprintf(users, sizeof users, "0 %u 1", geteuid());
	(void)snprintf(groups, sizeof groups, "0 %u 1", getegid());
	if (geteuid() != 0 && unshare(CLONE_NEWUSER) == 0) {
		put("/proc/self/setgroups", "deny");
		put("/proc/self/uid_map", users);
		put("/proc/self/gid_map", groups);
	}
}

int main(void)
{
	be_root();
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(nothing_of_a_request_stays_in_memory, open_with_key,
						close_flow),
		cmocka_unit_test_setup_teardown(nothing_of_the_passphrase_stays_in_memory,
						open_with_passphrase, close_flow),
	};
	/* In a sanitized server freed memory is kept aside as it was: have it overwritten too. */
	(void)setenv("ASAN_OPTIONS", "quarantine_size_mb=0:max_free_fill_size=1073741824", 1);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
