/* The walls, tried: a child enters the sandbox and then asks the kernel for what it must not have.
 * Every attempt is made outside first, where it must work: a call that fails anyway proves nothing.
 */
#include "../../testing.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>

#include "base/file.h"
#include "sandbox/sandbox.h"

#if defined(__SANITIZE_ADDRESS__)
enum { SANITIZED = 1 };
#else
enum { SANITIZED = 0 };
#endif

/* A folder that the rules allow, one that they do not, and a file in each. */
struct ground {
	char inside[64];
	char outside[64];
};

static struct ground GROUND;

static void write_file(const char *path, const char *text)
{
	const int descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	assert_true(descriptor >= 0);
	assert_true(write(descriptor, text, strlen(text)) == (ssize_t)strlen(text));
	(void)close(descriptor);
}

static const char *in(const char *folder, const char *name)
{
	static char paths[4][128];
	static size_t next;
	char *path = paths[next++ % COUNT_OF(paths)];
	(void)snprintf(path, sizeof paths[0], "%s/%s", folder, name);
	return path;
}

static int open_ground(void **state)
{
	(void)state;
	(void)snprintf(GROUND.inside, sizeof GROUND.inside, "/tmp/spean_inside_XXXXXX");
	(void)snprintf(GROUND.outside, sizeof GROUND.outside, "/tmp/spean_outside_XXXXXX");
	assert_non_null(mkdtemp(GROUND.inside));
	assert_non_null(mkdtemp(GROUND.outside));
	write_file(in(GROUND.inside, "kept"), "inside");
	write_file(in(GROUND.outside, "kept"), "outside");
	return 0;
}

static int close_ground(void **state)
{
	static const char *const NAMES[] = {"kept", "new", "moved", "link"};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(NAMES); i++) {
		(void)unlink(in(GROUND.inside, NAMES[i]));
		(void)unlink(in(GROUND.outside, NAMES[i]));
	}
	(void)rmdir(in(GROUND.inside, "folder"));
	(void)rmdir(GROUND.inside);
	(void)rmdir(GROUND.outside);
	return 0;
}

/* ---- Attempts: true when the kernel let it happen; errno otherwise. */

static bool opens(const char *path, int flags)
{
	const int descriptor = open(path, flags, 0600);
	if (descriptor >= 0) {
		(void)close(descriptor);
	}
	return descriptor >= 0;
}

static bool reads_outside(void)
{
	return opens(in(GROUND.outside, "kept"), O_RDONLY);
}

static bool reads_passwords(void)
{
	return opens("/etc/passwd", O_RDONLY);
}

static bool lists_outside(void)
{
	return opens(GROUND.outside, O_RDONLY | O_DIRECTORY);
}

static bool writes_outside(void)
{
	return opens(in(GROUND.outside, "new"), O_WRONLY | O_CREAT);
}

static bool cuts_outside(void)
{
	return truncate(in(GROUND.outside, "kept"), 3) == 0;
}

static bool removes_outside(void)
{
	return unlink(in(GROUND.outside, "kept")) == 0;
}

/* A way out through a name inside. */
static bool links_inside_to_outside(void)
{
	return symlink("/etc/passwd", in(GROUND.inside, "link")) == 0;
}

static bool moves_outside(void)
{
	return rename(in(GROUND.inside, "kept"), in(GROUND.outside, "moved")) == 0;
}

static bool ended_well(pid_t process)
{
	int status = 0;
	return process > 0 && waitpid(process, &status, 0) == process && status == 0;
}

static bool makes_a_process(void)
{
	const pid_t process = fork();
	if (process == 0) {
		_exit(0);
	}
	return ended_well(process);
}

/* The kernel itself must refuse: fork is refused too, so the call is made in this process. */
static bool runs_a_program(void)
{
	char *const arguments[] = {(char *)(uintptr_t) "true", NULL};
	(void)execv("/bin/true", arguments);
	return false;
}

static bool traces(void)
{
	return ptrace(PTRACE_TRACEME, 0, NULL, NULL) == 0;
}

