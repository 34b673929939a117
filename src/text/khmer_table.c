#include "text/khmer_table.h"

const uint8_t KHMER_CLASSES[KHMER_COUNT] = {
	[0x00] = KHMER_BASE,       [0x01] = KHMER_BASE,       [0x02] = KHMER_BASE,
	[0x03] = KHMER_BASE,       [0x04] = KHMER_BASE,       [0x05] = KHMER_BASE,
	[0x06] = KHMER_BASE,       [0x07] = KHMER_BASE,       [0x08] = KHMER_BASE,
	[0x09] = KHMER_BASE,       [0x0A] = KHMER_BASE,       [0x0B] = KHMER_BASE,
	[0x0C] = KHMER_BASE,       [0x0D] = KHMER_BASE,       [0x0E] = KHMER_BASE,
	[0x0F] = KHMER_BASE,       [0x10] = KHMER_BASE,       [0x11] = KHMER_BASE,
	[0x12] = KHMER_BASE,       [0x13] = KHMER_BASE,       [0x14] = KHMER_BASE,
	[0x15] = KHMER_BASE,       [0x16] = KHMER_BASE,       [0x17] = KHMER_BASE,
	[0x18] = KHMER_BASE,       [0x19] = KHMER_BASE,       [0x1A] = KHMER_BASE,
	[0x1B] = KHMER_BASE,       [0x1C] = KHMER_BASE,       [0x1D] = KHMER_BASE,
	[0x1E] = KHMER_BASE,       [0x1F] = KHMER_BASE,       [0x20] = KHMER_BASE,
	[0x21] = KHMER_BASE,       [0x22] = KHMER_BASE,       [0x23] = KHMER_BASE,
	[0x24] = KHMER_BASE,       [0x25] = KHMER_BASE,       [0x26] = KHMER_BASE,
	[0x27] = KHMER_BASE,       [0x28] = KHMER_BASE,       [0x29] = KHMER_BASE,
	[0x2A] = KHMER_BASE,       [0x2B] = KHMER_BASE,       [0x2C] = KHMER_BASE,
	[0x2D] = KHMER_BASE,       [0x2E] = KHMER_BASE,       [0x2F] = KHMER_BASE,
	[0x30] = KHMER_BASE,       [0x31] = KHMER_BASE,       [0x32] = KHMER_BASE,
	[0x33] = KHMER_BASE,       [0x36] = KHMER_AFTER,      [0x37] = KHMER_ABOVE,
	[0x38] = KHMER_ABOVE,      [0x39] = KHMER_ABOVE,      [0x3A] = KHMER_ABOVE,
	[0x3B] = KHMER_BELOW,      [0x3C] = KHMER_BELOW,      [0x3D] = KHMER_BELOW,
	[0x3E] = KHMER_ABOVE,      [0x3F] = KHMER_ABOVE,      [0x40] = KHMER_ABOVE,
	[0x41] = KHMER_PRE,        [0x42] = KHMER_PRE,        [0x43] = KHMER_PRE,
	[0x44] = KHMER_AFTER,      [0x45] = KHMER_AFTER,      [0x46] = KHMER_NIKAHIT,
	[0x47] = KHMER_SIGN_AFTER, [0x48] = KHMER_SIGN_AFTER, [0x49] = KHMER_SHIFTER,
	[0x4A] = KHMER_SHIFTER,    [0x4B] = KHMER_SIGN,       [0x4C] = KHMER_ROBAT,
	[0x4D] = KHMER_SIGN,       [0x4E] = KHMER_SIGN,       [0x4F] = KHMER_SIGN,
	[0x50] = KHMER_SIGN,       [0x51] = KHMER_SIGN,       [0x52] = KHMER_COENG,
	[0x53] = KHMER_SIGN,       [0x5D] = KHMER_SIGN,
};

enum { MUUSIKATOAN = KHMER_MUUSIKATOAN - KHMER_FIRST, TRIISAP = KHMER_TRIISAP - KHMER_FIRST };

/* ngo nyo no ba mo yo ro lo vo; sa ha qa. */
const uint8_t KHMER_LOWERED_SHIFTERS[KHMER_COUNT] = {
	[0x04] = MUUSIKATOAN, [0x09] = MUUSIKATOAN, [0x13] = MUUSIKATOAN, [0x14] = MUUSIKATOAN,
	[0x18] = MUUSIKATOAN, [0x19] = MUUSIKATOAN, [0x1A] = MUUSIKATOAN, [0x1B] = MUUSIKATOAN,
	[0x1C] = MUUSIKATOAN, [0x1F] = TRIISAP,     [0x20] = TRIISAP,     [0x22] = TRIISAP,
};
