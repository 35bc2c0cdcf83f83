import { type SQL, sql } from 'drizzle-orm';
import type { MonthSoFar, RateCount } from '#shared/billing/statement.ts';
import type { Context } from '../../context.ts';
import { inRange } from './claim-batch.ts';
import type { Decision } from './decide-statements.ts';
import { serversOf } from './server-lists.ts';
import { type Step, waitingOf } from './step.ts';

type Moved = Decision & { waiting: ReturnType<typeof waitingOf> };

/**
 * Moves how far each server is billed, and its counts of the month, in one statement; in a second one if a look moved
 * a server to a customer outside the batch meanwhile.
 */
export async function moveMeters(tx: Context, step: Step): Promise<void> {
  const moved = step.decided.decisions.map((decision) => ({
    ...decision,
    waiting: waitingOf(decision, { step: step.step, until: step.batch.until }),
  }));
  if (moved.length === 0) return;
  const servers = moved.reduce((sum, decision) => sum + decision.servers.count, 0);
  // Within the range a batch reads the pages of its meters once; by the key alone it would go down its tree for each.
  if ((await moveThose(tx, moved, inRange(step.batch))) === servers) return;
  const found = await moveThose(tx, moved, sql`true`);
  if (found !== servers)
    throw new Error(`Of ${servers} meters of a batch only ${found} are there to be moved`);
}

/** The same values again are no change. Returns how many meters were found. */
async function moveThose(tx: Context, moved: readonly Moved[], among: SQL): Promise<number> {
  const column = <T>(pick: (meter: Moved) => T) => sql.param(moved.map(pick));
  // A left join, because it is known to bring as many rows as its left side: the plan hangs on that number.
  const { rowCount } = await tx.db.execute(sql`
    UPDATE server_meters m SET billed_until = to_timestamp(t.billed_until), finished = t.finished,
      month = to_timestamp(t.month), rate_id = t.rate_id, hours_per_month = t.hours_per_month,
      weighted = coalesce(t.weighted, 0), capped_weighted = coalesce(t.capped_weighted, 0),
      other_counts = t.other_counts::jsonb, set_aside_reason = t.reason, set_aside_since = to_timestamp(t.since)
    FROM ${serversOf('s', moved)} LEFT JOIN unnest(${sql.param(moved.map((_, list) => list))}::int[],
      ${column((m) => m.statement.billedUntil)}::float8[],
      ${column((m) => m.statement.finished)}::boolean[], ${column((m) => m.statement.month?.month ?? null)}::float8[],
      ${column((m) => first(m)?.rateId ?? null)}::int[], ${column((m) => first(m)?.hoursPerMonth ?? null)}::int[],
      ${column((m) => first(m)?.weighted ?? null)}::bigint[],
      ${column((m) => m.statement.month?.cappedWeighted ?? null)}::bigint[],
      ${column((m) => othersOf(m.statement.month))}::text[], ${column((m) => m.waiting?.reason ?? null)}::text[],
      ${column((m) => m.waiting?.since ?? null)}::float8[])
      AS t(list, billed_until, finished, month, rate_id, hours_per_month, weighted, capped_weighted, other_counts, reason, since)
      USING (list)
    WHERE m.server_id = s.server_id AND ${among}`);
  return rowCount ?? 0;
}

function first({ statement }: Decision): RateCount | undefined {
  return statement.month?.counts[0];
}

/** Most servers have one rate a month: then there are no others, and nothing is written for them. */
function othersOf(month: MonthSoFar | null): string | null {
  if (!month || month.counts.length < 2) return null;
  return JSON.stringify(
    month.counts.slice(1).map((count) => [count.rateId, count.hoursPerMonth, count.weighted]),
  );
}
