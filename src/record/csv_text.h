/* csv_text.h - text that a spreadsheet would run, disarmed on the way out and armed again on the
 * way in, so that an export imports to the same records. A text that starts with = + - @ TAB or CR
 * (or with an apostrophe before one of them) gets one apostrophe in front (OWASP, "CSV injection").
 */
#ifndef SPEAN_RECORD_CSV_TEXT_H
#define SPEAN_RECORD_CSV_TEXT_H

#include "model/model.h"

struct slice csv_text_out(struct arena *arena, const struct field *field, struct slice text);
struct slice csv_text_in(const struct field *field, struct slice text);

#endif
