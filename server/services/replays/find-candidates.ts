import { type SQL, sql } from 'drizzle-orm';
import type { ReplayScope } from '#shared/schema/index.ts';
import type { Context } from '../../context.ts';

interface Candidates {
  from: Date;
  scope: { kind: Exclude<ReplayScope, 'all'>; id: number } | { kind: 'all' };
}

/** How many servers a replay has to look at. */
export async function countCandidates(tx: Context, replay: Candidates): Promise<number> {
  const { rows } = await tx.db.execute<{ servers: number }>(
    sql`SELECT count(*)::int AS servers FROM server_meters m WHERE ${isCandidate(replay)}`,
  );
  return rows[0]?.servers ?? 0;
}

/** The next servers to look at, in the order of their numbers. */
export async function nextCandidates(
  tx: Context,
  replay: Candidates,
  { after, limit }: { after: number; limit: number },
): Promise<number[]> {
  const { rows } = await tx.db.execute<{ server_id: number }>(sql`
    SELECT m.server_id FROM server_meters m WHERE m.server_id > ${after} AND ${isCandidate(replay)}
    ORDER BY m.server_id LIMIT ${limit}`);
  return rows.map((row) => row.server_id);
}

/** Servers that may have a charge the replay is about; which of their hours it means, the charges themselves say. */
function isCandidate({ from, scope }: Candidates): SQL {
  const billed = sql`m.billed_until > ${from.toISOString()}::timestamptz`;
  switch (scope.kind) {
    case 'all':
      return billed;
    case 'server':
      return sql`${billed} AND m.server_id = ${scope.id}`;
    case 'customer':
      return sql`${billed} AND (m.customer_id = ${scope.id} OR EXISTS (SELECT FROM uptime_stretches u
        WHERE u.server_id = m.server_id AND u.customer_id = ${scope.id}))`;
    case 'package':
      return sql`${billed} AND (EXISTS (SELECT FROM server_packages p
          WHERE p.server_id = m.server_id AND p.package_id = ${scope.id})
        OR EXISTS (SELECT FROM replay_servers s JOIN replays r ON r.id = s.replay_id
          WHERE s.server_id = m.server_id AND s.posted_at IS NOT NULL AND r.package_id = ${scope.id}))`;
    default:
      throw new RangeError(`"${JSON.stringify(scope satisfies never)}" is no scope.`);
  }
}
