import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { InputOf, OutputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import type { Context } from '../../context.ts';
import { NotFoundError } from '../../errors.ts';
import { secondsText } from '../billing/decimal-text.ts';
import { cutPage, decodeCursor, whole } from '../paging/cursor.ts';
import { chargesIn, hoursBack } from './charged-hours.ts';
import { correctedAmount, joinCorrections } from './join-corrections.ts';

type ChargePage = OutputOf<typeof api.servers.charges>;

/** Hours looked at in one statement. */
const HOURS_AT_ONCE = 300;

/** Whose charges are meant, of a server that may have changed hands. */
export interface ChargedTo {
  customerId: number;
  /** None of their hours lies here or later; null: they have it still. */
  until: Date | null;
}

/**
 * The charges of one server, newest hour first, however long ago: looks back from where it is billed until the page
 * is full, or until it was not yet there. @throws NotFoundError, InvalidInputError for a foreign cursor
 */
export async function listServerCharges(
  ctx: Context,
  input: InputOf<typeof api.servers.charges> & { of?: ChargedTo },
): Promise<ChargePage> {
  const before = decodeCursor(input.cursor, z.tuple([whole]));
  const known = await findChargeable(ctx, input.id);
  const found: ChargePage['rows'] = [];
  const ends = [known.until.getTime(), before?.[0], input.of?.until?.getTime()];
  let until = new Date(Math.min(...ends.filter((end) => end !== undefined)));
  for (;;) {
    const hours = hoursBack({ from: known.from, until, most: HOURS_AT_ONCE });
    const earliest = hours.at(-1);
    if (!earliest || found.length > input.limit) break;
    const limit = input.limit + 1 - found.length;
    found.push(
      ...(await chargesOf(ctx, { serverId: input.id, hours, limit, customerId: input.of?.customerId })),
    );
    until = earliest;
  }
  return { ...cutPage(found, input.limit, (row) => [row.hour.getTime()]), total: null };
}

/** Charges lie between the hour it was first seen, and billing was first on, and where its meter stands. */
async function findChargeable(ctx: Context, serverId: number): Promise<{ from: Date; until: Date }> {
  const { rows } = await ctx.db.execute<{ until: Date | null; from: Date | null }>(sql`
    SELECT m.billed_until AS until, date_trunc('hour', greatest(
        (SELECT min(first_seen_at) FROM uptime_stretches WHERE server_id = s.id),
        (SELECT min(on_from) FROM billing_switches)), 'UTC') AS from
    FROM servers s LEFT JOIN server_meters m ON m.server_id = s.id WHERE s.id = ${serverId}::bigint`);
  const [row] = rows;
  if (!row) throw new NotFoundError('server', { id: serverId });
  // Never seen or never metered: nothing was ever charged.
  if (!row.until || !row.from) return { from: new Date(0), until: new Date(0) };
  return { from: row.from, until: row.until };
}

async function chargesOf(
  ctx: Context,
  wish: { serverId: number; hours: readonly Date[]; limit: number; customerId: number | undefined },
): Promise<ChargePage['rows']> {
  const { serverId, hours, limit, customerId } = wish;
  const isTheirs = customerId === undefined ? sql`true` : sql`customer_id = ${customerId}::bigint`;
  const { rows } = await ctx.db.execute<Record<string, unknown>>(sql`
    SELECT h.hour, h.seconds, h.weighted, h.capped, h.amount_micros AS amount, ${correctedAmount} AS corrected, h.in_gap,
      h.run_id, h.transaction_id, r.monthly_price_micros AS monthly_price
    FROM (SELECT * FROM every_charge WHERE ${chargesIn(hours, serverId)} AND ${isTheirs} ORDER BY hour DESC LIMIT ${limit}) h
    JOIN rates r ON r.id = h.rate_id ${joinCorrections} ORDER BY h.hour DESC`);
  return rows.map((row) => ({
    hour: row.hour as Date,
    seconds: row.seconds as number,
    weightedSeconds: secondsText(row.weighted as number),
    cappedSeconds: secondsText(row.capped as number),
    amount: row.amount as bigint,
    corrected: row.corrected as bigint | null,
    inGap: row.in_gap as boolean,
    monthlyPrice: row.monthly_price as bigint,
    runId: row.run_id as number,
    transactionId: row.transaction_id === null ? null : Number(row.transaction_id),
  }));
}
