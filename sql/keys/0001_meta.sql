-- What the key store says about itself. Statements of sql/query for this store carry "store: keys"
-- in the first line of their head.
CREATE TABLE meta (
	name TEXT NOT NULL PRIMARY KEY,
	value BIGINT NOT NULL
);
