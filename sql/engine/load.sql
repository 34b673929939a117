-- name: load_empty          role: engine      rows: none
-- why: a text that the program fills in: what the migrations put into a table gives way to a dump
DELETE FROM some_table

-- name: load_row            role: engine      rows: none
-- why: a text that the program fills in
INSERT INTO some_table (some_columns) VALUES (some_values)
