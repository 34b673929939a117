/* khmer_spec.h - what the measures share: the file they report to and the baseline. */
#ifndef SPEAN_TESTS_KHMER_SPEC_H
#define SPEAN_TESTS_KHMER_SPEC_H

#include "base/slice.h"

/* Jaro-Winkler over code points, prefix weight 0.1 up to four. */
double jaro_winkler(struct slice a, struct slice b);

#endif
