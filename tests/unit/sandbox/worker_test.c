/* Jobs in children: bytes in and out, every way to fail, and what a job may not do. */
#include "../../testing.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <time.h>

#include "base/clock.h"
#include "sandbox/worker.h"

#if defined(__SANITIZE_ADDRESS__)
enum { SANITIZED = 1 };
#else
enum { SANITIZED = 0 };
#endif

enum { INPUT_MAX = 1 << 20, OUTPUT_MAX = 2 << 20, MEMORY_MAX = 64 << 20 };

/* ---- Jobs */

static err turn_round(struct ctx *c, struct slice input, struct buf *output)
{
	(void)c;
	for (size_t i = input.length; i > 0; i--) {
		buf_add_byte(output, input.at[i - 1]);
	}
	return OK;
}

static err refuse_input(struct ctx *c, struct slice input, struct buf *output)
{
	(void)output;
	return FAIL(c, ERR_INVALID, "csv.quote_open", "line=%zu\nfile=%.*s", input.length,
		    SLICE_PRINT(input));
}

static err crash(struct ctx *c, struct slice input, struct buf *output)
{
	(void)c;
	(void)input;
	(void)output;
	_exit(77);
}

static err abort_job(struct ctx *c, struct slice input, struct buf *output)
{
	(void)c;
	(void)input;
	(void)output;
	must(!"a job of a test");
	return OK;
}

static err never_end(struct ctx *c, struct slice input, struct buf *output)
{
	(void)c;
	(void)input;
	(void)output;
	for (volatile int i = 0; i >= 0;) {
		i = 1;
	}
	return OK;
}

/* Deaf to what could be slept through. */
static err sleep_for_ever(struct ctx *c, struct slice input, struct buf *output)
{
	sigset_t all;
	(void)sigfillset(&all);
	(void)sigprocmask(SIG_BLOCK, &all, NULL);
	for (;;) {
		const struct timespec long_time = {.tv_sec = 3600};
		(void)nanosleep(&long_time, NULL);
	}
	return refuse_input(c, input, output);
}

static err eat_memory(struct ctx *c, struct slice input, struct buf *output)
{
	(void)input;
	for (size_t i = 0; i < 512; i++) {
		char *block = arena_alloc(c->arena, 1 << 20);
		block[i] = 1;
	}
	buf_add_cstr(output, "ate it all");
	return OK;
}

static err give_too_much(struct ctx *c, struct slice input, struct buf *output)
{
	(void)c;
	for (size_t i = 0; i < 64; i++) {
		buf_add(output, input);
	}
	return OK;
}

/* As libraries do that miss something. */
static err complain(struct ctx *c, struct slice input, struct buf *output)
{
	(void)c;
	(void)!write(STDERR_FILENO, input.at, input.length);
	buf_add_cstr(output, "and goes on");
	return OK;
}

/* A child that was taken over answers as it likes, on the stream that it has. */
static int stream_of_mine(void)
{
	int type = 0;
	socklen_t size = sizeof type;
	for (int i = 3; i < 64; i++) {
		if (recv(i, &type, size, MSG_PEEK | MSG_DONTWAIT) >= 0 || errno == EAGAIN) {
			return i;
		}
	}
	return -1;
}

static err lie(struct ctx *c, struct slice input, struct buf *output)
{
	(void)c;
	(void)output;
	const ssize_t sent = send(stream_of_mine(), input.at, input.length, MSG_NOSIGNAL);
	_exit(sent == (ssize_t)input.length ? 0 : 1);
}

