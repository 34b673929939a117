-- Sealed records (src/record/record.h). Columns are ids, codes and dates; "sealed_ab" holds what
-- is of class A and the free text of class B, "sealed_c" what is of class C, each under another key
-- of the person that it is about. Moments are milliseconds since 1970-01-01 UTC; an unknown text is
-- the empty text, nothing sealed is the empty value.
CREATE TABLE accounts (
	id TEXT NOT NULL PRIMARY KEY,
	organisation TEXT NOT NULL,
	team TEXT NOT NULL,
	roles TEXT NOT NULL,
	state TEXT NOT NULL,
	sealed_ab BLOB NOT NULL,
	sealed_c BLOB NOT NULL,
	version BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL
);
CREATE INDEX accounts_changed_ix ON accounts (organisation, changed, id);
CREATE TABLE clients (
	id TEXT NOT NULL PRIMARY KEY,
	organisation TEXT NOT NULL,
	code TEXT NOT NULL,
	sex TEXT NOT NULL,
	birth_date TEXT NOT NULL,
	province TEXT NOT NULL,
	stage TEXT NOT NULL,
	opened_on TEXT NOT NULL,
	sealed_ab BLOB NOT NULL,
	sealed_c BLOB NOT NULL,
	version BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL
);
CREATE INDEX clients_changed_ix ON clients (organisation, changed, id);
CREATE TABLE notes (
	id TEXT NOT NULL PRIMARY KEY,
	organisation TEXT NOT NULL,
	client TEXT NOT NULL,
	date TEXT NOT NULL,
	component TEXT NOT NULL,
	sealed_ab BLOB NOT NULL,
	sealed_c BLOB NOT NULL,
	version BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL
);
CREATE INDEX notes_changed_ix ON notes (organisation, changed, id);
CREATE INDEX notes_client_ix ON notes (client, id);
-- What was changed in a record, and which version that made: in "plain" of registers, sealed of
-- sealed kinds. "subject" is the person whose keys seal it.
CREATE TABLE history (
	kind TEXT NOT NULL,
	record TEXT NOT NULL,
	version BIGINT NOT NULL,
	organisation TEXT NOT NULL,
	subject TEXT NOT NULL,
	account TEXT NOT NULL,
	moment BIGINT NOT NULL,
	plain BLOB NOT NULL,
	sealed_ab BLOB NOT NULL,
	sealed_c BLOB NOT NULL,
	PRIMARY KEY (kind, record, version)
);
CREATE INDEX history_subject_ix ON history (subject);
CREATE INDEX history_organisation_ix ON history (organisation, kind, record);
-- Keyed hashes under which a sealed record is found without being opened (docs/security.md).
CREATE TABLE blind_index (
	kind TEXT NOT NULL,
	token BLOB NOT NULL,
	record TEXT NOT NULL,
	subject TEXT NOT NULL,
	PRIMARY KEY (kind, token, record)
);
CREATE INDEX blind_index_record_ix ON blind_index (kind, record);
CREATE INDEX blind_index_subject_ix ON blind_index (subject);
