/* landlock.c - the wall around files, by the kernel's own calls: glibc has no names for them, and
 * the headers of Debian 12 stop at version 2 of what newer kernels do (landlock(7)). */
#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "sandbox/internal.h"

/* Beyond version 2, from the kernel's documentation (userspace-api/landlock). */
#define RIGHT_TRUNCATE     (1ULL << 14) /* 3 */
#define RIGHT_NET_BIND     (1ULL << 0)  /* 4 */
#define RIGHT_NET_CONNECT  (1ULL << 1)  /* 4 */
#define RIGHT_DEVICE_IOCTL (1ULL << 15) /* 5 */
#define SCOPE_ABSTRACT     (1ULL << 0)  /* 6: Unix sockets without a file */
#define SCOPE_SIGNAL       (1ULL << 1)  /* 6: signals to processes outside */

enum { VERSION_TRUNCATE = 3, VERSION_NETWORK = 4, VERSION_IOCTL = 5, VERSION_SCOPE = 6 };

/* struct landlock_ruleset_attr as version 6 has it; older kernels are told a shorter one. */
struct ruleset {
	uint64_t files;
	uint64_t network;
	uint64_t scoped;
};

enum { SIZE_FILES = 8, SIZE_NETWORK = 16, SIZE_SCOPED = 24 };

static const uint64_t READ_FILES = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR;
static const uint64_t WRITE_FILES = LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_REMOVE_FILE |
				    LANDLOCK_ACCESS_FS_REMOVE_DIR | LANDLOCK_ACCESS_FS_MAKE_REG |
				    LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_REFER |
				    RIGHT_TRUNCATE;
/* What a rule on a single file can give; the rest is of folders. */
static const uint64_t OF_ONE_FILE =
	LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_WRITE_FILE | RIGHT_TRUNCATE;

/* Everything that this version can refuse about files. */
static uint64_t known_rights(int version)
{
	const uint64_t first = (LANDLOCK_ACCESS_FS_MAKE_SYM << 1) - 1;
	return first | (version >= 2 ? LANDLOCK_ACCESS_FS_REFER : 0) |
	       (version >= VERSION_TRUNCATE ? RIGHT_TRUNCATE : 0) |
	       (version >= VERSION_IOCTL ? RIGHT_DEVICE_IOCTL : 0);
}

static int version_of_kernel(void)
{
	const long version = syscall(SYS_landlock_create_ruleset, NULL, (size_t)0,
				     (unsigned)LANDLOCK_CREATE_RULESET_VERSION);
	return version > 0 ? (int)version : 0;
}

static size_t size_of(int version)
{
	if (version >= VERSION_SCOPE) {
		return SIZE_SCOPED;
	}
	return version >= VERSION_NETWORK ? SIZE_NETWORK : SIZE_FILES;
}

static err make_ruleset(struct ctx *c, const struct sandbox_rules *rules, int version,
			int *ret_ruleset)
{
	const bool connects = rules->network == SANDBOX_CONNECT;
	const struct ruleset ruleset = {
		.files = known_rights(version),
		.network = RIGHT_NET_BIND | (connects ? 0 : RIGHT_NET_CONNECT),
		.scoped = SCOPE_SIGNAL | (connects ? 0 : SCOPE_ABSTRACT),
	};
	const long made =
		syscall(SYS_landlock_create_ruleset, &ruleset, size_of(version), (unsigned)0);
	if (made < 0) {
		return sandbox_failed(c, "landlock_create_ruleset", errno);
	}
	*ret_ruleset = (int)made;
	return OK;
}

static err allow(struct ctx *c, int ruleset, int version, const char *path,
		 enum sandbox_access access)
{
	struct stat status;
	const int descriptor = open(path, O_PATH | O_CLOEXEC);
	if (descriptor < 0) {
		return OK; /* what is not there, or not for us, needs no rule */
	}
	uint64_t rights = access == SANDBOX_WRITE ? READ_FILES | WRITE_FILES : READ_FILES;
	if (fstat(descriptor, &status) != 0 || !S_ISDIR(status.st_mode)) {
		rights &= OF_ONE_FILE;
	}
	const struct landlock_path_beneath_attr rule = {
		.allowed_access = rights & known_rights(version),
		.parent_fd = descriptor,
	};
	const long added = syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH,
				   &rule, (unsigned)0);
	const int reason = errno;
	(void)close(descriptor);
	return added == 0 ? OK : sandbox_failed(c, "landlock_add_rule", reason);
}

static err allow_all(struct ctx *c, const struct sandbox_rules *rules, int version, int ruleset)
{
	/* Where a sanitizer looks for what to say about this process. */
	static const char *const SANITIZER[] = {"/proc", "/lib", "/usr/lib", "/proc/self/exe"};

	for (size_t i = 0; i < rules->count; i++) {
		TRY(allow(c, ruleset, version, rules->paths[i].path, rules->paths[i].access));
	}
	for (size_t i = 0; SANDBOX_SANITIZED && i < COUNT_OF(SANITIZER); i++) {
		TRY(allow(c, ruleset, version, SANITIZER[i], SANDBOX_READ));
	}
	return OK;
}

err landlock_enter(struct ctx *c, const struct sandbox_rules *rules, int *ret_version)
{
	const int version = version_of_kernel();
	int ruleset;

	if (version == 0) {
		if (rules->demand == SANDBOX_REQUIRED) {
			return FAIL_PLAIN(c, ERR_BROKEN, "sandbox.no_landlock");
		}
		*ret_version = 0;
		return OK;
	}
	TRY(make_ruleset(c, rules, version, &ruleset));
	err result = allow_all(c, rules, version, ruleset);
	if (result == OK && syscall(SYS_landlock_restrict_self, ruleset, (unsigned)0) != 0) {
		result = sandbox_failed(c, "landlock_restrict_self", errno);
	}
	(void)close(ruleset);
	TRY(result);
	*ret_version = version;
	return OK;
}
