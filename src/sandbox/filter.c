/* filter.c - which calls of the kernel a process may still make (seccomp, through libseccomp).
 *
 * The server has a list of what it may not: its libraries differ from machine to machine, and the
 * wall around files stands beside it. Children that read foreign bytes have a list of what they
 * may. A refused call is EPERM; clone3 is ENOSYS, because a filter cannot read its flags, and the C
 * library then asks again with clone, whose flags it can read. Calls of another architecture
 * (32-bit numbers) end the process: no program of ours makes them.
 */
#include <asm/sockios.h>
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <seccomp.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "sandbox/internal.h"

#define WHOLE_INT 0xFFFFFFFFULL
/* Every CLONE_NEW*; NEWTIME is not in the headers. */
#define NEW_NAMESPACES                                                                             \
	(CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWUSER |             \
	 CLONE_NEWPID | CLONE_NEWNET | 0x80ULL)

/* One line a reason; docs/security.md follows this order. */
static const char *const NEVER[] = {
	/* programs */
	"execve",
	"execveat",
	"fork",
	"vfork",
	"uselib",
	"memfd_create",
	/* other processes */
	"process_vm_readv",
	"process_vm_writev",
	"process_madvise",
	"process_mrelease",
	"kcmp",
	"pidfd_open",
	"pidfd_getfd",
	"pidfd_send_signal",
	/* what the file system looks like */
	"mount",
	"umount",
	"umount2",
	"pivot_root",
	"chroot",
	"move_mount",
	"open_tree",
	"fsopen",
	"fsconfig",
	"fsmount",
	"fspick",
	"mount_setattr",
	"unshare",
	"setns",
	"mknod",
	"mknodat",
	"name_to_handle_at",
	"open_by_handle_at",
	"fanotify_init",
	"quotactl",
	"quotactl_fd",
	/* the kernel and its wide doors */
	"bpf",
	"perf_event_open",
	"userfaultfd",
	"io_uring_setup",
	"io_uring_enter",
	"io_uring_register",
	"kexec_load",
	"kexec_file_load",
	"init_module",
	"finit_module",
	"delete_module",
	"keyctl",
	"add_key",
	"request_key",
	"modify_ldt",
	"iopl",
	"ioperm",
	"lookup_dcookie",
	"vmsplice",
	"move_pages",
	"migrate_pages",
	"mbind",
	"remap_file_pages",
	/* the machine */
	"reboot",
	"swapon",
	"swapoff",
	"acct",
	"syslog",
	"sethostname",
	"setdomainname",
	"settimeofday",
	"clock_settime",
	"clock_adjtime",
	"adjtimex",
	"stime",
	"vhangup",
	"nfsservctl",
	"_sysctl",
	/* who we are */
	"setuid",
	"setgid",
	"setreuid",
	"setregid",
	"setresuid",
	"setresgid",
	"setgroups",
	"setfsuid",
	"setfsgid",
	"capset",
	"personality",
};

/* LeakSanitizer stops its own process with these when it ends. */
static const char *const NEVER_BUT_SANITIZED[] = {"ptrace", "kill", "tkill", "rt_sigqueueinfo",
						  "rt_tgsigqueueinfo"};

/* A job: memory, threads, time, and bytes through what is open already. */
static const char *const JOB[] = {
	"read",
	"readv",
	"pread64",
	"write",
	"writev",
	"close",
	"lseek",
	"poll",
	"ppoll",
	"recvfrom",
	"sendto",
	"fstat",
	"fstatfs",
	"fadvise64",
	"dup",
	"munmap",
	"mremap",
	"brk",
	"madvise",
	"futex",
	"set_robust_list",
	"get_robust_list",
	"rseq",
	"gettid",
	"getpid",
	"getuid",
	"geteuid",
	"getgid",
	"getegid",
	"exit",
	"exit_group",
	"rt_sigaction",
	"rt_sigprocmask",
	"rt_sigreturn",
	"sigaltstack",
	"restart_syscall",
	"clock_gettime",
	"clock_getres",
	"clock_nanosleep",
	"nanosleep",
	"gettimeofday",
	"time",
	"getrandom",
	"sched_yield",
	"sched_getaffinity",
	"sysinfo",
	"uname",
	"getrusage",
	"membarrier",
	"set_tid_address",
	"arch_prctl",
	"getrlimit",
	"eventfd2",
	"pipe2",
};

/* Landlock says which files. */
static const char *const FILES[] = {
	"open",   "openat",     "newfstatat", "fstatat64",  "stat",     "lstat",
	"statx",  "access",     "faccessat",  "faccessat2", "readlink", "readlinkat",
	"getcwd", "getdents64", "getdents",   "statfs",
};

