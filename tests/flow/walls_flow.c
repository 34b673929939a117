/* The served program behind its walls: what they take from an intruder, and that nothing of the
 * service is missing. The walls themselves are tried in tests/unit/sandbox. */
#include "flow.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <sys/syscall.h>
#include <time.h>

#include "base/clock.h"
#include "base/file.h"

static const char TABLE[] = "/figures/tables/repatriation-2016.pdf";
static const char TABLE_IN_ENGLISH[] = "/figures/tables/repatriation-2016.pdf?lang=en";

/* "Seccomp" of the text of a status file, as a number; -1 where there is no such line. */
static int64_t status_of(struct slice text, const char *name)
{
	const size_t length = strlen(name);
	struct slice line;
	int64_t value = -1;
	while (slice_next(&text, '\n', &line)) {
		if (slice_starts(line, slice_of(name)) && line.at[length] == ':') {
			(void)slice_to_int64(slice_trim(slice_between(line, length + 1, SIZE_MAX)),
					     &value);
		}
	}
	return value;
}

/* The one child of a process, 0 when it has none. */
static int child_of(struct ctx *c, int process)
{
	struct slice text;
	int64_t child = 0;
	const char *path = arena_format(c->arena, "/proc/%d/task/%d/children", process, process).at;
	assert_int_equal(file_read(c, path, 64 * 1024, &text), OK);
	(void)slice_to_int64(slice_between(text, 0, slice_find_byte(text, ' ')), &child);
	return (int)child;
}

static int keeper_of(struct ctx *c, const struct server *server)
{
	return child_of(c, server->process);
}

static void wait_a_little(int64_t until_us)
{
	const struct timespec pause_time = {.tv_nsec = 5 * 1000 * 1000};
	assert_true(clock_monotonic_us() < until_us);
	(void)nanosleep(&pause_time, NULL);
}

static int64_t in_ten_seconds(void)
{
	return clock_monotonic_us() + 10 * 1000 * 1000;
}

static int nursery_of(struct ctx *c, const struct server *server)
{
	const int64_t until_us = in_ten_seconds();
	const int keeper = keeper_of(c, server);
	int nursery;
	assert_true(keeper > 0);
	while ((nursery = child_of(c, keeper)) == 0) {
		wait_a_little(until_us);
	}
	return nursery;
}

static void check_process(struct ctx *c, int process)
{
	const char *folder = arena_format(c->arena, "/proc/%d/task", process).at;
	DIR *threads = opendir(folder);
	size_t count = 0;
	assert_non_null(threads);
	for (struct dirent *entry; (entry = readdir(threads)) != NULL;) {
		const char *path = arena_format(c->arena, "%s/%s/status", folder, entry->d_name).at;
		struct slice status;
		/* A thread may end while we look. */
		if (entry->d_name[0] != '.' && file_read(c, path, 64 * 1024, &status) == OK) {
			assert_int_equal(status_of(status, "NoNewPrivs"), 1);
			assert_int_equal(status_of(status, "Seccomp"), 2);
			count++;
		}
	}
	(void)closedir(threads);
	assert_true(count > 0);
}

static void every_thread_is_behind_the_walls(void **state)
{
	struct flow *flow = *state;
	/* So that there are threads of connections, too; and a nursery takes jobs only when its
	 * walls stand. */
	assert_int_equal(server_get(flow->c.arena, &flow->server, TABLE).status, 200);
	check_process(&flow->c, flow->server.process);
	check_process(&flow->c, keeper_of(&flow->c, &flow->server));
	check_process(&flow->c, nursery_of(&flow->c, &flow->server));
}

/* Root without root's powers is a user like any other; what the server kept, it keeps as well, or
 * the kernel would refuse for that. */
static void give_up_powers(void)
{
	struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
	struct __user_cap_data_struct kept[_LINUX_CAPABILITY_U32S_3] = {{.effective = 0}};
	if (geteuid() == 0) {
		kept[0].effective = 1U << CAP_DAC_OVERRIDE;
		kept[0].permitted = kept[0].effective;
	}
	must(syscall(SYS_capset, &header, kept) == 0);
}

