/* name_costs.c - the costs of one sound of a name for another, worked out once from the table of
 * usual spellings: name_costs SPELLINGS.csv OUTPUT writes the C file that text/ is built with.
 *
 * A row names a sound, what it is usually written as and at what cost (0: as usual as any), and the
 * source. Two Khmer vowels for which no row says more are as near as their best common spelling, at
 * a charge. What no row says of a Latin one is another sound: that one Khmer vowel may be written
 * as both says nothing of the others (Sarun and Sarin are two names).
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../src/text/names_alphabet.h"

#define NAME_OF(name) #name,
static const char *const NAMES[] = {"NONE", NAMES_CONSONANTS(NAME_OF) NAMES_LATIN_VOWELS(NAME_OF)
						    NAMES_KHMER_VOWELS(NAME_OF)};
#define ONE(name) +1
enum {
	LATIN_FIRST = 1 NAMES_CONSONANTS(ONE),
	KHMER_FIRST = LATIN_FIRST NAMES_LATIN_VOWELS(ONE),
	COUNT = KHMER_FIRST NAMES_KHMER_VOWELS(ONE),
	LINE_MAX_BYTES = 400,
	UNSAID = 255,
	OTHER_VOWEL = 100,
	OTHER_CONSONANT = 140,
	CROSSED = 180, /* a vowel for a consonant */
	GAP_CONSONANT = 110,
	GAP_VOWEL = 80,
	GAP_WEAK = 4,
	GAP_WEAK_VOWEL = 2,
	GAP_LATIN_A = 40, /* a and o stand for inherent vowels that are not heard */
	KHMER_CHARGE = 60,
};

static unsigned costs[COUNT][COUNT]; /* [..][0]: to leave one out */

static void fail(const char *what, const char *where)
{
	(void)fprintf(stderr, "name_costs: %s: %s\n", what, where);
	exit(1);
}

static int sound_of(const char *name)
{
	for (int i = 0; i < COUNT; i++) {
		if (strcmp(NAMES[i], name) == 0) {
			return i;
		}
	}
	fail("no such sound", name);
	return 0;
}

static void read_row(char *line)
{
	char *rest = NULL;
	const char *name = strtok_r(line, ",", &rest);
	char *spellings = strtok_r(NULL, ",", &rest);
	if (spellings == NULL || strlen(rest) < 2) {
		fail("a row needs a sound, spellings and a source", line);
	}
	const int sound = sound_of(name);
	char *inner = NULL;
	for (char *one = strtok_r(spellings, ";", &inner); one != NULL;
	     one = strtok_r(NULL, ";", &inner)) {
		char *space = strchr(one, ' ');
		if (space == NULL) {
			fail("a spelling needs a cost", one);
		}
		*space = 0;
		const int other = sound_of(one);
		const unsigned cost = (unsigned)strtoul(space + 1, NULL, 10);
		costs[sound][other] = costs[other][sound] = cost;
	}
}

static void read_table(const char *path)
{
	char line[LINE_MAX_BYTES];
	FILE *file = fopen(path, "r");
	if (file == NULL || fgets(line, sizeof line, file) == NULL) {
		fail("cannot be read", path);
	}
	while (fgets(line, sizeof line, file) != NULL) {
		read_row(line);
	}
	(void)fclose(file);
}

/* The cheapest Latin vowel that both Khmer ones are written as. */
static unsigned by_latin(int a, int b)
{
	unsigned best = UNSAID;
	for (int i = LATIN_FIRST; i < KHMER_FIRST; i++) {
		if (costs[a][i] != UNSAID && costs[b][i] != UNSAID &&
		    costs[a][i] + costs[b][i] < best) {
			best = costs[a][i] + costs[b][i];
		}
	}
	return best;
}

