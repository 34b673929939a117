-- name: audit_head_row       role: reader      rows: one
-- out: number int, hash blob, mac blob, anchored int, anchored_at int, retry_at int
SELECT number, hash, mac, anchored, anchored_at, retry_at FROM audit_head WHERE id = 1;

-- name: audit_head_move      role: writer      rows: none
-- in:  number int, hash blob, mac blob
-- why: the row that was read is the one that is moved: a line never has two followers
UPDATE audit_head SET number = :number, hash = :hash, mac = :mac WHERE id = 1 AND number = :number - 1;

-- name: audit_head_anchored  role: writer      rows: none
-- in:  anchored int, anchored_at int, retry_at int
UPDATE audit_head SET anchored = :anchored, anchored_at = :anchored_at, retry_at = :retry_at WHERE id = 1;

-- name: audit_insert         role: writer      rows: none
-- in:  number int, moment int, actor text, organisation text, account text, deed text, kind text, record text, purpose text, classes int, count int, outcome text, detail blob, previous blob, hash blob
INSERT INTO audit (number, moment, actor, organisation, account, deed, kind, record, purpose, classes, count, outcome, detail, previous, hash)
VALUES (:number, :moment, :actor, :organisation, :account, :deed, :kind, :record, :purpose, :classes, :count, :outcome, :detail, :previous, :hash);

-- name: audit_walk           role: reader      rows: many, at most :limit
-- in:  after int, limit int
-- why: the whole log in pieces, in its order
SELECT number, moment, actor, organisation, account, deed, kind, record, purpose, classes, count, outcome, detail, previous, hash
  FROM audit WHERE number > :after ORDER BY number LIMIT :limit;

-- name: audit_by_hash        role: reader      rows: one
-- in:  hash blob
-- out: number int
-- scan: yes
-- why: only after a fault was found, to name it
SELECT number FROM audit WHERE hash = :hash ORDER BY number LIMIT 1;

-- name: audit_by_previous    role: reader      rows: one
-- in:  previous blob, number int
-- out: number int
-- scan: yes
-- why: only after a fault was found, to name it
SELECT number FROM audit WHERE previous = :previous AND number <> :number ORDER BY number LIMIT 1;

-- name: audit_all            role: reader      rows: many, at most :limit
-- in:  before int, limit int
SELECT number, moment, actor, organisation, account, deed, kind, record, purpose, classes, count, outcome, detail, previous, hash
  FROM audit WHERE number < :before ORDER BY number DESC LIMIT :limit;

-- name: audit_of_organisation  role: reader    rows: many, at most :limit
-- in:  organisation text, before int, limit int
SELECT number, moment, actor, organisation, account, deed, kind, record, purpose, classes, count, outcome, detail, previous, hash
  FROM audit WHERE organisation = :organisation AND number < :before ORDER BY number DESC LIMIT :limit;

-- name: audit_of_account     role: reader      rows: many, at most :limit
-- in:  account text, before int, limit int
SELECT number, moment, actor, organisation, account, deed, kind, record, purpose, classes, count, outcome, detail, previous, hash
  FROM audit WHERE account = :account AND number < :before ORDER BY number DESC LIMIT :limit;

-- name: audit_of_record      role: reader      rows: many, at most :limit
-- in:  record text, before int, limit int
SELECT number, moment, actor, organisation, account, deed, kind, record, purpose, classes, count, outcome, detail, previous, hash
  FROM audit WHERE record = :record AND number < :before ORDER BY number DESC LIMIT :limit;
