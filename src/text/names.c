/* names.c - a name as parts and sounds, its key and its tokens. */
#include "text/names.h"

#include "text/khmer.h"
#include "text/names_sound.h"

#include <string.h>

enum { JOINED_MAX = 3, SOUNDS_OF_BYTE = 8 /* at most: a digit is a word */, LETTER_BYTES = 3 };

static bool is_khmer_byte(char byte)
{
	return (unsigned char)byte >= 0x80;
}

/* A part may mix scripts: each run is read in its own. */
static void sound_part(struct slice part, uint8_t *sounds, size_t *count)
{
	size_t at = 0;
	while (at < part.length) {
		size_t to = at + 1;
		while (to < part.length &&
		       is_khmer_byte(part.at[to]) == is_khmer_byte(part.at[at])) {
			to++;
		}
		const struct slice run = slice_between(part, at, to);
		if (is_khmer_byte(part.at[at])) {
			sound_khmer(run, sounds, count);
		} else {
			sound_latin(run, sounds, count);
		}
		at = to;
	}
}

static err too_long(struct ctx *c)
{
	return FAIL(c, ERR_LIMIT, "names.too_long", "max=%d\nparts=%d", NAMES_BYTES_MAX,
		    NAMES_PARTS_MAX);
}

/* By way of a row of its own, because a part may need more room than is left: such a name is
 * refused by its caller. */
static size_t sound_long_part(struct slice part, uint8_t *at, size_t room)
{
	uint8_t sounds[SOUNDS_MAX];
	size_t count = 0;
	sound_part(part, sounds, &count);
	if (count > 0 && count <= room) {
		memcpy(at, sounds, count);
	}
	return count;
}

static size_t parts_of(struct slice normal)
{
	size_t count = normal.length > 0;
	for (size_t i = 0; i < normal.length; i++) {
		count += normal.at[i] == ' ';
	}
	return count;
}

/* Where the name starts behind the title, or 0: the rule does not fit. */
static size_t behind_title(const struct title_rule *rule, struct slice normal)
{
	const struct slice title = slice_of(rule->text);
	if (title.length >= normal.length || !slice_starts(normal, title)) {
		return 0;
	}
	const struct slice rest = slice_between(normal, title.length, normal.length);
	if (rest.at[0] == ' ') {
		return parts_of(rest) > (rule->is_sure ? 1 : 2) ? title.length + 1 : 0;
	}
	/* Written together: a letter must follow, no sign of the title's last one. */
	const bool is_letter = rest.length > LETTER_BYTES && rest.at[0] == '\xE1' &&
			       rest.at[1] == '\x9E' && (unsigned char)rest.at[2] < 0xB4;
	return rule->is_sure && is_khmer_byte(normal.at[0]) && is_letter ? title.length : 0;
}

/* Take what is surely a title from *normal; returns how many parts may be another. */
static size_t take_titles(struct slice *normal)
{
	size_t i = 0;
	while (i < TITLE_RULES_COUNT) {
		const struct title_rule *rule = &TITLE_RULES[i++];
		/* One byte tells nearly all apart: the second letter's last. */
		const size_t telling = is_khmer_byte(normal->at[0]) ? 2 * LETTER_BYTES - 1 : 1;
		const bool may_fit = normal->length > telling && rule->text[0] == normal->at[0] &&
				     rule->text[telling] == normal->at[telling];
		const size_t behind = may_fit ? behind_title(rule, *normal) : 0;
		if (behind > 0 && !rule->is_sure) {
			return parts_of(slice_between(*normal, 0, behind - 1));
		}
		if (behind > 0) {
			*normal = slice_between(*normal, behind, normal->length);
			i = 0; /* Mr Dr */
		}
	}
	return 0;
}

err names_sound(struct ctx *c, struct slice name, struct sounded *ret_sounded)
{
	struct slice normal, part;
	if (name.length > NAMES_BYTES_MAX) {
		return too_long(c);
	}
	TRY(khmer_normalise(c, name, KHMER_FOR_KEY, &normal));
	ret_sounded->count = 0;
	ret_sounded->starts[0] = 0;
	ret_sounded->titles = normal.length > 0 ? take_titles(&normal) : 0;
	size_t used = 0;
	while (normal.length > 0 && slice_next(&normal, ' ', &part)) {
		size_t added = 0;
		uint8_t *at = ret_sounded->sounds + used;
		if (part.length * SOUNDS_OF_BYTE <= SOUNDS_MAX - used) {
			sound_part(part, at, &added);
		} else {
			added = sound_long_part(part, at, SOUNDS_MAX - used);
		}
		if (added == 0) {
			continue;
		}
		if (ret_sounded->count == NAMES_PARTS_MAX || used + added > SOUNDS_MAX) {
			return too_long(c);
		}
		used += added;
		ret_sounded->parts[ret_sounded->count++] = part;
		ret_sounded->starts[ret_sounded->count] = used;
	}
	if (ret_sounded->titles >= ret_sounded->count) {
		ret_sounded->titles = 0;
	}
	return OK;
}

