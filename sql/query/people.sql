-- name: account_row          role: reader      rows: one
-- in:  id text
-- out: organisation text, team text, roles text, state text
-- why: the open columns of an account, asked with every request; nothing sealed is read
SELECT organisation, team, roles, state FROM accounts WHERE id = :id;

-- name: account_of_name      role: reader      rows: one
-- in:  name_key text
-- out: account text
SELECT account FROM sign_in_names WHERE name_key = :name_key;

-- name: account_others_with_role role: reader  rows: many
-- in:  organisation text, id text
-- out: roles text
-- why: is there another active administrator? Accounts of one organisation are few
-- scan: yes
SELECT roles FROM accounts
 WHERE organisation = :organisation AND state = 'active' AND id <> :id;

-- name: account_ids          role: reader      rows: many
-- out: id text
-- why: the console's list of all accounts
-- scan: yes
SELECT id FROM accounts ORDER BY organisation, id;

-- name: sign_in_name_insert  role: writer      rows: none
-- in:  name_key text, account text
INSERT INTO sign_in_names (name_key, account) VALUES (:name_key, :account);

-- name: sign_in_name_delete  role: writer      rows: none
-- in:  account text
DELETE FROM sign_in_names WHERE account = :account;

-- name: tenant_row           role: reader      rows: one
-- in:  organisation text
-- out: created int
SELECT created FROM tenants WHERE organisation = :organisation;

-- name: tenant_list          role: reader      rows: many
-- out: organisation text, created int, accounts int
-- why: organisations of one server are few
-- scan: yes
SELECT t.organisation, t.created,
       (SELECT CAST(COUNT(*) AS BIGINT) FROM accounts a
         WHERE a.organisation = t.organisation AND a.state <> 'left')
  FROM tenants t ORDER BY t.organisation;

-- name: tenant_insert        role: writer      rows: none
-- in:  organisation text, created int
INSERT INTO tenants (organisation, created) VALUES (:organisation, :created);

-- name: session_row          role: reader      rows: one
-- in:  token_key text
-- out: name text, account text, whole int, started int, seen int, about blob
SELECT name, account, whole, started, seen, about FROM sessions WHERE token_key = :token_key;

-- name: session_list         role: reader      rows: many
-- in:  account text
-- out: name text, token_key text, whole int, started int, seen int, about blob
SELECT name, token_key, whole, started, seen, about FROM sessions
 WHERE account = :account ORDER BY seen DESC, name;

-- name: session_insert       role: writer      rows: none
-- in:  token_key text, name text, account text, whole int, started int, seen int, about blob
INSERT INTO sessions (token_key, name, account, whole, started, seen, about)
VALUES (:token_key, :name, :account, :whole, :started, :seen, :about);

-- name: session_seen         role: writer      rows: none
-- in:  token_key text, seen int
UPDATE sessions SET seen = :seen WHERE token_key = :token_key;

-- name: session_about        role: writer      rows: none
-- in:  token_key text, about blob
UPDATE sessions SET about = :about WHERE token_key = :token_key;

-- name: session_sealed       role: reader      rows: many
-- in:  account text
-- out: slot text, value blob
-- why: as secret_sealed
SELECT 'session', about FROM sessions WHERE account = :account;

-- name: session_reseal       role: writer      rows: none
-- in:  account text, before blob, after blob
UPDATE sessions SET about = :after WHERE account = :account AND about = :before;

-- name: session_delete       role: writer      rows: none
-- in:  token_key text
DELETE FROM sessions WHERE token_key = :token_key;

-- name: session_delete_named role: writer      rows: none
-- in:  account text, name text
DELETE FROM sessions WHERE account = :account AND name = :name;

-- name: session_delete_others role: writer     rows: none
-- in:  account text, token_key text
DELETE FROM sessions WHERE account = :account AND token_key <> :token_key;

-- name: session_delete_all   role: writer      rows: none
-- in:  account text
DELETE FROM sessions WHERE account = :account;

