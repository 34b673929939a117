/* names_rules.c - see names_rules.h for what the sources are. */
#include "text/names_rules.h"

/* UNGEGN and ALA-LC agree on consonants and series. Sonorants take the series of the strong
 * consonant they stand with (Huffman, Cambodian System of Writing, 1970). */
const struct letter_rule LETTER_RULES[0x23] = {
	{SOUND_K, 1, true},   {SOUND_KH, 1, true},  {SOUND_K, 2, true},    {SOUND_KH, 2, true},
	{SOUND_NG, 2, false}, {SOUND_C, 1, true},   {SOUND_CH, 1, true},   {SOUND_C, 2, true},
	{SOUND_CH, 2, true},  {SOUND_NH, 2, false}, {SOUND_D, 1, true},    {SOUND_TH, 1, true},
	{SOUND_D, 2, true},   {SOUND_TH, 2, true},  {SOUND_N, 1, false},   {SOUND_T, 1, true},
	{SOUND_TH, 1, true},  {SOUND_T, 2, true},   {SOUND_TH, 2, true},   {SOUND_N, 2, false},
	{SOUND_B, 1, true},   {SOUND_PH, 1, true},  {SOUND_P, 2, true},    {SOUND_PH, 2, true},
	{SOUND_M, 2, false},  {SOUND_Y, 2, false},  {SOUND_R, 2, false},   {SOUND_L, 2, false},
	{SOUND_V, 2, false},  {SOUND_S, 1, true},   {SOUND_S, 1, true},    {SOUND_S, 1, true},
	{SOUND_H, 1, true},   {SOUND_L, 1, false},  {SOUND_NONE, 1, true},
};

/* UNGEGN; where habit differs between the systems, the costs below join them. */
const struct vowel_rule VOWEL_RULES[17] = {
	{{SOUND_A, SOUND_NONE}, {SOUND_O, SOUND_NONE}},
	{{SOUND_A, SOUND_NONE}, {SOUND_EA, SOUND_NONE}},
	{{SOUND_E, SOUND_NONE}, {SOUND_I, SOUND_NONE}},
	{{SOUND_E, SOUND_Y}, {SOUND_I, SOUND_NONE}},
	{{SOUND_IU, SOUND_NONE}, {SOUND_IU, SOUND_NONE}},
	{{SOUND_IU, SOUND_NONE}, {SOUND_IU, SOUND_NONE}},
	{{SOUND_O, SOUND_NONE}, {SOUND_U, SOUND_NONE}},
	{{SOUND_OU, SOUND_NONE}, {SOUND_U, SOUND_NONE}},
	{{SOUND_UO, SOUND_NONE}, {SOUND_UO, SOUND_NONE}},
	{{SOUND_EU, SOUND_NONE}, {SOUND_EU, SOUND_NONE}},
	{{SOUND_OEA, SOUND_NONE}, {SOUND_OEA, SOUND_NONE}},
	{{SOUND_IE, SOUND_NONE}, {SOUND_IE, SOUND_NONE}},
	{{SOUND_E, SOUND_NONE}, {SOUND_E, SOUND_NONE}},
	{{SOUND_AE, SOUND_NONE}, {SOUND_AE, SOUND_NONE}},
	{{SOUND_A, SOUND_Y}, {SOUND_E, SOUND_Y}},
	{{SOUND_AO, SOUND_NONE}, {SOUND_OU, SOUND_NONE}},
	{{SOUND_AU, SOUND_NONE}, {SOUND_AU, SOUND_NONE}},
};

/* ALA-LC, by sound. */
const uint8_t INDEPENDENT_RULES[15][2] = {
	{SOUND_E, SOUND_NONE},  {SOUND_E, SOUND_Y},     {SOUND_O, SOUND_NONE},  {SOUND_O, SOUND_K},
	{SOUND_OU, SOUND_NONE}, {SOUND_AU, SOUND_NONE}, {SOUND_R, SOUND_IU},    {SOUND_R, SOUND_IU},
	{SOUND_L, SOUND_IU},    {SOUND_L, SOUND_IU},    {SOUND_AE, SOUND_NONE}, {SOUND_A, SOUND_Y},
	{SOUND_AO, SOUND_NONE}, {SOUND_AO, SOUND_NONE}, {SOUND_AU, SOUND_NONE},
};

