#include "store/engine.h"

static err open_postgres(struct ctx *c, struct store *store, enum store_opening opening)
{
	(void)opening;
	return FAIL(c, ERR_BROKEN, "store.unreachable", "path=%s\nreason=not built yet",
		    store->shown);
}

static void close_postgres(struct store *store)
{
	(void)store;
}

const struct engine POSTGRES_ENGINE = {
	.name = STORE_POSTGRES,
	.connections = 8,
	.open = open_postgres,
	.close = close_postgres,
};
