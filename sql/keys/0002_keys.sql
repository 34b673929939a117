-- The key store: wrapped keys, never a plain one. Moments are ISO 8601 in UTC.

-- One row, 'vault'. root_id tells whether a root key is the right one; generation grows with every
-- change of keys, so that what a process remembers of them is forgotten in time.
CREATE TABLE vault_state (
	name TEXT NOT NULL PRIMARY KEY,
	generation BIGINT NOT NULL,
	root_version BIGINT NOT NULL,
	root_id BLOB NOT NULL,
	root_made TEXT NOT NULL,
	server_key BLOB NOT NULL
);

-- wrap_key wraps the keys of subjects; it is empty in old versions. seal_key seals what belongs to
-- the organisation; old versions stay, because the log cannot be sealed anew. Both under the root.
CREATE TABLE vault_organisation (
	organisation TEXT NOT NULL,
	version BIGINT NOT NULL,
	wrap_key BLOB NOT NULL,
	seal_key BLOB NOT NULL,
	made TEXT NOT NULL,
	PRIMARY KEY (organisation, version)
);

-- Keys of the blind index, under the root.
CREATE TABLE vault_index (
	organisation TEXT NOT NULL,
	version BIGINT NOT NULL,
	index_key BLOB NOT NULL,
	made TEXT NOT NULL,
	PRIMARY KEY (organisation, version)
);

-- Clients and members of staff. `destroyed` is empty as long as there are keys; the row stays.
CREATE TABLE vault_subject (
	subject TEXT NOT NULL PRIMARY KEY,
	organisation TEXT NOT NULL,
	made TEXT NOT NULL,
	destroyed TEXT NOT NULL
);
CREATE INDEX vault_subject_organisation ON vault_subject (organisation, subject);

-- Class keys ('ab', 'c'), under wrap_key of their organisation.
CREATE TABLE vault_class_key (
	subject TEXT NOT NULL REFERENCES vault_subject (subject),
	class TEXT NOT NULL,
	version BIGINT NOT NULL,
	class_key BLOB NOT NULL,
	made TEXT NOT NULL,
	PRIMARY KEY (subject, class, version)
);

-- Small public values that belong beside the keys: the last head of the log.
CREATE TABLE vault_anchor (
	name TEXT NOT NULL PRIMARY KEY,
	value BLOB NOT NULL
);

-- How the root key is had, where no file can say it (PostgreSQL): the text of vault/header.h.
CREATE TABLE vault_header (
	name TEXT NOT NULL PRIMARY KEY,
	value BLOB NOT NULL
);
