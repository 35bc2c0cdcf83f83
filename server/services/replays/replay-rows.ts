import { type SQL, sql } from 'drizzle-orm';
import type { Replay } from '#shared/api/replays.ts';
import type { Context } from '../../context.ts';
import { NotFoundError } from '../../errors.ts';
import { findApproval } from './find-approval.ts';
import type { ChangeColumns } from './load-corrected-facts.ts';

interface Found extends ChangeColumns, Record<string, unknown> {
  id: number;
  status: Replay['status'];
  from_hour: Date;
  until_hour: Date;
  scope: Replay['scope']['kind'];
  scope_id: number | null;
  scope_name: string | null;
  package_name: string | null;
  reason: string;
  created_by: string;
  created_by_name: string;
  created_at: Date;
  servers_looked: number;
  servers_to_look: number;
  looked_through: number;
  posted_before: number;
  computed_at: Date | null;
  decided_by_name: string | null;
  decided_at: Date | null;
  decision_reason: string | null;
  steps: number;
  posted_at: Date | null;
  servers: number;
  customers: number;
  hours: number;
  problems: number;
  up: bigint;
  down: bigint;
  posted_servers: number;
}

const columns = sql`
  r.id, r.status, r.from_hour, r.until_hour, r.scope, r.scope_id, r.change, r.package_id,
  r.monthly_price_micros AS monthly_price, r.gap_policy, r.reason, r.created_by, r.created_by_name, r.created_at,
  r.servers_looked, r.servers_to_look, r.looked_through, r.posted_before, r.computed_at, r.decided_by_name, r.decided_at,
  r.decision_reason, r.steps, r.posted_at, r.servers, r.customers, r.hours, r.problems, r.up_micros AS up,
  r.down_micros AS down`;

/** Replays with the names of what they are about; `where` speaks of `r`. Newest first. */
export async function findReplays(
  ctx: Context,
  { where, limit }: { where: SQL; limit: number },
): Promise<Replay[]> {
  const { rows } = await ctx.db.execute<Found>(sql`
    SELECT ${columns}, p.name AS package_name,
      CASE r.scope WHEN 'package' THEN (SELECT name FROM packages WHERE id = r.scope_id)
        WHEN 'customer' THEN (SELECT name FROM customers WHERE id = r.scope_id)
        WHEN 'server' THEN (SELECT name FROM servers WHERE id = r.scope_id) END AS scope_name,
      CASE r.status WHEN 'posting' THEN (SELECT count(*)::int FROM replay_servers s
          WHERE s.replay_id = r.id AND s.posted_at IS NOT NULL)
        WHEN 'posted' THEN r.servers ELSE 0 END AS posted_servers
    FROM (SELECT * FROM replays r WHERE ${where} ORDER BY r.id DESC LIMIT ${limit}) r
    LEFT JOIN packages p ON p.id = r.package_id ORDER BY r.id DESC`);
  const approval = await findApproval(ctx);
  return rows.map((row) => ({
    ...toldOf(row),
    mine: approval({ createdBy: row.created_by, moves: row.up - row.down }),
  }));
}

function toldOf(row: Found): Omit<Replay, 'mine'> {
  const { decided_by_name: by, decided_at: at } = row;
  return {
    id: row.id,
    status: row.status,
    from: row.from_hour,
    until: row.until_hour,
    scope: { kind: row.scope, id: row.scope_id, name: row.scope_name },
    change: {
      kind: row.change,
      packageId: row.package_id,
      packageName: row.package_name,
      monthlyPrice: row.monthly_price,
      policy: row.gap_policy,
    },
    reason: row.reason,
    createdAt: row.created_at,
    createdBy: row.created_by_name,
    progress: { looked: row.servers_looked, of: row.servers_to_look },
    computedAt: row.computed_at,
    servers: row.servers,
    customers: row.customers,
    hours: row.hours,
    up: row.up,
    down: row.down,
    problems: row.problems,
    postedServers: row.posted_servers,
    postedAt: row.posted_at,
    decision: by !== null && at !== null ? { by, at, reason: row.decision_reason } : null,
  };
}

/** A replay as those who work on it need it; instants in epoch seconds. */
export interface ReplayRow extends ChangeColumns {
  id: number;
  status: Replay['status'];
  from: number;
  until: number;
  scope: Replay['scope']['kind'];
  scopeId: number | null;
  reason: string;
  createdBy: string;
  computedAt: Date | null;
  lookedThrough: number;
  postedBefore: number;
  steps: number;
  /** Servers that cost something else. */
  servers: number;
  /** What it moves, up and down together. */
  moves: bigint;
}

/** Takes a replay for as long as the transaction lasts: what it does next is decided by one at a time. @throws NotFoundError */
export async function lockReplay(tx: Context, id: number): Promise<ReplayRow> {
  const { rows } = await tx.db.execute<Found>(
    sql`SELECT ${columns} FROM replays r WHERE r.id = ${id}::bigint FOR UPDATE`,
  );
  const [row] = rows;
  if (!row) throw new NotFoundError('replay', { id });
  return {
    id: row.id,
    status: row.status,
    from: row.from_hour.getTime() / 1000,
    until: row.until_hour.getTime() / 1000,
    scope: row.scope,
    scopeId: row.scope_id,
    change: row.change,
    package_id: row.package_id,
    monthly_price: row.monthly_price,
    gap_policy: row.gap_policy,
    reason: row.reason,
    createdBy: row.created_by,
    computedAt: row.computed_at,
    lookedThrough: row.looked_through,
    postedBefore: row.posted_before,
    steps: row.steps,
    servers: row.servers,
    moves: row.up - row.down,
  };
}
