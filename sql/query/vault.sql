-- name: vault_state         role: reader      rows: one      store: keys
-- out: generation int, root_version int, root_id bytes, root_made text, server_key bytes
-- why: by primary key; the first thing that opening a vault asks
SELECT generation, root_version, root_id, root_made, server_key FROM vault_state WHERE name = 'vault';

-- name: vault_generation    role: reader      rows: one      store: keys
-- out: generation int
-- why: asked once for every borrowed set of keys; by primary key
SELECT generation FROM vault_state WHERE name = 'vault';

-- name: vault_state_add     role: writer      rows: none     store: keys
-- in:  root_id bytes, made text, server_key bytes
-- why: a new key store; a second one that makes it at the same moment meets the primary key
INSERT INTO vault_state (name, generation, root_version, root_id, root_made, server_key)
VALUES ('vault', 1, 1, :root_id, :made, :server_key);

-- name: vault_state_root    role: writer      rows: none     store: keys
-- in:  root_id bytes, made text, server_key bytes
-- why: the root key was changed
UPDATE vault_state SET root_version = root_version + 1, root_id = :root_id, root_made = :made,
	server_key = :server_key WHERE name = 'vault';

-- name: vault_generation_raise  role: writer   rows: none     store: keys
-- why: what others remember of keys is no longer so
UPDATE vault_state SET generation = generation + 1 WHERE name = 'vault';

-- name: vault_organisation_newest  role: reader rows: one     store: keys
-- in:  organisation text
-- out: version int, wrap_key bytes, seal_key bytes
-- why: the end of the primary key
SELECT version, wrap_key, seal_key FROM vault_organisation WHERE organisation = :organisation
ORDER BY version DESC LIMIT 1;

-- name: vault_organisation_version  role: reader rows: one    store: keys
-- in:  organisation text, version int
-- out: version int, wrap_key bytes, seal_key bytes
-- why: by primary key; for values sealed long ago
SELECT version, wrap_key, seal_key FROM vault_organisation
WHERE organisation = :organisation AND version = :version;

-- name: vault_organisation_add  role: writer   rows: none     store: keys
-- in:  organisation text, version int, wrap_key bytes, seal_key bytes, made text
-- why: a new organisation, or a new version of its keys
INSERT INTO vault_organisation (organisation, version, wrap_key, seal_key, made)
VALUES (:organisation, :version, :wrap_key, :seal_key, :made);

-- name: vault_organisation_set  role: writer   rows: none     store: keys
-- in:  organisation text, version int, wrap_key bytes, seal_key bytes
-- why: wrapped anew, or the wrapping key of an old version taken away
UPDATE vault_organisation SET wrap_key = :wrap_key, seal_key = :seal_key
WHERE organisation = :organisation AND version = :version;

-- name: vault_organisations  role: reader      rows: many     store: keys  scan: yes
-- out: organisation text, version int, wrap_key bytes, seal_key bytes
-- why: a new root key wraps all of them anew; some hundred rows at most
SELECT organisation, version, wrap_key, seal_key FROM vault_organisation
ORDER BY organisation, version;

-- name: vault_indexes       role: reader      rows: many     store: keys  scan: yes
-- out: organisation text, version int, index_key bytes
-- why: as vault_organisations
SELECT organisation, version, index_key FROM vault_index ORDER BY organisation, version;

-- name: vault_index_newest  role: reader      rows: one      store: keys
-- in:  organisation text
-- out: version int, index_key bytes
-- why: the end of the primary key
SELECT version, index_key FROM vault_index WHERE organisation = :organisation
ORDER BY version DESC LIMIT 1;

-- name: vault_index_add     role: writer      rows: none     store: keys
-- in:  organisation text, version int, index_key bytes, made text
-- why: a new organisation, or a new key of its index
INSERT INTO vault_index (organisation, version, index_key, made)
VALUES (:organisation, :version, :index_key, :made);

-- name: vault_index_set     role: writer      rows: none     store: keys
-- in:  organisation text, version int, index_key bytes
-- why: wrapped anew
UPDATE vault_index SET index_key = :index_key
WHERE organisation = :organisation AND version = :version;

-- name: vault_index_drop_old  role: writer     rows: none     store: keys
-- in:  organisation text, version int
-- why: tokens made with an older key are gone, nothing needs it
DELETE FROM vault_index WHERE organisation = :organisation AND version < :version;

-- name: vault_subject       role: reader      rows: one      store: keys
-- in:  subject text
-- out: organisation text, destroyed text
-- why: by primary key
SELECT organisation, destroyed FROM vault_subject WHERE subject = :subject;

-- name: vault_subject_add   role: writer      rows: none     store: keys
-- in:  subject text, organisation text, made text
-- why: an id is never used twice: the row of a destroyed subject stays
INSERT INTO vault_subject (subject, organisation, made, destroyed)
VALUES (:subject, :organisation, :made, '');

-- name: vault_subject_destroy  role: writer    rows: none     store: keys
-- in:  subject text, destroyed text
-- why: only the first time: the day stays
UPDATE vault_subject SET destroyed = :destroyed WHERE subject = :subject AND destroyed = '';

