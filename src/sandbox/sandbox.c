#include "sandbox/sandbox.h"

#include <errno.h>
#include <linux/capability.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "sandbox/internal.h"

err sandbox_failed(struct ctx *c, const char *step, int number)
{
	const char *reason = strerrordesc_np(number);
	return FAIL(c, ERR_BROKEN, "sandbox.failed", "step=%s\nreason=%s", step,
		    reason != NULL ? reason : "?");
}

/* The dump flag is what counts: a limit of 0 does not keep the kernel from handing a dump to a
 * program (core(5), "Piping core dumps to a program"), the flag does. */
static err without_dumps(struct ctx *c)
{
	const struct rlimit none = {.rlim_cur = 0, .rlim_max = 0};

	if (prctl(PR_SET_DUMPABLE, 0L, 0L, 0L, 0L) != 0) {
		return sandbox_failed(c, "dumpable", errno);
	}
	if (setrlimit(RLIMIT_CORE, &none) != 0) {
		return sandbox_failed(c, "core", errno);
	}
	return OK;
}

err sandbox_harden(struct ctx *c)
{
	TRY(without_dumps(c));
	if (prctl(PR_SET_NO_NEW_PRIVS, 1L, 0L, 0L, 0L) != 0) {
		return sandbox_failed(c, "no_new_privs", errno);
	}
	return OK;
}

void sandbox_allow(struct sandbox_rules *rules, const char *path, enum sandbox_access access)
{
	must(rules->count < SANDBOX_PATHS_MAX);
	rules->paths[rules->count].path = path;
	rules->paths[rules->count].access = access;
	rules->count++;
}

/* Landlock binds the thread that asks and those that it makes later. */
static bool has_one_thread(void)
{
	enum { LINKS_OF_ONE = 3 };
	struct stat status;
	return stat("/proc/self/task", &status) != 0 || status.st_nlink <= LINKS_OF_ONE;
}

/* Started by root, a server keeps what root's files need, and nothing else of root's powers. */
static err drop_capabilities(struct ctx *c)
{
	struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
	struct __user_cap_data_struct kept[_LINUX_CAPABILITY_U32S_3] = {{.effective = 0}};

	if (geteuid() == 0) {
		kept[0].effective = 1U << CAP_DAC_OVERRIDE;
	}
	struct __user_cap_data_struct held[_LINUX_CAPABILITY_U32S_3] = {{.effective = 0}};
	if (syscall(SYS_capget, &header, held) != 0) {
		return sandbox_failed(c, "capget", errno);
	}
	if (held[0].permitted == 0 && held[1].permitted == 0) {
		return OK; /* a service manager may refuse even the asking */
	}
	kept[0].effective &= held[0].permitted;
	kept[0].permitted = kept[0].effective;
	return syscall(SYS_capset, &header, kept) == 0 ? OK : sandbox_failed(c, "capset", errno);
}

err sandbox_enter(struct ctx *c, const struct sandbox_rules *rules, struct sandbox_state *ret_state)
{
	struct sandbox_state state;

	must(has_one_thread());
	TRY(sandbox_harden(c));
	TRY(drop_capabilities(c));
	TRY(landlock_enter(c, rules, &state.landlock));
	TRY(filter_enter(c, rules->network == SANDBOX_CONNECT ? FILTER_SERVER_CONNECTING
							      : FILTER_SERVER));
	*ret_state = state;
	return OK;
}