/* Which of the forbidden things happened, as text. */
static err break_out(struct ctx *c, struct slice input, struct buf *output)
{
	(void)c;
	(void)input;
	int pair[2];
	char *const arguments[] = {(char *)(uintptr_t) "true", NULL};
	struct {
		const char *name;
		bool happened;
	} tried[] = {
		{"socket", socket(AF_INET, SOCK_STREAM, 0) >= 0},
		{"unix socket", socket(AF_UNIX, SOCK_STREAM, 0) >= 0},
		{"socket pair", socketpair(AF_UNIX, SOCK_STREAM, 0, pair) == 0},
		{"passwords", open("/etc/passwd", O_RDONLY) >= 0},
		{"new file", open("/tmp/spean_job", O_WRONLY | O_CREAT, 0600) >= 0},
		{"program", execv("/bin/true", arguments) == 0},
		{"kill", kill(getppid(), 0) == 0},
		{"kill a thread", tgkill(getppid(), getppid(), 0) == 0},
		{"kill by descriptor", fcntl(stream_of_mine(), F_SETOWN, getppid()) == 0},
		{"code", mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1,
			      0) != MAP_FAILED},
		{"process", fork() >= 0},
	};
	for (size_t i = 0; i < COUNT_OF(tried); i++) {
		if (tried[i].happened) {
			buf_printf(output, "%s;", tried[i].name);
		}
	}
	return OK;
}

static err read_path(struct ctx *c, struct slice input, struct buf *output)
{
	char text[64];
	const int descriptor = open(arena_cstr(c->arena, input), O_RDONLY);
	const ssize_t got = descriptor < 0 ? -1 : read(descriptor, text, sizeof text);
	if (got < 0) {
		return FAIL(c, ERR_DENIED, "file.denied", "reason=%s", strerrorname_np(errno));
	}
	buf_add(output, (struct slice){.at = text, .length = (size_t)got});
	return OK;
}

/* What the nursery prepared is there in every child. */
static int prepared;

static void prepare(void)
{
	prepared = 42;
}

static err show_prepared(struct ctx *c, struct slice input, struct buf *output)
{
	(void)c;
	(void)input;
	buf_printf(output, "%d", prepared++);
	return OK;
}

#define JOB(variable, function, reads, limit_seconds)                                              \
	static const struct worker_job variable = {                                                \
		.name = #function,                                                                 \
		.run = (function),                                                                 \
		.files = (reads),                                                                  \
		.input_max = INPUT_MAX,                                                            \
		.output_max = OUTPUT_MAX,                                                          \
		.memory_max = MEMORY_MAX,                                                          \
		.seconds = (limit_seconds),                                                        \
	}

JOB(TURN_ROUND, turn_round, WORKER_NO_FILES, 20);
JOB(REFUSE_INPUT, refuse_input, WORKER_NO_FILES, 20);
JOB(CRASH, crash, WORKER_NO_FILES, 20);
JOB(ABORT, abort_job, WORKER_NO_FILES, 20);
JOB(NEVER_END, never_end, WORKER_NO_FILES, 1);
JOB(SLEEP, sleep_for_ever, WORKER_NO_FILES, 1);
JOB(SLEEP_LONG, sleep_for_ever, WORKER_NO_FILES, 60);
JOB(EAT_MEMORY, eat_memory, WORKER_NO_FILES, 20);
JOB(TOO_MUCH, give_too_much, WORKER_NO_FILES, 20);
JOB(COMPLAIN, complain, WORKER_NO_FILES, 20);
JOB(LIE, lie, WORKER_NO_FILES, 20);
JOB(BREAK_OUT, break_out, WORKER_NO_FILES, 20);
JOB(READ_NOTHING, read_path, WORKER_NO_FILES, 20);
JOB(READ_FILES, read_path, WORKER_READS_FILES, 20);
JOB(PREPARED, show_prepared, WORKER_NO_FILES, 20);

static const struct worker_job *const JOBS[] = {
	&TURN_ROUND, &REFUSE_INPUT, &CRASH,      &ABORT,    &NEVER_END,
	&SLEEP,      &SLEEP_LONG,   &EAT_MEMORY, &TOO_MUCH, &LIE,
	&BREAK_OUT,  &READ_NOTHING, &READ_FILES, &PREPARED, &COMPLAIN,
};

