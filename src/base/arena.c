#include "base/arena.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* gcc says it with a macro, clang with a feature. */
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SPEAN_POISONS 1
#endif
#elif defined(__SANITIZE_ADDRESS__)
#define SPEAN_POISONS 1
#endif

#if defined(SPEAN_POISONS)
#include <sanitizer/asan_interface.h>
#else
#define ASAN_POISON_MEMORY_REGION(at, size)   ((void)(at), (void)(size))
#define ASAN_UNPOISON_MEMORY_REGION(at, size) ((void)(at), (void)(size))
#endif

enum { BLOCK_SIZE = 16 * 1024, ALIGNMENT = 16, RED_ZONE = 16 };

struct block {
	struct block *next;
	size_t size;
	size_t used;
	_Alignas(ALIGNMENT) unsigned char bytes[];
};

struct defer {
	struct defer *next;
	void (*run)(void *argument);
	void *argument;
};

struct arena {
	struct block *newest;
	struct block *first;
	struct defer *defers;
	size_t used;
};

static _Noreturn void out_of_memory(void)
{
	(void)fputs("spean: out of memory\n", stderr);
	abort();
}

static struct block *block_create(size_t size)
{
	if (size > SIZE_MAX - sizeof(struct block)) {
		out_of_memory();
	}
	struct block *block = malloc(sizeof(struct block) + size);
	if (block == NULL) {
		out_of_memory();
	}
	block->next = NULL;
	block->size = size;
	block->used = 0;
	ASAN_POISON_MEMORY_REGION(block->bytes, size);
	return block;
}

/* What a request had in hand is gone when it ends: the next one gets this memory, and so would
 * whoever reads the process. */
static void block_wipe(struct block *block)
{
	ASAN_UNPOISON_MEMORY_REGION(block->bytes, block->size);
	explicit_bzero(block->bytes, block->used);
	block->used = 0;
}

static void block_destroy(struct block *block)
{
	block_wipe(block);
	free(block);
}

struct arena *arena_create(void)
{
	struct arena *arena = calloc(1, sizeof *arena);
	if (arena == NULL) {
		out_of_memory();
	}
	arena->first = block_create(BLOCK_SIZE);
	arena->newest = arena->first;
	return arena;
}

static void run_defers(struct arena *arena)
{
	while (arena->defers != NULL) {
		const struct defer *defer = arena->defers;
		arena->defers = defer->next;
		defer->run(defer->argument);
	}
}

void arena_reset(struct arena *arena)
{
	run_defers(arena);
	while (arena->newest != arena->first) {
		struct block *older = arena->newest->next;
		block_destroy(arena->newest);
		arena->newest = older;
	}
	block_wipe(arena->first);
	ASAN_POISON_MEMORY_REGION(arena->first->bytes, arena->first->size);
	arena->used = 0;
}

void arena_destroy(struct arena *arena)
{
	if (arena == NULL) {
		return;
	}
	arena_reset(arena);
	block_destroy(arena->first);
	free(arena);
}

static size_t rounded(size_t size)
{
	if (size > SIZE_MAX - ALIGNMENT - RED_ZONE) {
		out_of_memory();
	}
	return (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
}

void *arena_alloc(struct arena *arena, size_t size)
{
	const size_t taken = rounded(size) + RED_ZONE;
	struct block *block = arena->newest;

	if (block->size - block->used < taken) {
		struct block *fresh = block_create(taken > BLOCK_SIZE ? taken : BLOCK_SIZE);
		fresh->next = block;
		arena->newest = fresh;
		block = fresh;
	}
	void *at = block->bytes + block->used;
	ASAN_UNPOISON_MEMORY_REGION(at, size);
	block->used += taken;
	arena->used += size;
	return memset(at, 0, size);
}

void *arena_alloc_array(struct arena *arena, size_t count, size_t size)
{
	size_t bytes = 0;
	if (__builtin_mul_overflow(count, size, &bytes)) {
		out_of_memory();
	}
	return arena_alloc(arena, bytes);
}

char *arena_cstr(struct arena *arena, struct slice text)
{
	char *at = arena_alloc(arena, text.length + 1);
	if (text.length > 0) {
		memcpy(at, text.at, text.length);
	}
	return at;
}

struct slice arena_copy(struct arena *arena, struct slice text)
{
	return (struct slice){.at = arena_cstr(arena, text), .length = text.length};
}

struct slice arena_format(struct arena *arena, const char *format, ...)
{
	va_list arguments;
	va_list again;

	va_start(arguments, format);
	va_copy(again, arguments);
	const int length = vsnprintf(NULL, 0, format, arguments);
	va_end(arguments);
	must(length >= 0);
	char *at = arena_alloc(arena, (size_t)length + 1);
	(void)vsnprintf(at, (size_t)length + 1, format, again);
	va_end(again);
	return (struct slice){.at = at, .length = (size_t)length};
}

void arena_defer(struct arena *arena, void (*run)(void *argument), void *argument)
{
	struct defer *defer = ARENA_NEW(arena, struct defer);
	defer->run = run;
	defer->argument = argument;
	defer->next = arena->defers;
	arena->defers = defer;
}

size_t arena_used(const struct arena *arena)
{
	return arena->used;
}
