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

/* The signs by their names; what they are written as stands in names_spellings.csv. The y of ii
 * is UNGEGN's "ei" of the first series; habit has it in both (Borey), and leaves it out in both. */
const uint8_t VOWEL_RULES[17][2][2] = {
	{{KHMER_INHERENT_1}, {KHMER_INHERENT_2}},
	{{KHMER_AA_1}, {KHMER_AA_2}},
	{{KHMER_I_1}, {KHMER_I_2}},
	{{KHMER_II_1, SOUND_Y | SOUND_WEAK}, {KHMER_II_2, SOUND_Y | SOUND_WEAK}},
	{{KHMER_Y_1}, {KHMER_Y_2}},
	{{KHMER_YY}, {KHMER_YY}},
	{{KHMER_U_1}, {KHMER_U_2}},
	{{KHMER_UU_1}, {KHMER_UU_2}},
	{{KHMER_UA}, {KHMER_UA}},
	{{KHMER_OE}, {KHMER_OE}},
	{{KHMER_YA}, {KHMER_YA}},
	{{KHMER_IA}, {KHMER_IA}},
	{{KHMER_E_PLAIN}, {KHMER_E_PLAIN}},
	{{KHMER_AE_SIGN}, {KHMER_AE_SIGN}},
	{{KHMER_AI_1, SOUND_Y}, {KHMER_AI_2, SOUND_Y}},
	{{KHMER_OO_1}, {KHMER_OO_2}},
	{{KHMER_AU_1}, {KHMER_AU_2}},
};

/* ALA-LC, by the sign of the same sound. */
const uint8_t INDEPENDENT_RULES[15][2] = {
	{KHMER_I_1},          {KHMER_II_1, SOUND_Y | SOUND_WEAK},
	{KHMER_U_2},          {KHMER_U_2, SOUND_K},
	{KHMER_UU_2},         {KHMER_AU_2},
	{SOUND_R, KHMER_Y_2}, {SOUND_R, KHMER_YY},
	{SOUND_L, KHMER_Y_2}, {SOUND_L, KHMER_YY},
	{KHMER_AE_SIGN},      {KHMER_AI_1, SOUND_Y},
	{KHMER_OO_1},         {KHMER_OO_1},
	{KHMER_AU_1},
};

/* UNGEGN (aeu, oe, ue, uo, ie), French (gn, tch, dj, ou), Vietnamese (uye) and habit (ee, oo, w, j,
 * oeu, eou). */
