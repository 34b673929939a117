/* names_latin.c - Latin letters to sounds, by the longest graph that fits. */
#include "text/names_sound.h"

#include <string.h>

bool sound_is_vowel(unsigned sound)
{
	return (sound & ~(unsigned)SOUND_WEAK) >= SOUND_VOWELS;
}

void sound_add(uint8_t *sounds, size_t *count, unsigned sound)
{
	if ((sound & 0x3F) == SOUND_NONE || *count == SOUNDS_MAX) {
		return;
	}
	if (*count > 0 &&
	    (sounds[*count - 1] & ~SOUND_WEAK) == (int)(sound & ~(unsigned)SOUND_WEAK)) {
		sounds[*count - 1] &= (uint8_t)sound; /* doubled: one, and weak only if both are */
		return;
	}
	sounds[(*count)++] = (uint8_t)sound;
}

static bool vowel_at(struct slice text, size_t at)
{
	return at < text.length && strchr("aeiou", text.at[at]) != NULL;
}

/* "y" stands for a vowel where none follows: Ly, Sothy. */
static bool fits(const struct latin_rule *rule, struct slice text, size_t at)
{
	const size_t length = strlen(rule->graph);
	if (!slice_starts(slice_between(text, at, text.length), slice_of(rule->graph))) {
		return false;
	}
	return rule->where == 0 || (rule->where == 'v') == vowel_at(text, at + length);
}

static const struct latin_rule *rule_at(struct slice text, size_t at)
{
	for (size_t i = 0; i < LATIN_RULES_COUNT; i++) {
		if (LATIN_RULES[i].graph[0] == text.at[at] && fits(&LATIN_RULES[i], text, at)) {
			return &LATIN_RULES[i];
		}
	}
	return NULL;
}

/* r and h after a vowel and before none are mostly not heard. */
static unsigned weakened(unsigned sound, bool after_vowel, bool before_vowel)
{
	const bool is_faint = sound == SOUND_R || sound == SOUND_H;
	return is_faint && after_vowel && !before_vowel ? sound | SOUND_WEAK : sound;
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
		const struct latin_rule *rule = rule_at(part, at);
		if (rule == NULL) {
			at++;
			continue;
		}
		at += strlen(rule->graph);
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
