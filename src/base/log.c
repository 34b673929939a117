#include "base/log.h"

#include "base/utf8.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* Fixed sizes: a log line must also come out when memory is short. LINE_SIZE stays under PIPE_BUF,
 * so that lines of several writers do not mix in a pipe. */
enum { LINE_SIZE = 2048, DETAIL_SIZE = 1024, VALUE_MAX = 200 };

struct line {
	char bytes[LINE_SIZE];
	size_t length;
};

/* The last byte is kept for the line's end. */
static void add(struct line *line, struct slice text)
{
	const size_t room = sizeof line->bytes - 1 - line->length;
	const size_t length = text.length < room ? text.length : room;
	if (length > 0) {
		memcpy(line->bytes + line->length, text.at, length);
		line->length += length;
	}
}

static void add_time(struct line *line)
{
	struct timespec now;
	struct tm parts;
	char text[40];

	(void)clock_gettime(CLOCK_REALTIME, &now);
	(void)gmtime_r(&now.tv_sec, &parts);
	const size_t length = strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S", &parts);
	add(line, (struct slice){.at = text, .length = length});
	(void)snprintf(text, sizeof text, ".%03ldZ", now.tv_nsec / 1000000);
	add(line, slice_of(text));
}

/* Bytes that a terminal or a log reader could take for anything but text. */
static bool is_unsafe(char byte)
{
	return (unsigned char)byte < 0x20 || byte == 0x7F || byte == '"' || byte == '\\';
}

static void add_byte_escaped(struct line *line, char byte)
{
	char escape[8];
	(void)snprintf(escape, sizeof escape, "\\x%02x", (unsigned)(unsigned char)byte);
	add(line, slice_of(escape));
}

static void add_value(struct line *line, struct slice value)
{
	const bool is_cut = value.length > VALUE_MAX;
	struct slice rest = slice_between(value, 0, VALUE_MAX);

	add(line, S("\""));
	while (rest.length > 0) {
		const size_t valid = utf8_first_invalid(rest);
		size_t length = 0;
		while (length < rest.length && length < valid && !is_unsafe(rest.at[length])) {
			length++;
		}
		add(line, slice_between(rest, 0, length));
		rest = slice_between(rest, length, rest.length);
		if (rest.length > 0) {
			add_byte_escaped(line, rest.at[0]);
			rest = slice_between(rest, 1, rest.length);
		}
	}
	add(line, is_cut ? S("...\"") : S("\""));
}

static void add_pair(struct line *line, struct slice pair)
{
	const size_t cut = slice_find_byte(pair, '=');
	const bool has_key = cut != SIZE_MAX && cut > 0;

	add(line, S(" "));
	add(line, has_key ? slice_between(pair, 0, cut) : S("text"));
	add(line, S("="));
	add_value(line, has_key ? slice_between(pair, cut + 1, pair.length) : pair);
}

static void write_line(const struct log *log, enum log_level level, const char *event,
		       struct slice detail)
{
	static const char *const LEVELS[] = {"error", "warning", "info", "debug"};
	struct line line = {.length = 0};
	struct slice pair;

	add_time(&line);
	add(&line, S(" "));
	add(&line, slice_of(LEVELS[level]));
	add(&line, S(" "));
	add(&line, slice_of(event));
	while (slice_next(&detail, '\n', &pair)) {
		if (pair.length > 0) {
			add_pair(&line, pair);
		}
	}
	line.bytes[line.length++] = '\n';
	/* Nobody is left to tell if this fails. */
	const ssize_t written = write(log->descriptor, line.bytes, line.length);
	(void)written;
}

void log_line(const struct log *log, enum log_level level, const char *event, const char *format,
	      ...)
{
	char detail[DETAIL_SIZE];
	va_list arguments;

	if (level > log->level) {
		return;
	}
	va_start(arguments, format);
	const int length = vsnprintf(detail, sizeof detail, format, arguments);
	va_end(arguments);
	write_line(log, level, event, length < 0 ? S("") : slice_of(detail));
}

void log_fail(const struct log *log, const char *event, const struct fail *fail)
{
	log_line(log, LOG_ERROR, event, "key=%s\nat=%s:%d\n%s", fail->key != NULL ? fail->key : "",
		 fail->file != NULL ? fail->file : "", fail->line, fail->detail);
}