const struct latin_rule LATIN_RULES[] = {
	{"aeu", {SOUND_EU, SOUND_NONE}, 0},
	{"aing", {SOUND_A, SOUND_NG}, 0},
	{"aoh", {SOUND_AO, SOUND_H}, 0},
	{"aov", {SOUND_AO, SOUND_NONE}, 'c'},
	{"auv", {SOUND_AU, SOUND_NONE}, 'c'},
	{"aah", {SOUND_A, SOUND_H}, 0},
	{"ai", {SOUND_A, SOUND_Y}, 0},
	{"ay", {SOUND_A, SOUND_Y}, 0},
	{"ae", {SOUND_AE, SOUND_NONE}, 0},
	{"aa", {SOUND_A, SOUND_NONE}, 0},
	{"ao", {SOUND_AO, SOUND_NONE}, 0},
	{"au", {SOUND_AU, SOUND_NONE}, 0},
	{"aw", {SOUND_AO, SOUND_NONE}, 'c'},
	{"a", {SOUND_A, SOUND_NONE}, 0},
	{"bh", {SOUND_PH, SOUND_NONE}, 0},
	{"b", {SOUND_B, SOUND_NONE}, 0},
	{"chh", {SOUND_CH, SOUND_NONE}, 0},
	{"ch", {SOUND_C, SOUND_NONE}, 0},
	{"ck", {SOUND_K, SOUND_NONE}, 0},
	{"c", {SOUND_K, SOUND_NONE}, 0},
	{"dh", {SOUND_TH, SOUND_NONE}, 0},
	{"dj", {SOUND_C, SOUND_NONE}, 0},
	{"d", {SOUND_D, SOUND_NONE}, 0},
	{"eae", {SOUND_AE, SOUND_NONE}, 0},
	{"eua", {SOUND_OEA, SOUND_NONE}, 0},
	{"eou", {SOUND_AU, SOUND_NONE}, 0},
	{"eov", {SOUND_E, SOUND_FINAL_V}, 'c'},
	{"eo", {SOUND_E, SOUND_FINAL_V}, 'c'},
	{"eu", {SOUND_EU, SOUND_NONE}, 0},
	{"ea", {SOUND_EA, SOUND_NONE}, 0},
	{"ee", {SOUND_I, SOUND_NONE}, 0},
	{"ei", {SOUND_EY, SOUND_Y | SOUND_WEAK}, 0},
	{"ey", {SOUND_EY, SOUND_Y | SOUND_WEAK}, 0},
	{"er", {SOUND_ER, SOUND_R}, 'c'},
	{"e", {SOUND_E, SOUND_NONE}, 0},
	{"f", {SOUND_F, SOUND_NONE}, 0},
	{"gh", {SOUND_K, SOUND_NONE}, 0},
	{"gn", {SOUND_NH, SOUND_NONE}, 'v'},
	{"g", {SOUND_G, SOUND_NONE}, 0},
	{"h", {SOUND_H, SOUND_NONE}, 0},
	{"iea", {SOUND_IE, SOUND_NONE}, 0},
	{"ieu", {SOUND_IE, SOUND_FINAL_V}, 'c'},
	{"ie", {SOUND_IE, SOUND_NONE}, 0},
	{"ia", {SOUND_IE, SOUND_NONE}, 0},
	{"iu", {SOUND_I, SOUND_FINAL_V}, 0},
	{"i", {SOUND_I, SOUND_NONE}, 0},
	{"j", {SOUND_C, SOUND_NONE}, 0},
	{"khh", {SOUND_KH, SOUND_NONE}, 0},
	{"kh", {SOUND_KH, SOUND_NONE}, 0},
	{"k", {SOUND_K, SOUND_NONE}, 0},
	{"l", {SOUND_L, SOUND_NONE}, 0},
	{"m", {SOUND_M, SOUND_NONE}, 0},
	{"ngn", {SOUND_NG, SOUND_NONE}, 0},
	{"ng", {SOUND_NG, SOUND_NONE}, 0},
	{"nh", {SOUND_NH, SOUND_NONE}, 0},
	{"ny", {SOUND_NH, SOUND_NONE}, 'v'},
	{"n", {SOUND_N, SOUND_NONE}, 0},
	{"oeua", {SOUND_OEA, SOUND_NONE}, 0},
	{"oeur", {SOUND_EU, SOUND_R}, 0},
	{"oeu", {SOUND_EU, SOUND_NONE}, 0},
	{"oea", {SOUND_OEA, SOUND_NONE}, 0},
	{"oe", {SOUND_IU, SOUND_NONE}, 0},
	{"oa", {SOUND_OA, SOUND_NONE}, 0},
	{"oo", {SOUND_U, SOUND_NONE}, 0},
	{"ou", {SOUND_OU, SOUND_NONE}, 0},
	{"ov", {SOUND_AU, SOUND_NONE}, 'c'},
	{"ow", {SOUND_AU, SOUND_NONE}, 'c'},
	{"oi", {SOUND_O, SOUND_Y}, 0},
	{"oy", {SOUND_O, SOUND_Y}, 0},
	{"o", {SOUND_O, SOUND_NONE}, 0},
	{"phh", {SOUND_PH, SOUND_NONE}, 0},
	{"ph", {SOUND_PH, SOUND_NONE}, 0},
	{"p", {SOUND_P, SOUND_NONE}, 0},
	{"q", {SOUND_K, SOUND_NONE}, 0},
	{"r", {SOUND_R, SOUND_NONE}, 0},
	{"sh", {SOUND_S, SOUND_NONE}, 0},
	{"s", {SOUND_S, SOUND_NONE}, 0},
	{"tch", {SOUND_C, SOUND_NONE}, 0},
	{"tth", {SOUND_TH, SOUND_NONE}, 0},
	{"th", {SOUND_TH, SOUND_NONE}, 0},
	{"ts", {SOUND_C, SOUND_NONE}, 0},
	{"t", {SOUND_T, SOUND_NONE}, 0},
	{"uea", {SOUND_OEA, SOUND_NONE}, 0},
	{"uye", {SOUND_V, SOUND_IE}, 0},
	{"ueu", {SOUND_IU, SOUND_NONE}, 0},
	{"uoh", {SOUND_UO, SOUND_H}, 0},
	{"ue", {SOUND_IU, SOUND_NONE}, 0},
	{"uo", {SOUND_UO, SOUND_NONE}, 0},
	{"ua", {SOUND_UO, SOUND_NONE}, 0},
	{"uy", {SOUND_U, SOUND_Y}, 0},
	{"ui", {SOUND_U, SOUND_Y}, 0},
	{"uu", {SOUND_U, SOUND_NONE}, 0},
	{"u", {SOUND_U, SOUND_NONE}, 0},
	{"v", {SOUND_V, SOUND_NONE}, 0},
	{"w", {SOUND_V, SOUND_NONE}, 0},
	{"x", {SOUND_K, SOUND_S}, 0},
	{"y", {SOUND_Y, SOUND_NONE}, 'v'},
	{"y", {SOUND_I, SOUND_NONE}, 'c'},
	{"z", {SOUND_Z, SOUND_NONE}, 0},
};
/* Counted from the table above; its last entry is checked here. */
const uint8_t LATIN_STARTS[27] = {0,  14, 16, 20, 23, 35, 36, 39, 40, 46, 47, 50, 51, 52,
				  57, 70, 73, 74, 75, 77, 82, 93, 94, 95, 96, 98, 99};
