#include "vault/guarded.h"

#include <sodium.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/err.h"

void *guarded_create(size_t size)
{
	must(sodium_init() >= 0);
	void *at = sodium_malloc(size);
	must(at != NULL);
	/* sodium_malloc says this with its lock; where locking is not allowed it must hold too. */
	const uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
	const uintptr_t start = (uintptr_t)at / page * page;
	const uintptr_t end = ((uintptr_t)at + size + page - 1) / page * page;
	(void)madvise((char *)at - ((uintptr_t)at - start), end - start, MADV_DONTDUMP);
	return memset(at, 0, size);
}

void guarded_destroy(void *at)
{
	sodium_free(at);
}