static const char READABLE[] = "/usr/share/zoneinfo";

static struct worker *start(struct ctx *c)
{
	static const char *const FOLDERS[] = {READABLE};
	const struct worker_options options = {
		.jobs = JOBS,
		.jobs_count = COUNT_OF(JOBS),
		.prepare = prepare,
		.readable = FOLDERS,
		.readable_count = COUNT_OF(FOLDERS),
	};
	struct worker *worker = NULL;
	assert_int_equal(worker_start(c, &options, &worker), OK);
	return worker;
}

static void still_works(struct ctx *c, struct worker *worker)
{
	struct slice output;
	assert_int_equal(worker_run(c, worker, &TURN_ROUND, S("abc"), &output), OK);
	assert_slice(output, "cba");
	assert_true(worker_is_alive(worker));
}

/* ---- Tests */

static void bytes_go_in_and_come_out(void **state)
{
	struct ctx *c = *state;
	struct worker *worker = start(c);
	struct slice output = {0};
	struct buf *long_one = buf_create(c->arena, INPUT_MAX);
	while (buf_length(long_one) < INPUT_MAX) {
		buf_add(long_one, S("abcdefgh"));
	}
	still_works(c, worker);
	assert_int_equal(worker_run(c, worker, &TURN_ROUND, S(""), &output), OK);
	assert_int_equal(output.length, 0);
	assert_int_equal(worker_run(c, worker, &TURN_ROUND, buf_slice(long_one), &output), OK);
	assert_int_equal(output.length, INPUT_MAX);
	assert_true(slice_starts(output, S("hgfedcba")));
}

static void a_refusal_comes_back_with_its_words(void **state)
{
	struct ctx *c = *state;
	struct slice output;
	const err got = worker_run(c, start(c), &REFUSE_INPUT, S("x.csv"), &output);
	assert_fail(c, got, ERR_INVALID, "csv.quote_open", "line=5");
	assert_fail(c, got, ERR_INVALID, "csv.quote_open", "file=x.csv");
}

static void a_job_that_goes_wrong_is_a_clean_failure_and_the_next_one_works(void **state)
{
	static const struct {
		const struct worker_job *job;
		err code;
		const char *key;
		bool only_in_release;
	} ROWS[] = {
		{&CRASH, ERR_BROKEN, "worker.died", false},
		{&ABORT, ERR_BROKEN, "worker.died", false},
		{&NEVER_END, ERR_BROKEN, "worker.too_slow", false},
		{&SLEEP, ERR_BROKEN, "worker.too_slow", false},
		{&EAT_MEMORY, ERR_BROKEN, "worker.died", true},
		{&TOO_MUCH, ERR_LIMIT, "base.too_long", false},
	};
	struct ctx *c = *state;
	struct worker *worker = start(c);
	const struct slice input = {.at = arena_alloc(c->arena, INPUT_MAX), .length = INPUT_MAX};
	for (size_t i = 0; i < COUNT_OF(ROWS); i++) {
		struct slice output;
		if (ROWS[i].only_in_release && SANITIZED) {
			continue;
		}
		const err got = worker_run(c, worker, ROWS[i].job, input, &output);
		if (got != ROWS[i].code || strcmp(c->fail.key, ROWS[i].key) != 0) {
			fail_msg("%s: %s", ROWS[i].job->name, got == OK ? "OK" : c->fail.key);
		}
		still_works(c, worker);
	}
}

/* A job may write no file, and a standard error may be one. */
static void a_complaint_into_a_file_is_not_heard_and_ends_nothing(void **state)
{
	struct ctx *c = *state;
	struct slice output;
	FILE *file = tmpfile();
	const int before = dup(STDERR_FILENO);
	assert_true(file != NULL && before >= 0);
	assert_true(dup2(fileno(file), STDERR_FILENO) >= 0);
	struct worker *worker = start(c);
	assert_true(dup2(before, STDERR_FILENO) >= 0);
	assert_int_equal(worker_run(c, worker, &COMPLAIN, S("no such font"), &output), OK);
	assert_slice(output, "and goes on");
	assert_int_equal(lseek(fileno(file), 0, SEEK_END), 0);
	(void)close(before);
	(void)fclose(file);
}

