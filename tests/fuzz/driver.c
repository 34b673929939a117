/* Replays a corpus folder and a fixed number of mutations of each of its files, always the same for
 * one seed: fuzz_TOPIC FOLDER [MUTATIONS [SEED]]. When the target fails, the input is written to
 * the working folder and its origin is told. libFuzzer takes this file's place in `make fuzz`. */
#include "fuzz.h"

#include <dirent.h>
#include <fcntl.h>
#include <sanitizer/common_interface_defs.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { INPUT_MAX = 64 * 1024, MUTATIONS = 300, SEED = 20261122 };

struct input {
	uint8_t *bytes; /* INPUT_MAX of them */
	size_t length;
};

/* What is being tried, for the handlers of a crash. */
static struct {
	struct input input;
	const char *file;
	unsigned mutation;
	unsigned long long seed;
} current;

static void tell_origin(void)
{
	char line[512];
	const int length = snprintf(
		line, sizeof line, "\nfuzz: failed on %s, mutation %u, seed %llu; see %s\n",
		current.file, current.mutation, current.seed, "fuzz-failed-input");
	const int descriptor = open("fuzz-failed-input", O_WRONLY | O_CREAT | O_TRUNC, 0600);
	ssize_t written = write(descriptor, current.input.bytes, current.input.length);
	written = write(STDERR_FILENO, line, (size_t)length);
	(void)written;
	(void)close(descriptor);
}

static void on_abort(int number)
{
	(void)signal(number, SIG_DFL);
	tell_origin();
	(void)raise(number);
}

static uint32_t next_random(uint64_t *state)
{
	*state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (uint32_t)(*state >> 33);
}

static size_t below(uint64_t *state, size_t limit)
{
	return limit > 0 ? next_random(state) % limit : 0;
}

static void replace_range(struct input *input, size_t at, size_t removed, const uint8_t *with,
			  size_t added)
{
	if (input->length - removed + added > INPUT_MAX) {
		return;
	}
	memmove(input->bytes + at + added, input->bytes + at + removed,
		input->length - at - removed);
	if (added > 0) {
		memcpy(input->bytes + at, with, added);
	}
	input->length += added - removed;
}

static void insert_copy(struct input *input, uint64_t *state, const struct input *from)
{
	uint8_t piece[256];
	const size_t start = below(state, from->length);
	const size_t longest =
		from->length - start < sizeof piece ? from->length - start : sizeof piece;
	const size_t length = longest > 0 ? 1 + below(state, longest) : 0;
	if (length > 0) {
		memcpy(piece, from->bytes + start, length);
		replace_range(input, below(state, input->length + 1), 0, piece, length);
	}
}

static void insert_odd_byte(struct input *input, uint64_t *state)
{
	static const uint8_t ODD[] = {0,   1,   '\t', '\n', '\r', ' ',  '"',  '\'', ',',  '-',
				      '.', '0', '9',  ':',  ';',  '<',  '=',  '[',  '\\', ']',
				      '{', '}', 0x7F, 0x80, 0xBF, 0xC0, 0xE1, 0xED, 0xF4, 0xFF};
	const uint8_t byte = ODD[below(state, sizeof ODD)];
	replace_range(input, below(state, input->length + 1), 0, &byte, 1);
}

static void mutate_once(struct input *input, uint64_t *state, const struct input *other)
{
	const size_t at = below(state, input->length);

	switch (next_random(state) % 6) {
	case 0:
		if (input->length > 0) {
			input->bytes[at] ^= (uint8_t)(1u << below(state, 8));
		}
		break;
	case 1:
		if (input->length > 0) {
			input->bytes[at] = (uint8_t)next_random(state);
		}
		break;
	case 2:
		replace_range(input, at, below(state, (input->length - at) % 64 + 1), NULL, 0);
		break;
	case 3:
		insert_copy(input, state, input);
		break;
	case 4:
		insert_copy(input, state, other);
		break;
	default:
		insert_odd_byte(input, state);
		break;
	}
}

static void try_input(const struct input *input, const char *file, unsigned mutation)
{
	/* A block of exactly the input's size, so that reading one byte past it is seen. */
	uint8_t *exact = malloc(input->length > 0 ? input->length : 1);
	if (exact == NULL) {
		abort();
	}
	if (input->length > 0) {
		memcpy(exact, input->bytes, input->length);
	}
	current.input = *input;
	current.file = file;
	current.mutation = mutation;
	(void)LLVMFuzzerTestOneInput(exact, input->length);
	free(exact);
}

static struct input input_create(void)
{
	struct input input = {.bytes = malloc(INPUT_MAX)};
	if (input.bytes == NULL) {
		abort();
	}
	return input;
}

static void input_read(struct input *input, const char *folder, const char *name)
{
	char path[4096];
	(void)snprintf(path, sizeof path, "%s/%s", folder, name);
	FILE *file = fopen(path, "rb");
	if (file == NULL) {
		perror(path);
		exit(1);
	}
	input->length = fread(input->bytes, 1, INPUT_MAX, file);
	(void)fclose(file);
}

static int is_visible(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

static unsigned long replay(const char *folder, unsigned mutations, struct dirent **entries,
			    int count)
{
	struct input input = input_create();
	struct input other = input_create();
	unsigned long runs = 1;

	try_input(&input, "(empty)", 0);
	for (int i = 0; i < count; i++) {
		uint64_t state = current.seed + (uint64_t)i * 1000003;
		input_read(&input, folder, entries[i]->d_name);
		try_input(&input, entries[i]->d_name, 0);
		for (unsigned mutation = 1; mutation <= mutations; mutation++) {
			input_read(&input, folder, entries[i]->d_name);
			input_read(&other, folder, entries[below(&state, (size_t)count)]->d_name);
			for (size_t n = 1 + below(&state, 8); n > 0; n--) {
				mutate_once(&input, &state, &other);
			}
			try_input(&input, entries[i]->d_name, mutation);
		}
		runs += 1 + mutations;
	}
	free(input.bytes);
	free(other.bytes);
	return runs;
}

int main(int argc, char **argv)
{
	struct dirent **entries = NULL;
	if (argc < 2) {
		(void)fprintf(stderr, "usage: %s FOLDER [MUTATIONS [SEED]]\n", argv[0]);
		return 2;
	}
	const unsigned mutations = argc > 2 ? (unsigned)strtoul(argv[2], NULL, 10) : MUTATIONS;
	current.seed = argc > 3 ? strtoull(argv[3], NULL, 10) : SEED;
	const int count = scandir(argv[1], &entries, is_visible, alphasort);
	if (count <= 0) {
		(void)fprintf(stderr, "%s: no corpus there\n", argv[1]);
		return 1;
	}
	__sanitizer_set_death_callback(tell_origin);
	(void)signal(SIGABRT, on_abort);
	const unsigned long runs = replay(argv[1], mutations, entries, count);
	printf("%lu inputs from %d files, seed %llu\n", runs, count, current.seed);
	for (int i = 0; i < count; i++) {
		free(entries[i]);
	}
	free(entries);
	return 0;
}
