-- name: secret_row           role: reader      rows: one
-- in:  account text, kind text, name text
-- out: value blob, created int, used int
SELECT value, created, used FROM secrets
 WHERE account = :account AND kind = :kind AND name = :name;

-- name: secret_list          role: reader      rows: many
-- in:  account text, kind text
-- out: name text, value blob, created int, used int
SELECT name, value, created, used FROM secrets
 WHERE account = :account AND kind = :kind ORDER BY created, name;

-- name: secret_owner         role: reader      rows: one
-- in:  kind text, name text
-- out: account text
SELECT account FROM secrets WHERE kind = :kind AND name = :name;

-- name: secret_put           role: writer      rows: none
-- in:  account text, kind text, name text, value blob, created int, used int
INSERT INTO secrets (account, kind, name, value, created, used)
VALUES (:account, :kind, :name, :value, :created, :used)
    ON CONFLICT (account, kind, name) DO UPDATE SET value = excluded.value, used = excluded.used;

-- name: secret_delete        role: writer      rows: none
-- in:  account text, kind text, name text
DELETE FROM secrets WHERE account = :account AND kind = :kind AND name = :name;

-- name: secret_delete_kind   role: writer      rows: none
-- in:  account text, kind text
DELETE FROM secrets WHERE account = :account AND kind = :kind;

-- name: secret_delete_all    role: writer      rows: none
-- in:  account text
DELETE FROM secrets WHERE account = :account;

-- name: secret_sealed        role: reader      rows: many
-- in:  account text
-- out: slot text, value blob
-- why: sealing anew; the slot as secret.c names it
SELECT 'secret:' || kind || ':' || name, value FROM secrets WHERE account = :account;

-- name: secret_reseal        role: writer      rows: none
-- in:  account text, before blob, after blob
-- why: a sealed value is like no other: it finds its row, unless that was changed meanwhile
UPDATE secrets SET value = :after WHERE account = :account AND value = :before;