static bool reads_memory_of_others(void)
{
	char byte = 'x';
	char got = 0;
	const struct iovec here = {.iov_base = &got, .iov_len = 1};
	const struct iovec there = {.iov_base = &byte, .iov_len = 1};
	return process_vm_readv(getpid(), &here, 1, &there, 1, 0) == 1;
}

static bool opens_socket(int family, int type)
{
	const int descriptor = socket(family, type, 0);
	if (descriptor >= 0) {
		(void)close(descriptor);
	}
	return descriptor >= 0;
}

static bool opens_netlink(void)
{
	return opens_socket(AF_NETLINK, SOCK_RAW);
}

static bool opens_packet_socket(void)
{
	return opens_socket(AF_PACKET, SOCK_RAW);
}

static bool opens_raw_socket(void)
{
	const int descriptor = socket(AF_INET, SOCK_RAW, 1);
	return descriptor >= 0;
}

static bool opens_inet(void)
{
	return opens_socket(AF_INET, SOCK_STREAM);
}

static bool opens_inet6(void)
{
	return opens_socket(AF_INET6, SOCK_DGRAM);
}

static bool opens_kernel_crypto(void)
{
	return opens_socket(AF_ALG, SOCK_SEQPACKET);
}

static bool mounts(void)
{
	return mount("none", GROUND.inside, "tmpfs", 0, NULL) == 0 && umount(GROUND.inside) == 0;
}

static bool changes_root(void)
{
	return chroot("/") == 0;
}

static bool leaves_namespaces(void)
{
	return unshare(CLONE_NEWUSER) == 0;
}

static bool calls(long result)
{
	return result >= 0;
}

static bool watches_the_machine(void)
{
	char attributes[128] = {1};
	attributes[4] = 112;
	return calls(syscall(SYS_perf_event_open, attributes, 0, -1, -1, 0L));
}

static bool takes_page_faults(void)
{
	return calls(syscall(SYS_userfaultfd, 0));
}

static bool opens_ring(void)
{
	char parameters[128] = {0};
	return calls(syscall(SYS_io_uring_setup, 1, parameters));
}

static bool asks_keys_of_the_kernel(void)
{
	enum { KEYCTL_GET_ID = 0, SESSION_KEYS = -3 };
	return calls(syscall(SYS_keyctl, KEYCTL_GET_ID, SESSION_KEYS, 1));
}

static bool becomes_dumpable(void)
{
	return prctl(PR_SET_DUMPABLE, 1L) == 0;
}

