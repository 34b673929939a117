-- name: accounts_of_team     role: reader      rows: many
-- in:  organisation text, team text
-- out: id text
-- why: whose lines a supervisor may read; accounts of one organisation are few
-- scan: yes
SELECT id FROM accounts WHERE organisation = :organisation AND team = :team ORDER BY id;

-- name: accounts_active      role: reader      rows: many
-- in:  organisation text
-- out: id text, roles text, team text
-- why: who is to be told; accounts of one organisation are few
-- scan: yes
SELECT id, roles, team FROM accounts WHERE organisation = :organisation AND state = 'active' ORDER BY id;

-- name: account_standing     role: reader      rows: one
-- in:  id text
-- out: organisation text, state text
SELECT organisation, state FROM accounts WHERE id = :id;

-- name: relation_rows        role: reader      rows: many
-- in:  kind text, record text, account text, organisation text, team text, now int
-- out: nearness int
-- why: 2: assigned or glass broken, 1: assigned to somebody of the team; with every sealed record that is opened
SELECT 2 FROM assignments
 WHERE kind = :kind AND record = :record AND account = :account AND organisation = :organisation
UNION ALL
SELECT 2 FROM grants
 WHERE kind = :kind AND record = :record AND account = :account AND organisation = :organisation AND expires_at > :now
UNION ALL
SELECT 1 FROM assignments s JOIN accounts a ON a.id = s.account
 WHERE s.kind = :kind AND s.record = :record AND s.organisation = :organisation
   AND a.organisation = :organisation AND a.team = :team AND a.team <> '' AND a.state <> 'left';

-- name: assignment_insert    role: writer      rows: none
-- in:  kind text, record text, account text, organisation text
-- why: to assign twice is no fault
INSERT INTO assignments (kind, record, account, organisation)
VALUES (:kind, :record, :account, :organisation)
ON CONFLICT (kind, record, account) DO NOTHING;

-- name: assignment_delete    role: writer      rows: none
-- in:  kind text, record text, account text
DELETE FROM assignments WHERE kind = :kind AND record = :record AND account = :account;

-- name: assignment_teams     role: reader      rows: many
-- in:  kind text, record text
-- out: team text
-- why: people of no team are no team
SELECT DISTINCT a.team FROM assignments s JOIN accounts a ON a.id = s.account
 WHERE s.kind = :kind AND s.record = :record AND a.team <> '' AND a.state <> 'left';

-- name: assignments_copy     role: writer      rows: none
-- in:  from text, to text
-- why: what both had already stays one
INSERT INTO assignments (kind, record, account, organisation)
SELECT kind, record, CAST(:to AS TEXT), organisation FROM assignments WHERE account = :from
ON CONFLICT (kind, record, account) DO NOTHING;

-- name: assignments_end      role: writer      rows: none
-- in:  account text
DELETE FROM assignments WHERE account = :account;

-- name: grant_insert         role: writer      rows: none
-- in:  id text, organisation text, account text, kind text, record text, granted_at int, expires_at int, reason blob
INSERT INTO grants (id, organisation, account, kind, record, granted_at, expires_at, reason)
VALUES (:id, :organisation, :account, :kind, :record, :granted_at, :expires_at, :reason);

-- name: notice_insert        role: writer      rows: none
-- in:  id text, account text, sent_at int, what text, kind text, record text, sender text
-- why: the same again is one notice until it is seen: nobody drowns the others' by repeating himself; the scan is of one row without a table
-- scan: yes
INSERT INTO notices (id, account, sent_at, what, kind, record, sender, seen_at)
SELECT CAST(:id AS TEXT), CAST(:account AS TEXT), CAST(:sent_at AS BIGINT), CAST(:what AS TEXT),
       CAST(:kind AS TEXT), CAST(:record AS TEXT), CAST(:sender AS TEXT), 0
 WHERE NOT EXISTS (
	SELECT 1 FROM notices
	 WHERE account = :account AND what = :what AND kind = :kind AND record = :record
	   AND sender = :sender AND seen_at = 0);

-- name: notice_newest        role: reader      rows: many, at most :limit
-- in:  account text, limit int
-- out: id text, sent_at int, what text, kind text, record text, sender text, seen_at int
-- why: ids grow with time
SELECT id, sent_at, what, kind, record, sender, seen_at FROM notices
 WHERE account = :account ORDER BY id DESC LIMIT :limit;

-- name: notice_see           role: writer      rows: none
-- in:  id text, account text, seen_at int
UPDATE notices SET seen_at = :seen_at WHERE id = :id AND account = :account;

-- name: approval_insert      role: writer      rows: none
-- in:  id text, organisation text, deed text, kind text, record text, asked_by text, asked_at int, expires_at int, reason blob
INSERT INTO approvals (id, organisation, deed, kind, record, asked_by, asked_at, expires_at, reason, state, answered_by, answered_at)
VALUES (:id, :organisation, :deed, :kind, :record, :asked_by, :asked_at, :expires_at, :reason, 'asked', '', 0);

-- name: approval_row         role: reader      rows: one
-- in:  id text, organisation text
-- out: id text, deed text, kind text, record text, asked_by text, asked_at int, expires_at int, reason blob, state text
SELECT id, deed, kind, record, asked_by, asked_at, expires_at, reason, state FROM approvals
 WHERE id = :id AND organisation = :organisation;

-- name: approval_open        role: reader      rows: many, at most 1000
-- in:  organisation text, now int
-- out: id text, deed text, kind text, record text, asked_by text, asked_at int, expires_at int, reason blob, state text
SELECT id, deed, kind, record, asked_by, asked_at, expires_at, reason, state FROM approvals
 WHERE organisation = :organisation AND expires_at > :now AND state IN ('asked', 'allowed')
 ORDER BY id DESC LIMIT 1000;

-- name: approval_answer      role: writer      rows: none
-- in:  id text, state text, answered_by text, answered_at int
-- why: of two that answer at once the first counts
UPDATE approvals SET state = :state, answered_by = :answered_by, answered_at = :answered_at
 WHERE id = :id AND state = 'asked' AND expires_at > :answered_at AND asked_by <> :answered_by;

-- name: approval_use         role: writer      rows: none
-- in:  asked_by text, deed text, kind text, record text, organisation text, now int
-- why: the oldest one that is allowed, once; the word of somebody who was locked or left since is none
UPDATE approvals SET state = 'used' WHERE id = (
	SELECT p.id FROM approvals p
	 WHERE p.asked_by = :asked_by AND p.deed = :deed AND p.kind = :kind AND p.record = :record
	   AND p.organisation = :organisation AND p.state = 'allowed' AND p.expires_at > :now
	   AND NOT EXISTS (SELECT 1 FROM accounts a WHERE a.id = p.answered_by AND a.state <> 'active')
	 ORDER BY p.id LIMIT 1);
