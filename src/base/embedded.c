#include "base/embedded.h"

const struct embedded_file *embedded_find(const struct embedded *embedded, struct slice path)
{
	size_t low = 0;
	size_t high = embedded->count;

	while (low < high) {
		const size_t middle = low + (high - low) / 2;
		const int order = slice_compare(slice_of(embedded->files[middle].path), path);
		if (order == 0) {
			return &embedded->files[middle];
		}
		if (order < 0) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	return NULL;
}

struct slice embedded_text(const struct embedded *embedded, const char *path)
{
	const struct embedded_file *file = embedded_find(embedded, slice_of(path));
	if (file == NULL) {
		return (struct slice){.at = NULL, .length = 0};
	}
	return (struct slice){.at = file->bytes, .length = file->length};
}
