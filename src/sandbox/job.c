/* job.c - a child with one job: its walls, its limits, the input in, the answer out. */
#include <errno.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "sandbox/internal.h"
#include "sandbox/nursery.h"

/* Exit codes are only for who looks at the process; the program sees a stream that ends. */
enum { EXIT_WELL = 0, EXIT_NO_WALLS = 1, EXIT_NO_INPUT = 2, EXIT_NO_OUTPUT = 3 };

static bool limit(int resource, rlim_t most)
{
	const struct rlimit limits = {.rlim_cur = most, .rlim_max = most};
	return setrlimit((__rlimit_resource_t)resource, &limits) == 0;
}

/* A sanitizer maps terabytes that it never touches: no limit of addresses there. */
static bool limit_memory(const struct worker_job *job, size_t mapped)
{
	return SANDBOX_SANITIZED || limit(RLIMIT_AS, mapped + job->memory_max);
}

static bool set_limits(const struct worker_job *job, size_t mapped)
{
	enum { FILES_MAX = 64 };
	/* A build with sanitizers keeps its standard error: a library's line into a file fails,
	 * but need not end the job. */
	return signal(SIGXFSZ, SIG_IGN) != SIG_ERR && limit_memory(job, mapped) &&
	       limit(RLIMIT_CPU, job->seconds + 1) && limit(RLIMIT_FSIZE, 0) &&
	       limit(RLIMIT_NOFILE, FILES_MAX);
}

static bool receive(int stream, void *at, size_t size)
{
	char *next = at;
	while (size > 0) {
		const ssize_t got = recv(stream, next, size, 0);
		if (got < 0 && errno == EINTR) {
			continue;
		}
		if (got <= 0) {
			return false;
		}
		next += got;
		size -= (size_t)got;
	}
	return true;
}

static bool give(int stream, const void *at, size_t size)
{
	const char *next = at;
	while (size > 0) {
		const ssize_t sent = send(stream, next, size, MSG_NOSIGNAL);
		if (sent < 0 && errno == EINTR) {
			continue;
		}
		if (sent <= 0) {
			return false;
		}
		next += sent;
		size -= (size_t)sent;
	}
	return true;
}

static bool receive_input(struct arena *arena, const struct worker_job *job, int stream,
			  struct slice *ret_input)
{
	uint64_t length = 0;
	if (!receive(stream, &length, sizeof length) || length > job->input_max) {
		return false;
	}
	char *input = arena_alloc(arena, (size_t)length + 1);
	if (!receive(stream, input, (size_t)length)) {
		return false;
	}
	*ret_input = (struct slice){.at = input, .length = (size_t)length};
	return true;
}

static bool answer(int stream, err code, struct slice bytes)
{
	const struct nursery_reply reply = {
		.mark = NURSERY_REPLY_MARK, .code = code, .length = bytes.length};
	return give(stream, &reply, sizeof reply) && give(stream, bytes.at, bytes.length);
}

_Noreturn void nursery_job(const struct worker_job *job, size_t mapped, int stream)
{
	struct ctx c = {.arena = arena_create()};
	struct slice input;
	struct slice bytes;
	struct buf *output = buf_create(c.arena, job->output_max);
	const enum filter filter =
		job->files == WORKER_READS_FILES ? FILTER_JOB_READING : FILTER_JOB_WITHOUT_FILES;

	if (!set_limits(job, mapped) || filter_enter(&c, filter) != OK) {
		_exit(EXIT_NO_WALLS);
	}
	if (!receive_input(c.arena, job, stream, &input)) {
		_exit(EXIT_NO_INPUT);
	}
	err code = job->run(&c, input, output);
	if (code == OK) {
		code = buf_done(&c, output, &bytes);
	}
	if (code != OK) {
		bytes = arena_format(c.arena, "%s\n%s", c.fail.key, c.fail.detail);
	}
	/* No farewell of libraries: the process is thrown away as it is. */
	_exit(answer(stream, code, bytes) ? EXIT_WELL : EXIT_NO_OUTPUT);
}
