/* vocabulary.h - what model_load makes; only files of this folder look inside. */
#ifndef SPEAN_MODEL_VOCABULARY_H
#define SPEAN_MODEL_VOCABULARY_H

#include "model/model.h"

struct scheme {
	struct slice name;
	const struct code **codes; /* in their order */
	size_t count;
};

struct model {
	struct code *codes;
	size_t count;
	const struct code **sorted; /* by scheme, then code */
	struct scheme *schemes;
	size_t schemes_count;
};

/* The code of the field's scheme, second scheme included, or NULL. */
const struct code *field_code(const struct model *model, const struct field *field,
			      struct slice code);

#endif
