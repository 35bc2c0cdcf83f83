import pg from 'pg';
import type { Log } from '../log.ts';
import { onOwnConnection } from './databases.ts';

/** Of `migrate`: grants are given when no migration is at work. */
const LOCK = 7_000;

/**
 * Gives the application's role what it works with, and takes what it must not have: no table is its own, so it can make,
 * change and drop none, and what a trigger keeps from being changed or deleted it may not change or delete. So a further
 * append-only table needs its trigger and nothing else. Run as the owner, after every migration; a repeat changes
 * nothing. @throws Error when there is no such role, or it is the owner's own
 */
export async function grantAppRole({ ownerUrl, role, log }: { ownerUrl: string; role: string; log: Log }) {
  await onOwnConnection(ownerUrl, async (client) => {
    await requireOther(client, role);
    await client.query('BEGIN');
    await client.query('SELECT pg_advisory_xact_lock($1)', [LOCK]);
    const { rows } = await client.query<{ statement: string }>(missingGrants, [role]);
    for (const { statement } of rows) await client.query(statement);
    await client.query('COMMIT');
    log.info('the application has its rights', { role, changed: rows.length });
  });
}

/** The user of a connection string. */
export function userOf(url: string): string {
  return decodeURIComponent(new URL(url).username);
}

/** Makes a role that can do nothing yet, with the name and password of a connection string. One that is there stays. */
export async function ensureRole({ ownerUrl, appUrl }: { ownerUrl: string; appUrl: string }): Promise<void> {
  const role = userOf(appUrl);
  const password = decodeURIComponent(new URL(appUrl).password);
  await onOwnConnection(ownerUrl, async (client) => {
    await client.query('SELECT pg_advisory_lock($1)', [LOCK]); // and with the connection it goes
    const { rows } = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [role]);
    if (rows.length > 0) return;
    await client.query(
      `CREATE ROLE ${pg.escapeIdentifier(role)} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD ${pg.escapeLiteral(password)}`,
    );
  });
}

async function requireOther(client: pg.Client, role: string): Promise<void> {
  const { rows } = await client.query<{ is_owner: boolean; is_super: boolean }>(
    'SELECT rolname = current_user AS is_owner, rolsuper AS is_super FROM pg_roles WHERE rolname = $1',
    [role],
  );
  const [found] = rows;
  if (!found) throw new Error(`There is no role ${role}: CREATE ROLE ${role} LOGIN PASSWORD '...' makes it.`);
  if (found.is_owner)
    throw new Error(`${role} owns the tables: rights cannot be kept from it. Name another role.`);
  if (found.is_super)
    throw new Error(`${role} is a superuser: rights cannot be kept from it. Name another role.`);
}

/** What a role should have beside what it has, as statements. $1 is the role. */
const missingGrants = `
WITH refused AS (
  SELECT tgrelid AS oid, bool_or(tgtype & 16 <> 0) AS no_update, bool_or(tgtype & 8 <> 0) AS no_delete
  FROM pg_trigger WHERE tgfoid = 'public.refuse_change()'::regprocedure GROUP BY 1
), tables AS (
  SELECT c.oid, format('%I.%I', n.nspname, c.relname) AS name, c.relkind, c.relispartition, n.nspname,
    coalesce(r.no_update, false) AS no_update, coalesce(r.no_delete, false) AS no_delete
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace LEFT JOIN refused r ON r.oid = c.oid
  WHERE n.nspname IN ('public', 'graphile_worker', 'drizzle') AND c.relkind IN ('r', 'p', 'v')
    -- Those of others in a shared database, and of extensions, are none of our business.
    AND c.relowner = (SELECT oid FROM pg_roles WHERE rolname = current_user)
), wanted AS (
  SELECT t.oid, t.name, p.privilege, NOT t.relispartition AND CASE
      WHEN p.privilege = 'SELECT' THEN true
      WHEN t.relkind = 'v' OR t.nspname = 'drizzle' OR t.name = 'graphile_worker.migrations' OR p.privilege IN ('TRUNCATE', 'REFERENCES', 'TRIGGER') THEN false
      WHEN p.privilege = 'UPDATE' THEN NOT t.no_update
      WHEN p.privilege = 'DELETE' THEN NOT t.no_delete
      ELSE true END AS has
  FROM tables t CROSS JOIN unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER']) AS p(privilege)
), functions AS (
  SELECT p.oid, format('%I.%I(%s)', n.nspname, p.proname, pg_get_function_identity_arguments(p.oid)) AS name
  FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
  WHERE n.nspname IN ('public', 'graphile_worker') AND p.prokind = 'f'
    AND p.proowner = (SELECT oid FROM pg_roles WHERE rolname = current_user)
)
SELECT format('GRANT USAGE ON SCHEMA %I TO %I', nspname, $1::text) AS statement
  FROM pg_namespace WHERE nspname IN ('public', 'graphile_worker', 'drizzle') AND NOT has_schema_privilege($1, oid, 'USAGE')
UNION ALL
SELECT format('REVOKE CREATE ON SCHEMA %I FROM PUBLIC, %I', nspname, $1)
  FROM pg_namespace WHERE nspname IN ('public', 'graphile_worker', 'drizzle') AND has_schema_privilege($1, oid, 'CREATE')
UNION ALL
SELECT CASE WHEN has THEN format('GRANT %s ON %s TO %I', privilege, name, $1)
    ELSE format('REVOKE %s ON %s FROM PUBLIC, %I', privilege, name, $1) END
  FROM wanted WHERE has_table_privilege($1, oid, privilege) <> has
UNION ALL
SELECT format('GRANT USAGE, SELECT ON SEQUENCE %I.%I TO %I', n.nspname, c.relname, $1)
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE n.nspname IN ('public', 'graphile_worker')
    -- In this order: of what is no sequence it may not be asked.
    AND CASE WHEN c.relkind = 'S' THEN NOT has_sequence_privilege($1, c.oid, 'SELECT') ELSE false END
    AND c.relowner = (SELECT oid FROM pg_roles WHERE rolname = current_user)
UNION ALL
SELECT format('GRANT EXECUTE ON FUNCTION %s TO %I', name, $1) FROM functions WHERE NOT has_function_privilege($1, oid, 'EXECUTE')
UNION ALL
-- graphile-worker lets nobody but the owner see its rows; the worker is ours.
SELECT format('CREATE POLICY %I ON %s TO %I USING (true) WITH CHECK (true)', 'for ' || $1, t.name, $1)
  FROM tables t JOIN pg_class c ON c.oid = t.oid WHERE c.relrowsecurity AND NOT EXISTS (
    SELECT FROM pg_policy p WHERE p.polrelid = t.oid
      AND (SELECT oid FROM pg_roles WHERE rolname = $1) = ANY(p.polroles))`;
