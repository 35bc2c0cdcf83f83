import { sql } from 'drizzle-orm';
import type { InputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import { serverExemptionEnds } from '#shared/schema/index.ts';
import type { Context } from '../../context.ts';
import { withTransaction } from '../../db/transaction.ts';
import { InvalidInputError, NotFoundError, RefusedError } from '../../errors.ts';
import { recordAudit } from '../audit/record-audit.ts';
import { getServer } from './get-server.ts';
import { checkHourAhead, nextWholeHour } from './hour-ahead.ts';
import { lockMeter } from './lock-meter.ts';
import type { ServerDetail } from './server-rows.ts';

type Wish = InputOf<typeof api.servers.endExemption>;

interface Known extends Record<string, unknown> {
  from: Date;
  until: Date | null;
  isEnded: boolean;
}

/**
 * Bills an exempt server again, from the next whole hour or a later one; one that has not begun never begins. A repeat
 * changes nothing. @throws NotFoundError; InvalidInputError under its field; RefusedError when it is over by itself
 */
export async function endExemption(ctx: Context, input: Wish): Promise<ServerDetail> {
  return withTransaction(ctx, async (tx) => {
    await lockMeter(tx, input.id);
    const known = await findExemption(tx, input);
    if (!known.isEnded) await end(tx, input, known);
    return getServer(tx, { id: input.id });
  });
}

async function findExemption(tx: Context, { id, exemptionId }: Wish): Promise<Known> {
  const { rows } = await tx.db.execute<Known>(sql`
    SELECT e.from_hour AS from, e.until_hour AS until, x.exemption_id IS NOT NULL AS "isEnded"
    FROM server_exemptions e LEFT JOIN server_exemption_ends x ON x.exemption_id = e.id
    WHERE e.id = ${exemptionId}::bigint AND e.server_id = ${id}::bigint`);
  const [known] = rows;
  if (!known) throw new NotFoundError('exemption', { id: exemptionId, server: id });
  return known;
}

async function end(tx: Context, input: Wish, known: Known): Promise<void> {
  const until = endFor(tx, input, known);
  await tx.db.insert(serverExemptionEnds).values({
    exemptionId: input.exemptionId,
    untilHour: until,
    reason: input.reason,
    endedBy: tx.actor.kind === 'admin' ? tx.actor.id : null,
    createdAt: tx.clock.now(),
  });
  await recordAudit(tx, {
    action: 'server.exemption_ended',
    subject: `server:${input.id}`,
    before: { from: known.from, until: known.until },
    after: { from: known.from, until, reason: input.reason },
  });
}

function endFor(tx: Context, { until }: Wish, known: Known): Date {
  const now = tx.clock.now();
  const earliest = nextWholeHour(now);
  if (known.until && known.until <= earliest) {
    throw new RefusedError('This exemption ends by itself within the hour, or is over: nothing to end.', {
      until: known.until,
    });
  }
  // Not begun yet: it ends where it would have begun, and no hour was ever in it.
  const hour =
    until === undefined
      ? new Date(Math.max(earliest.getTime(), known.from.getTime()))
      : checkHourAhead('until', until, now);
  if (hour < known.from)
    throw new InvalidInputError('until', 'It begins later than that: choose its beginning');
  if (known.until && hour >= known.until) {
    throw new InvalidInputError('until', 'It ends by then already: choose an earlier hour', {
      until: known.until,
    });
  }
  return hour;
}
