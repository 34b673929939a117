/* worker.c - the program's side: hand a job out, wait for its bytes, believe nothing of them. */
#include "sandbox/worker.h"

#include <errno.h>
#include <poll.h>
#include <semaphore.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/utf8.h"
#include "sandbox/internal.h"
#include "sandbox/nursery.h"

enum { AT_ONCE_MAX = 4, US_PER_SECOND = 1000 * 1000, KEY_BYTES_MAX = 64 };

struct worker {
	struct worker_options options;
	pid_t keeper;
	int control;
	sem_t places;
};

/* ---- Start and end */

/* The nursery ends by itself when its socket closes. */
static void stop(void *argument)
{
	struct worker *worker = argument;
	(void)close(worker->control);
	(void)waitpid(worker->keeper, NULL, 0);
	(void)sem_destroy(&worker->places);
}

err worker_start(struct ctx *c, const struct worker_options *options, struct worker **ret_worker)
{
	int ends[2];
	struct worker *worker = ARENA_NEW(c->arena, struct worker);

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0) {
		return sandbox_failed(c, "socketpair", errno);
	}
	const pid_t process = fork();
	if (process < 0) {
		const int reason = errno;
		(void)close(ends[0]);
		(void)close(ends[1]);
		return sandbox_failed(c, "fork", reason);
	}
	if (process == 0) {
		nursery_run(options, ends[1]);
	}
	(void)close(ends[1]);
	worker->options = *options;
	worker->keeper = process;
	worker->control = ends[0];
	must(sem_init(&worker->places, 0, AT_ONCE_MAX) == 0);
	arena_defer(c->arena, stop, worker);
	*ret_worker = worker;
	return OK;
}

bool worker_is_alive(const struct worker *worker)
{
	struct pollfd polled = {.fd = worker->control};
	return poll(&polled, 1, 0) == 0;
}

int worker_process(const struct worker *worker)
{
	return worker->keeper;
}

/* ---- One job */

struct task {
	const struct worker_job *job;
	int stream;
	int64_t deadline_us;
};

static err too_slow(struct ctx *c, const struct task *task)
{
	return FAIL(c, ERR_BROKEN, "worker.too_slow", "job=%s\nseconds=%u", task->job->name,
		    task->job->seconds);
}

static err died(struct ctx *c, const struct task *task)
{
	return clock_monotonic_us() >= task->deadline_us
		       ? too_slow(c, task)
		       : FAIL(c, ERR_BROKEN, "worker.died", "job=%s", task->job->name);
}

/* Until the stream can be read or written. */
static err wait_for(struct ctx *c, const struct task *task, short events)
{
	for (;;) {
		const int64_t left_us = task->deadline_us - clock_monotonic_us();
		struct pollfd polled = {.fd = task->stream, .events = events};
		if (left_us <= 0) {
			return too_slow(c, task);
		}
		if (poll(&polled, 1, (int)(left_us / 1000 + 1)) > 0) {
			return OK;
		}
	}
}

static err give(struct ctx *c, const struct task *task, struct slice bytes)
{
	while (bytes.length > 0) {
		TRY(wait_for(c, task, POLLOUT));
		const ssize_t sent =
			send(task->stream, bytes.at, bytes.length, MSG_NOSIGNAL | MSG_DONTWAIT);
		if (sent > 0) {
			bytes = slice_between(bytes, (size_t)sent, bytes.length);
		} else if (errno != EAGAIN && errno != EINTR) {
			return died(c, task);
		}
	}
	return OK;
}

static err receive(struct ctx *c, const struct task *task, void *at, size_t size)
{
	char *next = at;
	while (size > 0) {
		TRY(wait_for(c, task, POLLIN));
		const ssize_t got = recv(task->stream, next, size, MSG_DONTWAIT);
		if (got > 0) {
			next += got;
			size -= (size_t)got;
		} else if (got == 0 || (errno != EAGAIN && errno != EINTR)) {
			return died(c, task);
		}
	}
	return OK;
}

