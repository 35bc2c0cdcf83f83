import { sql } from 'drizzle-orm';
import { HOUR, hourOf } from '#shared/billing/period.ts';
import type { Context } from '../../context.ts';
import type { ResourcesSeen } from '../uptime/known-server.ts';
import { rowsAsTable } from '../uptime/rows-as-table.ts';
import { type MatchablePackage, matchPackage, type PackageMatch } from './match-package.ts';

interface Assignment extends PackageMatch {
  serverId: number;
  /** Epoch seconds, a whole hour; null: from where the server is billed, which for a new one is its first hour. */
  effectiveFrom: number | null;
}

/**
 * Gives servers the package their resources say: new ones from their first hour on, unless an admin was faster, and
 * changed ones from the next whole hour after they were seen changed, whoever assigned the package before.
 */
export async function assignMatches(
  tx: Context,
  { seen, packages }: { seen: readonly ResourcesSeen[]; packages: readonly MatchablePackage[] },
): Promise<void> {
  const assignments = seen.map((server) => ({
    ...matchPackage(server, packages),
    serverId: server.serverId,
    effectiveFrom: server.first ? null : hourOf(server.at) + HOUR,
  }));
  await setCurrentPackages(tx, await addAssignments(tx, assignments));
}

/** Returns the servers that were given one. */
async function addAssignments(tx: Context, assignments: readonly Assignment[]): Promise<Assignment[]> {
  if (assignments.length === 0) return [];
  const { rows } = await tx.db.execute<{ server_id: number }>(sql`
    INSERT INTO server_packages AS p (server_id, effective_from, package_id, source, candidates, created_at)
    SELECT t.server_id, coalesce(to_timestamp(t.effective_from), m.billed_until), t.package_id, 'match',
      t.candidates::int[], ${tx.clock.now().toISOString()}::timestamptz
    FROM ${tableOf(assignments)} JOIN server_meters m ON m.server_id = t.server_id
    WHERE t.effective_from IS NOT NULL
      OR NOT EXISTS (SELECT FROM server_packages known WHERE known.server_id = t.server_id)
    ON CONFLICT (server_id, effective_from) DO UPDATE SET package_id = excluded.package_id, source = 'match',
      candidates = excluded.candidates, created_by = NULL, created_at = excluded.created_at
    RETURNING p.server_id`);
  const given = new Set(rows.map((row) => row.server_id));
  return assignments.filter((assignment) => given.has(assignment.serverId));
}

function tableOf(assignments: readonly Assignment[]) {
  return rowsAsTable('t', assignments, {
    server_id: ['int', (row) => row.serverId],
    effective_from: ['float8', (row) => row.effectiveFrom],
    package_id: ['int', (row) => row.packageId],
    candidates: ['text', (row) => `{${row.candidates.join(',')}}`],
  });
}

/** The package lists show; prices follow the dated rows. */
async function setCurrentPackages(tx: Context, assignments: readonly Assignment[]): Promise<void> {
  if (assignments.length === 0) return;
  await tx.db.execute(sql`
    UPDATE servers s SET package_id = t.package_id FROM ${tableOf(assignments)}
    WHERE s.id = t.server_id AND s.package_id IS DISTINCT FROM t.package_id`);
}

interface Unmatched {
  serverId: number;
  effectiveFrom: number;
  billedUntil: number;
  candidates: number[];
  memoryMb: number;
  storageGb: number;
  trafficGb: number;
  cpuCores: number;
}

const serversAtOnce = 5_000;

/** Tries the servers without a package again: for after the packages have changed. Bounded by the servers there are. */
export async function rematchServers(tx: Context, packages: readonly MatchablePackage[]): Promise<void> {
  for (let after = 0; ; ) {
    const unmatched = await findUnmatched(tx, after);
    const changed = unmatched
      .map((server) => ({ server, match: matchPackage(server, packages) }))
      .filter(
        ({ server, match }) => match.packageId !== null || !isSame(match.candidates, server.candidates),
      );
    await reassign(tx, changed);
    if (unmatched.length < serversAtOnce) return;
    after = unmatched.at(-1)?.serverId ?? after;
  }
}

function isSame(one: readonly number[], other: readonly number[]): boolean {
  return one.length === other.length && one.every((id, index) => id === other[index]);
}

/** Servers whose last word is a match that found none. */
async function findUnmatched(tx: Context, after: number): Promise<Unmatched[]> {
  const { rows } = await tx.db.execute<Record<string, unknown>>(sql`
    SELECT p.server_id, extract(epoch FROM p.effective_from)::float8 AS effective_from, p.candidates,
      extract(epoch FROM m.billed_until)::float8 AS billed_until, s.memory_mb, s.storage_gb, s.traffic_gb, s.cpu_cores
    FROM servers s JOIN server_meters m ON m.server_id = s.id JOIN server_packages p ON p.server_id = s.id
    WHERE s.package_id IS NULL AND s.memory_mb IS NOT NULL AND s.id > ${after}
      AND p.package_id IS NULL AND p.source = 'match'
      AND NOT EXISTS (SELECT FROM server_packages later
        WHERE later.server_id = p.server_id AND later.effective_from > p.effective_from)
    ORDER BY s.id LIMIT ${serversAtOnce}`);
  return rows.map((row) => ({
    serverId: row.server_id as number,
    effectiveFrom: row.effective_from as number,
    billedUntil: row.billed_until as number,
    candidates: row.candidates as number[],
    memoryMb: row.memory_mb as number,
    storageGb: row.storage_gb as number,
    trafficGb: row.traffic_gb as number,
    cpuCores: row.cpu_cores as number,
  }));
}

/** In place where nothing was billed by the row yet, else from where billing stands. */
async function reassign(
  tx: Context,
  changed: readonly { server: Unmatched; match: PackageMatch }[],
): Promise<void> {
  const assignments = changed.map(({ server, match }) => ({
    ...match,
    serverId: server.serverId,
    effectiveFrom:
      match.packageId === null ? server.effectiveFrom : Math.max(server.effectiveFrom, server.billedUntil),
  }));
  await setCurrentPackages(tx, await addAssignments(tx, assignments));
}
