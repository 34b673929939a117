-- Who signs in, and what proves it. Names, addresses and tokens are kept as keyed hashes under the
-- server's key, labels and verifiers sealed: these tables alone say nothing about who works where.
-- Moments are milliseconds since 1970-01-01 UTC; 0 is never.
CREATE TABLE tenants (
	organisation TEXT NOT NULL PRIMARY KEY,
	created BIGINT NOT NULL
);
-- One name, one account, on the whole server.
CREATE TABLE sign_in_names (
	name_key TEXT NOT NULL PRIMARY KEY,
	account TEXT NOT NULL UNIQUE
);
CREATE TABLE secrets (
	account TEXT NOT NULL,
	kind TEXT NOT NULL,
	name TEXT NOT NULL,
	value BLOB NOT NULL,
	created BIGINT NOT NULL,
	used BIGINT NOT NULL,
	PRIMARY KEY (account, kind, name)
);
CREATE INDEX secrets_by_name ON secrets (kind, name);
CREATE TABLE sessions (
	token_key TEXT NOT NULL PRIMARY KEY,
	name TEXT NOT NULL,
	account TEXT NOT NULL,
	whole BIGINT NOT NULL,
	started BIGINT NOT NULL,
	seen BIGINT NOT NULL,
	about BLOB NOT NULL
);
CREATE INDEX sessions_by_account ON sessions (account);
CREATE INDEX sessions_by_age ON sessions (started);
CREATE TABLE links (
	token_key TEXT NOT NULL PRIMARY KEY,
	account TEXT NOT NULL UNIQUE,
	expires BIGINT NOT NULL
);
CREATE TABLE attempts (
	attempt_key TEXT NOT NULL PRIMARY KEY,
	failures BIGINT NOT NULL,
	failed BIGINT NOT NULL,
	closed BIGINT NOT NULL,
	known BIGINT NOT NULL
);
CREATE INDEX attempts_by_age ON attempts (failed);
CREATE TABLE api_tokens (
	token_key TEXT NOT NULL PRIMARY KEY,
	name TEXT NOT NULL,
	account TEXT NOT NULL,
	label BLOB NOT NULL,
	scopes TEXT NOT NULL,
	created BIGINT NOT NULL,
	expires BIGINT NOT NULL,
	used BIGINT NOT NULL
);
CREATE INDEX api_tokens_by_account ON api_tokens (account);
CREATE TABLE challenges (
	session_key TEXT NOT NULL,
	purpose TEXT NOT NULL,
	challenge_key TEXT NOT NULL,
	expires BIGINT NOT NULL,
	PRIMARY KEY (session_key, purpose)
);
CREATE INDEX challenges_by_age ON challenges (expires);
-- 1: a demo store with fictitious people; every page says so.
INSERT INTO meta (name, value) VALUES ('demo', 0);
