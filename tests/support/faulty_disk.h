/* faulty_disk.h - a disk that fills up exactly when a test wants it to.
 *
 * A VFS below SQLite's encryption that counts every call that needs space (write, growing the
 * shared index) and refuses from the n-th on, as a full disk does. One per test program.
 */
#ifndef SPEAN_TESTS_SUPPORT_FAULTY_DISK_H
#define SPEAN_TESTS_SUPPORT_FAULTY_DISK_H

/* Make it the default of this process. Call once, before the first store is opened. */
void faulty_disk_install(void);
/* Refuse from the `call`-th call on, counted from now (0: the next one). */
void faulty_disk_fill_after(long call);
/* Space is there again. */
void faulty_disk_heal(void);
/* Calls that needed space since the last fill_after or heal. */
long faulty_disk_calls(void);

#endif
