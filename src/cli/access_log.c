#include "cli/access_log.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

enum { MODE = 0640 };

static err refuse(struct ctx *c, const char *path)
{
	return FAIL(c, ERR_BROKEN, "file.write", "path=%s\nreason=%s", path,
		    strerrordesc_np(errno));
}

err access_log_open(struct ctx *c, const char *path, int *ret_descriptor)
{
	const int descriptor =
		open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOCTTY, MODE);
	if (descriptor < 0) {
		return refuse(c, path);
	}
	*ret_descriptor = descriptor;
	return OK;
}

err access_log_reopen(struct ctx *c, const char *path, int descriptor)
{
	int fresh = -1;
	TRY(access_log_open(c, path, &fresh));
	const int moved = dup3(fresh, descriptor, O_CLOEXEC);
	const int reason = errno;
	(void)close(fresh);
	errno = reason;
	return moved < 0 ? refuse(c, path) : OK;
}