/* UNGEGN (aeu, oe, ue, uo, ie), French (gn, tch, dj, ou) and habit (ee, oo, w, j, oeu). */
const struct latin_rule LATIN_RULES[] = {
	{"aeu", {SOUND_EU, SOUND_NONE}, 0},  {"aoh", {SOUND_AO, SOUND_H}, 0},
	{"aah", {SOUND_A, SOUND_H}, 0},      {"ai", {SOUND_A, SOUND_Y}, 0},
	{"ay", {SOUND_A, SOUND_Y}, 0},       {"ae", {SOUND_AE, SOUND_NONE}, 0},
	{"aa", {SOUND_A, SOUND_NONE}, 0},    {"ao", {SOUND_AO, SOUND_NONE}, 0},
	{"au", {SOUND_AU, SOUND_NONE}, 0},   {"aw", {SOUND_AO, SOUND_NONE}, 'c'},
	{"a", {SOUND_A, SOUND_NONE}, 0},     {"bh", {SOUND_PH, SOUND_NONE}, 0},
	{"b", {SOUND_B, SOUND_NONE}, 0},     {"chh", {SOUND_CH, SOUND_NONE}, 0},
	{"ch", {SOUND_C, SOUND_NONE}, 0},    {"ck", {SOUND_K, SOUND_NONE}, 0},
	{"c", {SOUND_K, SOUND_NONE}, 0},     {"dh", {SOUND_TH, SOUND_NONE}, 0},
	{"dj", {SOUND_C, SOUND_NONE}, 0},    {"d", {SOUND_D, SOUND_NONE}, 0},
	{"eae", {SOUND_AE, SOUND_NONE}, 0},  {"eua", {SOUND_OEA, SOUND_NONE}, 0},
	{"eu", {SOUND_EU, SOUND_NONE}, 0},   {"ea", {SOUND_EA, SOUND_NONE}, 0},
	{"ee", {SOUND_I, SOUND_NONE}, 0},    {"ei", {SOUND_E, SOUND_Y}, 0},
	{"ey", {SOUND_E, SOUND_Y}, 0},       {"e", {SOUND_E, SOUND_NONE}, 0},
	{"f", {SOUND_F, SOUND_NONE}, 0},     {"gh", {SOUND_K, SOUND_NONE}, 0},
	{"gn", {SOUND_NH, SOUND_NONE}, 'v'}, {"g", {SOUND_G, SOUND_NONE}, 0},
	{"h", {SOUND_H, SOUND_NONE}, 0},     {"iev", {SOUND_IE, SOUND_V}, 'c'},
	{"ie", {SOUND_IE, SOUND_NONE}, 0},   {"ia", {SOUND_IE, SOUND_NONE}, 0},
	{"iu", {SOUND_I, SOUND_V}, 0},       {"i", {SOUND_I, SOUND_NONE}, 0},
	{"j", {SOUND_C, SOUND_NONE}, 0},     {"khh", {SOUND_KH, SOUND_NONE}, 0},
	{"kh", {SOUND_KH, SOUND_NONE}, 0},   {"k", {SOUND_K, SOUND_NONE}, 0},
	{"l", {SOUND_L, SOUND_NONE}, 0},     {"m", {SOUND_M, SOUND_NONE}, 0},
	{"ngn", {SOUND_NG, SOUND_NONE}, 0},  {"ng", {SOUND_NG, SOUND_NONE}, 0},
	{"nh", {SOUND_NH, SOUND_NONE}, 0},   {"ny", {SOUND_NH, SOUND_NONE}, 'v'},
	{"n", {SOUND_N, SOUND_NONE}, 0},     {"oeua", {SOUND_OEA, SOUND_NONE}, 0},
	{"oeur", {SOUND_EU, SOUND_R}, 0},    {"oeu", {SOUND_EU, SOUND_NONE}, 0},
	{"oea", {SOUND_OEA, SOUND_NONE}, 0}, {"oe", {SOUND_IU, SOUND_NONE}, 0},
	{"oa", {SOUND_OA, SOUND_NONE}, 0},   {"oo", {SOUND_U, SOUND_NONE}, 0},
	{"ou", {SOUND_OU, SOUND_NONE}, 0},   {"ov", {SOUND_AU, SOUND_NONE}, 'c'},
	{"ow", {SOUND_AU, SOUND_NONE}, 'c'}, {"oi", {SOUND_O, SOUND_Y}, 0},
	{"oy", {SOUND_O, SOUND_Y}, 0},       {"o", {SOUND_O, SOUND_NONE}, 0},
	{"phh", {SOUND_PH, SOUND_NONE}, 0},  {"ph", {SOUND_PH, SOUND_NONE}, 0},
	{"p", {SOUND_P, SOUND_NONE}, 0},     {"q", {SOUND_K, SOUND_NONE}, 0},
	{"r", {SOUND_R, SOUND_NONE}, 0},     {"sh", {SOUND_S, SOUND_NONE}, 0},
	{"s", {SOUND_S, SOUND_NONE}, 0},     {"tch", {SOUND_C, SOUND_NONE}, 0},
	{"tth", {SOUND_TH, SOUND_NONE}, 0},  {"th", {SOUND_TH, SOUND_NONE}, 0},
	{"ts", {SOUND_C, SOUND_NONE}, 0},    {"t", {SOUND_T, SOUND_NONE}, 0},
	{"uea", {SOUND_OEA, SOUND_NONE}, 0}, {"ueu", {SOUND_IU, SOUND_NONE}, 0},
	{"uoh", {SOUND_UO, SOUND_H}, 0},     {"ue", {SOUND_IU, SOUND_NONE}, 0},
	{"uo", {SOUND_UO, SOUND_NONE}, 0},   {"ua", {SOUND_UO, SOUND_NONE}, 0},
	{"uy", {SOUND_U, SOUND_Y}, 0},       {"uu", {SOUND_U, SOUND_NONE}, 0},
	{"u", {SOUND_U, SOUND_NONE}, 0},     {"v", {SOUND_V, SOUND_NONE}, 0},
	{"w", {SOUND_V, SOUND_NONE}, 0},     {"x", {SOUND_K, SOUND_S}, 0},
	{"y", {SOUND_Y, SOUND_NONE}, 'v'},   {"y", {SOUND_I, SOUND_NONE}, 'c'},
	{"z", {SOUND_Z, SOUND_NONE}, 0},
};
/* Counted from the table above; its last entry is checked here. */
const uint8_t LATIN_STARTS[27] = {0,  11, 13, 17, 20, 28, 29, 32, 33, 38, 39, 42, 43, 44,
				  49, 62, 65, 66, 67, 69, 74, 83, 84, 85, 86, 88, 89};
