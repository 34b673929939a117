/* names_khmer.c - Khmer letters to sounds: series, inherent vowels, silent letters. */
#include "base/utf8.h"
#include "text/khmer_table.h"
#include "text/names_sound.h"

enum { CLUSTERS_MAX = 140, LETTERS_MAX = 5, NO_VOWEL = 0 };

struct syllable {
	uint32_t letters[LETTERS_MAX]; /* base and subscripts; digits and others alone */
	size_t count;
	uint32_t vowel, shifter;
	bool nikahit, visarga, samyok, bantak, killed;
	bool has_inherent; /* without a vowel sign: is one heard? */
};

static void add_sign(struct syllable *syllable, uint32_t sign)
{
	switch (sign) {
	case 0x17C6:
		syllable->nikahit = true;
		break;
	case 0x17C7:
	case 0x17C8:
		syllable->visarga = true;
		break;
	case 0x17C9:
	case 0x17CA:
		syllable->shifter = sign;
		break;
	case 0x17CB:
		syllable->bantak = true;
		break;
	case 0x17CD:
		syllable->killed = true;
		break;
	case 0x17D0:
		syllable->samyok = true;
		break;
	default:
		if (sign >= 0x17B6 && sign <= 0x17C5) {
			syllable->vowel = sign;
		}
	}
}

static size_t read_syllables(struct slice text, struct syllable *syllables)
{
	size_t count = 0;
	bool subscribed = false;
	uint32_t character;
	while (utf8_next(&text, &character)) {
		const bool is_letter = character >= 0x1780 && character <= 0x17B3;
		if (is_letter && subscribed && count > 0) {
			struct syllable *last = &syllables[count - 1];
			if (last->count < LETTERS_MAX) {
				last->letters[last->count++] = character;
			}
		} else if (is_letter) {
			if (count == CLUSTERS_MAX) {
				return count;
			}
			syllables[count] = (struct syllable){.letters = {character}, .count = 1};
			count++;
		} else if (count > 0) {
			add_sign(&syllables[count - 1], character);
		}
		subscribed = character == KHMER_SIGN_COENG;
	}
	return count;
}

static bool is_independent(uint32_t letter)
{
	return letter > 0x17A2;
}

static const struct letter_rule *letter_rule(uint32_t letter)
{
	return &LETTER_RULES[is_independent(letter) ? 0x22 : letter - 0x1780];
}

static unsigned series_of(const struct syllable *syllable)
{
	unsigned series = letter_rule(syllable->letters[0])->series;
	bool is_strong = letter_rule(syllable->letters[0])->is_strong;
	for (size_t i = 1; i < syllable->count; i++) {
		const struct letter_rule *rule = letter_rule(syllable->letters[i]);
		if (rule->is_strong || !is_strong) {
			series = rule->is_strong || syllable->count == 1 ? rule->series : series;
			is_strong = is_strong || rule->is_strong;
		}
	}
	if (syllable->shifter != 0) {
		series = syllable->shifter == 0x17C9 ? 1 : 2;
	}
	return series;
}

static bool is_bare(const struct syllable *syllable)
{
	return syllable->vowel == NO_VOWEL && !syllable->nikahit && !syllable->visarga &&
	       !syllable->samyok && !is_independent(syllable->letters[0]);
}

/* After these no consonant ends the syllable. */
static bool is_closed(const struct syllable *syllable)
{
	return (syllable->nikahit && syllable->vowel != 0x17B6) || syllable->visarga ||
	       syllable->vowel == 0x17C3 || syllable->vowel == 0x17C5;
}

/* A run of letters without vowel signs reads as syllables of a consonant, its inherent vowel and a
 * final consonant. What an odd run leaves over opens it (nokor, popok), or closes the syllable
 * before it. */
static void place_inherent(struct syllable *syllables, size_t from, size_t to, bool after_open,
			   bool at_end)
{
	size_t at = from;
	const size_t count = to - from;
	if (after_open && (count % 2 == 1 || !at_end)) {
		at++; /* the final consonant of the syllable before */
	}
	if (at_end && (to - at) % 2 == 1 && at < to) {
		syllables[at++].has_inherent = true;
	}
	for (; at < to; at += 2) {
		syllables[at].has_inherent = true;
	}
	for (size_t i = from; i < to; i++) {
		if (syllables[i].bantak) {
			syllables[i].has_inherent = i == 0;
			if (i > from && (i > from + 1 || !after_open)) {
				syllables[i - 1].has_inherent = true;
			}
		}
	}
}

static void find_inherent(struct syllable *syllables, size_t count)
{
	for (size_t at = 0; at < count;) {
		size_t to = at;
		while (to < count && is_bare(&syllables[to]) && !syllables[to].killed) {
			to++;
		}
		if (to > at) {
			const bool after_open = at > 0 && !syllables[at - 1].killed &&
						!is_closed(&syllables[at - 1]);
			place_inherent(syllables, at, to, after_open, to == count);
			at = to;
		} else {
			at++;
		}
	}
}

