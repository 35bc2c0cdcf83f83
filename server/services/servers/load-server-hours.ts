import { sql } from 'drizzle-orm';
import type { Period } from '#shared/billing/period.ts';
import type { Context } from '../../context.ts';
import { NotFoundError } from '../../errors.ts';
import { stretchesOf } from '../uptime/stretches-in-period.ts';
import { chargesIn, hoursBack } from './charged-hours.ts';
import { correctedAmount, joinCorrections } from './join-corrections.ts';
import { loadExemptions } from './load-exemptions.ts';
import { type HourFacts, type ServerHour, serverHours } from './server-hours.ts';

const MOST_HOURS = 744;

/** When a server came, went, and up to where it is settled; epoch seconds. */
export interface ServerLife {
  createdAt: number;
  goneAt: number | null;
  billedUntil: number | null;
}

/** @throws NotFoundError */
export async function findServerLife(ctx: Context, id: number): Promise<ServerLife> {
  const { rows } = await ctx.db.execute<Record<'created' | 'gone' | 'billed', number | null>>(sql`
    SELECT extract(epoch FROM s.panel_created_at)::float8 AS created, extract(epoch FROM s.gone_at)::float8 AS gone,
      extract(epoch FROM m.billed_until)::float8 AS billed
    FROM servers s LEFT JOIN server_meters m ON m.server_id = s.id WHERE s.id = ${id}::bigint`);
  const [row] = rows;
  if (!row) throw new NotFoundError('server', { id });
  return { createdAt: row.created ?? 0, goneAt: row.gone, billedUntil: row.billed };
}

interface FoundHour extends Record<string, unknown> {
  at: number;
  seconds: number;
  charged: bigint;
  corrected: bigint | null;
  in_gap: boolean;
}

/** What became of each hour of a period, a month at most: a fixed number of statements, each by an index. */
export async function loadServerHours(
  ctx: Context,
  { id, period, life }: { id: number; period: Period; life: ServerLife },
): Promise<ServerHour[]> {
  const stretches = (await stretchesOf(ctx, [{ serverId: id, from: period.from }])).get(id) ?? [];
  return serverHours(period, {
    stretches: stretches.filter(({ from }) => from < period.until),
    charges: await chargesOf(ctx, id, period),
    exempt: (await loadExemptions(ctx, [id])).get(id) ?? [],
    billedUntil: life.billedUntil,
    now: ctx.clock.now().getTime() / 1000,
  });
}

async function chargesOf(ctx: Context, id: number, { from, until }: Period): Promise<HourFacts['charges']> {
  const hours = hoursBack({ from: new Date(from * 1000), until: new Date(until * 1000), most: MOST_HOURS });
  const { rows } = await ctx.db.execute<FoundHour>(sql`
    SELECT extract(epoch FROM h.hour)::float8 AS at, h.seconds + coalesce(k.seconds, 0) AS seconds,
      h.amount_micros AS charged, ${correctedAmount} AS corrected, h.in_gap
    FROM (SELECT * FROM every_charge WHERE ${chargesIn(hours, id)}) h ${joinCorrections}`);
  return new Map(
    rows.map(({ at, seconds, charged, corrected, in_gap: inGap }) => [
      at,
      { seconds, amount: corrected ?? charged, corrected: corrected !== null, inGap },
    ]),
  );
}
