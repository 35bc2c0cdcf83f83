import { sql } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import type { ServerList } from './cohort.ts';
import { serversOf } from './server-lists.ts';
import { type Step, waitingOf } from './step.ts';

/** Notes in the run which servers wait, and why; and in the meters, those the engine refused. */
export async function recordSetAsides(tx: Context, step: Step): Promise<void> {
  const waiting: SetAsideServers[] = [];
  for (const decision of step.decided.decisions) {
    const reason = waitingOf(decision, { step: step.step, until: step.batch.until });
    if (reason) waiting.push({ servers: decision.servers, ...reason, detail: null });
  }
  for (const refusal of step.decided.refusals) waiting.push({ ...refusal, reason: 'failed' });
  await insertSetAsides(tx, step.batch.runId, waiting);
}

export interface SetAsideServers {
  servers: ServerList;
  reason: string;
  /** Epoch seconds: the first hour that waits. */
  since: number;
  detail: string | null;
}

/** The rows themselves; a server is named once a run, by the first reason found. */
export async function insertSetAsides(
  tx: Context,
  runId: number,
  waiting: readonly SetAsideServers[],
): Promise<void> {
  if (waiting.length === 0) return;
  const column = <T>(pick: (row: SetAsideServers) => T) => sql.param(waiting.map(pick));
  await tx.db.execute(sql`
    INSERT INTO run_set_asides (run_id, server_id, reason, since, detail)
    SELECT ${runId}, s.server_id, t.reason, to_timestamp(t.since), t.detail
    FROM ${serversOf('s', waiting)} JOIN unnest(${sql.param(waiting.map((_, list) => list))}::int[],
      ${column((w) => w.reason)}::text[], ${column((w) => w.since)}::float8[], ${column((w) => w.detail)}::text[])
      AS t(list, reason, since, detail) USING (list)
    ON CONFLICT (run_id, server_id) DO NOTHING`);
  const failed = waiting.filter((row) => row.reason === 'failed');
  if (failed.length === 0) return;
  await tx.db.execute(sql`
    UPDATE server_meters m SET set_aside_reason = 'failed', set_aside_since = m.billed_until
    FROM ${serversOf('s', failed)} WHERE m.server_id = s.server_id`);
}
