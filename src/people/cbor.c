#include "people/cbor.h"

enum major {
	CBOR_NUMBER,
	CBOR_NEGATIVE,
	CBOR_BYTES,
	CBOR_TEXT,
	CBOR_ARRAY,
	CBOR_MAP,
	CBOR_TAG,
	CBOR_SIMPLE,
};

enum { DEPTH_MAX = 8, ITEMS_MAX = 1024, LENGTH_BYTES_MAX = 4 };

struct head {
	enum major major;
	uint32_t value;
};

static void skip_bytes(struct slice *rest, size_t count)
{
	*rest = slice_between(*rest, count, rest->length);
}

/* The value after the first byte: `count` bytes, largest first, and no shorter form possible. */
static bool read_value(struct slice *rest, size_t count, uint32_t *ret_value)
{
	static const uint32_t SMALLEST[] = {0, 24, 256, 0, 65536};
	uint32_t value = 0;

	if (rest->length < count) {
		return false;
	}
	for (size_t i = 0; i < count; i++) {
		value = (value << 8) | (unsigned char)rest->at[i];
	}
	skip_bytes(rest, count);
	*ret_value = value;
	return value >= SMALLEST[count];
}

static bool read_head(struct slice *rest, struct head *ret_head)
{
	if (rest->length == 0) {
		return false;
	}
	const unsigned char first = (unsigned char)rest->at[0];
	const unsigned short_value = first & 0x1F;
	struct head head = {.major = (enum major)(first >> 5), .value = short_value};

	skip_bytes(rest, 1);
	if (short_value >= 24) {
		/* 24, 25, 26: one, two, four bytes follow. Longer ones cannot be meant here. */
		const size_t count = (size_t)1 << (short_value - 24);
		if (count > LENGTH_BYTES_MAX || !read_value(rest, count, &head.value)) {
			return false;
		}
	}
	*ret_head = head;
	return true;
}

static bool read_string(struct slice *rest, enum major major, struct slice *ret_text)
{
	struct head head;

	if (!read_head(rest, &head) || head.major != major || head.value > rest->length) {
		return false;
	}
	*ret_text = slice_between(*rest, 0, head.value);
	skip_bytes(rest, head.value);
	return true;
}

/* How many items follow a head that opens something. */
static bool count_inside(const struct head *head, size_t *ret_count)
{
	if (head->value > ITEMS_MAX) {
		return false;
	}
	*ret_count = head->major == CBOR_MAP ? (size_t)head->value * 2 : head->value;
	return true;
}

/* Past one item. Depth is bounded by an array, not by recursion. */
static bool skip_item(struct slice *rest)
{
	size_t left[DEPTH_MAX] = {1};
	int depth = 0;

	while (depth >= 0) {
		struct head head;
		size_t inside = 0;
		if (left[depth] == 0) {
			depth--;
			continue;
		}
		left[depth]--;
		if (!read_head(rest, &head)) {
			return false;
		}
		switch (head.major) {
		case CBOR_NUMBER:
		case CBOR_NEGATIVE:
			break;
		case CBOR_BYTES:
		case CBOR_TEXT:
			if (head.value > rest->length) {
				return false;
			}
			skip_bytes(rest, head.value);
			break;
		case CBOR_ARRAY:
		case CBOR_MAP:
			if (depth + 1 == DEPTH_MAX || !count_inside(&head, &inside)) {
				return false;
			}
			left[++depth] = inside;
			break;
		case CBOR_SIMPLE:
			if (head.value < 20 || head.value > 22) { /* false, true, null */
				return false;
			}
			break;
		case CBOR_TAG:
			return false;
		}
	}
	return true;
}

/* A map as it stands, its head included. */
static bool read_map(struct slice *rest, struct slice *ret_map)
{
	const struct slice start = *rest;
	struct slice look = *rest;
	struct head head;

	if (!read_head(&look, &head) || head.major != CBOR_MAP || !skip_item(rest)) {
		return false;
	}
	*ret_map = slice_between(start, 0, start.length - rest->length);
	return true;
}

static bool read_member(struct slice *rest, struct attestation *attestation)
{
	struct slice key;

	if (!read_string(rest, CBOR_TEXT, &key)) {
		return false;
	}
	if (slice_is(key, "fmt")) {
		return attestation->format.at == NULL &&
		       read_string(rest, CBOR_TEXT, &attestation->format);
	}
	if (slice_is(key, "attStmt")) {
		return attestation->statement.at == NULL && read_map(rest, &attestation->statement);
	}
	return slice_is(key, "authData") && attestation->data.at == NULL &&
	       read_string(rest, CBOR_BYTES, &attestation->data);
}

bool attestation_read(struct slice cbor, struct attestation *ret_attestation)
{
	enum { MEMBERS = 3 };
	struct attestation attestation = {.format = {NULL, 0}};
	struct slice rest = cbor;
	struct head head;

	if (!read_head(&rest, &head) || head.major != CBOR_MAP || head.value != MEMBERS) {
		return false;
	}
	for (int i = 0; i < MEMBERS; i++) {
		if (!read_member(&rest, &attestation)) {
			return false;
		}
	}
	if (rest.length != 0) {
		return false;
	}
	*ret_attestation = attestation;
	return true;
}
