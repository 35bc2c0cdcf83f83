import { sql } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { type Step, waitingOf } from './step.ts';

/** Notes in the run which servers wait, and why; and in the meters, those the engine refused. */
export async function recordSetAsides(tx: Context, step: Step): Promise<void> {
  const rows: { serverId: number; reason: string; since: number; detail: string | null }[] = [];
  for (const decision of step.decided.decisions) {
    const waiting = waitingOf(decision, { step: step.step, until: step.batch.until });
    if (waiting) rows.push({ serverId: decision.facts.serverId, ...waiting, detail: null });
  }
  for (const refusal of step.decided.refusals) rows.push({ ...refusal, reason: 'failed' });
  await insertSetAsides(tx, step.batch.runId, rows);
}

export interface SetAsideRow {
  serverId: number;
  reason: string;
  /** Epoch seconds: the first hour that waits. */
  since: number;
  detail: string | null;
}

/** The rows themselves; a server is named once a run, by the first reason found. */
export async function insertSetAsides(
  tx: Context,
  runId: number,
  rows: readonly SetAsideRow[],
): Promise<void> {
  if (rows.length === 0) return;
  const column = <T>(pick: (row: SetAsideRow) => T) => sql.param(rows.map(pick));
  await tx.db.execute(sql`
    INSERT INTO run_set_asides (run_id, server_id, reason, since, detail)
    SELECT ${runId}, server_id, reason, to_timestamp(since), detail
    FROM unnest(${column((r) => r.serverId)}::int[], ${column((r) => r.reason)}::text[], ${column((r) => r.since)}::float8[],
      ${column((r) => r.detail)}::text[]) AS t(server_id, reason, since, detail)
    ON CONFLICT (run_id, server_id) DO NOTHING`);
  const failed = rows.filter((row) => row.reason === 'failed');
  if (failed.length === 0) return;
  await tx.db.execute(sql`
    UPDATE server_meters SET set_aside_reason = 'failed', set_aside_since = billed_until
    WHERE server_id = ANY(${sql.param(failed.map((row) => row.serverId))}::int[])`);
}
