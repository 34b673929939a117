-- What the store says about itself. data_version grows by one with every change of a register.
CREATE TABLE meta (
	name TEXT NOT NULL PRIMARY KEY,
	value BIGINT NOT NULL
);
INSERT INTO meta (name, value) VALUES ('data_version', 1);
