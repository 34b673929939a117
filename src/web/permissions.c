#include "web/permissions.h"

enum { EVERY_ROLE = STAFF_BIT(STAFF_ROLE_COUNT) - 1 };

static const struct permission_row ROWS[] = {
	{PERMISSION_WORK, "work", EVERY_ROLE},
	{PERMISSION_ACCOUNTS, "accounts", STAFF_BIT(STAFF_ADMINISTRATOR)},
	{PERMISSION_PROGRAMMES, "programmes", STAFF_BIT(STAFF_ADMINISTRATOR)},
	{PERMISSION_STALE, "stale", STAFF_BIT(STAFF_COALITION)},
	{PERMISSION_ORGANISATIONS, "organisations", STAFF_BIT(STAFF_HOST)},
	{PERMISSION_LOG, "log", STAFF_BIT(STAFF_AUDITOR) | STAFF_BIT(STAFF_SUPERVISOR)},
	{PERMISSION_APPROVE, "approve", STAFF_BIT(STAFF_SUPERVISOR)},
};

const struct permission_row *permission_rows(size_t *ret_count)
{
	*ret_count = COUNT_OF(ROWS);
	return ROWS;
}

static const struct permission_row *row_of(enum permission permission)
{
	for (size_t i = 0; i < COUNT_OF(ROWS); i++) {
		if (ROWS[i].permission == permission) {
			return &ROWS[i];
		}
	}
	return NULL;
}

const char *permission_name(enum permission permission)
{
	const struct permission_row *row = row_of(permission);
	return row != NULL ? row->name : NULL;
}

bool permission_allows(enum permission permission, unsigned roles)
{
	const struct permission_row *row = row_of(permission);
	return row != NULL && (row->roles & roles) != 0;
}
