-- name: postgres_session      role: engine      rows: none
-- why: what is not begun as a writing transaction shall not write
SET default_transaction_read_only = on;
SET standard_conforming_strings = on;
SET bytea_output = 'hex';
SET TIME ZONE 'UTC';

-- name: postgres_wait_set     role: engine      rows: none
-- why: SET takes no parameter; the program appends the milliseconds
SET lock_timeout =

-- name: postgres_lock         role: engine      rows: none
-- why: one migration at a time; the number is "Spea" in ASCII
SELECT pg_advisory_lock(1399874913);

-- name: postgres_unlock       role: engine      rows: none
SELECT pg_advisory_unlock(1399874913);

-- name: postgres_is_store     role: engine      rows: one
-- out: count int
SELECT count(*) FROM information_schema.tables
 WHERE table_schema = current_schema() AND table_name = 'store_schema';

-- name: postgres_tables       role: engine      rows: one
-- out: count int
SELECT count(*) FROM information_schema.tables WHERE table_schema = current_schema();

-- name: postgres_new          role: engine      rows: none
CREATE TABLE store_schema (application BIGINT NOT NULL, version BIGINT NOT NULL);

-- name: postgres_new_row      role: engine      rows: none
-- why: the program appends the number that tells a store of data from one of keys
INSERT INTO store_schema (version, application) SELECT 0,

-- name: postgres_application  role: engine      rows: one
-- out: application int
SELECT application FROM store_schema;

-- name: postgres_version      role: engine      rows: one
-- out: version int
SELECT version FROM store_schema;

-- name: postgres_version_set  role: engine      rows: none
-- why: run as a script; the program appends the number of the migration
UPDATE store_schema SET version =

-- name: postgres_begin_read   role: engine      rows: none
-- why: one snapshot for the whole transaction, as on SQLite
BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;

-- name: postgres_begin_write  role: engine      rows: none
BEGIN ISOLATION LEVEL SERIALIZABLE READ WRITE;

-- name: postgres_commit       role: engine      rows: none
COMMIT;

-- name: postgres_rollback     role: engine      rows: none
ROLLBACK;

-- name: postgres_forget       role: engine      rows: none
-- why: the program appends the name of a prepared statement
DEALLOCATE

-- name: postgres_columns      role: engine      rows: many
-- in:  table text
-- out: name text
SELECT column_name::text FROM information_schema.columns
 WHERE table_schema = current_schema() AND table_name = CAST(:table AS text)
 ORDER BY ordinal_position;

-- name: postgres_check        role: engine      rows: many
-- out: finding text
-- why: PostgreSQL checks its pages by itself; what is left are rules and indexes that do not hold
SELECT conname::text FROM pg_constraint WHERE NOT convalidated
 UNION ALL SELECT indexrelid::regclass::text FROM pg_index WHERE NOT indisvalid;

-- name: postgres_guard      role: engine      rows: none
-- why: the program puts the name of an append-only table for append_only_table; SP001 is a state
-- of our own
CREATE OR REPLACE FUNCTION append_only() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
	RAISE EXCEPTION 'rows of this table are only added' USING ERRCODE = 'SP001';
END $guard$;
CREATE OR REPLACE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON append_only_table
	FOR EACH STATEMENT EXECUTE FUNCTION append_only();
REVOKE UPDATE, DELETE, TRUNCATE ON append_only_table FROM PUBLIC, CURRENT_USER;

-- name: postgres_writer_lock  role: engine    rows: none
-- why: one writer at a time, taken before BEGIN so that the snapshot is younger than the lock:
-- writers then never fail for being serialised. The number is "Spew" in ASCII
SELECT pg_advisory_lock(1399874935);

-- name: postgres_writer_unlock  role: engine  rows: none
SELECT pg_advisory_unlock(1399874935);

-- name: postgres_table_names  role: engine    rows: many
-- out: name text
-- why: in the order in which they were made, so that those come first that others refer to
SELECT relname::text FROM pg_class
 WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace
   AND relname <> 'store_schema' ORDER BY oid;

-- name: postgres_cursor     role: engine      rows: none
-- why: a text that the program fills in; the cursor is called as the table
DECLARE some_table NO SCROLL CURSOR FOR SELECT some_columns FROM some_table;

-- name: postgres_fetch      role: engine      rows: none
-- why: a text that the program fills in
FETCH FORWARD 100 FROM some_table

-- name: postgres_cursor_end  role: engine     rows: none
CLOSE some_table;

-- name: postgres_discard    role: engine      rows: none
-- why: of a store that was just made and whose larger step failed; only a store of ours, and all of it
DO $discard$
DECLARE name text;
BEGIN
	IF to_regclass('store_schema') IS NULL THEN RETURN; END IF;
	FOR name IN SELECT relname FROM pg_class
		WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace
	LOOP
		EXECUTE format('DROP TABLE IF EXISTS %I CASCADE', name);
	END LOOP;
	DROP FUNCTION IF EXISTS append_only();
END $discard$;