static bool has_code_in_memory(int protection)
{
	void *at = mmap(NULL, 4096, protection, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	return at != MAP_FAILED;
}

static bool writes_code(void)
{
	return has_code_in_memory(PROT_READ | PROT_WRITE | PROT_EXEC);
}

static bool turns_data_into_code(void)
{
	void *at = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	return at != MAP_FAILED && mprotect(at, 4096, PROT_READ | PROT_EXEC) == 0;
}

static bool hides_a_file_in_memory(void)
{
	return calls(syscall(SYS_memfd_create, "x", 0U));
}

static bool signals_others(void)
{
	return kill(getppid(), 0) == 0;
}

static bool signals_a_thread_of_others(void)
{
	return calls(syscall(SYS_tgkill, getppid(), getppid(), 0));
}

/* The kernel would send the signal when there is something to read. */
static bool has_a_signal_sent(void)
{
	int ends[2];
	return pipe(ends) == 0 && fcntl(ends[0], F_SETOWN, getppid()) == 0;
}

static bool limits_others(void)
{
	struct rlimit limit;
	return prlimit(getppid(), RLIMIT_CPU, NULL, &limit) == 0;
}

/* ---- What must go on working */

static bool works_inside(void)
{
	char text[16] = "";
	const int kept = open(in(GROUND.inside, "kept"), O_RDWR);
	const int made = open(in(GROUND.inside, "new"), O_WRONLY | O_CREAT | O_EXCL, 0600);
	const bool worked = read(kept, text, sizeof text) == 6 && ftruncate(kept, 0) == 0 &&
			    write(made, "x", 1) == 1 && fsync(made) == 0 &&
			    mkdir(in(GROUND.inside, "folder"), 0700) == 0 &&
			    rename(in(GROUND.inside, "new"), in(GROUND.inside, "moved")) == 0 &&
			    unlink(in(GROUND.inside, "moved")) == 0 &&
			    opens(GROUND.inside, O_RDONLY | O_DIRECTORY);
	(void)close(kept);
	(void)close(made);
	return worked;
}

static void *nothing(void *argument)
{
	return argument;
}

static bool makes_threads(void)
{
	pthread_t thread;
	return pthread_create(&thread, NULL, nothing, NULL) == 0 && pthread_join(thread, NULL) == 0;
}

/* A thread is inside as well. */
static void *reads_in_a_thread(void *argument)
{
	int *reason = argument;
	*reason = reads_outside() || opens_netlink() ? 0 : errno;
	return NULL;
}

static bool thread_gets_out(void)
{
	int reason = ENOSYS;
	pthread_t thread;
	const bool ran = pthread_create(&thread, NULL, reads_in_a_thread, &reason) == 0 &&
			 pthread_join(thread, NULL) == 0;
	errno = ran ? reason : ENOSYS;
	return ran && reason == 0;
}

static bool opens_unix(void)
{
	return opens_socket(AF_UNIX, SOCK_STREAM);
}

static bool has_random(void)
{
	char byte;
	return getentropy(&byte, 1) == 0;
}

/* ---- The tests */

enum { SAID_YES = 10, SAID_NO = 20, SAID_TROUBLE = 30 };

static void tell(int descriptor, const void *at, size_t size)
{
	must(write(descriptor, at, size) == (ssize_t)size);
}

/* Leaves what is there when nobody told. */
static void hear(int descriptor, void *at, size_t size)
{
	const ssize_t got = read(descriptor, at, size);
	must(got == 0 || got == (ssize_t)size);
}

/* Do it in a child: with these rules, or outside when there are none. */
static int tried(const struct sandbox_rules *rules, bool (*attempt)(void), int *ret_reason)
{
	int pipes[2];
	int reason = 0;
	int status = 0;
	assert_int_equal(pipe(pipes), 0);
	const pid_t process = fork();
	assert_true(process >= 0);
	if (process == 0) {
		struct ctx c = {.arena = arena_create()};
		struct sandbox_state state;
		(void)alarm(20);
		if (rules != NULL && sandbox_enter(&c, rules, &state) != OK) {
			(void)fprintf(stderr, "%s %s\n", c.fail.key, c.fail.detail);
			_exit(SAID_TROUBLE);
		}
		errno = 0;
		const bool happened = attempt();
		reason = errno;
		tell(pipes[1], &reason, sizeof reason);
		_exit(happened ? SAID_YES : SAID_NO);
	}
	(void)close(pipes[1]);
	assert_true(waitpid(process, &status, 0) == process);
	hear(pipes[0], &reason, sizeof reason);
	(void)close(pipes[0]);
	*ret_reason = reason;
	return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

static struct sandbox_rules rules_for(enum sandbox_network network)
{
	struct sandbox_rules rules = {.network = network, .demand = SANDBOX_REQUIRED};
	sandbox_allow(&rules, GROUND.inside, SANDBOX_WRITE);
	sandbox_allow(&rules, "/no/such/folder", SANDBOX_READ);
	return rules;
}

struct attempt {
	const char *name;
	bool (*run)(void);
	bool only_in_release; /* a sanitizer needs the door */
	bool ends_here;       /* outside it would end the child */
};

static const struct attempt REFUSED[] = {
	{"reads a file outside", reads_outside, false, false},
	{"reads /etc/passwd", reads_passwords, false, false},
	{"lists a folder outside", lists_outside, false, false},
	{"writes outside", writes_outside, false, false},
	{"cuts a file outside", cuts_outside, false, false},
	{"removes a file outside", removes_outside, false, false},
	{"makes a link inside", links_inside_to_outside, false, false},
	{"moves a file outside", moves_outside, false, false},
	{"makes a process", makes_a_process, true, false},
	{"runs a program", runs_a_program, false, true},
	{"traces", traces, true, false},
	{"reads memory by process id", reads_memory_of_others, false, false},
	{"opens a netlink socket", opens_netlink, false, false},
	{"opens a packet socket", opens_packet_socket, false, false},
	{"opens a raw socket", opens_raw_socket, false, false},
	{"opens a socket of the kernel's cipher", opens_kernel_crypto, false, false},
	{"mounts", mounts, false, false},
	{"changes the root", changes_root, false, false},
	{"makes a namespace", leaves_namespaces, false, false},
	{"opens a performance counter", watches_the_machine, false, false},
	{"takes page faults", takes_page_faults, false, false},
	{"opens an io_uring", opens_ring, false, false},
	{"asks the kernel's keys", asks_keys_of_the_kernel, false, false},
	{"becomes dumpable", becomes_dumpable, true, false},
	{"has memory to write and run", writes_code, true, false},
	{"turns data into code", turns_data_into_code, true, false},
	{"makes a file in memory", hides_a_file_in_memory, false, false},
	{"signals another process", signals_others, true, false},
	{"signals a thread of another process", signals_a_thread_of_others, true, false},
	{"has a signal sent", has_a_signal_sent, true, false},
	{"limits another process", limits_others, true, false},
	{"gets out by a thread", thread_gets_out, false, false},
};

static void check_refused(const struct attempt *attempt, const struct sandbox_rules *rules)
{
	int reason;
	const int outside = attempt->ends_here ? 0 : tried(NULL, attempt->run, &reason);
	(void)close_ground(NULL);
	(void)open_ground(NULL);
	const struct sandbox_rules again = rules_for(rules->network);
	const int inside = tried(&again, attempt->run, &reason);
	if (inside != SAID_NO || (reason != EPERM && reason != EACCES && reason != EXDEV)) {
		fail_msg("inside, %s: %d, errno %s", attempt->name, inside,
			 strerrorname_np(reason));
	}
	if (outside != SAID_YES && outside != 0) {
		/* This machine refuses it to anybody (no right, or the kernel lacks it). */
		print_message("  not possible outside either: %s\n", attempt->name);
	}
}

static void what_only_an_intruder_asks_is_refused(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(REFUSED); i++) {
		for (enum sandbox_network network = SANDBOX_ANSWER_ONLY; network <= SANDBOX_CONNECT;
		     network++) {
			const struct sandbox_rules rules = rules_for(network);
			if (!(REFUSED[i].only_in_release && SANITIZED)) {
				check_refused(&REFUSED[i], &rules);
			}
		}
	}
}

static void what_a_server_needs_works(void **state)
{
	static const struct attempt NEEDED[] = {
		{"works in its folder", works_inside, false, false},
		{"makes threads", makes_threads, false, false},
		{"opens Unix sockets", opens_unix, false, false},
		{"has random bytes", has_random, false, false},
	};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(NEEDED); i++) {
		const struct sandbox_rules rules = rules_for(SANDBOX_ANSWER_ONLY);
		int reason;
		const int inside = tried(&rules, NEEDED[i].run, &reason);
		if (inside != SAID_YES) {
			fail_msg("%s: %d, errno %s", NEEDED[i].name, inside,
				 strerrorname_np(reason));
		}
	}
}

