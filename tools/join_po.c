/* join_po.c - one catalogue from its pieces: join_po OUTPUT HEADER FRAGMENT...
 *
 * A fragment holds entries only, and every key is one line: msgid "csv.quote_open". A key that
 * stands twice, in one fragment or in two, is refused with both places; msgfmt alone would name a
 * line of the joined file, where nobody looks.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct place {
	char *key;
	const char *file;
	size_t line;
};

struct places {
	struct place *at;
	size_t count;
};

static void *grown(void *at, size_t size)
{
	void *bigger = realloc(at, size);
	if (bigger == NULL) {
		perror("join_po");
		exit(1);
	}
	return bigger;
}

static int by_key(const void *a, const void *b)
{
	const struct place *left = a;
	const struct place *right = b;
	const int order = strcmp(left->key, right->key);
	if (order != 0) {
		return order;
	}
	return left->line < right->line ? -1 : left->line > right->line;
}

/* The quoted key of a msgid line, or NULL when the quotes are not on this line. */
static char *key_of(const char *line)
{
	const char *first = strchr(line, '"');
	const char *last = strrchr(line, '"');
	if (first == NULL || last == first) {
		return NULL;
	}
	const size_t length = (size_t)(last - first - 1);
	char *key = grown(NULL, length + 1);
	memcpy(key, first + 1, length);
	key[length] = '\0';
	return key;
}

static bool take_key(struct places *places, const char *line, const char *file, size_t number)
{
	char *key = key_of(line);
	if (key == NULL || key[0] == '\0') {
		(void)fprintf(stderr, "%s:%zu: a key stands on one line and is not empty\n", file,
			      number);
		free(key);
		return false;
	}
	places->at = grown(places->at, (places->count + 1) * sizeof *places->at);
	places->at[places->count++] = (struct place){.key = key, .file = file, .line = number};
	return true;
}

/* Copy `path` to `out`. `places` is NULL for the header, whose empty key is its own. */
static bool append(FILE *out, const char *path, struct places *places)
{
	FILE *in = fopen(path, "r");
	if (in == NULL) {
		perror(path);
		return false;
	}
	char *line = NULL;
	size_t size = 0;
	bool good = true;
	for (size_t number = 1; getline(&line, &size, in) >= 0; number++) {
		if (places != NULL && strncmp(line, "msgid ", 6) == 0) {
			good = take_key(places, line, path, number) && good;
		}
		(void)fputs(line, out);
	}
	(void)fputs("\n\n", out);
	free(line);
	(void)fclose(in);
	return good;
}

static bool all_different(struct places *places)
{
	bool good = true;
	if (places->count > 1) {
		qsort(places->at, places->count, sizeof *places->at, by_key);
	}
	for (size_t i = 1; i < places->count; i++) {
		const struct place *a = &places->at[i - 1];
		const struct place *b = &places->at[i];
		if (strcmp(a->key, b->key) == 0) {
			(void)fprintf(stderr, "%s:%zu: the key \"%s\" is already in %s:%zu\n",
				      b->file, b->line, b->key, a->file, a->line);
			good = false;
		}
	}
	return good;
}

int main(int count, char **arguments)
{
	if (count < 3) {
		(void)fputs("usage: join_po OUTPUT HEADER FRAGMENT...\n", stderr);
		return 2;
	}
	FILE *out = fopen(arguments[1], "w");
	if (out == NULL) {
		perror(arguments[1]);
		return 1;
	}
	struct places places = {0};
	bool good = append(out, arguments[2], NULL);
	for (int i = 3; i < count; i++) {
		good = append(out, arguments[i], &places) && good;
	}
	good = all_different(&places) && good;
	for (size_t i = 0; i < places.count; i++) {
		free(places.at[i].key);
	}
	free(places.at);
	return fclose(out) == 0 && good ? 0 : 1;
}
