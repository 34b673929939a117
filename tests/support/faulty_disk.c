#include "support/faulty_disk.h"

#include <errno.h>
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
static atomic_long first = LONG_MAX;
static atomic_int broken;
static atomic_int lasting;

static const struct {
	int result;
	int number; /* errno */
	const char *name;
} FAULTS[] = {
	[FAULT_FULL] = {SQLITE_FULL, ENOSPC, "full"},
	[FAULT_WRITE] = {SQLITE_IOERR_WRITE, EIO, "write"},
	[FAULT_SHORT_WRITE] = {SQLITE_IOERR_WRITE, EIO, "short write"},
	[FAULT_SYNC] = {SQLITE_IOERR_FSYNC, EIO, "sync"},
	[FAULT_TRUNCATE] = {SQLITE_IOERR_TRUNCATE, EIO, "truncate"},
	[FAULT_READ] = {SQLITE_IOERR_READ, EIO, "read"},
	[FAULT_SIZE] = {SQLITE_IOERR_FSTAT, EIO, "size"},
	[FAULT_LOCK] = {SQLITE_IOERR_LOCK, ENOLCK, "lock"},
	[FAULT_SHARED_MAP] = {SQLITE_IOERR_SHMMAP, EIO, "shared memory"},
	[FAULT_SHARED_LOCK] = {SQLITE_IOERR_SHMLOCK, ENOLCK, "lock of shared memory"},
	[FAULT_OPEN] = {SQLITE_CANTOPEN, EMFILE, "open"},
	[FAULT_DELETE] = {SQLITE_IOERR_DELETE, EIO, "delete"},
	[FAULT_ACCESS] = {SQLITE_IOERR_ACCESS, EIO, "access"},
};

/* What a call answers that would suffer from that fault. */
static int suffer(enum fault fault)
{
	if (atomic_load(&broken) != (int)fault) {
		return SQLITE_OK;
	}
	const long call = atomic_fetch_add(&calls, 1);
	const long from = atomic_load(&first);
	if (call < from || (call > from && atomic_load(&lasting) == FAULT_ONCE)) {
		return SQLITE_OK;
	}
	errno = FAULTS[fault].number;
	return FAULTS[fault].result;
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
	const int refused = suffer(FAULT_READ);
	return refused != SQLITE_OK
		       ? refused
		       : real_of(file)->pMethods->xRead(real_of(file), to, count, from);
}

static int write_file(sqlite3_file *file, const void *from, int count, sqlite3_int64 to)
{
	int refused = suffer(FAULT_FULL);
	if (refused == SQLITE_OK) {
		refused = suffer(FAULT_WRITE);
	}
	if (refused == SQLITE_OK) {
		refused = suffer(FAULT_SHORT_WRITE);
		count = refused == SQLITE_OK ? count : count / 2;
	} else {
		count = 0;
	}
	const int written = real_of(file)->pMethods->xWrite(real_of(file), from, count, to);
	return refused != SQLITE_OK ? refused : written;
}

static int truncate_file(sqlite3_file *file, sqlite3_int64 size)
{
	const int refused = suffer(FAULT_TRUNCATE);
	return refused != SQLITE_OK ? refused
				    : real_of(file)->pMethods->xTruncate(real_of(file), size);
}

/* What is not tested here costs nothing: no test cuts the power. */
static int sync_file(sqlite3_file *file, int flags)
{
	(void)file;
	(void)flags;
	return suffer(FAULT_SYNC);
}

static int size_file(sqlite3_file *file, sqlite3_int64 *size)
{
	const int refused = suffer(FAULT_SIZE);
	return refused != SQLITE_OK ? refused
				    : real_of(file)->pMethods->xFileSize(real_of(file), size);
}

static int lock_file(sqlite3_file *file, int level)
{
	const int refused = suffer(FAULT_LOCK);
	return refused != SQLITE_OK ? refused
				    : real_of(file)->pMethods->xLock(real_of(file), level);
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
	int refused = extend ? suffer(FAULT_FULL) : SQLITE_OK;
	if (refused == SQLITE_OK) {
		refused = suffer(FAULT_SHARED_MAP);
	}
	return refused != SQLITE_OK
		       ? refused
		       : real_of(file)->pMethods->xShmMap(real_of(file), page, size, extend, at);
}

static int lock_shared(sqlite3_file *file, int offset, int count, int flags)
{
	/* Nobody asks what became of giving a lock back. */
	const int refused = (flags & SQLITE_SHM_LOCK) != 0 ? suffer(FAULT_SHARED_LOCK) : SQLITE_OK;
	return refused != SQLITE_OK
		       ? refused
		       : real_of(file)->pMethods->xShmLock(real_of(file), offset, count, flags);
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
	int result = suffer(FAULT_OPEN);
	if (result == SQLITE_OK) {
		result = below->xOpen(below, name, file->real, flags, ret_flags);
	}
	file->base.pMethods = result == SQLITE_OK ? &METHODS : NULL;
	return result;
}

static int delete_file(sqlite3_vfs *vfs, const char *name, int sync)
{
	const int refused = suffer(FAULT_DELETE);
	(void)vfs;
	return refused != SQLITE_OK ? refused : below->xDelete(below, name, sync);
}

static int access_file(sqlite3_vfs *vfs, const char *name, int flags, int *ret_holds)
{
	const int refused = suffer(FAULT_ACCESS);
	(void)vfs;
	return refused != SQLITE_OK ? refused : below->xAccess(below, name, flags, ret_holds);
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
	above.xDelete = delete_file;
	above.xAccess = access_file;
	assert_int_equal(sqlite3_vfs_register(&above, 0), SQLITE_OK);
	/* The encryption stands on top of it, and is what SQLite then opens files with. */
	assert_int_equal(sqlite3mc_vfs_create("faulty", 1), SQLITE_OK);
}

void faulty_disk_break(enum fault fault, long call, enum fault_length length)
{
	atomic_store(&broken, (int)fault);
	atomic_store(&lasting, (int)length);
	atomic_store(&first, call);
	atomic_store(&calls, 0);
}

void faulty_disk_fill_after(long call)
{
	faulty_disk_break(FAULT_FULL, call, FAULT_FOR_GOOD);
}

void faulty_disk_heal(void)
{
	atomic_store(&first, LONG_MAX);
}

long faulty_disk_calls(void)
{
	return atomic_load(&calls);
}

const char *faulty_disk_name(enum fault fault)
{
	return FAULTS[fault].name;
}
