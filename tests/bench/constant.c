/* constant.c - the floor under the page rate: the HTTP library with the same settings, serving one
 * constant body and nothing else.   bench_constant BYTES [PORT]
 *
 * Prints its port and serves until standard input ends.
 */
#include <microhttpd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static enum MHD_Result answer(void *response, struct MHD_Connection *connection, const char *url,
			      const char *method, const char *version, const char *upload,
			      size_t *upload_size, void **seen)
{
	(void)url;
	(void)method;
	(void)version;
	(void)upload;
	(void)upload_size;
	if (*seen == NULL) {
		*seen = response;
		return MHD_YES;
	}
	return MHD_queue_response(connection, MHD_HTTP_OK, response);
}

int main(int count, char **arguments)
{
	const size_t size = count > 1 ? strtoul(arguments[1], NULL, 10) : 20480;
	char *body = malloc(size + 1);
	if (body == NULL) {
		return 1;
	}
	memset(body, 'x', size);
	struct MHD_Response *response =
		MHD_create_response_from_buffer(size, body, MHD_RESPMEM_PERSISTENT);
	(void)MHD_add_response_header(response, "Content-Type", "text/html; charset=utf-8");
	struct MHD_Daemon *daemon = MHD_start_daemon(
		MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_THREAD_PER_CONNECTION | MHD_USE_POLL, 0,
		NULL, NULL, answer, response, MHD_OPTION_THREAD_STACK_SIZE, (size_t)256 * 1024,
		MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)32 * 1024, MHD_OPTION_END);
	if (daemon == NULL) {
		return 1;
	}
	printf("%u\n", MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_BIND_PORT)->port);
	(void)fflush(stdout);
	while (getchar() != EOF) {
	}
	MHD_stop_daemon(daemon);
	MHD_destroy_response(response);
	free(body);
	return 0;
}
