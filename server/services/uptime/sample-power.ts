import { sql } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { VirtFusionError } from '../../integrations/virtfusion/client.ts';
import { inParallel } from './in-parallel.ts';
import { recordWhileAsking } from './record-while-asking.ts';
import { type SeenServer, secondAfter, seenWithPower } from './seen-server.ts';
import type { Sweep } from './sweep.ts';

export interface PowerPass {
  asked: number;
  /** Asked, and no answer to believe. */
  unknown: number;
  /** Why the pass ended before its time; null when it did not. */
  failure: string | null;
}

export interface PowerPlan {
  /** Servers asked before this instant are due. */
  askedBefore: Date;
  deadline: Date;
  /** So many silent servers in a row end the pass: it is not the servers then. */
  patience: number;
}

/** Numbers only: finding who is due reads all who are, so it is done seldom. */
const idsAtOnce = 5_000;
/** Refusals of us, not of a server: the next one would be refused as well. */
const refusals = new Set(['unauthorized', 'forbidden', 'rateLimited']);

/**
 * Asks for the power of the servers that no sweep covers, longest unasked first, and keeps each answer as a sighting.
 * Silence is no sighting: it is only noted that the power is unknown.
 */
export async function samplePower(ctx: Context, sweep: Sweep, plan: PowerPlan): Promise<PowerPass> {
  const pass: PowerPass = { asked: 0, unknown: 0, failure: null };
  const startedAt = ctx.clock.now();
  let silent = 0;
  const mayStart = () => pass.failure === null && silent < plan.patience && ctx.clock.now() < plan.deadline;
  while (mayStart()) {
    const ids = await findDue(ctx, { askedBefore: plan.askedBefore, startedAt });
    await recordWhileAsking(ctx, sweep, (keep) =>
      inParallel(ids, { atOnce: sweep.concurrency, mayStart }, async (id) => {
        const answer = await askPower(ctx, sweep, id);
        if (typeof answer === 'string') {
          pass.failure ??= answer;
          return;
        }
        const isKnown = answer.kind === 'gone' || (answer.kind === 'present' && answer.power !== 'unknown');
        silent = answer.kind === 'unanswered' ? silent + 1 : 0;
        pass.asked += 1;
        pass.unknown += isKnown ? 0 : 1;
        await keep(answer);
      }),
    );
    if (ids.length < idsAtOnce) break;
  }
  if (silent >= plan.patience) pass.failure ??= `${silent} servers in a row did not answer for their power.`;
  return pass;
}

/** The answer about one server; a sentence when the panel would not be asked at all. */
async function askPower(ctx: Context, sweep: Sweep, id: number): Promise<SeenServer | string> {
  sweep.counts.calls += 1;
  try {
    const answer = await sweep.client.serverPower(id);
    const at = secondAfter(answer.readAt);
    return answer.kind === 'gone' ? { kind: 'gone', id, at } : seenWithPower(answer.value, at);
  } catch (error) {
    if (!(error instanceof VirtFusionError)) throw error;
    if (refusals.has(error.outcome) || !error.requestSent)
      return `Power could not be asked: ${error.message}.`;
    ctx.log.warn('power unknown', { serverId: id, outcome: error.outcome, error: error.message });
    return { kind: 'unanswered', id, at: secondAfter(ctx.clock.now()) };
  }
}

/**
 * The next servers to ask. An open stretch means that sweeps see its changes: gone, native, suspended, never built.
 * Servers with details to read are due whenever they were asked last, once a pass.
 */
async function findDue(
  ctx: Context,
  { askedBefore, startedAt }: { askedBefore: Date; startedAt: Date },
): Promise<number[]> {
  const { rows } = await ctx.db.execute<{ id: number }>(sql`
    SELECT s.id FROM servers s
    WHERE s.gone_at IS NULL AND (s.power_asked_at IS NULL OR s.power_asked_at < CASE WHEN s.details_at IS NULL
      THEN ${startedAt.toISOString()}::timestamptz ELSE ${askedBefore.toISOString()}::timestamptz END)
      AND NOT EXISTS (SELECT FROM uptime_stretches u WHERE u.server_id = s.id AND u.last_seen_at IS NULL)
    ORDER BY s.power_asked_at NULLS FIRST, s.id LIMIT ${idsAtOnce}`);
  return rows.map((row) => row.id);
}
