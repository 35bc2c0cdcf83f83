import { sql } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { VirtFusionError } from '../../integrations/virtfusion/client.ts';
import { inParallel } from './in-parallel.ts';
import { recordWhileAsking } from './record-while-asking.ts';
import { type SeenServer, secondAfter, seenInDetail } from './seen-server.ts';
import type { Sweep } from './sweep.ts';

const idsAtOnce = 5_000;
/** So many failures in a row, and the rest is left for the next sweep. */
const patience = 10;

/**
 * Reads the details of servers that are new or have changed: resources, owner, who bills them. What is not read by
 * `deadline` is read by the next sweep. Where power is asked one by one, those answers hold the details as well.
 */
export async function readDetails(ctx: Context, sweep: Sweep, deadline: Date): Promise<void> {
  let failures = 0;
  const mayStart = () => failures < patience && ctx.clock.now() < deadline;
  for (let after = 0; mayStart(); ) {
    const ids = await findWithoutDetails(ctx, { after, powerPriced: sweep.rules.powerPriced });
    const { changed } = await recordWhileAsking(ctx, sweep, (keep) =>
      inParallel(ids, { atOnce: sweep.concurrency, mayStart }, async (id) => {
        const answer = await lookUp(ctx, sweep, id);
        failures = answer === null ? failures + 1 : 0;
        if (answer) await keep(answer);
      }),
    );
    for (const id of changed) sweep.changed.add(id);
    if (ids.length < idsAtOnce) return;
    after = ids.at(-1) ?? after;
  }
}

/** What the panel says of one server, or null when it gave no answer to believe. */
export async function lookUp(ctx: Context, sweep: Sweep, id: number): Promise<SeenServer | null> {
  sweep.counts.calls += 1;
  try {
    const answer = await sweep.client.server(id);
    const at = secondAfter(answer.readAt);
    return answer.kind === 'gone' ? { kind: 'gone', id, at } : seenInDetail(answer.value, at);
  } catch (error) {
    if (!(error instanceof VirtFusionError)) throw error;
    ctx.log.warn('server could not be looked up', {
      serverId: id,
      outcome: error.outcome,
      error: error.message,
    });
    return null;
  }
}

async function findWithoutDetails(
  ctx: Context,
  { after, powerPriced }: { after: number; powerPriced: boolean },
): Promise<number[]> {
  const { rows } = await ctx.db.execute<{ id: number }>(sql`
    SELECT s.id FROM servers s
    WHERE s.details_at IS NULL AND s.gone_at IS NULL AND s.id > ${after} AND (NOT ${powerPriced}::boolean
      OR EXISTS (SELECT FROM uptime_stretches u WHERE u.server_id = s.id AND u.last_seen_at IS NULL))
    ORDER BY s.id LIMIT ${idsAtOnce}`);
  return rows.map((row) => row.id);
}
