-- What the key store says about itself.
CREATE TABLE meta (
	name TEXT NOT NULL PRIMARY KEY,
	value BIGINT NOT NULL
);