/* A child of a process, 0 when there is none. */
static int child_of(struct ctx *c, int process)
{
	char text[64] = "";
	int64_t child = 0;
	const char *path = arena_format(c->arena, "/proc/%d/task/%d/children", process, process).at;
	const int descriptor = open(path, O_RDONLY);
	assert_true(descriptor >= 0);
	const ssize_t got = read(descriptor, text, sizeof text - 1);
	(void)close(descriptor);
	const struct slice all = {.at = text, .length = got > 0 ? (size_t)got : 0};
	(void)slice_to_int64(slice_between(all, 0, slice_find_byte(all, ' ')), &child);
	return (int)child;
}

static void wait_a_little(int64_t until_us)
{
	const struct timespec pause = {.tv_nsec = 5 * 1000 * 1000};
	assert_true(clock_monotonic_us() < until_us);
	(void)nanosleep(&pause, NULL);
}

static int64_t in_ten_seconds(void)
{
	return clock_monotonic_us() + 10 * 1000 * 1000;
}

/* The nursery, once its keeper has made it. */
static int nursery_of(struct ctx *c, const struct worker *worker)
{
	const int64_t until_us = in_ten_seconds();
	int nursery;
	while ((nursery = child_of(c, worker_process(worker))) == 0) {
		wait_a_little(until_us);
	}
	return nursery;
}

static void a_job_that_sleeps_through_its_time_is_ended(void **state)
{
	struct ctx *c = *state;
	struct worker *worker = start(c);
	struct slice output;
	assert_fail(c, worker_run(c, worker, &SLEEP, S(""), &output), ERR_BROKEN, "worker.too_slow",
		    "seconds=1");
	const int64_t until_us = in_ten_seconds();
	while (child_of(c, nursery_of(c, worker)) != 0) {
		wait_a_little(until_us);
	}
}

static void a_job_that_is_too_long_is_not_handed_out(void **state)
{
	struct ctx *c = *state;
	struct slice output;
	const struct slice input = {.at = arena_alloc(c->arena, INPUT_MAX + 1),
				    .length = INPUT_MAX + 1};
	assert_fail(c, worker_run(c, start(c), &TURN_ROUND, input, &output), ERR_LIMIT,
		    "worker.input_too_long", "max=1048576");
}

struct reply {
	uint32_t mark;
	uint32_t code;
	uint64_t length;
	char text[64];
};

static void nothing_that_a_child_says_is_believed(void **state)
{
	enum { MARK = 0x53504E31, HEAD = 16 };
	static const struct {
		struct reply reply;
		size_t length;
		const char *key;
	} ROWS[] = {
		{{.mark = MARK, .length = UINT64_MAX}, HEAD, "worker.too_much"},
		{{.mark = MARK, .length = OUTPUT_MAX + 1}, HEAD, "worker.too_much"},
		{{.mark = MARK, .length = 100, .text = "short"}, HEAD + 5, "worker.died"},
		{{.mark = MARK + 1, .length = 0}, HEAD, "worker.died"},
		{{.mark = MARK}, 3, "worker.died"},
		{{.mark = MARK, .code = 99, .length = 2, .text = "a\n"}, HEAD + 2, "worker.died"},
		{{.mark = MARK, .code = 1, .length = 1 << 20}, HEAD, "worker.too_much"},
		{{.mark = MARK, .code = 1, .length = 0}, HEAD, "worker.died"},
		{{.mark = MARK, .code = 1, .length = 4, .text = "A b\n"}, HEAD + 4, "worker.died"},
		{{.mark = MARK, .code = 1, .length = 6, .text = "a.b\n\x1b["},
		 HEAD + 6,
		 "worker.died"},
		{{.mark = MARK, .code = 1, .length = 6, .text = "a.b\n\xff="},
		 HEAD + 6,
		 "worker.died"},
		{{.mark = MARK, .code = 1, .length = 7, .text = "a.b\nc=d"}, HEAD + 7, "a.b"},
	};
	struct ctx *c = *state;
	struct worker *worker = start(c);
	for (size_t i = 0; i < COUNT_OF(ROWS); i++) {
		struct slice output;
		const struct slice said = {.at = (const char *)&ROWS[i].reply,
					   .length = ROWS[i].length};
		const err got = worker_run(c, worker, &LIE, said, &output);
		if (got == OK || strcmp(c->fail.key, ROWS[i].key) != 0) {
			fail_msg("row %zu: %s", i, got == OK ? "OK" : c->fail.key);
		}
		still_works(c, worker);
	}
}

