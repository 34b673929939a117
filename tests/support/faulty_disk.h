/* faulty_disk.h - a disk that fails exactly when and how a test wants it to.
 *
 * A VFS below SQLite's encryption that counts the calls that could suffer from one kind of fault,
 * and refuses the n-th, or all from the n-th on. One per test program.
 */
#ifndef SPEAN_TESTS_SUPPORT_FAULTY_DISK_H
#define SPEAN_TESTS_SUPPORT_FAULTY_DISK_H

enum fault {
	FAULT_FULL,        /* no space: writes, and growing the shared index */
	FAULT_WRITE,       /* nothing is written */
	FAULT_SHORT_WRITE, /* half of it is written */
	FAULT_SYNC,
	FAULT_TRUNCATE,
	FAULT_READ,
	FAULT_SIZE, /* asking how long a file is */
	FAULT_LOCK,
	FAULT_SHARED_MAP,
	FAULT_SHARED_LOCK,
	FAULT_OPEN,
	FAULT_DELETE,
	FAULT_ACCESS, /* asking whether a file is there */
	FAULTS_COUNT,
};
enum fault_length { FAULT_ONCE, FAULT_FOR_GOOD };

/* Make it the default of this process. Call once, before the first store is opened. */
void faulty_disk_install(void);
/* Refuse the `call`-th call that suffers from `fault`, counted from now (0: the next one). */
void faulty_disk_break(enum fault fault, long call, enum fault_length length);
/* No space from the `call`-th call on. */
void faulty_disk_fill_after(long call);
/* All is well again. The count stays. */
void faulty_disk_heal(void);
/* Calls that could suffer, since the last break. */
long faulty_disk_calls(void);
/* "short write": for what a test prints. */
const char *faulty_disk_name(enum fault fault);

#endif
