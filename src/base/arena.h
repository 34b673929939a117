/* arena.h - memory with one lifetime: everything of a request, a command or a test is freed at
 * once.
 *
 * Allocation never returns NULL: real lack of memory ends the program (see docs/decisions). What a
 * *user* can make grow belongs in a `struct buf` or behind a count limit, not here.
 * After lwan's arenas with defers and PostgreSQL's memory contexts.
 *
 * What was handed out is overwritten when the arena is reset or destroyed: opened text and typed
 * passwords live no longer than their request.
 *
 * Not thread-safe: an arena belongs to one thread at a time.
 */
#ifndef SPEAN_BASE_ARENA_H
#define SPEAN_BASE_ARENA_H

#include "base/err.h"
#include "base/slice.h"

struct arena;

struct arena *arena_create(void);
/* Run the defers in reverse, free everything. NULL is fine. */
void arena_destroy(struct arena *arena);
/* The same, but keep the first block for the next use. */
void arena_reset(struct arena *arena);

/* `size` zeroed bytes, aligned for any type. */
void *arena_alloc(struct arena *arena, size_t size) __attribute__((malloc, returns_nonnull));
/* `count` zeroed items of `size` bytes; the product is checked, overflow ends the program. */
void *arena_alloc_array(struct arena *arena, size_t count, size_t size)
	__attribute__((malloc, returns_nonnull));
#define ARENA_NEW(arena, type)          ((type *)arena_alloc((arena), sizeof(type)))
#define ARENA_ARRAY(arena, count, type) ((type *)arena_alloc_array((arena), (count), sizeof(type)))

/* A copy that ends with a NUL, which its length does not count. */
struct slice arena_copy(struct arena *arena, struct slice text);
/* The same as a C string. `text` must hold no NUL inside (the copy would end there). */
char *arena_cstr(struct arena *arena, struct slice text);
/* printf into the arena. */
struct slice arena_format(struct arena *arena, const char *format, ...) PRINTF_LIKE(2, 3);

/* Call `run(argument)` when the arena is reset or destroyed, last deferred first. */
void arena_defer(struct arena *arena, void (*run)(void *argument), void *argument);

/* Bytes handed out since the last reset, for tests and metrics. */
size_t arena_used(const struct arena *arena);

#endif