_Static_assert(sizeof LATIN_RULES / sizeof LATIN_RULES[0] == 99, "count LATIN_STARTS anew");

/* Habit: words that are read against their letters. */
#define WORD(text) text, sizeof(text) - 1
const struct word_rule WORD_RULES[] = {
	{WORD("រស្មី"),
	 {SOUND_R, KHMER_INHERENT_2, SOUND_K | SOUND_WEAK, SOUND_S, SOUND_M, KHMER_II_1,
	  SOUND_Y | SOUND_WEAK}},
	{WORD("ចរិយា"),
	 {SOUND_C, KHMER_INHERENT_1, SOUND_K | SOUND_WEAK, SOUND_R, KHMER_I_2, SOUND_Y,
	  KHMER_AA_LOOSE}},
	{WORD("ព្រហស្បតិ៍"), {SOUND_P, SOUND_R, KHMER_INHERENT_2, SOUND_H, KHMER_SHORT_A_2, SOUND_S}},
	{WORD("ព្រហ្ម"), {SOUND_P, SOUND_R, KHMER_AM_2, SOUND_M}},
	{WORD("សំរិទ្ធ"), {SOUND_S, KHMER_AM_1, SOUND_M, SOUND_R, KHMER_I_1, SOUND_TH}},
	{WORD("ឧត្តម"), {KHMER_U_2, SOUND_D, KHMER_INHERENT_1, SOUND_M}},
	{WORD("នរោត្តម"),
	 {SOUND_N, KHMER_INHERENT_2, SOUND_R, KHMER_OO_2, SOUND_D, KHMER_INHERENT_1, SOUND_M}},
};
const size_t WORD_RULES_COUNT = sizeof WORD_RULES / sizeof WORD_RULES[0];
#undef WORD