/* ba is pa with its shifter and before a subscript; ha before f, g and z only lends them. */
static unsigned letter_sound(const struct syllable *syllable, size_t at)
{
	const uint32_t letter = syllable->letters[at];
	const uint32_t before = at > 0 ? syllable->letters[at - 1] : 0;
	const uint32_t after = at + 1 < syllable->count ? syllable->letters[at + 1] : 0;
	if (letter == KHMER_BA && at == 0 && (syllable->shifter == 0x17C9 || after != 0)) {
		return SOUND_P;
	}
	if (letter == 0x17A0 && after != 0) {
		return SOUND_H | SOUND_WEAK;
	}
	if (before == 0x17A0) {
		return letter == 0x179C   ? SOUND_F
		       : letter == 0x1782 ? SOUND_G
		       : letter == 0x179F ? SOUND_Z
					  : letter_rule(letter)->sound;
	}
	return letter_rule(letter)->sound;
}

static bool same_place(unsigned a, unsigned b)
{
	const bool is_stop = a != SOUND_N && a != SOUND_NG && a != SOUND_NH && b != SOUND_N &&
			     b != SOUND_NG && b != SOUND_NH;
	return is_stop && a != b && SKELETON_RULES[a & 0x3F] != 0 &&
	       SKELETON_RULES[a & 0x3F] == SKELETON_RULES[b & 0x3F];
}

static void add_letters(const struct syllable *syllable, bool is_final, uint8_t *sounds,
			size_t *count)
{
	bool has_heard = false;
	for (size_t i = 0; i < syllable->count; i++) {
		unsigned sound = letter_sound(syllable, i);
		const bool doubles =
			i + 1 < syllable->count && same_place(sound, letter_sound(syllable, i + 1));
		if (doubles) {
			continue; /* rath: the first letter only closes the syllable */
		}
		if ((is_final && (has_heard || sound == SOUND_R)) || syllable->killed) {
			sound |= SOUND_WEAK;
		}
		has_heard = true;
		sound_add(sounds, count, sound);
	}
}

static void add_rule(const uint8_t rule[2], unsigned weak, uint8_t *sounds, size_t *count)
{
	sound_add(sounds, count, rule[0] | weak);
	sound_add(sounds, count, rule[1] == SOUND_NONE ? SOUND_NONE : rule[1] | weak);
}

static void add_vowel(const struct syllable *syllable, const struct syllable *next, uint8_t *sounds,
		      size_t *count)
{
	const unsigned series = series_of(syllable);
	const struct vowel_rule *rule =
		&VOWEL_RULES[syllable->vowel == NO_VOWEL ? 0 : syllable->vowel - 0x17B5];
	/* bhumi, jati: the last i or u of an Indic word is not heard. */
	const bool is_faint = next == NULL && *count > 2 && !syllable->nikahit &&
			      !syllable->visarga &&
			      (syllable->vowel == 0x17B7 || syllable->vowel == 0x17BB);
	const unsigned weak = is_faint || syllable->killed ? SOUND_WEAK : 0;
	const bool ang = next != NULL && next->letters[0] == 0x1784 && is_bare(next);
	if (syllable->samyok) {
		const bool before_y = next != NULL && next->letters[0] == 0x1799;
		sound_add(sounds, count, series == 1 ? SOUND_A : before_y ? SOUND_E : SOUND_OA);
	} else if (syllable->nikahit && syllable->vowel == NO_VOWEL) {
		sound_add(sounds, count, series == 1 ? SOUND_A : SOUND_U);
	} else if (syllable->nikahit && syllable->vowel == 0x17B6 && series == 2) {
		sound_add(sounds, count, ang ? SOUND_EA : SOUND_OA);
	} else if (syllable->vowel == 0x17B6 && series == 2 && next != NULL && next->bantak) {
		sound_add(sounds, count, SOUND_OA);
	} else if (syllable->visarga && syllable->vowel == NO_VOWEL) {
		sound_add(sounds, count, series == 1 ? SOUND_A : SOUND_EA);
	} else {
		add_rule(series == 1 ? rule->first : rule->second, weak, sounds, count);
	}
	if (syllable->nikahit && !(ang && syllable->vowel == 0x17B6)) {
		sound_add(sounds, count, SOUND_M);
	}
	if (syllable->visarga) {
		sound_add(sounds, count, SOUND_H | SOUND_WEAK);
	}
}

void sound_khmer(struct slice part, uint8_t *sounds, size_t *count)
{
	struct syllable syllables[CLUSTERS_MAX];
	const size_t total = read_syllables(part, syllables);
	find_inherent(syllables, total);
	for (size_t i = 0; i < total; i++) {
		const struct syllable *syllable = &syllables[i];
		const struct syllable *next = i + 1 < total ? &syllables[i + 1] : NULL;
		const bool has_vowel = !is_bare(syllable) || syllable->has_inherent;
		if (is_independent(syllable->letters[0])) {
			const uint32_t letter = syllable->letters[0];
			if (letter >= 0x17A5) {
				add_rule(INDEPENDENT_RULES[letter - 0x17A5], 0, sounds, count);
			}
			if (syllable->count > 1) {
				const struct syllable rest = {.letters = {syllable->letters[1]},
							      .count = 1};
				add_letters(&rest, true, sounds, count);
			}
			continue;
		}
		add_letters(syllable, !has_vowel, sounds, count);
		if (has_vowel) {
			add_vowel(syllable, next, sounds, count);
		}
	}
}
