/* nursery.c - the process that makes a child for every job, and ends those that take too long. It
 * reads nothing but the program's own messages. Its keeper, which reads nothing at all, was there
 * first and makes it anew when it was killed: the program itself cannot, its walls stand by then.
 */
#include "sandbox/nursery.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "sandbox/internal.h"

enum {
	CHILDREN_MAX = 64,
	/* The program gives up first and says so; this is for who does not go by himself. */
	GRACE_US = 500 * 1000,
	US_PER_SECOND = 1000 * 1000,
	/* Between two nurseries, so that one that cannot live takes no processor with it. */
	PAUSE_MS = 100,
};

struct child {
	pid_t process; /* 0: free */
	int64_t deadline_us;
};

struct nursery {
	const struct worker_options *options;
	int control;
	int ended;     /* tells of children that ended */
	size_t mapped; /* bytes: libraries, fonts, the C library's reserve */
	struct child children[CHILDREN_MAX];
};

/* ---- Walls */

static bool keep_only(int control)
{
	const int nowhere = open("/dev/null", O_RDWR);
	if (nowhere < 0 || dup2(nowhere, STDIN_FILENO) < 0 || dup2(nowhere, STDOUT_FILENO) < 0) {
		return false;
	}
	/* What a child writes there could pass for a line of the log. */
	if (!SANDBOX_SANITIZED && dup2(nowhere, STDERR_FILENO) < 0) {
		return false;
	}
	(void)close_range(STDERR_FILENO + 1, (unsigned)control - 1, 0);
	(void)close_range((unsigned)control + 1, ~0U, 0);
	return true;
}

static err enter(struct ctx *c, const struct worker_options *options)
{
	struct sandbox_rules rules = {.demand = SANDBOX_IF_POSSIBLE};
	int version;

	for (size_t i = 0; i < options->readable_count; i++) {
		sandbox_allow(&rules, options->readable[i], SANDBOX_READ);
	}
	TRY(sandbox_harden(c));
	TRY(landlock_enter(c, &rules, &version));
	return filter_enter(c, FILTER_NURSERY);
}

/* First number of /proc/self/statm, in pages. Children start with the same. */
static size_t mapped_bytes(void)
{
	char text[64] = "";
	int64_t pages = 0;
	const int descriptor = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
	if (descriptor < 0) {
		return 0;
	}
	const ssize_t got = read(descriptor, text, sizeof text - 1);
	(void)close(descriptor);
	const struct slice all = {.at = text, .length = got > 0 ? (size_t)got : 0};
	if (!slice_to_int64(slice_between(all, 0, slice_find_byte(all, ' ')), &pages)) {
		return 0;
	}
	return (size_t)pages * (size_t)sysconf(_SC_PAGESIZE);
}

/* Signals of the terminal stay blocked: the nursery ends when the program does. */
static void block_signals(void)
{
	sigset_t signals;
	(void)sigemptyset(&signals);
	(void)sigaddset(&signals, SIGCHLD);
	(void)sigaddset(&signals, SIGINT);
	(void)sigaddset(&signals, SIGTERM);
	(void)sigaddset(&signals, SIGHUP);
	(void)sigprocmask(SIG_BLOCK, &signals, NULL);
}

/* Children are counted by a descriptor, not by a handler. */
static int watch_children(void)
{
	sigset_t signals;
	(void)sigemptyset(&signals);
	(void)sigaddset(&signals, SIGCHLD);
	return signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK);
}

/* ---- Children */

static struct child *free_place(struct nursery *nursery)
{
	for (size_t i = 0; i < CHILDREN_MAX; i++) {
		if (nursery->children[i].process == 0) {
			return &nursery->children[i];
		}
	}
	return NULL;
}

/* The stream to a child that could not be made is closed: that says it. */
static void start_child(struct nursery *nursery, uint32_t number, int stream)
{
	struct child *place = free_place(nursery);
	if (place == NULL || number >= nursery->options->jobs_count) {
		return;
	}
	const struct worker_job *job = nursery->options->jobs[number];
	const pid_t parent = getpid();
	const pid_t process = fork();
	if (process == 0) {
		/* Nobody else would end a job that takes too long. */
		if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || getppid() != parent) {
			_exit(1);
		}
		(void)close(nursery->control);
		(void)close(nursery->ended);
		nursery_job(job, nursery->mapped, stream);
	}
	if (process > 0) {
		place->process = process;
		place->deadline_us =
			clock_monotonic_us() + (int64_t)job->seconds * US_PER_SECOND + GRACE_US;
	}
}

