/* internal.h - what the files of this folder share. */
#ifndef SPEAN_DIRECTORY_INTERNAL_H
#define SPEAN_DIRECTORY_INTERNAL_H

#include "directory/directory.h"
#include "directory/words.h"

/* Fill directory->provinces from the model's code table. */
void directory_read_provinces(struct arena *arena, const struct model *model,
			      struct directory *directory);

/* Have two ';' lists an item in common? */
bool lists_meet(struct slice a, struct slice b);

struct slice words_text(const struct words *words, const char *key);
/* With arguments, "name=value" a line. */
struct slice words_with(const struct words *words, const char *key, struct slice arguments);

enum { LABELS_MAX = 64 };
struct labels {
	struct slice at[LABELS_MAX];
	size_t count;
};
/* Add the label of a code unless another code has brought the same words. */
void labels_add_code(const struct words *words, struct labels *labels, const char *scheme,
		     struct slice code);
struct slice labels_join(const struct words *words, const struct labels *labels);

#endif
