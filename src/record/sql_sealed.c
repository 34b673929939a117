/* sql_sealed.c - the SQL of sealed kinds, made from the dictionary. */
#include <string.h>

#include "record/access.h"
#include "record/sql.h"
#include "record/sql_parts.h"

static const char *subject_of(const struct kind *kind)
{
	return kind->subject != NULL ? kind->subject : sql_key(kind);
}

static bool is_assigned(const struct kind *kind)
{
	size_t count;
	const struct access_row *rows = access_rows(&count);

	for (size_t i = 0; i < count; i++) {
		if (strcmp(rows[i].kind, kind->name) == 0 &&
		    (rows[i].relation == RELATION_TEAM || rows[i].relation == RELATION_ASSIGNED)) {
			return true;
		}
	}
	return false;
}

const char *sql_assigned_kind(const struct kind *kind)
{
	if (!is_assigned(kind)) {
		return NULL;
	}
	return kind->subject != NULL ? kind->fields[kind_field(kind, kind->subject)].target
				     : kind->name;
}

/* An assignment or broken glass, else somebody of the own team, else nothing nearer. People of no
 * team are no team. */
static void add_nearness(struct buf *sql, const struct kind *kind)
{
	const char *assigned = sql_assigned_kind(kind);

	if (assigned == NULL) {
		buf_add_cstr(sql, "CAST(0 AS BIGINT)");
		return;
	}
	buf_printf(sql,
		   "CASE WHEN EXISTS (SELECT 1 FROM assignments s WHERE s.kind = '%s' "
		   "AND s.record = t.\"%s\" AND s.account = :account) "
		   "OR EXISTS (SELECT 1 FROM grants g WHERE g.kind = '%s' "
		   "AND g.record = t.\"%s\" AND g.account = :account AND g.expires_at > :now) "
		   "THEN CAST(%d AS BIGINT) ",
		   assigned, subject_of(kind), assigned, subject_of(kind), SQL_ASSIGNED);
	buf_printf(sql,
		   "WHEN EXISTS (SELECT 1 FROM assignments s JOIN accounts a ON a.id = s.account "
		   "WHERE s.kind = '%s' AND s.record = t.\"%s\" AND a.team = :team "
		   "AND a.team <> '' AND a.organisation = t.\"%s\" AND a.state <> 'left') "
		   "THEN CAST(%d AS BIGINT) ELSE CAST(%d AS BIGINT) END",
		   assigned, subject_of(kind), kind->owner, SQL_TEAM, SQL_NEAR);
}

static struct buf *select_rows(struct arena *arena, const struct kind *kind)
{
	struct buf *sql = sql_start(arena);

	must(kind->keeping == KEPT_SEALED);
	buf_add_cstr(sql, "SELECT t.\"version\"");
	sql_add_columns(sql, kind, "t.\"", "\"");
	buf_add_cstr(sql, ", t.\"sealed_ab\", t.\"sealed_c\", ");
	add_nearness(sql, kind);
	buf_printf(sql, " FROM \"%s\" t", kind->table);
	return sql;
}

struct slice sql_sealed_load(struct arena *arena, const struct kind *kind)
{
	struct buf *sql = select_rows(arena, kind);
	buf_printf(sql, " WHERE t.\"%s\" = :id", sql_key(kind));
	return sql_done(sql);
}