/* Making and ending children; narrowing itself and them further. */
static const char *const NURSERY[] = {
	"fork",    "wait4",     "waitid",    "kill",      "recvmsg",  "sendmsg", "getppid",
	"seccomp", "prlimit64", "setrlimit", "signalfd4", "shutdown", "tgkill",
};

/* ---- Building: the first failure stays. */

struct building {
	scmp_filter_ctx filter;
	int failed; /* errno */
};

static void note(struct building *building, int result)
{
	/* EACCES, EEXIST: the rule says what the default or another rule says already. */
	if (result < 0 && result != -EACCES && result != -EEXIST && building->failed == 0) {
		building->failed = -result;
	}
}

static void add_names(struct building *building, uint32_t action, const char *const *names,
		      size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const int number = seccomp_syscall_resolve_name(names[i]);
		/* What this libseccomp does not know, or this architecture does not have. */
		if (number != __NR_SCMP_ERROR) {
			note(building,
			     seccomp_rule_add_array(building->filter, action, number, 0, NULL));
		}
	}
}

static void add_compared(struct building *building, uint32_t action, const char *name,
			 struct scmp_arg_cmp compared)
{
	const int number = seccomp_syscall_resolve_name(name);
	if (number != __NR_SCMP_ERROR) {
		note(building,
		     seccomp_rule_add_array(building->filter, action, number, 1, &compared));
	}
}

/* The bits `mask` of argument `argument` are `value`. */
static struct scmp_arg_cmp bits(unsigned argument, uint64_t mask, uint64_t value)
{
	return (struct scmp_arg_cmp){
		.arg = argument, .op = SCMP_CMP_MASKED_EQ, .datum_a = mask, .datum_b = value};
}

static struct scmp_arg_cmp compare(unsigned argument, enum scmp_compare how, uint64_t value)
{
	return (struct scmp_arg_cmp){.arg = argument, .op = how, .datum_a = value};
}

/* ---- The server */

/* Raw sockets, too, which root could open. */
static void refuse_sockets(struct building *building, enum filter filter)
{
	const uint32_t refuse = SCMP_ACT_ERRNO(EPERM);

	for (uint64_t family = 0; family < AF_INET6; family++) {
		const bool answers = family == AF_UNIX;
		const bool connects = family == AF_INET && filter == FILTER_SERVER_CONNECTING;
		if (!answers && !connects) {
			add_compared(building, refuse, "socket", compare(0, SCMP_CMP_EQ, family));
		}
	}
	if (filter == FILTER_SERVER) {
		add_compared(building, refuse, "socket", compare(0, SCMP_CMP_EQ, AF_INET6));
	}
	add_compared(building, refuse, "socket", compare(0, SCMP_CMP_GT, AF_INET6));
	add_compared(building, refuse, "socket", bits(1, 0xF, SOCK_RAW));
	add_compared(building, refuse, "socket", bits(1, 0xF, SOCK_PACKET));
}

/* No memory that is written and then run. Who opens no more libraries needs none that is run. */
static void refuse_new_code(struct building *building, enum filter filter)
{
	const uint32_t refuse = SCMP_ACT_ERRNO(EPERM);
	const uint64_t both = PROT_WRITE | PROT_EXEC;

	if (filter == FILTER_SERVER_CONNECTING) {
		add_compared(building, refuse, "mmap", bits(2, both, both));
	} else {
		add_compared(building, refuse, "mmap", bits(2, PROT_EXEC, PROT_EXEC));
	}
	add_compared(building, refuse, "mprotect", bits(2, PROT_EXEC, PROT_EXEC));
	add_compared(building, refuse, "pkey_mprotect", bits(2, PROT_EXEC, PROT_EXEC));
}

/* Signals to other processes of the same user: also by a thread's number, by a descriptor that
 * tells somebody else of its bytes, and by the limits of another process. Where the kernel has
 * Landlock 6 that refuses them too. */
static void refuse_signals(struct building *building)
{
	const uint32_t refuse = SCMP_ACT_ERRNO(EPERM);
	static const uint64_t OWNERS[] = {F_SETOWN, F_SETSIG, F_SETOWN_EX};

	add_names(building, refuse, NEVER_BUT_SANITIZED, COUNT_OF(NEVER_BUT_SANITIZED));
	add_compared(building, refuse, "tgkill",
		     compare(0, SCMP_CMP_NE, (uint64_t)(unsigned)getpid()));
	add_compared(building, refuse, "prlimit64", compare(0, SCMP_CMP_NE, 0));
	for (size_t i = 0; i < COUNT_OF(OWNERS); i++) {
		add_compared(building, refuse, "fcntl", bits(1, WHOLE_INT, OWNERS[i]));
	}
	add_compared(building, refuse, "ioctl", bits(1, WHOLE_INT, FIOSETOWN));
	add_compared(building, refuse, "ioctl", bits(1, WHOLE_INT, SIOCSPGRP));
}