static bool is_key(struct slice key)
{
	for (size_t i = 0; i < key.length; i++) {
		const char byte = key.at[i];
		if (!((byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9') || byte == '_' ||
		      byte == '.')) {
			return false;
		}
	}
	return key.length > 0 && key.length <= KEY_BYTES_MAX;
}

/* Control characters in what a child says would reach a log or a terminal. */
static bool is_detail(struct slice detail)
{
	for (size_t i = 0; i < detail.length; i++) {
		const unsigned char byte = (unsigned char)detail.at[i];
		if ((byte < 0x20 && byte != '\n') || byte == 0x7F) {
			return false;
		}
	}
	return utf8_first_invalid(detail) == SIZE_MAX;
}

/* The job's own failure, as if it had happened here. */
static err pass_failure(struct ctx *c, const struct task *task, uint32_t code, struct slice said)
{
	struct slice key;
	if (code > ERR_BROKEN || !slice_next(&said, '\n', &key) || !is_key(key) ||
	    !is_detail(said)) {
		return died(c, task);
	}
	return FAIL(c, (err)code, arena_cstr(c->arena, key), "%.*s", SLICE_PRINT(said));
}

static err receive_answer(struct ctx *c, const struct task *task, struct slice *ret_output)
{
	struct nursery_reply reply;
	TRY(receive(c, task, &reply, sizeof reply));
	const size_t most = reply.code == OK ? task->job->output_max : NURSERY_FAIL_MAX;
	if (reply.mark != NURSERY_REPLY_MARK) {
		return died(c, task);
	}
	if (reply.length > most) {
		return FAIL(c, ERR_BROKEN, "worker.too_much", "job=%s\nmax=%zu", task->job->name,
			    most);
	}
	char *bytes = arena_alloc(c->arena, (size_t)reply.length + 1);
	TRY(receive(c, task, bytes, (size_t)reply.length));
	const struct slice output = {.at = bytes, .length = (size_t)reply.length};
	if (reply.code != OK) {
		return pass_failure(c, task, reply.code, output);
	}
	*ret_output = output;
	return OK;
}

static size_t number_of(const struct worker *worker, const struct worker_job *job)
{
	size_t number = 0;
	while (number < worker->options.jobs_count && worker->options.jobs[number] != job) {
		number++;
	}
	must(number < worker->options.jobs_count);
	return number;
}

/* Send the nursery its end of the stream. */
static err hand_out(struct ctx *c, const struct worker *worker, const struct task *task, int stream)
{
	uint32_t number = (uint32_t)number_of(worker, task->job);
	union {
		struct cmsghdr align;
		char bytes[CMSG_SPACE(sizeof(int))];
	} carried = {.bytes = {0}};
	struct iovec part = {.iov_base = &number, .iov_len = sizeof number};
	struct msghdr message = {
		.msg_iov = &part,
		.msg_iovlen = 1,
		.msg_control = carried.bytes,
		.msg_controllen = sizeof carried.bytes,
	};
	struct cmsghdr *head = CMSG_FIRSTHDR(&message);
	head->cmsg_level = SOL_SOCKET;
	head->cmsg_type = SCM_RIGHTS;
	head->cmsg_len = CMSG_LEN(sizeof stream);
	memcpy(CMSG_DATA(head), &stream, sizeof stream);
	if (sendmsg(worker->control, &message, MSG_NOSIGNAL) < 0) {
		return FAIL(c, ERR_BROKEN, "worker.gone", "job=%s", task->job->name);
	}
	return OK;
}

static err ask(struct ctx *c, const struct task *task, struct slice input, struct slice *ret_output)
{
	const uint64_t length = input.length;
	TRY(give(c, task, (struct slice){.at = (const char *)&length, .length = sizeof length}));
	TRY(give(c, task, input));
	return receive_answer(c, task, ret_output);
}

static err run(struct ctx *c, struct worker *worker, struct task *task, struct slice input,
	       struct slice *ret_output)
{
	int ends[2];
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) {
		return sandbox_failed(c, "socketpair", errno);
	}
	task->stream = ends[0];
	err result = hand_out(c, worker, task, ends[1]);
	(void)close(ends[1]);
	if (result == OK) {
		result = ask(c, task, input, ret_output);
	}
	(void)close(ends[0]);
	return result;
}

/* A place among those that run at once. */
static bool take_place(struct worker *worker, unsigned seconds)
{
	struct timespec until;
	(void)clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec += (time_t)seconds;
	while (sem_clockwait(&worker->places, CLOCK_MONOTONIC, &until) != 0) {
		if (errno != EINTR) {
			return false;
		}
	}
	return true;
}

err worker_run(struct ctx *c, struct worker *worker, const struct worker_job *job,
	       struct slice input, struct slice *ret_output)
{
	if (input.length > job->input_max) {
		return FAIL(c, ERR_LIMIT, "worker.input_too_long", "job=%s\nmax=%zu", job->name,
			    job->input_max);
	}
	if (!take_place(worker, job->seconds)) {
		return FAIL(c, ERR_BROKEN, "worker.busy", "job=%s", job->name);
	}
	struct task task = {
		.job = job,
		.deadline_us = clock_monotonic_us() + (int64_t)job->seconds * US_PER_SECOND,
	};
	const err result = run(c, worker, &task, input, ret_output);
	(void)sem_post(&worker->places);
	return result;
}