_Static_assert(sizeof LATIN_RULES / sizeof LATIN_RULES[0] == 89, "count LATIN_STARTS anew");

/* The numerals as UNGEGN writes them. */
const char *const DIGIT_NAMES[10] = {"soun", "muoy",     "pir",     "bei",     "buon",
				     "pram", "brammuoy", "brampir", "brambei", "brambuon"};

/* Habit. Aspiration is often not written (12), voice often not heard at the end (15); other pairs
 * are rarer. Vowels: neighbours of the same place (8 to 20), glides between them (20 to 45). */
#define PAIR(a, b, cost) [a][b] = (cost), [b][a] = (cost)
const uint8_t SOUND_COSTS[SOUND_COUNT][SOUND_COUNT] = {
	PAIR(SOUND_K, SOUND_KH, 12),   PAIR(SOUND_K, SOUND_G, 12),    PAIR(SOUND_KH, SOUND_G, 25),
	PAIR(SOUND_C, SOUND_CH, 12),   PAIR(SOUND_T, SOUND_TH, 12),   PAIR(SOUND_D, SOUND_T, 15),
	PAIR(SOUND_D, SOUND_TH, 25),   PAIR(SOUND_B, SOUND_P, 15),    PAIR(SOUND_P, SOUND_PH, 12),
	PAIR(SOUND_B, SOUND_PH, 25),   PAIR(SOUND_PH, SOUND_F, 15),   PAIR(SOUND_P, SOUND_F, 40),
	PAIR(SOUND_B, SOUND_V, 55),    PAIR(SOUND_N, SOUND_NH, 20),   PAIR(SOUND_N, SOUND_NG, 35),
	PAIR(SOUND_NH, SOUND_NG, 25),  PAIR(SOUND_M, SOUND_N, 55),    PAIR(SOUND_R, SOUND_L, 50),
	PAIR(SOUND_V, SOUND_F, 45),    PAIR(SOUND_Z, SOUND_S, 15),    PAIR(SOUND_S, SOUND_H, 40),
	PAIR(SOUND_S, SOUND_T, 55),    PAIR(SOUND_C, SOUND_T, 50),    PAIR(SOUND_CH, SOUND_T, 60),
	PAIR(SOUND_K, SOUND_H, 55),    PAIR(SOUND_C, SOUND_S, 55),    PAIR(SOUND_CH, SOUND_S, 50),
	PAIR(SOUND_D, SOUND_L, 70),    PAIR(SOUND_NH, SOUND_Y, 50),   PAIR(SOUND_Y, SOUND_I, 20),
	PAIR(SOUND_V, SOUND_U, 25),    PAIR(SOUND_V, SOUND_OU, 30),   PAIR(SOUND_V, SOUND_AU, 30),
	PAIR(SOUND_Y, SOUND_E, 30),    PAIR(SOUND_V, SOUND_O, 35),    PAIR(SOUND_A, SOUND_O, 14),
	PAIR(SOUND_A, SOUND_E, 35),    PAIR(SOUND_A, SOUND_EA, 22),   PAIR(SOUND_A, SOUND_OA, 14),
	PAIR(SOUND_A, SOUND_AE, 35),   PAIR(SOUND_A, SOUND_IE, 40),   PAIR(SOUND_A, SOUND_AO, 25),
	PAIR(SOUND_A, SOUND_AU, 22),   PAIR(SOUND_A, SOUND_UO, 45),   PAIR(SOUND_A, SOUND_U, 45),
	PAIR(SOUND_A, SOUND_EU, 40),   PAIR(SOUND_A, SOUND_IU, 42),   PAIR(SOUND_A, SOUND_I, 45),
	PAIR(SOUND_A, SOUND_OU, 45),   PAIR(SOUND_O, SOUND_U, 12),    PAIR(SOUND_O, SOUND_OU, 14),
	PAIR(SOUND_O, SOUND_AO, 10),   PAIR(SOUND_O, SOUND_UO, 22),   PAIR(SOUND_O, SOUND_OA, 16),
	PAIR(SOUND_O, SOUND_AU, 15),   PAIR(SOUND_O, SOUND_EU, 35),   PAIR(SOUND_O, SOUND_IU, 32),
	PAIR(SOUND_O, SOUND_E, 38),    PAIR(SOUND_O, SOUND_EA, 32),   PAIR(SOUND_E, SOUND_I, 10),
	PAIR(SOUND_E, SOUND_IU, 20),   PAIR(SOUND_E, SOUND_EU, 25),   PAIR(SOUND_E, SOUND_AE, 10),
	PAIR(SOUND_E, SOUND_EA, 16),   PAIR(SOUND_E, SOUND_IE, 16),   PAIR(SOUND_E, SOUND_U, 42),
	PAIR(SOUND_I, SOUND_IU, 16),   PAIR(SOUND_I, SOUND_EU, 28),   PAIR(SOUND_I, SOUND_IE, 18),
	PAIR(SOUND_I, SOUND_EA, 25),   PAIR(SOUND_I, SOUND_AE, 30),   PAIR(SOUND_I, SOUND_U, 40),
	PAIR(SOUND_IU, SOUND_EU, 10),  PAIR(SOUND_IU, SOUND_U, 20),   PAIR(SOUND_IU, SOUND_OU, 25),
	PAIR(SOUND_IU, SOUND_OEA, 16), PAIR(SOUND_IU, SOUND_EA, 30),  PAIR(SOUND_IU, SOUND_IE, 35),
	PAIR(SOUND_IU, SOUND_UO, 22),  PAIR(SOUND_U, SOUND_OU, 8),    PAIR(SOUND_U, SOUND_UO, 14),
	PAIR(SOUND_U, SOUND_AO, 30),   PAIR(SOUND_U, SOUND_EU, 30),   PAIR(SOUND_U, SOUND_AU, 30),
	PAIR(SOUND_U, SOUND_OA, 35),   PAIR(SOUND_OU, SOUND_UO, 14),  PAIR(SOUND_OU, SOUND_AO, 14),
	PAIR(SOUND_OU, SOUND_AU, 16),  PAIR(SOUND_OU, SOUND_EU, 32),  PAIR(SOUND_OU, SOUND_OA, 30),
	PAIR(SOUND_UO, SOUND_OA, 22),  PAIR(SOUND_UO, SOUND_EA, 28),  PAIR(SOUND_UO, SOUND_AO, 25),
	PAIR(SOUND_UO, SOUND_AU, 30),  PAIR(SOUND_UO, SOUND_OEA, 20), PAIR(SOUND_UO, SOUND_IE, 32),
	PAIR(SOUND_UO, SOUND_EU, 32),  PAIR(SOUND_EU, SOUND_OEA, 14), PAIR(SOUND_EU, SOUND_AE, 30),
	PAIR(SOUND_EU, SOUND_EA, 30),  PAIR(SOUND_EU, SOUND_IE, 32),  PAIR(SOUND_EU, SOUND_AO, 38),
	PAIR(SOUND_EU, SOUND_AU, 38),  PAIR(SOUND_OEA, SOUND_IE, 22), PAIR(SOUND_OEA, SOUND_EA, 18),
	PAIR(SOUND_OEA, SOUND_AE, 30), PAIR(SOUND_IE, SOUND_EA, 8),   PAIR(SOUND_IE, SOUND_AE, 22),
	PAIR(SOUND_EA, SOUND_AE, 14),  PAIR(SOUND_EA, SOUND_OA, 14),  PAIR(SOUND_AO, SOUND_AU, 16),
	PAIR(SOUND_AO, SOUND_OA, 20),  PAIR(SOUND_AU, SOUND_OA, 30),
};
#undef PAIR

