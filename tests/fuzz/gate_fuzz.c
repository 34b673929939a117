/* Any bytes as the head of a request. It is taken apart as leniently as the library does it, with
 * NULs over the separators; what the gate lets pass must then be strict when the original bytes are
 * read by somebody else: CRLF line ends, token names, one Host, one length or none, no coding. */
#include "fuzz.h"

#include <string.h>

#include "http/gate.h"
#include "http/pairs.h"
#include "http/target.h"

enum { LINES_MAX = 200 };

struct reading {
	struct slice bytes; /* separators overwritten */
	struct slice rest;
	struct gate_head head;
	struct http_pair headers[LINES_MAX];
};

/* The next line up to CRLF or a bare LF, which become NUL; as a C string, so cut at a NUL. */
static bool next_line(struct reading *reading, struct slice *ret_line)
{
	const size_t end = slice_find_byte(reading->rest, '\n');
	if (end == SIZE_MAX) {
		return false;
	}
	char *at = (char *)(uintptr_t)reading->rest.at;
	at[end] = '\0';
	if (end > 0 && at[end - 1] == '\r') {
		at[end - 1] = '\0';
	}
	reading->rest.at += end + 1;
	reading->rest.length -= end + 1;
	*ret_line = slice_of(at);
	return true;
}

static bool read_request_line(struct reading *reading, struct slice line)
{
	char *at = (char *)(uintptr_t)line.at;
	char *target = strchr(at, ' ');
	char *version = strrchr(at, ' ');
	if (target == NULL || version == target) {
		return false;
	}
	*target++ = '\0';
	while (*target == ' ') {
		target++;
	}
	*version++ = '\0';
	reading->head.method = slice_of(at);
	reading->head.target = slice_of(target);
	reading->head.target_place = target;
	reading->head.version = slice_of(version);
	return true;
}

static bool read_header(struct reading *reading, struct slice line)
{
	char *at = (char *)(uintptr_t)line.at;
	char *value = strchr(at, ':');
	if (value == NULL || reading->head.headers_count == LINES_MAX) {
		return false;
	}
	*value++ = '\0';
	while (*value == ' ' || *value == '\t') {
		value++;
	}
	reading->headers[reading->head.headers_count++] =
		(struct http_pair){.name = slice_of(at), .value = slice_of(value)};
	return true;
}

static bool read_leniently(struct reading *reading)
{
	struct slice line;
	if (!next_line(reading, &line) || !read_request_line(reading, line)) {
		return false;
	}
	while (next_line(reading, &line)) {
		if (line.length == 0) {
			reading->head.headers = reading->headers;
			reading->head.window =
				slice_between(reading->bytes,
					      (size_t)(reading->head.method.at - reading->bytes.at),
					      (size_t)(reading->rest.at - reading->bytes.at));
			return true;
		}
		if (!read_header(reading, line)) {
			return false;
		}
	}
	return false;
}

static bool is_break(char byte)
{
	return byte == '\0' || byte == '\r' || byte == '\n';
}

/* Of the original bytes: every line end has the two bytes of CRLF, the last one four, and nothing
 * stands between them. What cannot be seen any more (docs/http.md) is a NUL among these two or
 * four. */
static void must_be_strict(struct slice head)
{
	size_t run = 0;
	for (size_t i = 0; i < head.length; i++) {
		if (is_break(head.at[i])) {
			run++;
			continue;
		}
		must(run == 0 || run == 2);
		run = 0;
	}
	must(run == 4 && slice_ends(head, S("\n")));
	must(slice_find(head, S("\r\n ")) == SIZE_MAX);
	must(slice_find(head, S("\r\n\t")) == SIZE_MAX);
}

static void must_frame_one_way(const struct gate_head *head)
{
	size_t hosts = 0;
	size_t lengths = 0;
	for (size_t i = 0; i < head->headers_count; i++) {
		const struct slice name = head->headers[i].name;
		hosts += same_name(name, S("host"));
		lengths += same_name(name, S("content-length"));
		must(!same_name(name, S("transfer-encoding")));
		must(slice_find_byte(name, ' ') == SIZE_MAX && name.length > 0);
	}
	must(hosts <= 1 && lengths <= 1);
	must(hosts == 1 || slice_is(head->version, "HTTP/1.0"));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_create();
	const struct slice original = {.at = (const char *)data, .length = size};
	struct reading *reading = ARENA_NEW(arena, struct reading);

	reading->bytes = arena_copy(arena, original);
	reading->rest = reading->bytes;
	if (read_leniently(reading)) {
		const enum gate_reason reason = gate_check(&reading->head);
		must(reason < GATE_REASONS && gate_reason_name(reason) != NULL);
		must(gate_status(reason) >= 400);
		if (reason == GATE_PASS) {
			must_be_strict(slice_between(original, 0, reading->head.window.length));
			must_frame_one_way(&reading->head);
		}
	}
	arena_destroy(arena);
	return 0;
}
