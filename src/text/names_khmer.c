/* names_khmer.c - Khmer letters to sounds: series, inherent vowels, silent letters. */
#include "base/utf8.h"
#include "text/khmer_table.h"
#include "text/names_sound.h"

#include <string.h>

enum {
	CLUSTERS_MAX = 140,
	SHORT_CLUSTERS = 16,
	LETTERS_MAX = 5,
	NO_VOWEL = 0,
	LETTER_BYTES = 3,
	LETTER_YO = 0x1799,
	LETTER_VO = 0x179C
};

struct syllable {
	uint16_t letters[LETTERS_MAX]; /* base and subscripts; digits and others alone */
	uint16_t vowel, shifter;
	uint8_t count, series;
	bool nikahit, visarga, short_visarga, samyok, bantak, killed;
	bool has_inherent;   /* without a vowel sign: is one heard? */
	bool maybe_inherent; /* it closes a syllable, but some write a vowel after it */
};

static void add_sign(struct syllable *syllable, uint32_t sign)
{
	switch (sign) {
	case 0x17C6:
		syllable->nikahit = true;
		break;
	case 0x17C8:
		syllable->short_visarga = true;
		syllable->visarga = true;
		break;
	case 0x17C7:
		syllable->visarga = true;
		break;
	case 0x17C9:
	case 0x17CA:
		syllable->shifter = (uint16_t)sign;
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
			syllable->vowel = (uint16_t)sign;
		}
	}
}

/* The text is a normal form: nearly all of it Khmer, all of it valid. */
static bool next_character(struct slice *text, uint32_t *ret_character)
{
	const unsigned char *at = (const unsigned char *)text->at;
	if (text->length >= LETTER_BYTES && at[0] == 0xE1) {
		*ret_character = 0x1000u | (at[1] & 0x3Fu) << 6 | (at[2] & 0x3Fu);
		text->at += LETTER_BYTES;
		text->length -= LETTER_BYTES;
		return true;
	}
	return utf8_next(text, ret_character);
}

