#include "support/faulty_disk.h"

#include <limits.h>
#include <setjmp.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

/* The real file stands behind ours in the same memory. */
struct file {
	sqlite3_file base;
	sqlite3_file *real;
};

static sqlite3_vfs *below;
static sqlite3_vfs above;
static atomic_long calls;
static atomic_long limit = LONG_MAX;

static int spend(int refusal)
{
	return atomic_fetch_add(&calls, 1) >= atomic_load(&limit) ? refusal : SQLITE_OK;
}

static sqlite3_file *real_of(sqlite3_file *file)
{
	return ((struct file *)file)->real;
}

static int close_file(sqlite3_file *file)
{
	return real_of(file)->pMethods->xClose(real_of(file));
}

static int read_file(sqlite3_file *file, void *to, int count, sqlite3_int64 from)
{
	return real_of(file)->pMethods->xRead(real_of(file), to, count, from);
}

static int write_file(sqlite3_file *file, const void *from, int count, sqlite3_int64 to)
{
	const int refused = spend(SQLITE_FULL);
	return refused != SQLITE_OK
		       ? refused
		       : real_of(file)->pMethods->xWrite(real_of(file), from, count, to);
}

static int truncate_file(sqlite3_file *file, sqlite3_int64 size)
{
	return real_of(file)->pMethods->xTruncate(real_of(file), size);
}

static int sync_file(sqlite3_file *file, int flags)
{
	return real_of(file)->pMethods->xSync(real_of(file), flags);
}

static int size_file(sqlite3_file *file, sqlite3_int64 *size)
{
	return real_of(file)->pMethods->xFileSize(real_of(file), size);
}

static int lock_file(sqlite3_file *file, int level)
{
	return real_of(file)->pMethods->xLock(real_of(file), level);
}

static int unlock_file(sqlite3_file *file, int level)
{
	return real_of(file)->pMethods->xUnlock(real_of(file), level);
}

static int check_lock(sqlite3_file *file, int *held)
{
	return real_of(file)->pMethods->xCheckReservedLock(real_of(file), held);
}

static int control(sqlite3_file *file, int operation, void *argument)
{
	/* A hint to grow is only a hint; what it would write is counted when it is written. */
	if (operation == SQLITE_FCNTL_SIZE_HINT || operation == SQLITE_FCNTL_CHUNK_SIZE) {
		return SQLITE_OK;
	}
	return real_of(file)->pMethods->xFileControl(real_of(file), operation, argument);
}

static int sector_size(sqlite3_file *file)
{
	return real_of(file)->pMethods->xSectorSize(real_of(file));
}

static int characteristics(sqlite3_file *file)
{
	return real_of(file)->pMethods->xDeviceCharacteristics(real_of(file));
}

static int map_shared(sqlite3_file *file, int page, int size, int extend, void volatile **at)
{
	const int refused = extend ? spend(SQLITE_FULL) : SQLITE_OK;
	return refused != SQLITE_OK
		       ? refused
		       : real_of(file)->pMethods->xShmMap(real_of(file), page, size, extend, at);
}

static int lock_shared(sqlite3_file *file, int offset, int count, int flags)
{
	return real_of(file)->pMethods->xShmLock(real_of(file), offset, count, flags);
}

static void barrier(sqlite3_file *file)
{
	real_of(file)->pMethods->xShmBarrier(real_of(file));
}

static int unmap_shared(sqlite3_file *file, int remove)
{
	return real_of(file)->pMethods->xShmUnmap(real_of(file), remove);
}

static const sqlite3_io_methods METHODS = {
	.iVersion = 2,
	.xClose = close_file,
	.xRead = read_file,
	.xWrite = write_file,
	.xTruncate = truncate_file,
	.xSync = sync_file,
	.xFileSize = size_file,
	.xLock = lock_file,
	.xUnlock = unlock_file,
	.xCheckReservedLock = check_lock,
	.xFileControl = control,
	.xSectorSize = sector_size,
	.xDeviceCharacteristics = characteristics,
	.xShmMap = map_shared,
	.xShmLock = lock_shared,
	.xShmBarrier = barrier,
	.xShmUnmap = unmap_shared,
};

static int open_file(sqlite3_vfs *vfs, const char *name, sqlite3_file *base, int flags,
		     int *ret_flags)
{
	struct file *file = (struct file *)base;
	(void)vfs;
	file->real = (sqlite3_file *)(void *)(file + 1);
	const int result = below->xOpen(below, name, file->real, flags, ret_flags);
	file->base.pMethods = result == SQLITE_OK ? &METHODS : NULL;
	return result;
}

void faulty_disk_install(void)
{
	assert_int_equal(sqlite3_initialize(), SQLITE_OK);
	below = sqlite3_vfs_find("unix");
	assert_non_null(below);
	above = *below;
	above.pNext = NULL;
	above.zName = "faulty";
	above.szOsFile = (int)sizeof(struct file) + below->szOsFile;
	above.xOpen = open_file;
	assert_int_equal(sqlite3_vfs_register(&above, 0), SQLITE_OK);
	/* The encryption stands on top of it, and is what SQLite then opens files with. */
	assert_int_equal(sqlite3mc_vfs_create("faulty", 1), SQLITE_OK);
}

void faulty_disk_fill_after(long call)
{
	atomic_store(&calls, 0);
	atomic_store(&limit, call);
}

void faulty_disk_heal(void)
{
	faulty_disk_fill_after(LONG_MAX);
}

long faulty_disk_calls(void)
{
	return atomic_load(&calls);
}