static void build_server(struct building *building, enum filter filter)
{
	const uint32_t refuse = SCMP_ACT_ERRNO(EPERM);

	add_names(building, refuse, NEVER, COUNT_OF(NEVER));
	refuse_sockets(building, filter);
	add_compared(building, refuse, "ioctl", bits(1, WHOLE_INT, TIOCSTI));
	add_compared(building, refuse, "ioctl", bits(1, WHOLE_INT, TIOCLINUX));
	add_compared(building, refuse, "clone",
		     bits(0, NEW_NAMESPACES & CLONE_NEWUSER, CLONE_NEWUSER));
	note(building,
	     seccomp_rule_add(building->filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0));
	if (!SANDBOX_SANITIZED) {
		refuse_signals(building);
		add_compared(building, refuse, "clone", bits(0, CLONE_THREAD, 0));
		add_compared(building, refuse, "prctl", bits(0, WHOLE_INT, PR_SET_DUMPABLE));
		add_compared(building, refuse, "prctl", bits(0, WHOLE_INT, PR_SET_PTRACER));
		refuse_new_code(building, filter);
	}
}

/* ---- Children for jobs */

static void build_job(struct building *building, enum filter filter)
{
	const uint32_t allow = SCMP_ACT_ALLOW;
	static const uint64_t DESCRIPTORS[] = {F_GETFD, F_SETFD, F_GETFL,
					       F_SETFL, F_DUPFD, F_DUPFD_CLOEXEC};

	add_names(building, allow, JOB, COUNT_OF(JOB));
	if (filter != FILTER_JOB_WITHOUT_FILES) {
		add_names(building, allow, FILES, COUNT_OF(FILES));
	}
	note(building,
	     seccomp_rule_add(building->filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0));
	add_compared(building, allow, "clone", bits(0, CLONE_THREAD, CLONE_THREAD));
	add_compared(building, allow, "prctl", bits(0, WHOLE_INT, PR_SET_NAME));
	for (size_t i = 0; i < COUNT_OF(DESCRIPTORS); i++) {
		add_compared(building, allow, "fcntl", bits(1, WHOLE_INT, DESCRIPTORS[i]));
	}
	if (filter != FILTER_NURSERY) {
		/* To itself, as abort(3) does. */
		add_compared(building, allow, "tgkill",
			     bits(0, WHOLE_INT, (uint64_t)(unsigned)getpid()));
	}
	add_compared(building, allow, "mmap", bits(2, PROT_EXEC, 0));
	add_compared(building, allow, "mprotect", bits(2, PROT_EXEC, 0));
}

static void build_nursery(struct building *building)
{
	const uint32_t allow = SCMP_ACT_ALLOW;

	build_job(building, FILTER_NURSERY);
	add_names(building, allow, NURSERY, COUNT_OF(NURSERY));
	add_compared(building, allow, "clone", bits(0, NEW_NAMESPACES, 0));
	add_compared(building, allow, "prctl", bits(0, WHOLE_INT, PR_SET_PDEATHSIG));
	add_compared(building, allow, "prctl", bits(0, WHOLE_INT, PR_SET_SECCOMP));
	add_compared(building, allow, "prctl", bits(0, WHOLE_INT, PR_SET_NO_NEW_PRIVS));
}

static bool is_server(enum filter filter)
{
	return filter == FILTER_SERVER || filter == FILTER_SERVER_CONNECTING;
}

static void build(struct building *building, enum filter filter)
{
	note(building,
	     seccomp_attr_set(building->filter, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS));
	note(building, seccomp_attr_set(building->filter, SCMP_FLTATR_CTL_OPTIMIZE, 2));
	if (is_server(filter)) {
		note(building, seccomp_attr_set(building->filter, SCMP_FLTATR_CTL_TSYNC, 1));
		build_server(building, filter);
	} else if (filter == FILTER_NURSERY) {
		build_nursery(building);
	} else {
		build_job(building, filter);
	}
}

err filter_enter(struct ctx *c, enum filter filter)
{
	struct building building = {
		.filter = seccomp_init(is_server(filter) ? SCMP_ACT_ALLOW : SCMP_ACT_ERRNO(EPERM)),
	};
	if (building.filter == NULL) {
		return sandbox_failed(c, "seccomp", ENOMEM);
	}
	build(&building, filter);
	if (building.failed == 0) {
		note(&building, seccomp_load(building.filter));
	}
	seccomp_release(building.filter);
	return building.failed == 0 ? OK : sandbox_failed(c, "seccomp", building.failed);
}
