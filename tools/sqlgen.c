/* sqlgen.c - make C tables out of sql/: sqlgen OUTPUT_FOLDER FILE...
 *
 * A file below query/ or engine/ holds statements, each under a comment head (docs/decisions):
 *     -- name: meta_value   role: reader   rows: one
 *     -- name: keys_of      role: reader   rows: many   store: keys
 *     -- in:  name text
 * A file below migrations/ (the data) or keys/ (the key store) is one numbered step
 * (0001_meta.sql). NAME.pg.sql beside a query file replaces single statements for PostgreSQL.
 * Writes store_catalogue.h and store_catalogue.c.
 */
#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LINE_MAX_BYTES = 4096, TEXT_MAX_BYTES = 1 << 20, STATEMENTS_MAX = 2000, FILES_MAX = 500 };

struct statement {
	char *name;
	char *role;
	char *rows;
	char *in;
	char *out;
	char *why;
	char *scan;
	char *store;
	char *sql;
	char *postgres;
	const char *file;
};

struct migration {
	long number;
	char *name;
	char *sql;
};

struct steps {
	struct migration *at;
	size_t count;
};

struct catalogue {
	struct statement *statements;
	size_t statements_count;
	struct steps data;
	struct steps keys;
};

static _Noreturn void stop(const char *file, const char *what, const char *detail)
{
	(void)fprintf(stderr, "sqlgen: %s: %s%s%s\n", file, what, detail[0] != '\0' ? ": " : "",
		      detail);
	exit(1);
}

/* All memory of a run, freed at its end. */
struct block {
	struct block *next;
	_Alignas(16) char bytes[];
};
static struct block *blocks;

static void *take(size_t count, size_t size)
{
	struct block *block = calloc(1, sizeof *block + count * size);
	if (block == NULL) {
		stop("memory", "there is none left", "");
	}
	block->next = blocks;
	blocks = block;
	return block->bytes;
}

static void give_back(void)
{
	while (blocks != NULL) {
		struct block *next = blocks->next;
		free(blocks);
		blocks = next;
	}
}

static char *copy(const char *from, size_t length)
{
	char *at = take(length + 1, 1);
	memcpy(at, from, length);
	return at;
}

static char *read_file(const char *path)
{
	FILE *file = fopen(path, "rb");
	if (file == NULL) {
		stop(path, "cannot be read", "");
	}
	char *text = take(TEXT_MAX_BYTES + 1, 1);
	const size_t length = fread(text, 1, TEXT_MAX_BYTES, file);
	(void)fclose(file);
	if (length == TEXT_MAX_BYTES || strlen(text) != length) {
		stop(path, "is too large or holds a NUL", "");
	}
	return text;
}

/* Does a key of the first line of a head stand after this space? */
static bool starts_key(const char *at)
{
	static const char *const keys[] = {" role:", " rows:", " scan:", " store:"};
	for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
		if (strncmp(at, keys[i], strlen(keys[i])) == 0) {
			return true;
		}
	}
	return false;
}

/* The value after "key:" in a head line, up to the next key, two spaces, or the end; NULL if
 * absent. */
static char *head_value(const char *line, const char *key)
{
	const char *at = strstr(line, key);
	if (at == NULL || (at > line && at[-1] != ' ')) {
		return NULL;
	}
	at += strlen(key);
	at += strspn(at, " \t");
	const char *end = at;
	while (*end != '\0' && strncmp(end, "  ", 2) != 0 && !starts_key(end)) {
		end++;
	}
	while (end > at && isspace((unsigned char)end[-1])) {
		end--;
	}
	return copy(at, (size_t)(end - at));
}

static void read_first_line(struct statement *statement, const char *line)
{
	statement->name = head_value(line, "name:");
	statement->role = head_value(line, "role:");
	statement->rows = head_value(line, "rows:");
	statement->scan = head_value(line, "scan:");
	statement->store = head_value(line, "store:");
}

