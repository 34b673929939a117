#include "../../testing.h"

#include "base/log.h"

/* A log whose lines can be read back. */
struct pipe_log {
	struct log log;
	int reader;
	char text[8192];
};

static int log_open(void **state)
{
	struct pipe_log *pipe_log = test_calloc(1, sizeof *pipe_log);
	int ends[2];
	if (pipe(ends) != 0) {
		return -1;
	}
	pipe_log->reader = ends[0];
	pipe_log->log = (struct log){.descriptor = ends[1], .level = LOG_INFO};
	*state = pipe_log;
	return 0;
}

static int log_close(void **state)
{
	struct pipe_log *pipe_log = *state;
	(void)close(pipe_log->reader);
	test_free(pipe_log);
	return 0;
}

/* All that was logged; the time at the start of the line is cut off. Ends the log. */
static const char *logged(struct pipe_log *pipe_log)
{
	(void)close(pipe_log->log.descriptor);
	const ssize_t count = read(pipe_log->reader, pipe_log->text, sizeof pipe_log->text - 1);
	assert_true(count >= 0);
	pipe_log->text[count] = '\0';
	return count > 25 ? pipe_log->text + 25 : pipe_log->text;
}

static void a_line_has_time_level_event_and_pairs(void **state)
{
	struct pipe_log *pipe_log = *state;
	log_line(&pipe_log->log, LOG_INFO, "serve.listen", "address=%s\nport=%d", "127.0.0.1",
		 8080);
	assert_string_equal(logged(pipe_log),
			    "info serve.listen address=\"127.0.0.1\" port=\"8080\"\n");
	assert_int_equal(pipe_log->text[10], 'T');
	assert_int_equal(pipe_log->text[23], 'Z');
	assert_true(strspn(pipe_log->text, "0123456789-T:.Z") == 24);
}

static void lines_above_the_level_are_dropped(void **state)
{
	struct pipe_log *pipe_log = *state;
	log_line(&pipe_log->log, LOG_DEBUG, "quiet", "%s", "");
	log_line(&pipe_log->log, LOG_ERROR, "loud", "%s", "");
	assert_string_equal(logged(pipe_log), "error loud\n");
}

static void what_came_from_outside_stays_inside_its_quotes(void **state)
{
	struct pipe_log *pipe_log = *state;
	log_line(&pipe_log->log, LOG_WARNING, "odd", "a=%s\nb=%s", "x\"y\\z\x1B[2J\r\t\x7F",
		 "ស\xFFx");
	assert_string_equal(logged(pipe_log),
			    "warning odd a=\"x\\x22y\\x5cz\\x1b[2J\\x0d\\x09\\x7f\" "
			    "b=\"ស\\xffx\"\n");
}

static void long_values_are_cut_and_the_line_still_ends(void **state)
{
	struct pipe_log *pipe_log = *state;
	char value[5000];
	memset(value, '\x01', sizeof value - 1);
	value[sizeof value - 1] = '\0';
	log_line(&pipe_log->log, LOG_INFO, "long", "a=%s\nb=%s", "1", value);
	const char *line = logged(pipe_log);
	const size_t length = strlen(line);
	assert_true(length < 2048);
	assert_int_equal(line[length - 1], '\n');
	assert_non_null(strstr(line, "\\x01...\""));
	assert_ptr_equal(strchr(line, '\n'), line + length - 1);
}

static void many_long_values_never_pass_the_line_size(void **state)
{
	struct pipe_log *pipe_log = *state;
	char detail[1001];
	for (size_t i = 0; i + 1 < sizeof detail; i++) {
		detail[i] = i % 100 == 99 ? '\n' : '\x01';
	}
	detail[sizeof detail - 1] = '\0';
	log_line(&pipe_log->log, LOG_INFO, "long", "%s", detail);
	(void)logged(pipe_log);
	const size_t length = strlen(pipe_log->text);
	assert_int_equal(length, 2048);
	assert_int_equal(pipe_log->text[length - 1], '\n');
}

static void a_failure_is_logged_with_its_place(void **state)
{
	struct pipe_log *pipe_log = *state;
	struct ctx c = {.arena = NULL};
	const err result = fail_set(&c, ERR_LIMIT, "base.too_long", "x.c", 7, "max=%d", 5);
	assert_int_equal(result, ERR_LIMIT);
	log_fail(&pipe_log->log, "page", &c.fail);
	assert_string_equal(logged(pipe_log),
			    "error page key=\"base.too_long\" at=\"x.c:7\" max=\"5\"\n");
}

#define log_test(function) cmocka_unit_test_setup_teardown(function, log_open, log_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		log_test(a_line_has_time_level_event_and_pairs),
		log_test(lines_above_the_level_are_dropped),
		log_test(what_came_from_outside_stays_inside_its_quotes),
		log_test(long_values_are_cut_and_the_line_still_ends),
		log_test(many_long_values_never_pass_the_line_size),
		log_test(a_failure_is_logged_with_its_place),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