/* Consonants by class. A part with fewer than two says too little: its first vowel is kept. */
size_t sounds_skeleton(const uint8_t *sounds, size_t count, char *at)
{
	size_t length = 0;
	char vowel = 0;
	bool after_vowel = false;
	for (size_t i = 0; i < count; i++) {
		if ((sounds[i] & SOUND_WEAK) != 0) {
			continue;
		}
		const char class = SKELETON_RULES[PLAIN_SOUNDS[sounds[i]]];
		if (class >= 'a') {
			vowel = vowel == 0 ? class : vowel;
		} else if (class != 0 && (length == 0 || at[length - 1] != class || after_vowel)) {
			at[length++] = class;
		}
		after_vowel = sound_is_vowel(sounds[i]);
	}
	if (length < 2 && vowel != 0) {
		at[length++] = vowel;
	}
	return length;
}

static struct slice skeleton(struct arena *arena, const struct sounded *name, size_t from,
			     size_t to)
{
	const size_t count = name->starts[to] - name->starts[from];
	char *at = arena_alloc(arena, count + 2);
	const size_t length = sounds_skeleton(name->sounds + name->starts[from], count, at);
	return (struct slice){.at = at, .length = length};
}

err names_key(struct ctx *c, struct slice name, struct slice *ret_key)
{
	struct sounded sounded;
	TRY(names_sound(c, name, &sounded));
	char *at = arena_alloc(c->arena, sounded.starts[sounded.count] + 2 * sounded.count + 2);
	size_t length = 0;
	for (size_t i = 0; i < sounded.count; i++) {
		if (length > 0 && at[length - 1] != ' ') {
			at[length++] = ' ';
		}
		length += sounds_skeleton(sounded.sounds + sounded.starts[i],
					  sounded.starts[i + 1] - sounded.starts[i], at + length);
	}
	if (length > 0 && at[length - 1] == ' ') {
		length--;
	}
	*ret_key = (struct slice){.at = at, .length = length};
	return OK;
}

static void add_token(struct slice *tokens, size_t *count, struct slice token)
{
	for (size_t i = 0; i < *count; i++) {
		if (slice_equal(tokens[i], token)) {
			return;
		}
	}
	if (token.length > 0) {
		tokens[(*count)++] = token;
	}
}

err names_tokens(struct ctx *c, struct slice name, const struct slice **ret_tokens,
		 size_t *ret_count)
{
	struct sounded sounded;
	TRY(names_sound(c, name, &sounded));
	struct slice *tokens =
		ARENA_ARRAY(c->arena, NAMES_PARTS_MAX * JOINED_MAX + 1, struct slice);
	size_t count = 0;
	for (size_t i = 0; i < sounded.count; i++) {
		for (size_t n = 1; n <= JOINED_MAX && i + n <= sounded.count; n++) {
			add_token(tokens, &count, skeleton(c->arena, &sounded, i, i + n));
		}
	}
	if (sounded.count > JOINED_MAX) {
		add_token(tokens, &count, skeleton(c->arena, &sounded, 0, sounded.count));
	}
	*ret_tokens = tokens;
	*ret_count = count;
	return OK;
}

/* Where two pairings are as good, the first one wins: so that a comparison knows no sides, the
 * smaller text is always the left one. */
static void compare_turned(struct ctx *c, const struct sounded *left, const struct sounded *right,
			   struct names_comparison *ret_comparison)
{
	names_pair(c, right, left, ret_comparison);
	struct names_part_match *parts =
		ARENA_ARRAY(c->arena, ret_comparison->parts_count + 1, struct names_part_match);
	for (size_t i = 0; i < ret_comparison->parts_count; i++) {
		parts[i] = ret_comparison->parts[i];
		parts[i].a = ret_comparison->parts[i].b;
		parts[i].b = ret_comparison->parts[i].a;
	}
	ret_comparison->parts = parts;
}

/* Names of which nothing is read as a sound, in Thai or Chinese: the same text, or another name. */
static err compare_text(struct ctx *c, struct slice a, struct slice b,
			struct names_comparison *ret_comparison)
{
	struct slice left, right;
	TRY(khmer_normalise(c, a, KHMER_FOR_KEY, &left));
	TRY(khmer_normalise(c, b, KHMER_FOR_KEY, &right));
	struct names_part_match *part = ARENA_NEW(c->arena, struct names_part_match);
	const bool is_same = left.length > 0 && slice_equal(left, right);
	*part = (struct names_part_match){.a = left, .b = right, .score = 1, .how = "same"};
	*ret_comparison = (struct names_comparison){
		.score = is_same ? 1 : 0, .parts = part, .parts_count = is_same ? 1 : 0};
	return OK;
}

err names_compare(struct ctx *c, struct slice a, struct slice b,
		  struct names_comparison *ret_comparison)
{
	struct sounded left, right;
	TRY(names_sound(c, a, &left));
	TRY(names_sound(c, b, &right));
	if (left.count == 0 && right.count == 0) {
		return compare_text(c, a, b, ret_comparison);
	}
	if (slice_compare(a, b) > 0) {
		compare_turned(c, &left, &right, ret_comparison);
	} else {
		names_pair(c, &left, &right, ret_comparison);
	}
	return OK;
}

double names_threshold(void)
{
	return 0.90;
}

bool names_reach(double score)
{
	return score > names_threshold() - 0.0005;
}