/* Habit, longer ones before what they start with. */
const struct title_rule TITLE_RULES[] = {
	{"លោកស្រី", true},     {"លោកជំទាវ", true},      {"លោកគ្រូ", true},     {"លោក", true},
	{"អ្នកស្រី", true},     {"អ្នកនាង", true},       {"អ្នកគ្រូ", true},     {"ឯកឧត្តម", true},
	{"សម្តេច", true},     {"ឧកញ៉ា", true},         {"កញ្ញា", false},     {"នាង", false},
	{"បណ្ឌិត", false},     {"mr", true},           {"mrs", true},       {"ms", true},
	{"miss", true},      {"mme", true},          {"mlle", true},      {"madam", true},
	{"madame", true},    {"dr", true},           {"prof", true},      {"h e", true},
	{"oknha", true},     {"samdech", true},      {"neak srey", true}, {"neak srei", true},
	{"nak srey", true},  {"lok chumteav", true}, {"ek oudom", false}, {"lok srey", false},
	{"lok srei", false}, {"lok", false},         {"kanha", false},    {"kagna", false},
	{"kanya", false},    {"neang", false},
};
const size_t TITLE_RULES_COUNT = sizeof TITLE_RULES / sizeof TITLE_RULES[0];

/* The numerals as UNGEGN writes them. */
const char *const DIGIT_NAMES[10] = {"soun", "muoy",     "pir",     "bei",     "buon",
				     "pram", "brammuoy", "brampir", "brambei", "brambuon"};

/* Own choice: as coarse as the usual spellings. Y, H and v at the end of a syllable are too unsure
 * to key. */
const char SKELETON_RULES[SOUND_COUNT] = {
	[SOUND_K] = 'K',  [SOUND_KH] = 'K', [SOUND_G] = 'K',  [SOUND_NG] = 'N', [SOUND_C] = 'C',
	[SOUND_CH] = 'C', [SOUND_NH] = 'N', [SOUND_D] = 'T',  [SOUND_T] = 'T',  [SOUND_TH] = 'T',
	[SOUND_N] = 'N',  [SOUND_B] = 'P',  [SOUND_P] = 'P',  [SOUND_PH] = 'P', [SOUND_M] = 'M',
	[SOUND_R] = 'R',  [SOUND_L] = 'L',  [SOUND_V] = 'V',  [SOUND_S] = 'S',  [SOUND_F] = 'P',
	[SOUND_Z] = 'S',  [SOUND_A] = 'a',  [SOUND_OA] = 'a', [SOUND_EA] = 'a', [SOUND_O] = 'u',
	[SOUND_U] = 'u',  [SOUND_OU] = 'u', [SOUND_UO] = 'u', [SOUND_AO] = 'u', [SOUND_AU] = 'u',
	[SOUND_E] = 'i',  [SOUND_I] = 'i',  [SOUND_IU] = 'i', [SOUND_EU] = 'i', [SOUND_OEA] = 'i',
	[SOUND_IE] = 'i', [SOUND_AE] = 'i', [SOUND_ER] = 'i',
};

/* Habit: what every list of Cambodian names is full of. Folded as PLAIN_SOUNDS says,
 * without weak sounds; order means nothing. */