/* Own choice: as coarse as the pairs above that cost least. Y and H are too unsure to key. */
const char SKELETON_RULES[SOUND_COUNT] = {
	[SOUND_K] = 'K',  [SOUND_KH] = 'K', [SOUND_G] = 'K',  [SOUND_NG] = 'N', [SOUND_C] = 'C',
	[SOUND_CH] = 'C', [SOUND_NH] = 'N', [SOUND_D] = 'T',  [SOUND_T] = 'T',  [SOUND_TH] = 'T',
	[SOUND_N] = 'N',  [SOUND_B] = 'P',  [SOUND_P] = 'P',  [SOUND_PH] = 'P', [SOUND_M] = 'M',
	[SOUND_R] = 'R',  [SOUND_L] = 'L',  [SOUND_V] = 'V',  [SOUND_S] = 'S',  [SOUND_F] = 'P',
	[SOUND_Z] = 'S',  [SOUND_A] = 'a',  [SOUND_OA] = 'a', [SOUND_EA] = 'a', [SOUND_O] = 'u',
	[SOUND_U] = 'u',  [SOUND_OU] = 'u', [SOUND_UO] = 'u', [SOUND_AO] = 'u', [SOUND_AU] = 'u',
	[SOUND_E] = 'i',  [SOUND_I] = 'i',  [SOUND_IU] = 'i', [SOUND_EU] = 'i', [SOUND_OEA] = 'i',
	[SOUND_IE] = 'i', [SOUND_AE] = 'i',
};