static unsigned cost_of(int a, int b)
{
	const bool is_vowel = a >= LATIN_FIRST;
	const bool is_other_vowel = b >= LATIN_FIRST;
	unsigned cost = costs[a][b];
	if (a == b || a == 0 || b == 0) {
		return 0;
	}
	if (cost == UNSAID && a >= KHMER_FIRST && b >= KHMER_FIRST) {
		cost = by_latin(a, b) * 2 + KHMER_CHARGE;
		return cost < OTHER_VOWEL ? cost : OTHER_VOWEL;
	}
	if (cost != UNSAID) {
		return cost;
	}
	return is_vowel != is_other_vowel ? CROSSED : is_vowel ? OTHER_VOWEL : OTHER_CONSONANT;
}

/* Consonants by the classes of breath and voice; of a Khmer vowel the cheapest Latin one. */
static int plain_of(int sound)
{
	static const char *const PLAIN[][2] = {
		{"KH", "K"}, {"G", "K"}, {"CH", "C"}, {"TH", "T"}, {"D", "T"},
		{"PH", "P"}, {"B", "P"}, {"NH", "N"}, {"EY", "I"}, {"FINAL_S", "S"}};
	int best = sound;
	for (size_t i = 0; i < sizeof PLAIN / sizeof PLAIN[0]; i++) {
		if (strcmp(NAMES[sound], PLAIN[i][0]) == 0) {
			return sound_of(PLAIN[i][1]);
		}
	}
	for (int i = LATIN_FIRST; sound >= KHMER_FIRST && i < KHMER_FIRST; i++) {
		if (costs[sound][i] < (best == sound ? UNSAID : costs[sound][best])) {
			best = i;
		}
	}
	return best;
}

static unsigned gap_of(int byte)
{
	const int sound = byte & 0x7F;
	if (sound == 0 || sound >= COUNT) {
		return 0;
	}
	if ((byte & 0x80) != 0) {
		return sound >= LATIN_FIRST ? GAP_WEAK_VOWEL : GAP_WEAK;
	}
	if (costs[sound][0] != UNSAID) {
		return costs[sound][0];
	}
	if (sound == LATIN_FIRST || sound == LATIN_FIRST + 1) {
		return GAP_LATIN_A;
	}
	return sound >= LATIN_FIRST ? GAP_VOWEL : GAP_CONSONANT;
}

static void write_costs(const char *path)
{
	FILE *file = fopen(path, "w");
	if (file == NULL) {
		fail("cannot be written", path);
	}
	(void)fputs("/* Written by tools/name_costs.c. */\n#include \"text/names_rules.h\"\n\n"
		    "const uint8_t SOUND_COSTS[SOUND_COUNT][SOUND_COUNT] = {\n",
		    file);
	for (int a = 0; a < COUNT; a++) {
		(void)fputs("\t{", file);
		for (int b = 0; b < COUNT; b++) {
			(void)fprintf(file, "%u,", cost_of(a, b));
		}
		(void)fputs("},\n", file);
	}
	(void)fputs("};\n\nconst uint8_t PLAIN_SOUNDS[SOUND_COUNT] = {", file);
	for (int a = 0; a < COUNT; a++) {
		(void)fprintf(file, "%d,", plain_of(a));
	}
	(void)fputs("};\n\nconst uint8_t GAP_COSTS[256] = {", file);
	for (int byte = 0; byte < 256; byte++) {
		(void)fprintf(file, "%u,", gap_of(byte));
	}
	(void)fputs("};\n", file);
	if (fclose(file) != 0) {
		fail("cannot be written", path);
	}
}

int main(int argc, char **argv)
{
	if (argc != 3) {
		fail("usage", "name_costs SPELLINGS.csv OUTPUT");
	}
	memset(costs, 0, sizeof costs);
	for (int a = 0; a < COUNT; a++) {
		for (int b = 0; b < COUNT; b++) {
			costs[a][b] = UNSAID;
		}
	}
	read_table(argv[1]);
	write_costs(argv[2]);
	return 0;
}
