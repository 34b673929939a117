/* testing.h - what nearly every test needs: cmocka in the right order, a task with its arena, and
 * failures compared by key. Include it first and relative ("../../testing.h").
 */
#ifndef SPEAN_TESTS_TESTING_H
#define SPEAN_TESTS_TESTING_H

#include "base/arena.h"
#include "base/err.h"
#include "base/slice.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

/* cmocka fixtures: *state is a struct ctx with an arena of its own. */
static inline int task_open(void **state)
{
	struct ctx *c = test_calloc(1, sizeof *c);
	c->arena = arena_create();
	*state = c;
	return 0;
}

static inline int task_close(void **state)
{
	struct ctx *c = *state;
	arena_destroy(c->arena);
	test_free(c);
	return 0;
}

#define task_test(function) cmocka_unit_test_setup_teardown(function, task_open, task_close)

#define assert_slice(text, expected)                                                               \
	do {                                                                                       \
		const struct slice got_ = (text);                                                  \
		assert_string_equal(testing_text(got_), (expected));                               \
		assert_int_equal(got_.length, strlen(expected));                                   \
	} while (0)

/* For messages of failed comparisons; cut at its size. Tests have one thread. */
static inline const char *testing_text(struct slice text)
{
	static char shown[262144];
	(void)snprintf(shown, sizeof shown, "%.*s", SLICE_PRINT(text));
	return shown;
}

/* `c` failed with this code and key, and its detail holds `argument` ("line=3") as one line. */
static inline void assert_fail(const struct ctx *c, err got, err code, const char *key,
			       const char *argument)
{
	assert_int_equal(got, code);
	assert_string_equal(c->fail.key, key);
	struct slice rest = slice_of(c->fail.detail);
	struct slice line;
	while (slice_next(&rest, '\n', &line)) {
		if (slice_is(line, argument)) {
			return;
		}
	}
	if (argument[0] != '\0') {
		fail_msg("no \"%s\" in \"%s\"", argument, c->fail.detail);
	}
}

/* `run(argument)` ends the program as a broken promise does. It runs in a child with its own
 * standard error, and what it says there is not shown. */
static inline void assert_aborts(void (*run)(void *argument), void *argument)
{
	(void)fflush(NULL);
	const pid_t child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		(void)signal(SIGABRT, SIG_DFL);
		if (freopen("/dev/null", "w", stderr) != NULL) {
			run(argument);
		}
		_exit(0);
	}
	int status = 0;
	assert_true(waitpid(child, &status, 0) == child);
	assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
}

/* A small seeded generator, the same everywhere, so that a printed seed repeats a failure. */
struct testing_random {
	uint64_t state;
};

static inline uint32_t testing_next(struct testing_random *random)
{
	random->state =
		random->state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (uint32_t)(random->state >> 33);
}

static inline uint32_t testing_below(struct testing_random *random, uint32_t limit)
{
	return testing_next(random) % limit;
}

/* The seed of this run: SPEAN_SEED of the environment, or `standard`; printed. */
static inline struct testing_random testing_seeded(uint64_t standard)
{
	const char *given = getenv("SPEAN_SEED");
	const uint64_t seed = given != NULL ? strtoull(given, NULL, 10) : standard;
	print_message("seed %llu (repeat with SPEAN_SEED)\n", (unsigned long long)seed);
	return (struct testing_random){.state = seed};
}

#endif
