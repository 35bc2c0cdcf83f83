import { sql } from 'drizzle-orm';
import type { Context } from '../../context.ts';

/** A process that was heard of lately. */
export interface ListedProcess {
  instance: string;
  roles: string[];
  version: string;
  /** Since it last said so. */
  silentSeconds: number;
  workerDown: boolean;
  metrics: unknown;
}

/** Three reports missed: it is taken for dead. */
export const ALIVE_SECONDS = 60;
const MOST = 200;

/** The processes at work, by their own word, in the order of their names. */
export async function listProcesses(ctx: Context): Promise<ListedProcess[]> {
  const { rows } = await ctx.db.execute<{
    instance: string;
    roles: string[];
    version: string;
    silent: number;
    worker_down: boolean;
    metrics: unknown;
  }>(sql`
    SELECT instance, roles, version, extract(epoch FROM now() - seen_at)::float8 AS silent,
      worker_down_since IS NOT NULL AS worker_down, metrics
    FROM processes WHERE seen_at > now() - ${ALIVE_SECONDS}::int * interval '1 second'
    ORDER BY instance LIMIT ${MOST}`);
  return rows.map(({ silent, worker_down: workerDown, ...row }) => ({
    ...row,
    silentSeconds: silent,
    workerDown,
  }));
}