/* 0, or the errno of opening a file of another process as the same user. */
static int opening_fails_with(struct ctx *c, int process, const char *file)
{
	const char *path = arena_format(c->arena, "/proc/%d/%s", process, file).at;
	int status = 0;
	const pid_t reader = fork();
	if (reader == 0) {
		give_up_powers();
		const int descriptor = open(path, O_RDONLY | O_CLOEXEC);
		_exit(descriptor >= 0 ? 0 : errno);
	}
	assert_true(waitpid(reader, &status, 0) == reader);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static void its_memory_is_closed_to_the_same_user(void **state)
{
	static const char *const FILES[] = {"mem", "maps", "environ", "auxv"};
	struct flow *flow = *state;
	const int nursery = nursery_of(&flow->c, &flow->server);
	const pid_t plain = fork();
	if (plain == 0) {
		give_up_powers();
		(void)pause();
		_exit(0);
	}
	for (size_t i = 0; i < COUNT_OF(FILES); i++) {
		const char *file = FILES[i];
		assert_int_equal(opening_fails_with(&flow->c, flow->server.process, file), EACCES);
		assert_int_equal(opening_fails_with(&flow->c, nursery, file), EACCES);
	}
	/* A process like it that did not close itself: this reader does read. */
	const int open_to_us = opening_fails_with(&flow->c, plain, "environ");
	(void)kill(plain, SIGKILL);
	assert_true(waitpid(plain, NULL, 0) == plain);
	assert_int_equal(open_to_us, 0);
}

static void papers_come_out_of_the_child(void **state)
{
	struct flow *flow = *state;
	const struct reply first = server_get(flow->c.arena, &flow->server, TABLE);
	const struct reply second = server_get(flow->c.arena, &flow->server, TABLE_IN_ENGLISH);
	assert_int_equal(first.status, 200);
	assert_int_equal(second.status, 200);
	assert_true(slice_starts(first.body, S("%PDF-")));
	assert_true(slice_starts(second.body, S("%PDF-")));
	assert_true(first.body.length > 10000 && second.body.length > 10000);
}

static void the_size_of_the_process_is_still_told(void **state)
{
	struct flow *flow = *state;
	const struct reply reply = server_get(flow->c.arena, &flow->server, "/metrics");
	struct slice rest = reply.body;
	struct slice line;
	int64_t bytes = 0;
	const struct slice name = S("process_resident_memory_bytes ");
	while (slice_next(&rest, '\n', &line)) {
		if (slice_starts(line, name)) {
			assert_true(
				slice_to_int64(slice_between(line, name.length, SIZE_MAX), &bytes));
		}
	}
	assert_true(bytes > 1024 * 1024);
}

static bool is_gone(struct ctx *c, int process)
{
	const char *path = arena_format(c->arena, "/proc/%d/task/%d/stat", process, process).at;
	struct slice text;
	struct ctx quiet = {.arena = c->arena};
	/* Whoever inherited it may be slow to bury it. */
	return file_read(&quiet, path, 4096, &text) != OK ||
	       slice_find(text, S(") Z ")) != SIZE_MAX;
}

static void wait_until_gone(struct ctx *c, int process)
{
	const int64_t until_us = in_ten_seconds();
	while (!is_gone(c, process)) {
		wait_a_little(until_us);
	}
}

static void a_nursery_that_was_killed_is_not_missed(void **state)
{
	struct flow *flow = *state;
	struct arena *arena = flow->c.arena;
	struct server server = server_start(arena, flow->place, NULL);
	const int nursery = nursery_of(&flow->c, &server);
	assert_int_equal(kill(nursery, SIGKILL), 0);
	wait_until_gone(&flow->c, nursery);
	assert_int_equal(server_get(arena, &server, TABLE).status, 200);
	assert_int_equal(server_get(arena, &server, "/healthz").status, 200);
	check_process(&flow->c, nursery_of(&flow->c, &server));
	assert_int_equal(server_stop(&server), 0);
}

/* All but papers goes on, and who watches the service is told. */
static void without_nursery_and_keeper_a_server_says_so(void **state)
{
	struct flow *flow = *state;
	struct arena *arena = flow->c.arena;
	struct server server = server_start(arena, flow->place, NULL);
	const int nursery = nursery_of(&flow->c, &server);
	const int keeper = keeper_of(&flow->c, &server);
	assert_int_equal(kill(keeper, SIGKILL), 0);
	/* Another paper than the next: what was set is kept for a while. */
	assert_int_equal(server_get(arena, &server, TABLE_IN_ENGLISH).status, 200);
	assert_int_equal(kill(nursery, SIGKILL), 0);
	wait_until_gone(&flow->c, nursery);
	assert_int_equal(server_get(arena, &server, TABLE).status, 500);
	assert_int_equal(server_get(arena, &server, "/figures").status, 200);
	assert_true(server_get(arena, &server, "/healthz").status >= 500);
	assert_int_equal(server_stop(&server), 0);
}

static void the_nursery_ends_with_the_server_however_that_ends(void **state)
{
	static const int SIGNALS[] = {SIGTERM, SIGKILL};
	struct flow *flow = *state;
	for (size_t i = 0; i < COUNT_OF(SIGNALS); i++) {
		struct server server = server_start(flow->c.arena, flow->place, NULL);
		const int keeper = keeper_of(&flow->c, &server);
		const int nursery = nursery_of(&flow->c, &server);
		assert_int_equal(kill(server.process, SIGNALS[i]), 0);
		assert_true(waitpid(server.process, NULL, 0) == server.process);
		wait_until_gone(&flow->c, nursery);
		wait_until_gone(&flow->c, keeper);
	}
}

static void sandbox_can_be_required(void **state)
{
	static const char *const REQUIRED[] = {"--require-sandbox", NULL};
	struct flow *flow = *state;
	struct server server = server_start(flow->c.arena, flow->place, REQUIRED);
	assert_int_equal(server_get(flow->c.arena, &server, "/law").status, 200);
	assert_int_equal(server_stop(&server), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_thread_is_behind_the_walls),
		cmocka_unit_test(its_memory_is_closed_to_the_same_user),
		cmocka_unit_test(papers_come_out_of_the_child),
		cmocka_unit_test(the_size_of_the_process_is_still_told),
		cmocka_unit_test(a_nursery_that_was_killed_is_not_missed),
		cmocka_unit_test(without_nursery_and_keeper_a_server_says_so),
		cmocka_unit_test(the_nursery_ends_with_the_server_however_that_ends),
		cmocka_unit_test(sandbox_can_be_required),
	};
	return flow_run(tests, COUNT_OF(tests));
}