-- name: vault_subjects_of   role: reader      rows: many     store: keys
-- in:  organisation text, after text, limit int
-- out: subject text
-- why: in pieces, by the index over organisation and subject
SELECT subject FROM vault_subject WHERE organisation = :organisation AND subject > :after
ORDER BY subject LIMIT :limit;

-- name: vault_class_key_newest  role: reader   rows: one      store: keys
-- in:  subject text, class text
-- out: organisation text, version int, class_key bytes
-- why: the end of the primary key; nothing of a destroyed subject
SELECT s.organisation, k.version, k.class_key FROM vault_class_key k
JOIN vault_subject s ON s.subject = k.subject
WHERE k.subject = :subject AND k.class = :class AND s.destroyed = ''
ORDER BY k.version DESC LIMIT 1;

-- name: vault_class_key_version  role: reader  rows: one      store: keys
-- in:  subject text, class text, version int
-- out: organisation text, version int, class_key bytes
-- why: by primary key
SELECT s.organisation, k.version, k.class_key FROM vault_class_key k
JOIN vault_subject s ON s.subject = k.subject
WHERE k.subject = :subject AND k.class = :class AND k.version = :version AND s.destroyed = '';

-- name: vault_class_keys    role: reader      rows: many     store: keys
-- in:  subject text
-- out: class text, version int, class_key bytes
-- why: the start of the primary key
SELECT class, version, class_key FROM vault_class_key WHERE subject = :subject;

-- name: vault_class_key_add  role: writer      rows: none     store: keys
-- in:  subject text, class text, version int, class_key bytes, made text
-- why: a new subject, or a new version of its keys
INSERT INTO vault_class_key (subject, class, version, class_key, made)
VALUES (:subject, :class, :version, :class_key, :made);

-- name: vault_class_key_set  role: writer      rows: none     store: keys
-- in:  subject text, class text, version int, class_key bytes
-- why: wrapped anew
UPDATE vault_class_key SET class_key = :class_key
WHERE subject = :subject AND class = :class AND version = :version;

-- name: vault_class_key_overwrite  role: writer rows: none    store: keys
-- in:  subject text, class_key bytes
-- why: the bytes on disk are replaced before the row goes
UPDATE vault_class_key SET class_key = :class_key WHERE subject = :subject;

-- name: vault_class_key_delete  role: writer   rows: none     store: keys
-- in:  subject text
-- why: the end of a subject
DELETE FROM vault_class_key WHERE subject = :subject;

-- name: vault_class_keys_drop  role: writer   rows: none     store: keys  scan: yes
-- in:  organisation text, before text
-- why: nothing is sealed any more under a version whose successor was made before that; seldom
DELETE FROM vault_class_key
WHERE subject IN (SELECT subject FROM vault_subject WHERE organisation = :organisation)
  AND EXISTS (SELECT 1 FROM vault_class_key n
               WHERE n.subject = vault_class_key.subject AND n.class = vault_class_key.class
                 AND n.version > vault_class_key.version AND n.made <= :before);

-- name: vault_class_keys_replaced  role: reader  rows: one    store: keys  scan: yes
-- in:  before text
-- out: organisation text
-- why: is there anything to drop? Asked every ten minutes
SELECT s.organisation FROM vault_class_key n
  JOIN vault_class_key o ON o.subject = n.subject AND o.class = n.class AND o.version < n.version
  JOIN vault_subject s ON s.subject = n.subject
 WHERE n.made <= :before LIMIT 1;

-- name: vault_anchor        role: reader      rows: one      store: keys
-- in:  name text
-- out: value bytes
-- why: by primary key
SELECT value FROM vault_anchor WHERE name = :name;

-- name: vault_anchor_add    role: writer      rows: none     store: keys
-- in:  name text, value bytes
-- why: the first value under this name
INSERT INTO vault_anchor (name, value) VALUES (:name, :value);

-- name: vault_anchor_set    role: writer      rows: none     store: keys
-- in:  name text, value bytes
-- why: by primary key
UPDATE vault_anchor SET value = :value WHERE name = :name;

-- name: vault_header        role: reader      rows: one      store: keys
-- out: value bytes
-- why: by primary key
SELECT value FROM vault_header WHERE name = 'header';

-- name: vault_header_add    role: writer      rows: none     store: keys
-- in:  value bytes
-- why: a new place on PostgreSQL
INSERT INTO vault_header (name, value) VALUES ('header', :value);

-- name: vault_header_set    role: writer      rows: none     store: keys
-- in:  value bytes
-- why: by primary key
UPDATE vault_header SET value = :value WHERE name = 'header';

-- name: vault_status        role: reader      rows: many     store: keys  scan: yes
-- out: organisation text, version int, made text
-- why: the newest version of each organisation; some hundred rows
SELECT o.organisation, o.version, o.made FROM vault_organisation o
WHERE length(o.wrap_key) > 0 ORDER BY o.organisation;

-- name: vault_subject_count  role: reader      rows: one      store: keys
-- in:  organisation text
-- out: subjects int, destroyed int
-- why: by the index over organisation
SELECT CAST(COUNT(*) AS BIGINT), CAST(COALESCE(SUM(CASE WHEN destroyed <> '' THEN 1 ELSE 0 END), 0) AS BIGINT)
FROM vault_subject WHERE organisation = :organisation;
