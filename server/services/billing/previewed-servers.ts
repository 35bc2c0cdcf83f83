import { type SQL, sql } from 'drizzle-orm';
import { expectedFacts } from '#shared/billing/expected-facts.ts';
import { HOUR } from '#shared/billing/period.ts';
import type { Context } from '../../context.ts';
import { SERVER_HOURS_PER_STEP } from './choose-step.ts';
import { type Decided, decideStatements } from './decide-statements.ts';
import { factsFor, findMeters, type MeterState } from './load-billing-facts.ts';
import type { PreviewMoment } from './preview-moment.ts';
import { onlyOne } from './server-lists.ts';

/** Meters read at once. */
const METERS_AT_A_TIME = 4000;

/**
 * What a run would decide about the servers that are due, some at a time, in order of their ids: the same reads and the
 * same decision as in a batch, without its locks and writes. `where` speaks of `m`. Memory is bounded by server-hours.
 */
export async function* previewedServers(
  ctx: Context,
  {
    moment,
    where = sql`true`,
    limit = Number.MAX_SAFE_INTEGER,
  }: { moment: PreviewMoment; where?: SQL; limit?: number },
): AsyncGenerator<Decided> {
  let after = 0;
  for (let left = limit; left > 0; ) {
    const most = Math.min(METERS_AT_A_TIME, left);
    const meters = await findMeters(
      ctx,
      sql`FROM server_meters m WHERE m.server_id > ${after}::bigint AND NOT m.finished
        AND m.billed_until < to_timestamp(${moment.until}) AND ${where} ORDER BY m.server_id LIMIT ${most}`,
    );
    for (const some of bySteps(meters, moment.until)) {
      const facts = await factsFor(ctx, some, moment.supposedOn ? [moment.supposedOn] : []);
      yield decideStatements(
        facts.map((server) => ({ servers: onlyOne(server.serverId), facts: expectedFacts(server, moment) })),
        moment.until,
      );
    }
    left -= meters.length;
    if (meters.length < most) return;
    after = meters.at(-1)?.serverId ?? after;
  }
}

/** So many servers that their hours fit in one step of a batch; at least one. */
function* bySteps(meters: readonly MeterState[], until: number): Generator<MeterState[]> {
  let some: MeterState[] = [];
  let hours = 0;
  for (const meter of meters) {
    const own = (until - meter.billedUntil) / HOUR;
    if (some.length > 0 && hours + own > SERVER_HOURS_PER_STEP) {
      yield some;
      [some, hours] = [[], 0];
    }
    some.push(meter);
    hours += own;
  }
  if (some.length > 0) yield some;
}
