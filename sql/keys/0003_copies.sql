-- Copies of this store that are known of. Until the last one from before an erasure is gone, the
-- person is not erased for whoever has it. `gone` is empty as long as it is there.
CREATE TABLE vault_copy (
	number BIGINT NOT NULL PRIMARY KEY,
	made TEXT NOT NULL,
	place TEXT NOT NULL,
	gone TEXT NOT NULL
);