/* Whole-line keys: everything after the colon. */
static char *rest_of_line(const char *line, const char *key)
{
	const size_t start = strspn(line, "- ");
	if (strncmp(line + start, key, strlen(key)) != 0) {
		return NULL;
	}
	const char *at = line + start + strlen(key);
	return copy(at + strspn(at, " \t"), strlen(at + strspn(at, " \t")));
}

static void read_head_line(struct statement *statement, const char *line)
{
	char **const slots[] = {&statement->in, &statement->out, &statement->why, &statement->scan};
	static const char *const keys[] = {"in:", "out:", "why:", "scan:"};
	for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
		char *value = rest_of_line(line, keys[i]);
		if (value != NULL) {
			*slots[i] = value;
			return;
		}
	}
}

static bool has_word(const char *text, const char *word)
{
	const size_t length = strlen(word);
	for (const char *at = text; *at != '\0'; at++) {
		const bool starts =
			at == text || !(isalnum((unsigned char)at[-1]) || at[-1] == '_');
		if (starts && strncasecmp(at, word, length) == 0 &&
		    !(isalnum((unsigned char)at[length]) || at[length] == '_')) {
			return true;
		}
	}
	return false;
}

/* PostgreSQL has no authorizer as SQLite has, so what a reader may say is also checked here. */
static void check(const struct statement *statement)
{
	static const char *const roles[] = {"reader", "writer", "engine"};
	static const char *const writes[] = {"INSERT", "UPDATE", "DELETE",   "CREATE", "DROP",
					     "ALTER",  "MERGE",  "TRUNCATE", "COPY"};
	bool known = false;
	for (size_t i = 0; i < sizeof roles / sizeof roles[0]; i++) {
		known = known ||
			(statement->role != NULL && strcmp(statement->role, roles[i]) == 0);
	}
	if (statement->name == NULL || !known || statement->rows == NULL) {
		stop(statement->file, "a head needs name:, role: and rows:",
		     statement->name != NULL ? statement->name : "");
	}
	if (statement->store != NULL && strcmp(statement->store, "keys") != 0) {
		stop(statement->file, "the other store is called keys", statement->name);
	}
	if (strcmp(statement->role, "reader") != 0) {
		return;
	}
	for (size_t i = 0; i < sizeof writes / sizeof writes[0]; i++) {
		if (has_word(statement->sql, writes[i])) {
			stop(statement->file, "a reader's statement may not write",
			     statement->name);
		}
	}
}

static void finish(struct catalogue *catalogue, struct statement *statement, bool postgres)
{
	size_t end = strlen(statement->sql);
	while (end > 0 && (isspace((unsigned char)statement->sql[end - 1]) ||
			   (statement->sql[end - 1] == ';' &&
			    strchr(statement->sql, ';') == statement->sql + end - 1))) {
		statement->sql[--end] = '\0';
	}
	if (end == 0) {
		stop(statement->file, "a head without SQL", statement->name);
	}
	check(statement);
	for (size_t i = 0; i < catalogue->statements_count; i++) {
		struct statement *known = &catalogue->statements[i];
		if (strcmp(known->name, statement->name) == 0) {
			if (!postgres) {
				stop(statement->file, "the name stands twice", statement->name);
			}
			known->postgres = statement->sql;
			return;
		}
	}
	if (postgres) {
		stop(statement->file, "no portable statement of this name", statement->name);
	}
	if (catalogue->statements_count == STATEMENTS_MAX) {
		stop(statement->file, "too many statements", "");
	}
	catalogue->statements[catalogue->statements_count++] = *statement;
}

static void read_statements(struct catalogue *catalogue, const char *path, bool postgres)
{
	char *state = NULL;
	struct statement now = {.file = path};
	bool in_statement = false;
	for (char *line = strtok_r(read_file(path), "\n", &state); line != NULL;
	     line = strtok_r(NULL, "\n", &state)) {
		const bool comment = strncmp(line, "--", 2) == 0;
		if (strncmp(line, "-- name:", 8) == 0) {
			if (in_statement) {
				finish(catalogue, &now, postgres);
			}
			now = (struct statement){.file = path, .sql = take(TEXT_MAX_BYTES, 1)};
			read_first_line(&now, line);
			in_statement = true;
		} else if (in_statement && comment) {
			read_head_line(&now, line);
		} else if (in_statement) {
			const size_t used = strlen(now.sql);
			(void)snprintf(now.sql + used, TEXT_MAX_BYTES - used, "%s\n", line);
		}
	}
	if (in_statement) {
		finish(catalogue, &now, postgres);
	}
}

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');
	return slash != NULL ? slash + 1 : path;
}