static void a_job_cannot_leave_its_child(void **state)
{
	struct ctx *c = *state;
	struct slice output;
	assert_int_equal(worker_run(c, start(c), &BREAK_OUT, S(""), &output), OK);
	assert_slice(output, "");
}

static void a_job_reads_what_it_was_given_and_no_more(void **state)
{
	struct ctx *c = *state;
	struct worker *worker = start(c);
	struct slice output;
	const struct slice given = arena_format(c->arena, "%s/UTC", READABLE);
	if (access(given.at, R_OK) == 0) {
		assert_int_equal(worker_run(c, worker, &READ_FILES, given, &output), OK);
		assert_true(slice_starts(output, S("TZif")));
	}
	assert_fail(c, worker_run(c, worker, &READ_NOTHING, given, &output), ERR_DENIED,
		    "file.denied", "reason=EPERM");
	assert_fail(c, worker_run(c, worker, &READ_FILES, S("/etc/passwd"), &output), ERR_DENIED,
		    "file.denied", "reason=EACCES");
}

static void every_job_starts_from_what_was_prepared(void **state)
{
	struct ctx *c = *state;
	struct worker *worker = start(c);
	for (size_t i = 0; i < 3; i++) {
		struct slice output;
		assert_int_equal(worker_run(c, worker, &PREPARED, S(""), &output), OK);
		assert_slice(output, "42");
	}
	assert_int_equal(prepared, 0);
}

enum { CALLERS = 12, CALLS = 20 };

static void *call_often(void *argument)
{
	struct worker *worker = argument;
	for (size_t i = 0; i < CALLS; i++) {
		struct ctx c = {.arena = arena_create()};
		struct slice output;
		const bool breaks = i % 5 == 4;
		const err got =
			worker_run(&c, worker, breaks ? &CRASH : &TURN_ROUND, S("abc"), &output);
		const bool right =
			breaks ? got == ERR_BROKEN : got == OK && slice_is(output, "cba");
		arena_destroy(c.arena);
		if (!right) {
			return worker;
		}
	}
	return NULL;
}

static void many_threads_share_a_worker(void **state)
{
	struct ctx *c = *state;
	struct worker *worker = start(c);
	pthread_t threads[CALLERS];
	for (size_t i = 0; i < CALLERS; i++) {
		assert_int_equal(pthread_create(&threads[i], NULL, call_often, worker), 0);
	}
	for (size_t i = 0; i < CALLERS; i++) {
		void *wrong = NULL;
		assert_int_equal(pthread_join(threads[i], &wrong), 0);
		assert_null(wrong);
	}
	still_works(c, worker);
}

static void a_nursery_that_was_killed_is_made_anew(void **state)
{
	enum { ROUNDS = 5 };
	struct ctx *c = *state;
	struct worker *worker = start(c);
	for (size_t i = 0; i < ROUNDS; i++) {
		still_works(c, worker);
		const int nursery = nursery_of(c, worker);
		const int64_t until_us = in_ten_seconds();
		assert_int_equal(kill(nursery, SIGKILL), 0);
		while (nursery_of(c, worker) == nursery) {
			wait_a_little(until_us);
		}
	}
	still_works(c, worker);
}

