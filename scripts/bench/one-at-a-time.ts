import { sql } from 'drizzle-orm';
import { HOUR } from '#shared/billing/period.ts';
import { divideHalfEven } from '#shared/billing/rounding.ts';
import type { Context } from '../../server/context.ts';
import { createVirtFusionClient, extRelationId } from '../../server/integrations/virtfusion/client.ts';
import { externalIdOf, type Fleet, HOURS_PER_MONTH, START, serverOf } from './fleet.ts';
import type { PanelAddress } from './messages.ts';

const SAMPLE = 500;

/**
 * Seconds that the usual way needs for the fleet: server after server, two reads and one credit call of the panel, and
 * four statements, each a transaction of its own. Measured on 500 servers in tables of their own, and scaled.
 */
export async function measureOneAtATime(
  ctx: Context,
  { fleet, panel }: { fleet: Fleet; panel: PanelAddress },
): Promise<number> {
  await ctx.db.execute(sql`CREATE SCHEMA usual`);
  await ctx.db.execute(sql`CREATE TABLE usual.charges (LIKE floor.hourly_charges INCLUDING ALL)`);
  await ctx.db.execute(sql`CREATE TABLE usual.accounts (LIKE floor.accounts INCLUDING ALL)`);
  await ctx.db.execute(sql`INSERT INTO usual.accounts OVERRIDING SYSTEM VALUE SELECT * FROM floor.accounts`);
  const client = createVirtFusionClient({
    ...{ baseUrl: panel.url, token: panel.token, reach: 'private', requestsPerMinute: null },
    ...{ clock: ctx.clock, log: ctx.log },
  });
  const sample = Math.min(SAMPLE, fleet.servers);
  const begun = performance.now();
  try {
    for (let id = 1; id <= sample; id++)
      await billOne(ctx, { id, customerId: serverOf(fleet, id).customerId, client });
  } finally {
    await client.close();
  }
  return ((performance.now() - begun) / 1000 / sample) * fleet.servers;
}

async function billOne(
  { db }: Context,
  {
    id,
    customerId,
    client,
  }: { id: number; customerId: number; client: ReturnType<typeof createVirtFusionClient> },
): Promise<void> {
  const { rows } = await db.execute<{ price: bigint; rate_id: number }>(sql`
    SELECT r.monthly_price_micros AS price, r.id AS rate_id FROM servers s JOIN rates r ON r.package_id = s.package_id WHERE s.id = ${id}`);
  const row = rows[0];
  if (!row) throw new Error('every server of the bench has a price');
  await client.server(id);
  await client.serverPower(id);
  const amount = divideHalfEven(row.price, BigInt(HOURS_PER_MONTH));
  await db.execute(sql`
    INSERT INTO usual.charges (hour, server_id, customer_id, rate_id, terms_id, run_id, seconds, weighted, capped, amount_micros, in_gap)
    VALUES (to_timestamp(${START}::float8), ${id}, ${customerId}, ${row.rate_id}, 1, 0, ${HOUR}, ${HOUR * 100}, 0, ${amount}, false)`);
  await db.execute(sql`
    UPDATE usual.accounts SET balance_micros = balance_micros - ${amount}::bigint WHERE customer_id = ${customerId}`);
  await client.postCredit({ extRelationId: extRelationId(externalIdOf(customerId)), tokens: '-0.01' });
  await db.execute(sql`UPDATE usual.charges SET transaction_id = ${id} WHERE server_id = ${id}`);
}