static void only_who_needs_a_database_server_connects(void **state)
{
	(void)state;
	const struct sandbox_rules alone = rules_for(SANDBOX_ANSWER_ONLY);
	const struct sandbox_rules connecting = rules_for(SANDBOX_CONNECT);
	int reason;
	assert_int_equal(tried(&alone, opens_inet, &reason), SAID_NO);
	assert_int_equal(reason, EPERM);
	assert_int_equal(tried(&alone, opens_inet6, &reason), SAID_NO);
	assert_int_equal(tried(&connecting, opens_inet, &reason), SAID_YES);
	assert_int_equal(tried(&connecting, opens_inet6, &reason), SAID_YES);
}

/* ---- Memory that nobody else reads */

/* Another process of the same ordinary user, neither parent nor root. */
static bool can_read_memory(pid_t process)
{
	char path[64];
	(void)snprintf(path, sizeof path, "/proc/%d/mem", (int)process);
	return opens(path, O_RDONLY);
}

/* Its own user, without powers, but still a process that others of this user may read. */
static void become_ordinary(void)
{
	enum { NOBODY = 65534 };
	if (geteuid() == 0) {
		assert_int_equal(setgid(NOBODY), 0);
		assert_int_equal(setuid(NOBODY), 0);
		assert_int_equal(prctl(PR_SET_DUMPABLE, 1L), 0);
	}
}

