/* guarded.h - memory for keys: between two pages that cannot be touched, never in swap or a core
 * file, wiped when it is given back. */
#ifndef SPEAN_VAULT_GUARDED_H
#define SPEAN_VAULT_GUARDED_H

#include <stddef.h>

/* `size` zeroed bytes; ends the program when there are none. */
void *guarded_create(size_t size) __attribute__((malloc, returns_nonnull));
void guarded_destroy(void *at); /* NULL is fine */

#endif
