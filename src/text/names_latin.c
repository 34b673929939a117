/* names_latin.c - Latin letters to sounds, by the longest graph that fits. */
#include "text/names_sound.h"

/* Stops of one place beside each other are one: Sokkheng, Ratthana, Hassan. The one that opens the
 * next syllable is heard. */
static bool is_same_stop(unsigned before, unsigned sound)
{
	const unsigned plain = PLAIN_SOUNDS[sound & SOUND_PLAIN];
	return PLAIN_SOUNDS[before & SOUND_PLAIN] == plain &&
	       (plain < SOUND_M || plain == SOUND_S) && ((before | sound) & SOUND_WEAK) == 0;
}

/* A consonant behind a consonant, or behind a weak vowel that is not heard between what is one:
 * false where it became part of it. */
static bool stays_apart(uint8_t *sounds, size_t *count, unsigned sound)
{
	const bool has_weak_vowel = sound_is_vowel(sounds[*count - 1]);
	if (has_weak_vowel && (sounds[*count - 1] < SOUND_WEAK || *count < 2)) {
		return true;
	}
	uint8_t *before = &sounds[*count - 1 - has_weak_vowel];
	if (*before != sound && !is_same_stop(*before, sound)) {
		return true;
	}
	*count -= has_weak_vowel;
	*before = (uint8_t)sound;
	return false;
}

void sound_add(uint8_t *sounds, size_t *count, unsigned sound)
{
	if ((sound & SOUND_PLAIN) == SOUND_NONE || *count == SOUNDS_MAX) {
		return;
	}
	if (*count > 0) {
		uint8_t *before = &sounds[*count - 1];
		if (((*before ^ sound) & SOUND_PLAIN) == 0) {
			*before &= (uint8_t)sound; /* doubled: one, and weak only if both are */
			return;
		}
		if (!sound_is_vowel(sound) && !stays_apart(sounds, count, sound)) {
			return;
		}
	}
	sounds[(*count)++] = (uint8_t)sound;
}

static bool vowel_at(struct slice text, size_t at)
{
	if (at >= text.length) {
		return false;
	}
	const char letter = text.at[at];
	return letter == 'a' || letter == 'e' || letter == 'i' || letter == 'o' || letter == 'u';
}

/* The length of the rule's graph where it fits, else 0; its first letter was looked at. "y" stands
 * for a vowel where none follows: Ly, Sothy. */
static size_t fitting(const struct latin_rule *rule, struct slice text, size_t at)
{
	size_t length = 1;
	while (rule->graph[length] != 0) {
		if (at + length >= text.length || rule->graph[length] != text.at[at + length]) {
			return 0;
		}
		length++;
	}
	return rule->where == 0 || (rule->where == 'v') == vowel_at(text, at + length) ? length : 0;
}

static const struct latin_rule *rule_at(struct slice text, size_t at, size_t *ret_length)
{
	const char letter = text.at[at];
	if (letter < 'a' || letter > 'z') {
		return NULL;
	}
	for (size_t i = LATIN_STARTS[letter - 'a']; i < LATIN_STARTS[letter - 'a' + 1]; i++) {
		const size_t length = fitting(&LATIN_RULES[i], text, at);
		if (length > 0) {
			*ret_length = length;
			return &LATIN_RULES[i];
		}
	}
	return NULL;
}

/* r and h after a vowel and before none are mostly not heard; v is a vowel there, s an h. */
static unsigned weakened(unsigned sound, bool after_vowel, bool before_vowel)
{
	if (!after_vowel || before_vowel) {
		return sound;
	}
	return sound == SOUND_R || sound == SOUND_H ? sound | SOUND_WEAK
	       : sound == SOUND_V                   ? SOUND_FINAL_V
	       : sound == SOUND_S                   ? SOUND_FINAL_S
						    : sound;
}

/* French: Maline, Osmane, Danielle. `at` is behind the letter. */
static bool is_mute_e(struct slice part, size_t at, size_t count, const uint8_t *sounds)
{
	return at == part.length && part.at[at - 1] == 'e' && count > 2 &&
	       (sounds[count - 1] == SOUND_N || sounds[count - 1] == SOUND_L);
}

void sound_latin(struct slice part, uint8_t *sounds, size_t *count)
{
	bool after_vowel = false;
	for (size_t at = 0; at < part.length;) {
		if (part.at[at] >= '0' && part.at[at] <= '9') {
			sound_latin(slice_of(DIGIT_NAMES[part.at[at] - '0']), sounds, count);
			at++;
			continue;
		}
		size_t length = 0;
		const struct latin_rule *rule = rule_at(part, at, &length);
		if (rule == NULL) {
			at++;
			continue;
		}
		at += length;
		if (rule->sounds[0] == SOUND_NH && after_vowel && vowel_at(part, at)) {
			/* Kanha and Sonya, but Bunheng and Bunyoeun, too. */
			const bool has_y = part.at[at - 1] == 'y';
			sound_add(sounds, count, SOUND_N);
			sound_add(sounds, count, (has_y ? SOUND_Y : SOUND_H) | SOUND_WEAK);
			after_vowel = false;
			continue;
		}
		if (length == 1 && is_mute_e(part, at, *count, sounds)) {
			sound_add(sounds, count, SOUND_E | SOUND_WEAK);
			continue;
		}
		for (size_t i = 0; i < 2 && rule->sounds[i] != SOUND_NONE; i++) {
			const unsigned sound = rule->sounds[i];
			sound_add(sounds, count,
				  weakened(sound, after_vowel,
					   vowel_at(part, at) ||
						   (at < part.length && part.at[at] == 'y')));
			after_vowel = sound_is_vowel(sound);
		}
	}
}
