/* names_alphabet.h - the sounds that names of both scripts are brought to.
 *
 * Consonants are common to both scripts. A vowel is either what a Latin graph may stand for, or
 * what a Khmer sign says in its series: which Latin vowels are usual for which Khmer one is a table
 * (names_spellings.csv), not a likeness of sounds. The numbers 1 and 2 are the series. ER: e before
 * an r that no vowel follows, which English ears write for oe.
 *
 * Read by tools/name_costs.c, too: plain macros, nothing else.
 */
#ifndef SPEAN_TEXT_NAMES_ALPHABET_H
#define SPEAN_TEXT_NAMES_ALPHABET_H

/* VISARGA and SHORT_VISARGA: the signs U+17C7 and U+17C8 at the end. FINAL_V: v after a vowel and
 * before none, as often written u or o. FINAL_S: s there, which is heard as h. */
#define NAMES_CONSONANTS(X)                                                                        \
	X(K)                                                                                       \
	X(KH)                                                                                      \
	X(G)                                                                                       \
	X(NG)                                                                                      \
	X(C)                                                                                       \
	X(CH)                                                                                      \
	X(NH)                                                                                      \
	X(D)                                                                                       \
	X(T)                                                                                       \
	X(TH)                                                                                      \
	X(N)                                                                                       \
	X(B)                                                                                       \
	X(P)                                                                                       \
	X(PH)                                                                                      \
	X(M)                                                                                       \
	X(Y)                                                                                       \
	X(R)                                                                                       \
	X(L)                                                                                       \
	X(V)                                                                                       \
	X(S)                                                                                       \
	X(H)                                                                                       \
	X(F)                                                                                       \
	X(Z)                                                                                       \
	X(FINAL_V)                                                                                 \
	X(FINAL_S)                                                                                 \
	X(VISARGA)                                                                                 \
	X(SHORT_VISARGA)

#define NAMES_LATIN_VOWELS(X)                                                                      \
	X(A)                                                                                       \
	X(O)                                                                                       \
	X(E)                                                                                       \
	X(I)                                                                                       \
	X(IU)                                                                                      \
	X(U)                                                                                       \
	X(OU)                                                                                      \
	X(UO)                                                                                      \
	X(EU)                                                                                      \
	X(OEA)                                                                                     \
	X(IE)                                                                                      \
	X(EA)                                                                                      \
	X(AE)                                                                                      \
	X(AO)                                                                                      \
	X(AU)                                                                                      \
	X(OA)                                                                                      \
	X(EY)                                                                                      \
	X(ER)

/* INHERENT: of a letter without a sign; SHORT_A: with U+17D0, or U+17B6 before U+17CB;
 * SHORT_EA: the
 * same of the second series before a k; AA_LOOSE: an AA_2 whose series is lost in the flow of the
 * word; E_HARD: before a palatal. The others have the names of Unicode. */
#define NAMES_KHMER_VOWELS(X)                                                                      \
	X(INHERENT_1)                                                                              \
	X(INHERENT_2)                                                                              \
	X(SHORT_A_1)                                                                               \
	X(SHORT_A_2)                                                                               \
	X(SHORT_EA)                                                                                \
	X(AA_1)                                                                                    \
	X(AA_2)                                                                                    \
	X(AA_LOOSE)                                                                                \
	X(I_1)                                                                                     \
	X(I_2)                                                                                     \
	X(II_1)                                                                                    \
	X(II_2)                                                                                    \
	X(Y_1)                                                                                     \
	X(Y_2)                                                                                     \
	X(YY)                                                                                      \
	X(U_1)                                                                                     \
	X(U_2)                                                                                     \
	X(UU_1)                                                                                    \
	X(UU_2)                                                                                    \
	X(UA)                                                                                      \
	X(OE)                                                                                      \
	X(YA)                                                                                      \
	X(IA)                                                                                      \
	X(E_PLAIN)                                                                                 \
	X(E_HARD)                                                                                  \
	X(AE_SIGN)                                                                                 \
	X(AI_1)                                                                                    \
	X(AI_2)                                                                                    \
	X(OO_1)                                                                                    \
	X(OO_2)                                                                                    \
	X(AU_1)                                                                                    \
	X(AU_2)                                                                                    \
	X(AM_1)                                                                                    \
	X(AM_2)

#endif