static void add_reach(struct buf *sql, const struct kind *kind, enum sql_reach reach)
{
	const char *assigned = sql_assigned_kind(kind);

	if (reach == REACH_SELF) {
		buf_printf(sql, " AND t.\"%s\" = :account", subject_of(kind));
	}
	if (reach == REACH_ORGANISATION || reach == REACH_SELF) {
		return;
	}
	must(assigned != NULL);
	buf_printf(sql,
		   " AND t.\"%s\" IN (SELECT s.record FROM assignments s WHERE s.kind = '%s' "
		   "AND s.account = :account UNION SELECT g.record FROM grants g "
		   "WHERE g.kind = '%s' AND g.account = :account AND g.expires_at > :now",
		   subject_of(kind), assigned, assigned);
	if (reach == REACH_TEAM) {
		buf_printf(sql,
			   " UNION SELECT s.record FROM accounts a JOIN assignments s "
			   "ON s.account = a.id WHERE s.kind = '%s' AND a.team = :team "
			   "AND a.team <> '' AND a.organisation = :organisation "
			   "AND a.state <> 'left'",
			   assigned);
	}
	buf_add_cstr(sql, ")");
}

struct slice sql_sealed_page(struct arena *arena, const struct kind *kind,
			     const struct sql_page *page)
{
	struct buf *sql = select_rows(arena, kind);

	buf_printf(sql, " WHERE t.\"%s\" = :organisation", kind->owner);
	if (page->is_subject) {
		buf_printf(sql, " AND t.\"%s\" = :subject", subject_of(kind));
	}
	add_reach(sql, kind, page->reach);
	if (page->is_next) {
		buf_printf(sql,
			   " AND (t.\"changed\", t.\"%s\") < (SELECT x.\"changed\", x.\"%s\" "
			   "FROM \"%s\" x WHERE x.\"%s\" = :after)",
			   sql_key(kind), sql_key(kind), kind->table, sql_key(kind));
	}
	buf_printf(sql, " ORDER BY t.\"changed\" DESC, t.\"%s\" DESC LIMIT :limit", sql_key(kind));
	return sql_done(sql);
}

struct slice sql_sealed_insert(struct arena *arena, const struct kind *kind)
{
	struct buf *sql = sql_start(arena);

	buf_printf(sql,
		   "INSERT INTO \"%s\" (\"sealed_ab\", \"sealed_c\", \"version\", \"created\", "
		   "\"changed\"",
		   kind->table);
	sql_add_columns(sql, kind, "\"", "\"");
	buf_add_cstr(sql, ") VALUES (:sealed_ab, :sealed_c, 1, :moment, :moment");
	sql_add_columns(sql, kind, ":", "");
	buf_add_cstr(sql, ")");
	return sql_done(sql);
}

struct slice sql_sealed_update(struct arena *arena, const struct kind *kind)
{
	struct buf *sql = sql_start(arena);

	buf_printf(sql,
		   "UPDATE \"%s\" SET \"version\" = \"version\" + 1, \"changed\" = :moment, "
		   "\"sealed_ab\" = :sealed_ab, \"sealed_c\" = :sealed_c",
		   kind->table);
	sql_add_changes(sql, kind);
	return sql_done(sql);
}

struct slice sql_sealed_reseal(struct arena *arena, const struct kind *kind)
{
	struct buf *sql = sql_start(arena);
	buf_printf(sql,
		   "UPDATE \"%s\" SET \"sealed_ab\" = :sealed_ab, \"sealed_c\" = :sealed_c "
		   "WHERE \"%s\" = :id AND \"version\" = :version",
		   kind->table, sql_key(kind));
	return sql_done(sql);
}

struct slice sql_sealed_ids(struct arena *arena, const struct kind *kind)
{
	struct buf *sql = sql_start(arena);
	buf_printf(sql,
		   "SELECT \"%s\" FROM \"%s\" WHERE \"%s\" = :organisation AND \"%s\" > :after "
		   "ORDER BY \"%s\" LIMIT :limit",
		   sql_key(kind), kind->table, kind->owner, sql_key(kind), sql_key(kind));
	return sql_done(sql);
}

struct slice sql_sealed_delete(struct arena *arena, const struct kind *kind)
{
	struct buf *sql = sql_start(arena);
	buf_printf(sql, "DELETE FROM \"%s\" WHERE \"%s\" = :subject", kind->table,
		   subject_of(kind));
	return sql_done(sql);
}
