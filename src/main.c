/* main.c - the program: hands what it carries to the command line. */
#include "cli/cli.h"

int main(int count, char **arguments)
{
	return cli_main(&SPEAN_EMBEDDED, count, arguments);
}
