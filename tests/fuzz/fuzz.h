/* fuzz.h - one fuzz target: a program that is given any bytes and must neither crash, leak, hang
 * nor break a promise.
 *
 * A target is tests/fuzz/TOPIC_fuzz.c with this one function; tests/fuzz/corpus/TOPIC/ holds inputs
 * that once mattered. Built twice: with libFuzzer (`make fuzz`), and in the sanitized test build
 * with driver.c, which replays the corpus and seeded mutations of it. A target that can should also
 * check a property (what was read can be written and read again), not only survival.
 */
#ifndef SPEAN_TESTS_FUZZ_H
#define SPEAN_TESTS_FUZZ_H

#include <stddef.h>
#include <stdint.h>

/* Always 0, as libFuzzer wants it. `data` may be NULL when `size` is 0. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#endif