static void read_migration(struct steps *steps, const char *path)
{
	const char *name = base_name(path);
	char *end = NULL;
	const long number = strtol(name, &end, 10);
	const char *dot = strrchr(name, '.');
	if (end != name + 4 || *end != '_' || number < 1 || dot == NULL) {
		stop(path, "a migration is called NNNN_what.sql", "");
	}
	if (steps->count == FILES_MAX) {
		stop(path, "too many migrations", "");
	}
	steps->at[steps->count++] = (struct migration){
		.number = number,
		.name = copy(name, (size_t)(dot - name)),
		.sql = read_file(path),
	};
}

static int by_number(const void *a, const void *b)
{
	const long left = ((const struct migration *)a)->number;
	const long right = ((const struct migration *)b)->number;
	return (left > right) - (left < right);
}

static int by_name(const void *a, const void *b)
{
	return strcmp(((const struct statement *)a)->name, ((const struct statement *)b)->name);
}

static void write_string(FILE *out, const char *text)
{
	if (text == NULL) {
		(void)fputs("NULL", out);
		return;
	}
	(void)fputc('"', out);
	for (const char *at = text; *at != '\0'; at++) {
		if (*at == '\n') {
			(void)fputs(at[1] != '\0' ? "\\n\"\n\t\t\"" : "\\n", out);
		} else if (*at == '\t') {
			(void)fputs("\\t", out);
		} else if (*at == '"' || *at == '\\') {
			(void)fprintf(out, "\\%c", *at);
		} else {
			(void)fputc(*at, out);
		}
	}
	(void)fputc('"', out);
}

static void write_field(FILE *out, const char *name, const char *text)
{
	(void)fprintf(out, "\t\t.%s = ", name);
	write_string(out, text);
	(void)fputs(",\n", out);
}

static FILE *open_output(const char *folder, const char *name)
{
	char path[LINE_MAX_BYTES];
	(void)snprintf(path, sizeof path, "%s/%s", folder, name);
	FILE *out = fopen(path, "wb");
	if (out == NULL) {
		stop(path, "cannot be written", "");
	}
	(void)fputs("/* Generated by tools/sqlgen.c from sql/. */\n", out);
	return out;
}

static void write_upper(FILE *out, const char *name)
{
	for (const char *at = name; *at != '\0'; at++) {
		(void)fputc(toupper((unsigned char)*at), out);
	}
}

static void write_header(const struct catalogue *catalogue, const char *folder)
{
	FILE *out = open_output(folder, "store_catalogue.h");
	(void)fputs("#ifndef SPEAN_STORE_CATALOGUE_GENERATED_H\n"
		    "#define SPEAN_STORE_CATALOGUE_GENERATED_H\n\nenum statement_id {\n",
		    out);
	for (size_t i = 0; i < catalogue->statements_count; i++) {
		(void)fputs("\tSTATEMENT_", out);
		write_upper(out, catalogue->statements[i].name);
		(void)fputs(",\n", out);
	}
	(void)fputs("\tSTATEMENT_COUNT\n};\n\n#endif\n", out);
	if (fclose(out) != 0) {
		stop(folder, "the header cannot be written", "");
	}
}

/* C has no empty arrays: one step that `count` leaves out stands at the end. */
static void write_steps(FILE *out, const struct steps *steps, const char *name)
{
	(void)fprintf(out, "\nstatic const struct migration %s_STEPS[] = {\n", name);
	for (size_t i = 0; i < steps->count; i++) {
		(void)fprintf(out, "\t{\n\t\t.number = %ld,\n", steps->at[i].number);
		write_field(out, "name", steps->at[i].name);
		write_field(out, "sql", steps->at[i].sql);
		(void)fputs("\t},\n", out);
	}
	(void)fprintf(out,
		      "\t{.number = 0},\n};\n\nconst struct migrations %s = {\n\t.at = %s_STEPS,\n"
		      "\t.count = %zu,\n};\n",
		      name, name, steps->count);
}