-- name: session_purge        role: writer      rows: none
-- in:  started int
DELETE FROM sessions WHERE started < :started;

-- name: link_row             role: reader      rows: one
-- in:  token_key text
-- out: account text, expires int
SELECT account, expires FROM links WHERE token_key = :token_key;

-- name: link_insert          role: writer      rows: none
-- in:  token_key text, account text, expires int
INSERT INTO links (token_key, account, expires) VALUES (:token_key, :account, :expires);

-- name: link_delete          role: writer      rows: none
-- in:  account text
DELETE FROM links WHERE account = :account;

-- name: attempt_row          role: reader      rows: one
-- in:  attempt_key text
-- out: failures int, failed int, closed int, known int
SELECT failures, failed, closed, known FROM attempts WHERE attempt_key = :attempt_key;

-- name: attempt_put          role: writer      rows: none
-- in:  attempt_key text, failures int, failed int, closed int, known int
INSERT INTO attempts (attempt_key, failures, failed, closed, known)
VALUES (:attempt_key, :failures, :failed, :closed, :known)
    ON CONFLICT (attempt_key) DO UPDATE SET failures = excluded.failures,
       failed = excluded.failed, closed = excluded.closed, known = excluded.known;

-- name: attempt_purge        role: writer      rows: none
-- in:  failed int, known int
DELETE FROM attempts WHERE failed < :failed AND known < :known;

-- name: token_row            role: reader      rows: one
-- in:  token_key text
-- out: account text, scopes text, expires int, used int
SELECT account, scopes, expires, used FROM api_tokens WHERE token_key = :token_key;

-- name: token_list           role: reader      rows: many
-- in:  account text
-- out: name text, label blob, scopes text, created int, expires int, used int
SELECT name, label, scopes, created, expires, used FROM api_tokens
 WHERE account = :account ORDER BY created DESC, name;

-- name: token_insert         role: writer      rows: none
-- in:  token_key text, name text, account text, label blob, scopes text, created int, expires int
INSERT INTO api_tokens (token_key, name, account, label, scopes, created, expires, used)
VALUES (:token_key, :name, :account, :label, :scopes, :created, :expires, 0);

-- name: token_sealed         role: reader      rows: many
-- in:  account text
-- out: slot text, value blob
-- why: as secret_sealed
SELECT 'token', label FROM api_tokens WHERE account = :account;

-- name: token_reseal         role: writer      rows: none
-- in:  account text, before blob, after blob
UPDATE api_tokens SET label = :after WHERE account = :account AND label = :before;

-- name: token_used           role: writer      rows: none
-- in:  token_key text, used int
UPDATE api_tokens SET used = :used WHERE token_key = :token_key;

-- name: token_delete_named   role: writer      rows: none
-- in:  account text, name text
DELETE FROM api_tokens WHERE account = :account AND name = :name;

-- name: token_delete_all     role: writer      rows: none
-- in:  account text
DELETE FROM api_tokens WHERE account = :account;

-- name: challenge_row        role: reader      rows: one
-- in:  session_key text, purpose text
-- out: challenge_key text, expires int
SELECT challenge_key, expires FROM challenges
 WHERE session_key = :session_key AND purpose = :purpose;

-- name: challenge_put        role: writer      rows: none
-- in:  session_key text, purpose text, challenge_key text, expires int
INSERT INTO challenges (session_key, purpose, challenge_key, expires)
VALUES (:session_key, :purpose, :challenge_key, :expires)
    ON CONFLICT (session_key, purpose) DO UPDATE SET challenge_key = excluded.challenge_key,
       expires = excluded.expires;

-- name: challenge_delete     role: writer      rows: none
-- in:  session_key text, purpose text
DELETE FROM challenges WHERE session_key = :session_key AND purpose = :purpose;

-- name: challenge_purge      role: writer      rows: none
-- in:  expires int
DELETE FROM challenges WHERE expires < :expires;

-- name: demo_set             role: writer      rows: none
UPDATE meta SET value = 1 WHERE name = 'demo';