const uint8_t FREQUENT_PARTS[][FREQUENT_SOUNDS] = {
	{SOUND_S, SOUND_O, SOUND_K},                              /* sok */
	{SOUND_H, SOUND_E, SOUND_NG},                             /* heng */
	{SOUND_K, SOUND_I, SOUND_M},                              /* kim */
	{SOUND_L, SOUND_I},                                       /* ly */
	{SOUND_C, SOUND_A, SOUND_N},                              /* chan */
	{SOUND_S, SOUND_R, SOUND_I},                              /* srey */
	{SOUND_S, SOUND_O, SOUND_P, SOUND_A, SOUND_L},            /* sophal */
	{SOUND_S, SOUND_R, SOUND_I, SOUND_M, SOUND_O, SOUND_M},   /* sreymom */
	{SOUND_S, SOUND_R, SOUND_I, SOUND_N, SOUND_EA, SOUND_NG}, /* sreyneang */
	{SOUND_T, SOUND_A, SOUND_R, SOUND_A},                     /* dara */
	{SOUND_S, SOUND_O, SOUND_P, SOUND_EA},                    /* sophea */
	{SOUND_P, SOUND_O, SOUND_P, SOUND_A},                     /* bopha */
	{SOUND_S, SOUND_O, SOUND_V, SOUND_A, SOUND_N},            /* sovann */
	{SOUND_S, SOUND_A, SOUND_M, SOUND_N, SOUND_A, SOUND_NG},  /* samnang */
	{SOUND_V, SOUND_A, SOUND_N, SOUND_A},                     /* vanna */
	{SOUND_R, SOUND_A, SOUND_T, SOUND_A},                     /* ratha */
	{SOUND_R, SOUND_I, SOUND_T},                              /* rith */
	{SOUND_C, SOUND_EA},                                      /* chea */
	{SOUND_K, SOUND_E, SOUND_FINAL_V},                        /* keo */
	{SOUND_K, SOUND_O, SOUND_NG},                             /* kong */
	{SOUND_L, SOUND_O, SOUND_NG},                             /* long */
	{SOUND_C, SOUND_A, SOUND_Y},                              /* chhay */
	{SOUND_L, SOUND_I, SOUND_M},                              /* lim */
	{SOUND_OU, SOUND_K},                                      /* ouk */
	{SOUND_P, SOUND_I, SOUND_C},                              /* pich */
	{SOUND_P, SOUND_R, SOUND_A, SOUND_K},                     /* prak */
	{SOUND_S, SOUND_E, SOUND_NG},                             /* seng */
	{SOUND_S, SOUND_I, SOUND_M},                              /* sim */
	{SOUND_S, SOUND_O, SOUND_M},                              /* som */
	{SOUND_S, SOUND_A, SOUND_N},                              /* sann */
	{SOUND_S, SOUND_A},                                       /* sar */
	{SOUND_T, SOUND_E, SOUND_P},                              /* tep */
	{SOUND_T, SOUND_I},                                       /* thy */
	{SOUND_T, SOUND_OU, SOUND_C},                             /* touch */
	{SOUND_U, SOUND_K},                                       /* uk */
	{SOUND_U, SOUND_N},                                       /* un */
	{SOUND_U, SOUND_NG},                                      /* ung */
	{SOUND_Y, SOUND_I, SOUND_M},                              /* yim */
	{SOUND_Y, SOUND_I, SOUND_N},                              /* yin */
	{SOUND_M, SOUND_AO},                                      /* mao */
	{SOUND_M, SOUND_EA, SOUND_S},                             /* meas */
	{SOUND_M, SOUND_E, SOUND_N},                              /* men */
	{SOUND_N, SOUND_E, SOUND_M},                              /* nhem */
	{SOUND_NG, SOUND_UO, SOUND_N},                            /* nguon */
	{SOUND_N, SOUND_AU},                                      /* nov */
	{SOUND_OU, SOUND_M},                                      /* oum */
	{SOUND_P, SOUND_E, SOUND_N},                              /* pen */
	{SOUND_P, SOUND_A, SOUND_N},                              /* phan */
	{SOUND_P, SOUND_EA, SOUND_P},                             /* pheap */
	{SOUND_P, SOUND_AU},                                      /* pov */
	{SOUND_R, SOUND_O, SOUND_S},                              /* ros */
	{SOUND_S, SOUND_A, SOUND_M},                              /* sam */
	{SOUND_S, SOUND_AO},                                      /* sao */
	{SOUND_S, SOUND_A, SOUND_Y},                              /* say */
	{SOUND_S, SOUND_E, SOUND_M},                              /* sem */
	{SOUND_S, SOUND_E, SOUND_N},                              /* sen */
	{SOUND_S, SOUND_I, SOUND_N},                              /* sin */
	{SOUND_S, SOUND_IE, SOUND_NG},                            /* sieng */
	{SOUND_T, SOUND_EA, SOUND_R, SOUND_I},                    /* theary */
	{SOUND_T, SOUND_I, SOUND_T, SOUND_A},                     /* thida */
	{SOUND_S, SOUND_O, SOUND_K, SOUND_A},                     /* sokha */
	{SOUND_S, SOUND_O, SOUND_K, SOUND_O, SOUND_M},            /* sokhom */
	{SOUND_S, SOUND_O, SOUND_K, SOUND_U, SOUND_N},            /* sokun */
	{SOUND_S, SOUND_O, SOUND_P, SOUND_I},                     /* sophy */
	{SOUND_S, SOUND_O, SOUND_P, SOUND_EA, SOUND_P},           /* sopheap */
	{SOUND_C, SOUND_A, SOUND_N, SOUND_A},                     /* channa */
	{SOUND_C, SOUND_A, SOUND_N, SOUND_T, SOUND_A},            /* chantha */
	{SOUND_C, SOUND_A, SOUND_N, SOUND_T, SOUND_I},            /* chanthy */
	{SOUND_K, SOUND_U, SOUND_N, SOUND_T, SOUND_EA},           /* kunthea */
	{SOUND_P, SOUND_A, SOUND_L, SOUND_A},                     /* phalla */
	{SOUND_P, SOUND_A, SOUND_L, SOUND_I},                     /* phally */
	{SOUND_P, SOUND_I, SOUND_S, SOUND_E, SOUND_T},            /* piseth */
	{SOUND_R, SOUND_A, SOUND_T, SOUND_A, SOUND_N, SOUND_A},   /* rathana */
	{SOUND_R, SOUND_O, SOUND_T, SOUND_A},                     /* rotha */
	{SOUND_S, SOUND_A, SOUND_M, SOUND_A, SOUND_T},            /* samath */
	{SOUND_S, SOUND_A, SOUND_R, SOUND_EU, SOUND_N},           /* saroeun */
	{SOUND_S, SOUND_A, SOUND_R, SOUND_I, SOUND_N},            /* sarin */
	{SOUND_S, SOUND_A, SOUND_V, SOUND_U, SOUND_T},            /* savuth */
	{SOUND_S, SOUND_R, SOUND_I, SOUND_P, SOUND_AU},           /* sreypov */
	{SOUND_S, SOUND_R, SOUND_I, SOUND_L, SOUND_EA, SOUND_K},  /* sreyleak */
	{SOUND_S, SOUND_R, SOUND_I, SOUND_N, SOUND_I, SOUND_C},   /* sreynich */
	{SOUND_S, SOUND_I, SOUND_T, SOUND_A},                     /* sitha */
	{SOUND_S, SOUND_O, SOUND_T, SOUND_EA},                    /* sothea */
	{SOUND_V, SOUND_EA, SOUND_S, SOUND_N, SOUND_A},           /* veasna */
	{SOUND_V, SOUND_U, SOUND_T, SOUND_I},                     /* vuthy */
	{SOUND_V, SOUND_I, SOUND_C, SOUND_EA},                    /* vichea */
	{SOUND_V, SOUND_I, SOUND_R, SOUND_A, SOUND_K},            /* virak */
	{SOUND_V, SOUND_I, SOUND_S, SOUND_A, SOUND_L},            /* visal */
	{SOUND_V, SOUND_O, SOUND_N},                              /* von */
	{SOUND_V, SOUND_A},                                       /* va */
	{SOUND_V, SOUND_A, SOUND_N},                              /* van */
	{SOUND_K, SOUND_O, SOUND_S, SOUND_A, SOUND_L},            /* kosal */
	{SOUND_M, SOUND_A, SOUND_K, SOUND_A, SOUND_R, SOUND_A},   /* makara */
	{SOUND_N, SOUND_A, SOUND_R, SOUND_I, SOUND_T},            /* narith */
	{SOUND_N, SOUND_A, SOUND_R, SOUND_I},                     /* nary */
	{SOUND_N, SOUND_I, SOUND_T, SOUND_A},                     /* nita */
	{SOUND_H, SOUND_U, SOUND_N},                              /* hun */
	{SOUND_H, SOUND_O},                                       /* hor */
	{SOUND_H, SOUND_U, SOUND_Y},                              /* huy */
	{SOUND_EA, SOUND_NG},                                     /* eang */
	{SOUND_EA, SOUND_N},                                      /* ean */
	{SOUND_C, SOUND_U, SOUND_N},                              /* chhun */
	{SOUND_C, SOUND_O, SOUND_N},                              /* chhorn */
	{SOUND_C, SOUND_U, SOUND_M},                              /* chum */
	{SOUND_C, SOUND_I, SOUND_M},                              /* chhim */
	{SOUND_C, SOUND_E, SOUND_M},                              /* chhem */
	{SOUND_T, SOUND_UO, SOUND_NG},                            /* duong */
	{SOUND_E, SOUND_NG},                                      /* eng */
	{SOUND_E, SOUND_M},                                       /* em */
	{SOUND_I, SOUND_M},                                       /* im */
	{SOUND_K, SOUND_U, SOUND_N},                              /* khun */
	{SOUND_K, SOUND_I, SOUND_M},                              /* khim */
	{SOUND_K, SOUND_IE, SOUND_V},                             /* khiev */
	{SOUND_K, SOUND_U, SOUND_N},                              /* kun */
	{SOUND_K, SOUND_U, SOUND_Y},                              /* kuy */
	{SOUND_L, SOUND_E, SOUND_NG},                             /* leng */
	{SOUND_L, SOUND_EU, SOUND_NG},                            /* loeung */
	{SOUND_M, SOUND_O, SOUND_M},                              /* mom */
	{SOUND_M, SOUND_U, SOUND_T},                              /* muth */
	{SOUND_N, SOUND_EA, SOUND_NG},                            /* neang */
	{SOUND_N, SOUND_OU, SOUND_N},                             /* noun */
	{SOUND_N, SOUND_UO, SOUND_N},                             /* nuon */
	{SOUND_EU, SOUND_N},                                      /* oeun */
	{SOUND_P, SOUND_O, SOUND_N},                              /* phon */
	{SOUND_P, SOUND_O, SOUND_N},                              /* pon */
	{SOUND_R, SOUND_I, SOUND_N},                              /* rin */
	{SOUND_R, SOUND_EU, SOUND_N},                             /* roeun */
	{SOUND_R, SOUND_U, SOUND_N},                              /* run */
	{SOUND_S, SOUND_A, SOUND_R, SOUND_I},                     /* sary */
	{SOUND_S, SOUND_O, SOUND_N},                              /* sorn */
	{SOUND_T, SOUND_O, SOUND_N},                              /* thorn */
	{SOUND_T, SOUND_A},                                       /* tha */
	{SOUND_T, SOUND_O, SOUND_N},                              /* thon */
	{SOUND_T, SOUND_I, SOUND_T},                              /* tith */
	{SOUND_V, SOUND_O, SOUND_NG},                             /* vong */
	{SOUND_Y, SOUND_EU, SOUND_N},                             /* yoeun */
	{SOUND_Y, SOUND_U, SOUND_N},                              /* yun */
};
const size_t FREQUENT_PARTS_COUNT = sizeof FREQUENT_PARTS / sizeof FREQUENT_PARTS[0];