/* The keeper held still: nobody makes a nursery before the job is handed out. */
static void a_job_waits_for_the_next_nursery(void **state)
{
	struct ctx *c = *state;
	struct worker *worker = start(c);
	const int nursery = nursery_of(c, worker);
	assert_int_equal(kill(worker_process(worker), SIGSTOP), 0);
	assert_int_equal(kill(nursery, SIGKILL), 0);
	const pid_t waker = fork();
	if (waker == 0) {
		const struct timespec pause = {.tv_nsec = 100 * 1000 * 1000};
		(void)nanosleep(&pause, NULL);
		_exit(kill(worker_process(worker), SIGCONT));
	}
	still_works(c, worker);
	assert_true(waitpid(waker, NULL, 0) == waker);
}

/* A job in the nursery's hands is lost with it, at once and not when its time is over. */
static void a_job_ends_with_its_nursery(void **state)
{
	struct ctx *c = *state;
	struct worker *worker = start(c);
	struct slice output;
	const int nursery = nursery_of(c, worker);
	const pid_t killer = fork();
	if (killer == 0) {
		while (child_of(c, nursery) == 0) {
			wait_a_little(in_ten_seconds());
		}
		_exit(kill(nursery, SIGKILL));
	}
	assert_fail(c, worker_run(c, worker, &SLEEP_LONG, S(""), &output), ERR_BROKEN,
		    "worker.died", "job=sleep_for_ever");
	assert_true(waitpid(killer, NULL, 0) == killer);
	still_works(c, worker);
}

static void without_nursery_and_keeper_it_is_told(void **state)
{
	struct ctx *c = *state;
	struct worker *worker = start(c);
	struct slice output;
	const int nursery = nursery_of(c, worker);
	const int64_t until_us = in_ten_seconds();
	assert_int_equal(kill(worker_process(worker), SIGKILL), 0);
	still_works(c, worker);
	assert_int_equal(kill(nursery, SIGKILL), 0);
	while (worker_is_alive(worker)) {
		wait_a_little(until_us);
	}
	assert_fail(c, worker_run(c, worker, &TURN_ROUND, S("abc"), &output), ERR_BROKEN,
		    "worker.gone", "job=turn_round");
}

static void the_cost_of_a_job_is_measured(void **state)
{
	enum { ROUNDS = 100 };
	struct ctx *c = *state;
	struct worker *worker = start(c);
	still_works(c, worker);
	const int64_t start_us = clock_monotonic_us();
	for (size_t i = 0; i < ROUNDS; i++) {
		still_works(c, worker);
	}
	print_message("  %lld us a job\n", (long long)(clock_monotonic_us() - start_us) / ROUNDS);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		task_test(bytes_go_in_and_come_out),
		task_test(a_refusal_comes_back_with_its_words),
		task_test(a_complaint_into_a_file_is_not_heard_and_ends_nothing),
		task_test(a_job_that_goes_wrong_is_a_clean_failure_and_the_next_one_works),
		task_test(a_job_that_sleeps_through_its_time_is_ended),
		task_test(a_job_that_is_too_long_is_not_handed_out),
		task_test(nothing_that_a_child_says_is_believed),
		task_test(a_job_cannot_leave_its_child),
		task_test(a_job_reads_what_it_was_given_and_no_more),
		task_test(every_job_starts_from_what_was_prepared),
		task_test(many_threads_share_a_worker),
		task_test(a_nursery_that_was_killed_is_made_anew),
		task_test(a_job_waits_for_the_next_nursery),
		task_test(a_job_ends_with_its_nursery),
		task_test(without_nursery_and_keeper_it_is_told),
		task_test(the_cost_of_a_job_is_measured),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
