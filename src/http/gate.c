/* gate.c - the checks stand in the order in which they protect each other: sizes first, so that the
 * rest is short; then the layout, so that names and values are known to be whole; then characters;
 * then what the framing headers say together.
 */
#include "http/gate.h"

#include "base/utf8.h"
#include "http/pairs.h"
#include "http/target.h"

#include <string.h>

/* RFC 9110 5.6.2 */
static bool is_token(struct slice text)
{
	for (size_t i = 0; i < text.length; i++) {
		const char byte = text.at[i];
		const bool alphanumeric = (byte >= 'a' && byte <= 'z') ||
					  (byte >= 'A' && byte <= 'Z') ||
					  (byte >= '0' && byte <= '9');
		if (!alphanumeric && (byte == '\0' || strchr("!#$%&'*+-.^_`|~", byte) == NULL)) {
			return false;
		}
	}
	return text.length > 0;
}

static bool is_value(struct slice text)
{
	for (size_t i = 0; i < text.length; i++) {
		const unsigned char byte = (unsigned char)text.at[i];
		if ((byte < 0x20 && byte != '\t') || byte == 0x7f) {
			return false;
		}
	}
	return utf8_first_invalid(text) == SIZE_MAX;
}

/* A name or an address with an optional port; the characters of RFC 3986's host, no more. */
static bool is_host(struct slice text)
{
	for (size_t i = 0; i < text.length; i++) {
		const char byte = text.at[i];
		const bool alphanumeric = (byte >= 'a' && byte <= 'z') ||
					  (byte >= 'A' && byte <= 'Z') ||
					  (byte >= '0' && byte <= '9');
		if (!alphanumeric && (byte == '\0' || strchr("-._:[]~", byte) == NULL)) {
			return false;
		}
	}
	return text.length > 0;
}

static bool is_length(struct slice text)
{
	for (size_t i = 0; i < text.length; i++) {
		if (text.at[i] < '0' || text.at[i] > '9') {
			return false;
		}
	}
	return text.length > 0 && text.length <= LENGTH_DIGITS_MAX;
}

/* Offset of `part` in the window, or SIZE_MAX when it lies outside. */
static size_t place_of(struct slice window, struct slice part)
{
	const uintptr_t start = (uintptr_t)window.at;
	const uintptr_t at = (uintptr_t)part.at;
	if (at < start || at - start > window.length ||
	    part.length > window.length - (at - start)) {
		return SIZE_MAX;
	}
	return (size_t)(at - start);
}

static bool only_blanks(struct slice window, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++) {
		if (window.at[i] != ' ' && window.at[i] != '\t') {
			return false;
		}
	}
	return true;
}

/* CRLF leaves two NULs. A bare LF leaves one; a NUL with something behind it leaves that. */
static bool line_ends_at(struct slice window, size_t at)
{
	return at + 2 <= window.length && window.at[at] == '\0' && window.at[at + 1] == '\0';
}

/* The library accepts more line ends than CRLF and hides which it met; but every part must start
 * exactly where the one before ends plus its separator. */
static bool lines_are_strict(const struct gate_head *head)
{
	const struct slice window = head->window;
	const struct slice target_part = {head->target_place, head->target.length};
	const size_t target = head->method.length + 1;
	const size_t version = target + head->target.length + 1;
	size_t end = version + head->version.length;

	if (place_of(window, head->method) != 0 || place_of(window, target_part) != target ||
	    place_of(window, head->version) != version || !line_ends_at(window, end)) {
		return false;
	}
	for (size_t i = 0; i < head->headers_count; i++) {
		const struct http_pair *header = &head->headers[i];
		const size_t value = place_of(window, header->value);
		const size_t colon = end + 2 + header->name.length;
		if (place_of(window, header->name) != end + 2 || value == SIZE_MAX ||
		    value <= colon || !only_blanks(window, colon + 1, value)) {
			return false;
		}
		end = value + header->value.length;
		if (!line_ends_at(window, end)) {
			return false;
		}
	}
	return line_ends_at(window, end + 2) && end + 4 == window.length;
}

