-- name: copies_last         role: reader      rows: one      store: keys
-- out: number int
-- why: numbers are given in order and never twice
SELECT number FROM vault_copy WHERE number > 0 ORDER BY number DESC LIMIT 1;

-- name: copies_add          role: writer      rows: none     store: keys
-- in:  number int, made text, place text
INSERT INTO vault_copy (number, made, place, gone) VALUES (:number, :made, :place, '');

-- name: copies_gone         role: writer      rows: none     store: keys
-- in:  number int, gone text
-- why: by primary key; once is enough
UPDATE vault_copy SET gone = :gone WHERE number = :number AND gone = '';

-- name: copies_known        role: reader      rows: many     store: keys     scan: yes
-- out: number int, made text, place text
-- why: what `spean check` lists: a handful
SELECT number, made, place FROM vault_copy WHERE gone = '' ORDER BY number LIMIT 1000;