/* Habit: what every list of Cambodian names is full of. Order means nothing. */
const uint8_t FREQUENT_PARTS[][FREQUENT_SOUNDS] = {
	{SOUND_S, SOUND_O, SOUND_K},                                       /* sok */
	{SOUND_H, SOUND_E, SOUND_NG},                                      /* heng */
	{SOUND_K, SOUND_I, SOUND_M},                                       /* kim */
	{SOUND_L, SOUND_I},                                                /* ly */
	{SOUND_C, SOUND_A, SOUND_N},                                       /* chan */
	{SOUND_S, SOUND_R, SOUND_E, SOUND_Y},                              /* srey */
	{SOUND_S, SOUND_O, SOUND_PH, SOUND_A, SOUND_L},                    /* sophal */
	{SOUND_S, SOUND_R, SOUND_E, SOUND_Y, SOUND_M, SOUND_O, SOUND_M},   /* sreymom */
	{SOUND_S, SOUND_R, SOUND_E, SOUND_Y, SOUND_N, SOUND_EA, SOUND_NG}, /* sreyneang */
	{SOUND_D, SOUND_A, SOUND_R, SOUND_A},                              /* dara */
	{SOUND_S, SOUND_O, SOUND_PH, SOUND_EA},                            /* sophea */
	{SOUND_B, SOUND_O, SOUND_PH, SOUND_A},                             /* bopha */
	{SOUND_S, SOUND_O, SOUND_V, SOUND_A, SOUND_N},                     /* sovann */
	{SOUND_S, SOUND_A, SOUND_M, SOUND_N, SOUND_A, SOUND_NG},           /* samnang */
	{SOUND_V, SOUND_A, SOUND_N, SOUND_A},                              /* vanna */
	{SOUND_R, SOUND_A, SOUND_TH, SOUND_A},                             /* ratha */
	{SOUND_R, SOUND_I, SOUND_TH},                                      /* rith */
	{SOUND_C, SOUND_EA},                                               /* chea */
	{SOUND_K, SOUND_E, SOUND_O},                                       /* keo */
	{SOUND_K, SOUND_O, SOUND_NG},                                      /* kong */
	{SOUND_L, SOUND_O, SOUND_NG},                                      /* long */
	{SOUND_CH, SOUND_A, SOUND_Y},                                      /* chhay */
	{SOUND_L, SOUND_I, SOUND_M},                                       /* lim */
	{SOUND_OU, SOUND_K},                                               /* ouk */
	{SOUND_P, SOUND_I, SOUND_C},                                       /* pich */
	{SOUND_P, SOUND_R, SOUND_A, SOUND_K},                              /* prak */
	{SOUND_S, SOUND_E, SOUND_NG},                                      /* seng */
	{SOUND_S, SOUND_I, SOUND_M},                                       /* sim */
	{SOUND_S, SOUND_O, SOUND_M},                                       /* som */
	{SOUND_S, SOUND_A, SOUND_N},                                       /* sann */
	{SOUND_S, SOUND_A, SOUND_R | SOUND_WEAK},                          /* sar */
	{SOUND_T, SOUND_E, SOUND_P},                                       /* tep */
	{SOUND_TH, SOUND_I},                                               /* thy */
	{SOUND_T, SOUND_OU, SOUND_C},                                      /* touch */
	{SOUND_U, SOUND_K},                                                /* uk */
	{SOUND_U, SOUND_N},                                                /* un */
	{SOUND_U, SOUND_NG},                                               /* ung */
	{SOUND_Y, SOUND_I, SOUND_M},                                       /* yim */
	{SOUND_Y, SOUND_I, SOUND_N},                                       /* yin */
	{SOUND_M, SOUND_AO},                                               /* mao */
	{SOUND_M, SOUND_EA, SOUND_S},                                      /* meas */
	{SOUND_M, SOUND_E, SOUND_N},                                       /* men */
	{SOUND_NH, SOUND_E, SOUND_M},                                      /* nhem */
	{SOUND_NG, SOUND_UO, SOUND_N},                                     /* nguon */
	{SOUND_N, SOUND_AU},                                               /* nov */
	{SOUND_OU, SOUND_M},                                               /* oum */
	{SOUND_P, SOUND_E, SOUND_N},                                       /* pen */
	{SOUND_PH, SOUND_A, SOUND_N},                                      /* phan */
	{SOUND_PH, SOUND_EA, SOUND_P},                                     /* pheap */
	{SOUND_P, SOUND_AU},                                               /* pov */
	{SOUND_R, SOUND_O, SOUND_S},                                       /* ros */
	{SOUND_S, SOUND_A, SOUND_M},                                       /* sam */
	{SOUND_S, SOUND_AO},                                               /* sao */
	{SOUND_S, SOUND_A, SOUND_Y},                                       /* say */
	{SOUND_S, SOUND_E, SOUND_M},                                       /* sem */
	{SOUND_S, SOUND_E, SOUND_N},                                       /* sen */
	{SOUND_S, SOUND_I, SOUND_N},                                       /* sin */
	{SOUND_S, SOUND_IE, SOUND_NG},                                     /* sieng */
	{SOUND_TH, SOUND_EA, SOUND_R, SOUND_I},                            /* theary */
	{SOUND_TH, SOUND_I, SOUND_D, SOUND_A},                             /* thida */
	{SOUND_S, SOUND_O, SOUND_KH, SOUND_A},                             /* sokha */
	{SOUND_S, SOUND_O, SOUND_KH, SOUND_O, SOUND_M},                    /* sokhom */
	{SOUND_S, SOUND_O, SOUND_K, SOUND_U, SOUND_N},                     /* sokun */
	{SOUND_S, SOUND_O, SOUND_PH, SOUND_I},                             /* sophy */
	{SOUND_S, SOUND_O, SOUND_PH, SOUND_EA, SOUND_P},                   /* sopheap */
	{SOUND_C, SOUND_A, SOUND_N, SOUND_A},                              /* channa */
	{SOUND_C, SOUND_A, SOUND_N, SOUND_TH, SOUND_A},                    /* chantha */
	{SOUND_C, SOUND_A, SOUND_N, SOUND_TH, SOUND_I},                    /* chanthy */
	{SOUND_K, SOUND_U, SOUND_N, SOUND_TH, SOUND_EA},                   /* kunthea */
	{SOUND_PH, SOUND_A, SOUND_L, SOUND_A},                             /* phalla */
	{SOUND_PH, SOUND_A, SOUND_L, SOUND_I},                             /* phally */
	{SOUND_P, SOUND_I, SOUND_S, SOUND_E, SOUND_TH},                    /* piseth */
	{SOUND_R, SOUND_A, SOUND_TH, SOUND_A, SOUND_N, SOUND_A},           /* rathana */
	{SOUND_R, SOUND_O, SOUND_TH, SOUND_A},                             /* rotha */
	{SOUND_S, SOUND_A, SOUND_M, SOUND_A, SOUND_TH},                    /* samath */
	{SOUND_S, SOUND_A, SOUND_R, SOUND_EU, SOUND_N},                    /* saroeun */
	{SOUND_S, SOUND_A, SOUND_R, SOUND_I, SOUND_N},                     /* sarin */
	{SOUND_S, SOUND_A, SOUND_V, SOUND_U, SOUND_TH},                    /* savuth */
	{SOUND_S, SOUND_R, SOUND_E, SOUND_Y, SOUND_P, SOUND_AU},           /* sreypov */
	{SOUND_S, SOUND_R, SOUND_E, SOUND_Y, SOUND_L, SOUND_EA, SOUND_K},  /* sreyleak */
	{SOUND_S, SOUND_R, SOUND_E, SOUND_Y, SOUND_N, SOUND_I, SOUND_C},   /* sreynich */
	{SOUND_S, SOUND_I, SOUND_TH, SOUND_A},                             /* sitha */
	{SOUND_S, SOUND_O, SOUND_TH, SOUND_EA},                            /* sothea */
	{SOUND_V, SOUND_EA, SOUND_S, SOUND_N, SOUND_A},                    /* veasna */
	{SOUND_V, SOUND_U, SOUND_TH, SOUND_I},                             /* vuthy */
	{SOUND_V, SOUND_I, SOUND_C, SOUND_EA},                             /* vichea */
	{SOUND_V, SOUND_I, SOUND_R, SOUND_A, SOUND_K},                     /* virak */
	{SOUND_V, SOUND_I, SOUND_S, SOUND_A, SOUND_L},                     /* visal */
	{SOUND_V, SOUND_O, SOUND_N},                                       /* von */
	{SOUND_V, SOUND_A},                                                /* va */
	{SOUND_V, SOUND_A, SOUND_N},                                       /* van */
	{SOUND_K, SOUND_O, SOUND_S, SOUND_A, SOUND_L},                     /* kosal */
	{SOUND_M, SOUND_A, SOUND_K, SOUND_A, SOUND_R, SOUND_A},            /* makara */
	{SOUND_N, SOUND_A, SOUND_R, SOUND_I, SOUND_TH},                    /* narith */
	{SOUND_N, SOUND_A, SOUND_R, SOUND_I},                              /* nary */
	{SOUND_N, SOUND_I, SOUND_T, SOUND_A},                              /* nita */
	{SOUND_H, SOUND_U, SOUND_N},                                       /* hun */
	{SOUND_H, SOUND_O, SOUND_R | SOUND_WEAK},                          /* hor */
	{SOUND_H, SOUND_U, SOUND_Y},                                       /* huy */
	{SOUND_EA, SOUND_NG},                                              /* eang */
	{SOUND_EA, SOUND_N},                                               /* ean */
	{SOUND_CH, SOUND_U, SOUND_N},                                      /* chhun */
	{SOUND_CH, SOUND_O, SOUND_R | SOUND_WEAK, SOUND_N},                /* chhorn */
	{SOUND_C, SOUND_U, SOUND_M},                                       /* chum */
	{SOUND_CH, SOUND_I, SOUND_M},                                      /* chhim */
	{SOUND_CH, SOUND_E, SOUND_M},                                      /* chhem */
	{SOUND_D, SOUND_UO, SOUND_NG},                                     /* duong */
	{SOUND_E, SOUND_NG},                                               /* eng */
	{SOUND_E, SOUND_M},                                                /* em */
	{SOUND_I, SOUND_M},                                                /* im */
	{SOUND_KH, SOUND_U, SOUND_N},                                      /* khun */
	{SOUND_KH, SOUND_I, SOUND_M},                                      /* khim */
	{SOUND_KH, SOUND_IE, SOUND_V},                                     /* khiev */
	{SOUND_K, SOUND_U, SOUND_N},                                       /* kun */
	{SOUND_K, SOUND_U, SOUND_Y},                                       /* kuy */
	{SOUND_L, SOUND_E, SOUND_NG},                                      /* leng */
	{SOUND_L, SOUND_EU, SOUND_NG},                                     /* loeung */
	{SOUND_M, SOUND_O, SOUND_M},                                       /* mom */
	{SOUND_M, SOUND_U, SOUND_TH},                                      /* muth */
	{SOUND_N, SOUND_EA, SOUND_NG},                                     /* neang */
	{SOUND_N, SOUND_OU, SOUND_N},                                      /* noun */
	{SOUND_N, SOUND_UO, SOUND_N},                                      /* nuon */
	{SOUND_EU, SOUND_N},                                               /* oeun */
	{SOUND_PH, SOUND_O, SOUND_N},                                      /* phon */
	{SOUND_P, SOUND_O, SOUND_N},                                       /* pon */
	{SOUND_R, SOUND_I, SOUND_N},                                       /* rin */
	{SOUND_R, SOUND_EU, SOUND_N},                                      /* roeun */
	{SOUND_R, SOUND_U, SOUND_N},                                       /* run */
	{SOUND_S, SOUND_A, SOUND_R, SOUND_I},                              /* sary */
	{SOUND_S, SOUND_O, SOUND_R | SOUND_WEAK, SOUND_N},                 /* sorn */
	{SOUND_TH, SOUND_O, SOUND_R | SOUND_WEAK, SOUND_N},                /* thorn */
	{SOUND_TH, SOUND_A},                                               /* tha */
	{SOUND_TH, SOUND_O, SOUND_N},                                      /* thon */
	{SOUND_T, SOUND_I, SOUND_TH},                                      /* tith */
	{SOUND_V, SOUND_O, SOUND_NG},                                      /* vong */
	{SOUND_Y, SOUND_EU, SOUND_N},                                      /* yoeun */
	{SOUND_Y, SOUND_U, SOUND_N},                                       /* yun */
};
const size_t FREQUENT_PARTS_COUNT = sizeof FREQUENT_PARTS / sizeof FREQUENT_PARTS[0];
