import { sql } from 'drizzle-orm';
import type { InputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import { serverExemptions } from '#shared/schema/index.ts';
import type { Context } from '../../context.ts';
import { withTransaction } from '../../db/transaction.ts';
import { ConflictError, InvalidInputError } from '../../errors.ts';
import { recordAudit } from '../audit/record-audit.ts';
import { getServer } from './get-server.ts';
import { checkHourAhead, nextWholeHour } from './hour-ahead.ts';
import { exemptUntil } from './load-exemptions.ts';
import { lockMeter } from './lock-meter.ts';
import type { ServerDetail } from './server-rows.ts';

type Wish = InputOf<typeof api.servers.exempt>;
type Wanted = { id: number; from: Date; until: Date | null; reason: string };

/**
 * Takes a server out of billing from a whole hour on, the next one or later: what is over keeps its charges. A repeat
 * changes nothing. @throws NotFoundError; InvalidInputError under its field; ConflictError when it is exempt then
 */
export async function exemptServer(ctx: Context, input: Wish): Promise<ServerDetail> {
  return withTransaction(ctx, async (tx) => {
    const wanted = wantedBy(tx, input);
    await lockMeter(tx, input.id);
    const known = await overlapping(tx, wanted);
    if (!known) await insertExemption(tx, wanted);
    else if (!isSame(known, wanted)) {
      throw new ConflictError(
        `It is exempt ${periodText(known)} already: end that exemption first, or choose hours outside it.`,
        { exemptionId: known.id },
      );
    }
    return getServer(tx, { id: input.id });
  });
}

function wantedBy(tx: Context, { id, from, until, reason }: Wish): Wanted {
  const now = tx.clock.now();
  const begins = from === undefined ? nextWholeHour(now) : checkHourAhead('from', from, now);
  const ends = until === undefined ? null : checkHourAhead('until', until, now);
  if (ends && ends <= begins) {
    throw new InvalidInputError('until', 'Choose an hour after the one it begins at', { from: begins });
  }
  return { id, from: begins, until: ends, reason };
}

type Known = { id: number; from: Date; until: Date | null; reason: string };

/** The exemption that has an hour in common with this one; one that was ended before it began has none. */
async function overlapping(tx: Context, { id, from, until }: Wanted): Promise<Known | null> {
  const { rows } = await tx.db.execute<{ id: number; from: Date; until: Date | null; reason: string }>(sql`
    SELECT e.id, e.from_hour AS from, ${exemptUntil} AS until, e.reason
    FROM server_exemptions e LEFT JOIN server_exemption_ends x ON x.exemption_id = e.id
    WHERE e.server_id = ${id} AND coalesce(${exemptUntil} > greatest(e.from_hour, ${from.toISOString()}::timestamptz), true)
      AND coalesce(e.from_hour < ${until?.toISOString() ?? null}::timestamptz, true)
    ORDER BY e.from_hour LIMIT 1`);
  return rows[0] ?? null;
}

function isSame(known: Known, { from, until, reason }: Wanted): boolean {
  return (
    known.from.getTime() === from.getTime() &&
    known.until?.getTime() === until?.getTime() &&
    known.reason === reason
  );
}

function periodText({ from, until }: Known): string {
  return until ? `from ${from.toISOString()} until ${until.toISOString()}` : `from ${from.toISOString()} on`;
}

async function insertExemption(tx: Context, { id, from, until, reason }: Wanted): Promise<void> {
  await tx.db.insert(serverExemptions).values({
    serverId: id,
    fromHour: from,
    untilHour: until,
    reason,
    createdBy: tx.actor.kind === 'admin' ? tx.actor.id : null,
    createdAt: tx.clock.now(),
  });
  await recordAudit(tx, {
    action: 'server.exempted',
    subject: `server:${id}`,
    before: null,
    after: { from, until, reason },
  });
}