struct framing {
	size_t hosts, lengths, codings;
	struct slice host, length, coding;
};

static struct framing framing_of(const struct gate_head *head)
{
	struct framing framing = {.hosts = 0};

	for (size_t i = 0; i < head->headers_count; i++) {
		const struct http_pair *header = &head->headers[i];
		const struct slice value = slice_trim(header->value);
		if (same_name(header->name, S("Host"))) {
			framing.hosts++;
			framing.host = value;
		} else if (same_name(header->name, S("Content-Length"))) {
			framing.lengths++;
			framing.length = value;
		} else if (same_name(header->name, S("Transfer-Encoding"))) {
			framing.codings++;
			framing.coding = value;
		}
	}
	return framing;
}

static enum gate_reason check_framing(const struct gate_head *head)
{
	const struct framing framing = framing_of(head);
	const bool old = slice_is(head->version, "HTTP/1.0");

	if (framing.hosts > 1 || (framing.hosts == 0 && !old) ||
	    (framing.hosts == 1 && !is_host(framing.host))) {
		return GATE_HOST;
	}
	if (framing.codings > 0 && (framing.codings > 1 || framing.lengths > 0 || old ||
				    !same_name(framing.coding, S("chunked")))) {
		return GATE_CODING;
	}
	if (framing.lengths > 1 || (framing.lengths == 1 && !is_length(framing.length))) {
		return GATE_LENGTH;
	}
	return framing.codings > 0 ? GATE_CHUNKED : GATE_PASS;
}

/* A CR or a space in the address is an end of something for somebody. What else is wrong with it,
 * http/target.c says, and need not cost the connection. */
static bool is_one_word(struct slice target)
{
	for (size_t i = 0; i < target.length; i++) {
		const unsigned char byte = (unsigned char)target.at[i];
		if (byte <= 0x20 || byte == 0x7f) {
			return false;
		}
	}
	return true;
}

enum gate_reason gate_check(const struct gate_head *head)
{
	if (head->target.length > TARGET_BYTES_MAX) {
		return GATE_TARGET;
	}
	if (head->headers_count > HEADERS_MAX || head->window.length > HEAD_BYTES_MAX) {
		return GATE_LARGE;
	}
	if ((head->window.at != NULL && !lines_are_strict(head)) || !is_one_word(head->target)) {
		return GATE_LINES;
	}
	if (!is_token(head->method)) {
		return GATE_METHOD;
	}
	if (!slice_is(head->version, "HTTP/1.1") && !slice_is(head->version, "HTTP/1.0")) {
		return GATE_VERSION;
	}
	for (size_t i = 0; i < head->headers_count; i++) {
		if (!is_token(head->headers[i].name)) {
			return GATE_NAME;
		}
		if (!is_value(head->headers[i].value)) {
			return GATE_VALUE;
		}
	}
	return check_framing(head);
}

int gate_status(enum gate_reason reason)
{
	switch (reason) {
	case GATE_CHUNKED:
		return 411;
	case GATE_TARGET:
		return 414;
	case GATE_LARGE:
		return 431;
	default:
		return 400;
	}
}

const char *gate_reason_name(enum gate_reason reason)
{
	static const char *const names[GATE_REASONS] = {
		[GATE_PASS] = "pass",       [GATE_LINES] = "lines",   [GATE_METHOD] = "method",
		[GATE_VERSION] = "version", [GATE_NAME] = "name",     [GATE_VALUE] = "value",
		[GATE_HOST] = "host",       [GATE_LENGTH] = "length", [GATE_CODING] = "coding",
		[GATE_CHUNKED] = "chunked", [GATE_LARGE] = "large",   [GATE_TARGET] = "target",
	};
	return reason < GATE_REASONS ? names[reason] : "unknown";
}
