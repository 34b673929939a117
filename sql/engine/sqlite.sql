-- name: sqlite_connection   role: engine      rows: none
-- why: busy_timeout is set by the program; full so that a commit is on disk when it is answered;
-- recursive, because else INSERT OR REPLACE deletes a row without its trigger
PRAGMA foreign_keys = ON;
PRAGMA synchronous = FULL;
PRAGMA secure_delete = ON;
PRAGMA temp_store = MEMORY;
PRAGMA cell_size_check = ON;
PRAGMA trusted_schema = OFF;
PRAGMA recursive_triggers = ON;

-- name: sqlite_new          role: engine      rows: none
-- why: 4096 is fixed because the file check relies on it
PRAGMA page_size = 4096;

-- name: sqlite_application_set  role: engine  rows: none
-- why: the program appends the number that tells a store of data from one of keys
PRAGMA application_id =

-- name: sqlite_wal          role: engine      rows: none
PRAGMA journal_mode = WAL;

-- name: sqlite_application  role: engine      rows: one
-- out: application int
PRAGMA application_id;

-- name: sqlite_version      role: engine      rows: one
-- out: version int
PRAGMA user_version;

-- name: sqlite_version_set  role: engine      rows: none
-- why: a pragma takes no parameter; the program appends the number of the migration
PRAGMA user_version =

-- name: sqlite_check        role: engine      rows: many
-- out: finding text
-- why: also opens every page, so that its authentication tag is checked
PRAGMA integrity_check(1);

-- name: sqlite_check_keys   role: engine      rows: many
-- out: table text, row int, parent text, key int
PRAGMA foreign_key_check;

-- name: sqlite_begin_read   role: engine      rows: none
BEGIN;

-- name: sqlite_begin_write  role: engine      rows: none
-- why: the write lock at once: a lock upgrade in the middle could only fail
BEGIN IMMEDIATE;

-- name: sqlite_commit       role: engine      rows: none
COMMIT;

-- name: sqlite_rollback     role: engine      rows: none
ROLLBACK;

-- name: sqlite_columns      role: engine      rows: many
-- in:  table text
-- out: name text
SELECT name FROM pragma_table_info(:table) ORDER BY cid;

-- name: sqlite_alone        role: engine      rows: none
-- why: the log without shared memory; it succeeds only while nobody else has the file open
PRAGMA locking_mode = EXCLUSIVE;
BEGIN IMMEDIATE;
ROLLBACK;

-- name: sqlite_guard        role: engine      rows: none
-- why: the program puts the name of an append-only table for append_only_table; the authorizer
-- refuses the same, but only in this program
CREATE TRIGGER IF NOT EXISTS append_only_update BEFORE UPDATE ON append_only_table
BEGIN SELECT RAISE(ABORT, 'rows of this table are only added'); END;
CREATE TRIGGER IF NOT EXISTS append_only_delete BEFORE DELETE ON append_only_table
BEGIN SELECT RAISE(ABORT, 'rows of this table are only added'); END;

-- name: sqlite_tables       role: engine      rows: many
-- out: name text
-- why: in the order in which they were made, so that those come first that others refer to
SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY rowid;

-- name: sqlite_rows         role: engine      rows: none
-- why: a text that the program fills in: some_table, some_columns
SELECT some_columns FROM some_table