static size_t read_syllables(struct slice text, struct syllable *syllables)
{
	size_t count = 0;
	bool subscribed = false;
	uint32_t character;
	while (next_character(&text, &character)) {
		const bool is_letter = character >= 0x1780 && character <= 0x17B3;
		if (is_letter && subscribed && count > 0) {
			struct syllable *last = &syllables[count - 1];
			if (last->count < LETTERS_MAX) {
				last->letters[last->count++] = (uint16_t)character;
			}
		} else if (is_letter) {
			if (count == CLUSTERS_MAX) {
				return count;
			}
			syllables[count] =
				(struct syllable){.letters = {(uint16_t)character}, .count = 1};
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

static unsigned worked_out_series(const struct syllable *syllable)
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

/* A letter over itself, or over another of its place (vanna, ratha), closes the syllable before. */
static bool is_doubled(const struct syllable *syllable)
{
	return syllable->count > 1 &&
	       PLAIN_SOUNDS[letter_rule(syllable->letters[0])->sound] ==
		       PLAIN_SOUNDS[letter_rule(syllable->letters[1])->sound];
}

static size_t end_of_run(const struct syllable *syllables, size_t count, size_t from)
{
	size_t to = from;
	while (to < count && is_bare(&syllables[to]) && !syllables[to].killed) {
		to++;
		if (is_doubled(&syllables[to - 1]) && to - from > 1) {
			break;
		}
	}
	return to;
}

static void find_inherent(struct syllable *syllables, size_t count)
{
	for (size_t at = 0; at < count;) {
		const size_t to = end_of_run(syllables, count, at);
		if (to == at) {
			at++;
			continue;
		}
		const struct syllable *before = at > 0 ? &syllables[at - 1] : NULL;
		const bool after_open = before != NULL && !before->killed && !is_closed(before) &&
					!(is_bare(before) && is_doubled(before));
		place_inherent(syllables, at, to, after_open,
			       to == count || (is_doubled(&syllables[to - 1]) && to - at > 1));
		at = to;
	}
	for (size_t i = 0; i + 1 < count; i++) {
		syllables[i].maybe_inherent = is_bare(&syllables[i]) &&
					      !syllables[i].has_inherent && !syllables[i].killed &&
					      !syllables[i].bantak;
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

/* bhumi, jati: the last i or u of an Indic word is not heard, nor is the letter under its cluster
 * (pheak). */
static bool is_faint(const struct syllable *syllable, const struct syllable *next, size_t before)
{
	return next == NULL && before > 2 && !syllable->nikahit && !syllable->visarga &&
	       (syllable->vowel == 0x17B7 || syllable->vowel == 0x17BB);
}

static void add_letters(const struct syllable *syllable, bool is_final, bool is_faint_end,
			uint8_t *sounds, size_t *count)
{
	bool has_heard = false;
	for (size_t i = 0; i < syllable->count; i++) {
		unsigned sound = letter_sound(syllable, i);
		const bool doubles =
			i + 1 < syllable->count && same_place(sound, letter_sound(syllable, i + 1));
		if (doubles) {
			continue; /* rath: the first letter only closes the syllable */
		}
		if (is_final && sound == SOUND_V && !has_heard) {
			sound = SOUND_FINAL_V;
		}
		if (is_final && sound == SOUND_S && !has_heard) {
			sound = SOUND_FINAL_S;
		}
		const bool is_glide = has_heard && sound == SOUND_Y && *count > 2; /* Vithya */
		const bool is_under = is_faint_end && has_heard && syllable->letters[0] != KHMER_RO;
		if ((is_final && (has_heard || sound == SOUND_R)) || syllable->killed || is_glide ||
		    is_under) {
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

static bool is_palatal(uint32_t letter)
{
	return letter >= 0x1785 && letter <= 0x1789;
}

/* The series of aa is lost after a sonorant inside a word (rattana, amara), in a cluster with ro
 * (chantra), and before an aa of the first series (thara). Huffman; habit. */
static bool is_loose(const struct syllable *syllable, const struct syllable *next, bool is_opening)
{
	const bool has_ro =
		syllable->count > 1 && syllable->letters[syllable->count - 1] == KHMER_RO;
	bool is_sonorant = syllable->shifter == 0;
	for (size_t i = 0; i < syllable->count; i++) {
		is_sonorant = is_sonorant && !letter_rule(syllable->letters[i])->is_strong;
	}
	const bool is_led = next != NULL && next->vowel == 0x17B6 && next->series == 1;
	return (is_sonorant && !is_opening) || has_ro || is_led;
}

/* An aa that its surroundings change; SOUND_NONE: it is as it stands. */
static unsigned changed_aa(const struct syllable *syllable, const struct syllable *next,
			   bool is_opening)
{
	const bool is_first = syllable->series == 1;
	const bool ang = next != NULL && next->letters[0] == 0x1784 && is_bare(next);
	const bool over_yo = syllable->letters[syllable->count - 1] == LETTER_YO;
	if (over_yo && syllable->count > 1 && !is_opening) {
		return KHMER_AA_LOOSE; /* Indic: Vithya, Vithyea, Sathya */
	}
	if (next != NULL && next->bantak) {
		return is_first ? KHMER_SHORT_A_1 : KHMER_SHORT_A_2;
	}
	if (is_first) {
		return SOUND_NONE;
	}
	if (syllable->nikahit) {
		return ang ? KHMER_AA_2 : KHMER_SHORT_A_2;
	}
	return is_loose(syllable, next, is_opening) ? KHMER_AA_LOOSE : SOUND_NONE;
}

/* A short a before a k: with its sign, or in an Indic word, whose k has a letter under it. */
static bool before_k(const struct syllable *syllable, const struct syllable *next)
{
	if (next == NULL || letter_rule(next->letters[0])->sound > SOUND_KH ||
	    letter_rule(next->letters[0])->sound == SOUND_NONE) {
		return false;
	}
	return syllable->samyok || (is_bare(syllable) && next->count > 1);
}

/* A vowel that its surroundings change; SOUND_NONE: it is as its sign says. */
static unsigned changed_vowel(const struct syllable *syllable, const struct syllable *next,
			      bool is_opening)
{
	const bool is_first = syllable->series == 1;
	const bool is_none = syllable->vowel == NO_VOWEL;
	if (!is_first && before_k(syllable, next)) {
		return KHMER_SHORT_EA;
	}
	if (syllable->samyok) {
		const bool before_y = next != NULL && next->letters[0] == LETTER_YO;
		return is_first ? KHMER_SHORT_A_1 : before_y ? KHMER_AI_2 : KHMER_SHORT_A_2;
	}
	if (syllable->vowel == 0x17B6) {
		return changed_aa(syllable, next, is_opening);
	}
	if (syllable->nikahit && is_none) {
		return is_first ? KHMER_AM_1 : KHMER_AM_2;
	}
	if (is_none && !is_first && next != NULL && next->bantak) {
		return KHMER_AM_2; /* thun, kong */
	}
	if (syllable->visarga && is_none) {
		return is_first ? KHMER_SHORT_A_1 : KHMER_AA_LOOSE;
	}
	if (syllable->vowel == 0x17BC && next != NULL && next->letters[0] == LETTER_VO &&
	    is_bare(next) && !next->has_inherent) {
		return is_first ? KHMER_AU_1 : KHMER_AU_2; /* UNGEGN has a row for the two */
	}
	if (syllable->vowel == 0x17C1 && next != NULL && is_bare(next) &&
	    is_palatal(next->letters[0])) {
		return KHMER_E_HARD;
	}
	return SOUND_NONE;
}

static void add_vowel(const struct syllable *syllable, const struct syllable *next,
		      bool is_faint_end, uint8_t *sounds, size_t *count)
{
	const bool is_opening = *count == 0 || (*count == 1 && !sound_is_vowel(sounds[0]));
	const size_t sign = syllable->vowel == NO_VOWEL ? 0 : syllable->vowel - 0x17B5;
	const unsigned changed = changed_vowel(syllable, next, is_opening);
	const bool ang = next != NULL && next->letters[0] == 0x1784 && is_bare(next);
	if (changed != SOUND_NONE) {
		sound_add(sounds, count, changed);
	} else {
		add_rule(VOWEL_RULES[sign][syllable->series - 1],
			 is_faint_end || syllable->killed ? SOUND_WEAK : 0, sounds, count);
	}
	if (syllable->nikahit && !(ang && syllable->vowel == 0x17B6)) {
		sound_add(sounds, count, SOUND_M);
	}
	if (syllable->visarga) {
		sound_add(sounds, count,
			  syllable->short_visarga && next == NULL ? SOUND_SHORT_VISARGA
								  : SOUND_VISARGA);
	}
}

/* The sign belongs over the letter before, and is often typed behind the cluster that ends it. */
static void place_samyok(struct syllable *syllables, size_t count)
{
	if (count < 2 || !syllables[count - 1].samyok || syllables[count - 1].count < 2) {
		return;
	}
	struct syllable *last = &syllables[count - 1];
	if (last->vowel == NO_VOWEL && is_bare(&syllables[count - 2])) {
		last->samyok = false;
		syllables[count - 2].samyok = true;
	}
}

/* Botr, sokr: some write the vowel after the ro (Sopheaktra). */
static bool ends_in_ro(const struct syllable *syllable)
{
	return syllable->count > 1 && syllable->letters[syllable->count - 1] == KHMER_RO;
}

static void sound_in(struct syllable *syllables, struct slice part, uint8_t *sounds, size_t *count)
{
	const size_t total = read_syllables(part, syllables);
	place_samyok(syllables, total);
	for (size_t i = 0; i < total; i++) {
		syllables[i].series = (uint8_t)worked_out_series(&syllables[i]);
	}
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
				add_letters(&rest, true, false, sounds, count);
			}
			continue;
		}
		const bool is_faint_end = is_faint(syllable, next, *count + 1);
		add_letters(syllable, !has_vowel, is_faint_end, sounds, count);
		if (has_vowel) {
			add_vowel(syllable, next, is_faint_end, sounds, count);
		} else if (syllable->maybe_inherent || ends_in_ro(syllable)) {
			sound_add(sounds, count,
				  SOUND_WEAK | VOWEL_RULES[0][syllable->series - 1][0]);
		}
	}
}

/* Two sizes of room: the compiler clears it before use. */
static void sound_long(struct slice part, uint8_t *sounds, size_t *count)
{
	struct syllable syllables[CLUSTERS_MAX];
	sound_in(syllables, part, sounds, count);
}

static void sound_spelled(struct slice part, uint8_t *sounds, size_t *count)
{
	if (part.length > SHORT_CLUSTERS * LETTER_BYTES) {
		sound_long(part, sounds, count);
		return;
	}
	struct syllable syllables[SHORT_CLUSTERS];
	sound_in(syllables, part, sounds, count);
}

static const struct word_rule *word_at(struct slice text)
{
	for (size_t i = 0; i < WORD_RULES_COUNT; i++) {
		const struct word_rule *word = &WORD_RULES[i];
		/* The last byte of the first two characters tells nearly all apart. */
		if (text.length >= word->length && text.at[2] == word->khmer[2] &&
		    text.at[5] == word->khmer[5] &&
		    memcmp(text.at, word->khmer, word->length) == 0) {
			return word;
		}
	}
	return NULL;
}

void sound_khmer(struct slice part, uint8_t *sounds, size_t *count)
{
	size_t from = 0;
	for (size_t at = 0; at + WORD_BYTES_LEAST <= part.length;) {
		const struct word_rule *word = word_at(slice_between(part, at, part.length));
		if (word == NULL) {
			at += LETTER_BYTES;
			continue;
		}
		sound_spelled(slice_between(part, from, at), sounds, count);
		for (size_t i = 0; i < WORD_SOUNDS; i++) {
			sound_add(sounds, count, word->sounds[i]);
		}
		at += word->length;
		from = at;
	}
	sound_spelled(slice_between(part, from, part.length), sounds, count);
}
