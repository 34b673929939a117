/* places.c - how far apart two provinces are. */
#include "directory/directory.h"

#include "directory/internal.h"

/* Centimetres of a ten-thousandth of a degree: of latitude, and of longitude at 12.5 degrees north,
 * the middle of the country. */
enum { LATITUDE_CM = 1112, LONGITUDE_CM = 1086, CM_A_KM = 100000 };

void directory_read_provinces(struct arena *arena, const struct model *model,
			      struct directory *directory)
{
	size_t count;
	const struct code *const *codes = model_codes(model, "province", &count);
	struct province_point *points = ARENA_ARRAY(arena, count, struct province_point);
	size_t known = 0;

	for (size_t i = 0; i < count; i++) {
		if (codes[i]->latitude != 0 || codes[i]->longitude != 0) {
			points[known++] = (struct province_point){
				.code = codes[i]->code,
				.latitude = codes[i]->latitude,
				.longitude = codes[i]->longitude,
			};
		}
	}
	directory->provinces = points;
	directory->provinces_count = known;
}

static const struct province_point *find_point(const struct directory *directory, struct slice code)
{
	for (size_t i = 0; i < directory->provinces_count; i++) {
		if (slice_equal(directory->provinces[i].code, code)) {
			return &directory->provinces[i];
		}
	}
	return NULL;
}

static uint64_t square_root(uint64_t value)
{
	uint64_t root = 0;
	for (uint64_t bit = UINT64_C(1) << 31; bit > 0; bit >>= 1) {
		const uint64_t tried = root | bit;
		root = tried * tried <= value ? tried : root;
	}
	return root;
}

size_t directory_distance_km(const struct directory *directory, struct slice from, struct slice to)
{
	const struct province_point *a = find_point(directory, from);
	const struct province_point *b = find_point(directory, to);

	if (a == NULL || b == NULL) {
		return SIZE_MAX;
	}
	const int64_t north = (int64_t)(a->latitude - b->latitude) * LATITUDE_CM;
	const int64_t east = (int64_t)(a->longitude - b->longitude) * LONGITUDE_CM;
	return (size_t)(square_root((uint64_t)(north * north + east * east)) / CM_A_KM);
}
