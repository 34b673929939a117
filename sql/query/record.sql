-- name: history_insert       role: writer      rows: none
-- in:  kind text, record text, version int, organisation text, subject text, account text, moment int, plain blob, sealed_ab blob, sealed_c blob
INSERT INTO history (kind, record, version, organisation, subject, account, moment, plain, sealed_ab, sealed_c)
VALUES (:kind, :record, :version, :organisation, :subject, :account, :moment, :plain, :sealed_ab, :sealed_c);

-- name: history_rows         role: reader      rows: many
-- in:  kind text, record text
-- out: version int, account text, moment int, plain blob, sealed_ab blob, sealed_c blob
SELECT version, account, moment, plain, sealed_ab, sealed_c FROM history
 WHERE kind = :kind AND record = :record ORDER BY version DESC;

-- name: history_after        role: reader      rows: many
-- in:  organisation text, kind text, record text, version int, limit int
-- out: record text, version int, subject text, sealed_ab blob, sealed_c blob
-- why: sealing anew, piece by piece in the order of the index
SELECT record, version, subject, sealed_ab, sealed_c FROM history
 WHERE organisation = :organisation AND kind = :kind
   AND (record > :record OR (record = :record AND version > :version))
 ORDER BY record, version LIMIT :limit;

-- name: history_reseal       role: writer      rows: none
-- in:  kind text, record text, version int, sealed_ab blob, sealed_c blob
UPDATE history SET sealed_ab = :sealed_ab, sealed_c = :sealed_c
 WHERE kind = :kind AND record = :record AND version = :version;

-- name: history_erase        role: writer      rows: none
-- in:  subject text
DELETE FROM history WHERE subject = :subject;

-- name: index_insert         role: writer      rows: none
-- in:  kind text, token blob, record text, subject text
-- why: two parts of a name may sound alike
INSERT INTO blind_index (kind, token, record, subject) VALUES (:kind, :token, :record, :subject)
ON CONFLICT (kind, token, record) DO NOTHING;

-- name: index_delete         role: writer      rows: none
-- in:  kind text, record text
DELETE FROM blind_index WHERE kind = :kind AND record = :record;

-- name: index_records        role: reader      rows: many, at most :limit
-- in:  kind text, token blob, limit int
-- out: record text
SELECT record FROM blind_index WHERE kind = :kind AND token = :token ORDER BY record LIMIT :limit;

-- name: index_erase          role: writer      rows: none
-- in:  subject text
DELETE FROM blind_index WHERE subject = :subject;

-- name: assignments_erase    role: writer      rows: none
-- in:  kind text, record text
DELETE FROM assignments WHERE kind = :kind AND record = :record;
