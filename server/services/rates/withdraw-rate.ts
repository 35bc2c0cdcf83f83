import { sql } from 'drizzle-orm';
import type { InputOf, OutputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import type { Context } from '../../context.ts';
import { withTransaction } from '../../db/transaction.ts';
import { NotFoundError, RefusedError } from '../../errors.ts';
import { recordAudit } from '../audit/record-audit.ts';
import { findRates, type ListedRate } from './rate-rows.ts';

/**
 * Takes back a price before it comes into force. Rows are never edited, so a row of the same instant takes its place,
 * with the price that holds before; servers that were kept on the old price by it follow the package again.
 * A repeat changes nothing.
 * @throws NotFoundError; RefusedError when it holds already, or when no price held before it
 */
export async function withdrawRate(
  ctx: Context,
  { id, reason }: InputOf<typeof api.rates.withdraw>,
): Promise<OutputOf<typeof api.rates.withdraw>> {
  return withTransaction(ctx, async (tx) => {
    const planned = await findPlanned(tx, id);
    if (planned.withdrawn) return planned;
    assertAhead(tx, planned);
    const placed = await putPriceBefore(tx, planned, reason);
    if (!placed) {
      throw new RefusedError(
        'No price held before this one, so its servers would be set aside. Set another price from a later hour instead.',
        { rateId: id },
      );
    }
    const unkept = planned.packageId === null ? 0 : await endKept(tx, planned, reason);
    const { packageId, serverId, monthlyPrice, effectiveFrom } = planned;
    await recordAudit(tx, {
      action: 'rate.withdrawn',
      subject: packageId === null ? `server:${serverId}` : `package:${packageId}`,
      before: {
        rateId: id,
        monthlyPriceMicros: monthlyPrice,
        effectiveFrom: effectiveFrom.toISOString(),
      },
      after: { monthlyPriceMicros: placed.price, noLongerKept: unkept, reason },
    });
    return findPlanned(tx, id);
  });
}

/**
 * Locked, so that of two at once the second finds it withdrawn; by its number, since nobody who bills may lock a row that
 * never changes. A row that took another's place is no price of its own.
 */
async function findPlanned(tx: Context, id: number): Promise<ListedRate> {
  await tx.db.execute(sql`SELECT pg_advisory_xact_lock(hashtext('withdraw-rate'), ${id}::int)`);
  const [found] = await findRates(tx, sql`r.id = ${id}::bigint AND r.supersedes_id IS NULL`);
  if (!found) throw new NotFoundError('price', { id });
  return found;
}

function assertAhead(tx: Context, { effectiveFrom, id }: ListedRate): void {
  if (effectiveFrom > tx.clock.now()) return;
  throw new RefusedError(
    'This price is in force: hours may have been charged by it. Set another price from the next hour on.',
    { rateId: id, effectiveFrom: effectiveFrom.toISOString() },
  );
}

async function putPriceBefore(
  tx: Context,
  { id, packageId, serverId, effectiveFrom }: ListedRate,
  reason: string,
): Promise<{ price: bigint } | undefined> {
  const target = packageId === null ? sql`server_id = ${serverId}` : sql`package_id = ${packageId}`;
  const at = sql`${effectiveFrom.toISOString()}::timestamptz`;
  const { rows } = await tx.db.execute<{ price: bigint }>(sql`
    INSERT INTO rates (package_id, server_id, while_package_id, ends, monthly_price_micros, effective_from,
      running_percent, stopped_percent, suspended_percent, supersedes_id, reason, created_by, created_at)
    SELECT package_id, server_id, while_package_id, ends, monthly_price_micros, ${at}, running_percent,
      stopped_percent, suspended_percent, ${id}, ${reason}, ${adminOf(tx)}, ${tx.clock.now().toISOString()}::timestamptz
    FROM (
      (SELECT 1 AS choice, package_id, server_id, while_package_id, ends, monthly_price_micros, running_percent,
        stopped_percent, suspended_percent FROM rates WHERE ${target} AND effective_from < ${at}
        ORDER BY effective_from DESC, id DESC LIMIT 1)
      UNION ALL SELECT 2, NULL, ${serverId}::int, NULL, true, 0, NULL, NULL, NULL WHERE ${serverId}::int IS NOT NULL
    ) before ORDER BY choice LIMIT 1 RETURNING monthly_price_micros AS price`);
  return rows[0];
}

async function endKept(
  tx: Context,
  { packageId, effectiveFrom }: ListedRate,
  reason: string,
): Promise<number> {
  const { rowCount } = await tx.db.execute(sql`
    INSERT INTO rates (server_id, ends, monthly_price_micros, effective_from, supersedes_id, reason, created_by, created_at)
    SELECT k.server_id, true, 0, k.effective_from, k.id, ${reason}, ${adminOf(tx)}, ${tx.clock.now().toISOString()}::timestamptz
    FROM rates k WHERE k.while_package_id = ${packageId} AND k.effective_from = ${effectiveFrom.toISOString()}::timestamptz
      AND k.supersedes_id IS NULL AND NOT EXISTS (SELECT FROM rates w WHERE w.supersedes_id = k.id)`);
  return rowCount ?? 0;
}

function adminOf(tx: Context): number | null {
  return tx.actor.kind === 'admin' ? tx.actor.id : null;
}
