/* planted.h - for the tests of rules: plant a text, count what the rule finds; walk the tree, want
 * nothing.
 */
#ifndef SPEAN_TESTS_RULES_PLANTED_H
#define SPEAN_TESTS_RULES_PLANTED_H

#include "../testing.h"
#include "rules.h"

struct plant {
	const char *path;
	const char *text;
	size_t expected; /* findings */
};

static inline void check_plants(struct arena *arena, rule *look, const struct plant *plants,
				size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct findings findings = findings_create(arena);
		look(&findings, slice_of(plants[i].path), slice_of(plants[i].text));
		if (findings.count != plants[i].expected) {
			fail_msg("plant %zu (%s): %zu findings\n%s", i, plants[i].text,
				 findings.count, testing_text(buf_slice(findings.text)));
		}
	}
}

static inline void assert_nothing_found(const struct findings *findings)
{
	if (findings->count > 0) {
		/* cmocka cuts its messages short. */
		(void)fprintf(stderr, "%.*s", SLICE_PRINT(buf_slice(findings->text)));
		fail_msg("%zu findings", findings->count);
	}
}

#endif
