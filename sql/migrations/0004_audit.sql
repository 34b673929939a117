-- The log of what was read and written (src/record/audit.h) and the doors that are opened for a while
-- (src/record/grant.h). Moments are milliseconds since 1970-01-01 UTC; an unknown text is the empty text.
--
-- audit: only inserted into and read; the store refuses everything else. "previous" is the hash of the
-- line before, "hash" the keyed hash over it and over this line.
CREATE TABLE audit (
	number BIGINT NOT NULL PRIMARY KEY,
	moment BIGINT NOT NULL,
	actor TEXT NOT NULL,
	organisation TEXT NOT NULL,
	account TEXT NOT NULL,
	deed TEXT NOT NULL,
	kind TEXT NOT NULL,
	record TEXT NOT NULL,
	purpose TEXT NOT NULL,
	classes BIGINT NOT NULL,
	count BIGINT NOT NULL,
	outcome TEXT NOT NULL,
	detail BLOB NOT NULL,
	previous BLOB NOT NULL,
	hash BLOB NOT NULL
);
CREATE INDEX audit_organisation_ix ON audit (organisation, number);
CREATE INDEX audit_account_ix ON audit (account, number);
CREATE INDEX audit_record_ix ON audit (record, number);
-- The newest line, with a keyed hash of its own; what the key store was told last, and the moment before
-- which it is not tried again.
CREATE TABLE audit_head (
	id BIGINT NOT NULL PRIMARY KEY,
	number BIGINT NOT NULL,
	hash BLOB NOT NULL,
	mac BLOB NOT NULL,
	anchored BIGINT NOT NULL,
	anchored_at BIGINT NOT NULL,
	retry_at BIGINT NOT NULL
);
INSERT INTO audit_head (id, number, hash, mac, anchored, anchored_at, retry_at) VALUES (1, 0, '', '', 0, 0, 0);
-- Whose client is it?
CREATE TABLE assignments (
	kind TEXT NOT NULL,
	record TEXT NOT NULL,
	account TEXT NOT NULL,
	organisation TEXT NOT NULL,
	PRIMARY KEY (kind, record, account)
);
CREATE INDEX assignments_account_ix ON assignments (account, kind, record);
-- Broken glass.
CREATE TABLE grants (
	id TEXT NOT NULL PRIMARY KEY,
	organisation TEXT NOT NULL,
	account TEXT NOT NULL,
	kind TEXT NOT NULL,
	record TEXT NOT NULL,
	granted_at BIGINT NOT NULL,
	expires_at BIGINT NOT NULL,
	reason BLOB NOT NULL
);
CREATE INDEX grants_record_ix ON grants (kind, record, account, expires_at);
CREATE TABLE notices (
	id TEXT NOT NULL PRIMARY KEY,
	account TEXT NOT NULL,
	sent_at BIGINT NOT NULL,
	what TEXT NOT NULL,
	kind TEXT NOT NULL,
	record TEXT NOT NULL,
	sender TEXT NOT NULL,
	seen_at BIGINT NOT NULL
);
CREATE INDEX notices_account_ix ON notices (account, id);
-- What one asks and another allows. "state": asked, allowed, refused, used.
CREATE TABLE approvals (
	id TEXT NOT NULL PRIMARY KEY,
	organisation TEXT NOT NULL,
	deed TEXT NOT NULL,
	kind TEXT NOT NULL,
	record TEXT NOT NULL,
	asked_by TEXT NOT NULL,
	asked_at BIGINT NOT NULL,
	expires_at BIGINT NOT NULL,
	reason BLOB NOT NULL,
	state TEXT NOT NULL,
	answered_by TEXT NOT NULL,
	answered_at BIGINT NOT NULL
);
CREATE INDEX approvals_organisation_ix ON approvals (organisation, id);
CREATE INDEX approvals_asker_ix ON approvals (asked_by, deed, kind, record);