static bool others_read(bool hardened)
{
	struct ctx c = {.arena = NULL};
	int told[2];
	int go[2];
	char byte = 0;
	assert_int_equal(pipe(told), 0);
	assert_int_equal(pipe(go), 0);
	const pid_t keeper = fork();
	if (keeper == 0) {
		become_ordinary();
		(void)prctl(PR_SET_PTRACER, PR_SET_PTRACER_ANY);
		const bool ready = !hardened || sandbox_harden(&c) == OK;
		tell(told[1], ready ? "y" : "n", 1);
		hear(go[0], &byte, 1);
		_exit(0);
	}
	assert_true(read(told[0], &byte, 1) == 1);
	assert_int_equal(byte, 'y');
	const pid_t reader = fork();
	if (reader == 0) {
		become_ordinary();
		_exit(can_read_memory(keeper) ? SAID_YES : SAID_NO);
	}
	int status = 0;
	assert_true(waitpid(reader, &status, 0) == reader);
	tell(go[1], "g", 1);
	assert_true(ended_well(keeper));
	(void)close(told[0]);
	(void)close(told[1]);
	(void)close(go[0]);
	(void)close(go[1]);
	return WEXITSTATUS(status) == SAID_YES;
}

static void memory_is_closed_to_others_of_the_same_user(void **state)
{
	(void)state;
	assert_true(others_read(false));
	assert_false(others_read(true));
}

static bool is_hardened(void)
{
	struct rlimit core;
	return prctl(PR_GET_DUMPABLE) == 0 && prctl(PR_GET_NO_NEW_PRIVS, 0L, 0L, 0L, 0L) == 1 &&
	       getrlimit(RLIMIT_CORE, &core) == 0 && core.rlim_cur == 0 && core.rlim_max == 0;
}

/* Nothing in the surroundings can talk it out of it. */
static void no_variable_opens_a_back_door(void **state)
{
	static const char *const VARIABLES[] = {"SPEAN_DEBUG", "SPEAN_TEST", "SPEAN_NO_SANDBOX",
						"SPEAN_CORE"};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(VARIABLES); i++) {
		(void)setenv(VARIABLES[i], "1", 1);
	}
	const struct sandbox_rules rules = rules_for(SANDBOX_ANSWER_ONLY);
	int reason;
	assert_int_equal(tried(&rules, is_hardened, &reason), SAID_YES);
	for (size_t i = 0; i < COUNT_OF(VARIABLES); i++) {
		(void)unsetenv(VARIABLES[i]);
	}
}

static bool is_left_without_power(void)
{
	char text[4096] = "";
	const int descriptor = open("/proc/self/status", O_RDONLY);
	const ssize_t got = read(descriptor, text, sizeof text - 1);
	const char *line = got > 0 ? strstr(text, "CapEff:") : NULL;
	/* CAP_DAC_OVERRIDE is bit 1. */
	return line != NULL && (strtoull(line + 7, NULL, 16) & ~2ULL) == 0;
}

static void root_keeps_no_power_but_over_files(void **state)
{
	(void)state;
	struct sandbox_rules rules = rules_for(SANDBOX_ANSWER_ONLY);
	sandbox_allow(&rules, "/proc", SANDBOX_READ);
	int reason;
	assert_int_equal(tried(&rules, is_left_without_power, &reason), SAID_YES);
}

#define ON_GROUND(test) cmocka_unit_test_setup_teardown(test, open_ground, close_ground)

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_GROUND(what_only_an_intruder_asks_is_refused),
		ON_GROUND(what_a_server_needs_works),
		ON_GROUND(only_who_needs_a_database_server_connects),
		ON_GROUND(no_variable_opens_a_back_door),
		ON_GROUND(root_keeps_no_power_but_over_files),
		cmocka_unit_test(memory_is_closed_to_others_of_the_same_user),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