static void write_source(const struct catalogue *catalogue, const char *folder)
{
	FILE *out = open_output(folder, "store_catalogue.c");
	(void)fputs("#include \"store/catalogue.h\"\n#include \"store/migrate.h\"\n\n"
		    "const struct statement STORE_STATEMENTS[STATEMENT_COUNT] = {\n",
		    out);
	for (size_t i = 0; i < catalogue->statements_count; i++) {
		const struct statement *statement = &catalogue->statements[i];
		(void)fputs("\t{\n", out);
		write_field(out, "name", statement->name);
		(void)fputs("\t\t.role = ROLE_", out);
		write_upper(out, statement->role);
		(void)fputs(",\n", out);
		(void)fprintf(out, "\t\t.schema = %s,\n",
			      statement->store != NULL ? "STORE_KEYS" : "STORE_DATA");
		write_field(out, "rows", statement->rows);
		write_field(out, "in", statement->in != NULL ? statement->in : "");
		write_field(out, "out", statement->out != NULL ? statement->out : "");
		write_field(out, "why", statement->why != NULL ? statement->why : "");
		(void)fprintf(out, "\t\t.scan = %s,\n",
			      statement->scan != NULL && strncmp(statement->scan, "yes", 3) == 0
				      ? "true"
				      : "false");
		write_field(out, "sql", statement->sql);
		write_field(out, "postgres", statement->postgres);
		(void)fputs("\t},\n", out);
	}
	(void)fputs("};\n", out);
	write_steps(out, &catalogue->data, "STORE_MIGRATIONS");
	write_steps(out, &catalogue->keys, "KEY_MIGRATIONS");
	if (fclose(out) != 0) {
		stop(folder, "the source cannot be written", "");
	}
}

static bool ends(const char *path, const char *end)
{
	const size_t length = strlen(path);
	return length >= strlen(end) && strcmp(path + length - strlen(end), end) == 0;
}

/* In order, and without a gap. */
static void settle_steps(const struct steps *steps)
{
	qsort(steps->at, steps->count, sizeof(struct migration), by_number);
	for (size_t i = 0; i < steps->count; i++) {
		if (steps->at[i].number != (long)i + 1) {
			stop(steps->at[i].name, "numbers run from 0001 without a gap", "");
		}
	}
}

int main(int count, char **arguments)
{
	if (count < 3) {
		(void)fputs("usage: sqlgen OUTPUT_FOLDER FILE...\n", stderr);
		return 2;
	}
	struct catalogue catalogue = {
		.statements = take(STATEMENTS_MAX, sizeof(struct statement)),
		.data.at = take(FILES_MAX, sizeof(struct migration)),
		.keys.at = take(FILES_MAX, sizeof(struct migration)),
	};
	for (int i = 2; i < count; i++) {
		if (strstr(arguments[i], "/migrations/") != NULL) {
			read_migration(&catalogue.data, arguments[i]);
		} else if (strstr(arguments[i], "/keys/") != NULL) {
			read_migration(&catalogue.keys, arguments[i]);
		} else if (!ends(arguments[i], ".pg.sql")) {
			read_statements(&catalogue, arguments[i], false);
		}
	}
	for (int i = 2; i < count; i++) {
		if (ends(arguments[i], ".pg.sql")) {
			read_statements(&catalogue, arguments[i], true);
		}
	}
	qsort(catalogue.statements, catalogue.statements_count, sizeof(struct statement), by_name);
	settle_steps(&catalogue.data);
	settle_steps(&catalogue.keys);
	write_header(&catalogue, arguments[1]);
	write_source(&catalogue, arguments[1]);
	give_back();
	return 0;
}
