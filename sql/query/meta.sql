-- name: meta_value          role: reader      rows: one
-- in:  name text
-- out: value int
-- why: data_version and its like; by primary key
SELECT value FROM meta WHERE name = :name;

-- name: meta_raise          role: writer      rows: none
-- in:  name text
-- why: one more change; the row lock makes two writers wait for each other
UPDATE meta SET value = value + 1 WHERE name = :name;
