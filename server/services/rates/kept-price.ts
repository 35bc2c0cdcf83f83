import { sql } from 'drizzle-orm';
import type { InputOf, OutputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import { HOUR, hourOf } from '#shared/billing/period.ts';
import type { Context } from '../../context.ts';
import { withTransaction } from '../../db/transaction.ts';
import { ConflictError, NotFoundError, RefusedError } from '../../errors.ts';
import { recordAudit } from '../audit/record-audit.ts';

type Kept = OutputOf<typeof api.rates.kept>;

/** The old price a server is kept on, or will be; null when it pays as its package says, or has a price of its own. @throws NotFoundError */
export async function getKeptPrice(ctx: Context, { id }: InputOf<typeof api.rates.kept>): Promise<Kept> {
  const { rows } = await ctx.db.execute<Record<string, unknown>>(sql`
    SELECT own.id AS rate_id, own.price, own.effective_from, own.reason, own.ends, ending.at AS ends_at,
      p.name AS package_name, listed.price AS listed
    FROM servers s
    LEFT JOIN packages p ON p.id = s.package_id
    LEFT JOIN LATERAL (SELECT r.id, monthly_price_micros AS price, effective_from, reason, ends, while_package_id FROM rates r
      WHERE r.server_id = s.id AND NOT ends AND NOT EXISTS (SELECT FROM rates w WHERE w.supersedes_id = r.id)
      ORDER BY effective_from DESC, id DESC LIMIT 1) own ON own.while_package_id = s.package_id
    LEFT JOIN LATERAL (SELECT min(effective_from) AS at FROM rates
      WHERE server_id = s.id AND ends AND effective_from > own.effective_from) ending ON true
    LEFT JOIN LATERAL (SELECT monthly_price_micros AS price FROM rates WHERE package_id = s.package_id
      AND effective_from <= greatest(own.effective_from, ${ctx.clock.now().toISOString()}::timestamptz)
      ORDER BY effective_from DESC, id DESC LIMIT 1) listed ON true
    WHERE s.id = ${id}::bigint`);
  const row = rows[0];
  if (!row) throw new NotFoundError('server', { id });
  const until = row.ends_at as Date | null;
  if (row.rate_id === null || (until && until <= ctx.clock.now())) return { kept: null };
  return {
    kept: {
      monthlyPrice: row.price as bigint,
      since: row.effective_from as Date,
      until,
      packageName: row.package_name as string,
      packagePrice: row.listed as bigint | null,
      reason: row.reason as string | null,
    },
  };
}

/**
 * From the next whole hour on a server pays the price of its package again. A repeat changes nothing.
 * @throws NotFoundError; RefusedError when it is not kept on an old price; ConflictError when that hour has another price
 */
export async function endKeptPrice(
  ctx: Context,
  { id, reason }: InputOf<typeof api.rates.endKept>,
): Promise<Kept> {
  return withTransaction(ctx, async (tx) => {
    const { kept } = await getKeptPrice(tx, { id });
    if (!kept) throw new RefusedError('This server is not kept on an old price.', { serverId: id });
    if (kept.until) return { kept };
    const from = await insertEnd(tx, { id, reason, notBefore: kept.since });
    await recordAudit(tx, {
      action: 'rate.kept_ended',
      subject: `server:${id}`,
      before: { monthlyPriceMicros: kept.monthlyPrice },
      after: { monthlyPriceMicros: kept.packagePrice, effectiveFrom: from.toISOString(), reason },
    });
    return getKeptPrice(tx, { id });
  });
}

async function insertEnd(
  tx: Context,
  { id, reason, notBefore }: { id: number; reason: string; notBefore: Date },
): Promise<Date> {
  const now = tx.clock.now();
  const nextHour = (hourOf(now.getTime() / 1000) + HOUR) * 1000;
  // One that was kept for later must first have been kept: an hour has one price.
  const from = new Date(Math.max(nextHour, notBefore.getTime() + HOUR * 1000));
  const { rowCount } = await tx.db.execute(sql`
    INSERT INTO rates (server_id, ends, monthly_price_micros, effective_from, reason, created_by, created_at)
    VALUES (${id}, true, 0, ${from.toISOString()}::timestamptz, ${reason},
      ${tx.actor.kind === 'admin' ? tx.actor.id : null}, ${now.toISOString()}::timestamptz)
    ON CONFLICT DO NOTHING`);
  if (rowCount === 1) return from;
  throw new ConflictError(
    `From ${from.toISOString()} on this server has another price. Choose again an hour later.`,
    { serverId: id },
  );
}