static void bury(struct nursery *nursery)
{
	struct signalfd_siginfo told;
	pid_t process;

	while (read(nursery->ended, &told, sizeof told) > 0) {
	}
	while ((process = waitpid(-1, NULL, WNOHANG)) > 0) {
		for (size_t i = 0; i < CHILDREN_MAX; i++) {
			if (nursery->children[i].process == process) {
				nursery->children[i].process = 0;
			}
		}
	}
}

static void end_overdue(struct nursery *nursery, int64_t now_us)
{
	for (size_t i = 0; i < CHILDREN_MAX; i++) {
		struct child *child = &nursery->children[i];
		if (child->process != 0 && child->deadline_us <= now_us) {
			(void)kill(child->process, SIGKILL);
			child->deadline_us = INT64_MAX;
		}
	}
}

static void end_all(struct nursery *nursery)
{
	end_overdue(nursery, INT64_MAX - 1);
}

/* Milliseconds until the next deadline, -1 when there is none. */
static int patience_ms(const struct nursery *nursery, int64_t now_us)
{
	int64_t next_us = INT64_MAX;
	for (size_t i = 0; i < CHILDREN_MAX; i++) {
		const struct child *child = &nursery->children[i];
		if (child->process != 0 && child->deadline_us < next_us) {
			next_us = child->deadline_us;
		}
	}
	if (next_us == INT64_MAX) {
		return -1;
	}
	return next_us <= now_us ? 0 : (int)((next_us - now_us) / 1000 + 1);
}

/* ---- Messages */

enum heard { HEARD_JOB, HEARD_NOTHING, HEARD_END };

static enum heard hear(int control, uint32_t *ret_number, int *ret_stream)
{
	union {
		struct cmsghdr align;
		char bytes[CMSG_SPACE(sizeof(int))];
	} carried = {.bytes = {0}};
	uint32_t number = 0;
	struct iovec part = {.iov_base = &number, .iov_len = sizeof number};
	struct msghdr message = {
		.msg_iov = &part,
		.msg_iovlen = 1,
		.msg_control = carried.bytes,
		.msg_controllen = sizeof carried.bytes,
	};
	const ssize_t got = recvmsg(control, &message, MSG_CMSG_CLOEXEC);
	if (got == 0 || (got < 0 && errno != EINTR && errno != EAGAIN)) {
		return HEARD_END;
	}
	const struct cmsghdr *head = got < 0 ? NULL : CMSG_FIRSTHDR(&message);
	if (head == NULL || head->cmsg_type != SCM_RIGHTS || (size_t)got != sizeof number) {
		return HEARD_NOTHING;
	}
	memcpy(ret_stream, CMSG_DATA(head), sizeof *ret_stream);
	*ret_number = number;
	return HEARD_JOB;
}

static enum heard attend(struct nursery *nursery)
{
	struct pollfd polled[] = {{.fd = nursery->control, .events = POLLIN},
				  {.fd = nursery->ended, .events = POLLIN}};
	uint32_t number = 0;
	int stream = -1;
	enum heard heard = HEARD_NOTHING;

	(void)poll(polled, COUNT_OF(polled), patience_ms(nursery, clock_monotonic_us()));
	end_overdue(nursery, clock_monotonic_us());
	bury(nursery);
	if (polled[0].revents != 0) {
		heard = hear(nursery->control, &number, &stream);
	}
	if (heard == HEARD_JOB) {
		start_child(nursery, number, stream);
		(void)close(stream);
	}
	return heard;
}

/* ---- The nursery and its keeper */

static _Noreturn void attend_until_end(struct nursery *nursery)
{
	nursery->ended = watch_children();
	if (nursery->ended < 0) {
		_exit(1);
	}
	while (attend(nursery) != HEARD_END) {
	}
	end_all(nursery);
	_exit(0);
}

/* One nursery after another. Jobs that nobody has taken wait in the socket for the next one. One
 * that left by itself has seen the program's end, or cannot work. */
static _Noreturn void keep(struct nursery *nursery)
{
	struct pollfd program = {.fd = nursery->control};
	do {
		int status = 0;
		const pid_t process = fork();
		if (process == 0) {
			attend_until_end(nursery);
		}
		if (process > 0 && waitpid(process, &status, 0) == process && WIFEXITED(status)) {
			_exit(WEXITSTATUS(status));
		}
	} while (poll(&program, 1, PAUSE_MS) == 0);
	_exit(0);
}

_Noreturn void nursery_run(const struct worker_options *options, int control)
{
	struct ctx c = {.arena = arena_create()};
	struct nursery nursery = {.options = options, .control = control};

	if (!keep_only(control)) {
		_exit(1);
	}
	block_signals();
	if (options->prepare != NULL) {
		options->prepare();
	}
	nursery.mapped = mapped_bytes();
	if (enter(&c, options) != OK) {
		_exit(1);
	}
	keep(&nursery);
}
