import { sql } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import type { ServerOwner } from '../../integrations/virtfusion/client.ts';
import { ensureWallets } from '../ledger/ensure-wallets.ts';
import { idList, rowsAsTable } from '../uptime/rows-as-table.ts';

/** Owners that the list names before anything else is known of them get a row and a wallet. */
export async function ensureCustomers(tx: Context, customerIds: readonly number[]): Promise<void> {
  const ids = [...new Set(customerIds)];
  if (ids.length === 0) return;
  const { rows } = await tx.db.execute<{ id: number }>(sql`
    INSERT INTO customers (id, created_at)
    SELECT id, ${tx.clock.now().toISOString()}::timestamptz FROM unnest(${idList(ids)}) AS id
    ON CONFLICT (id) DO NOTHING RETURNING id`);
  await ensureWallets(
    tx,
    rows.map((row) => row.id),
  );
}

/** What servers' details say of their owners → our rows; a customer that stayed the same is not written. */
export async function syncCustomers(tx: Context, owners: readonly ServerOwner[]): Promise<void> {
  const each = [...new Map(owners.map((owner) => [owner.id as number, owner])).values()];
  if (each.length === 0) return;
  await tx.db.execute(sql`
    UPDATE customers c SET external_id = t.external_id, name = t.name, email = t.email, suspended = t.suspended,
      details_at = ${tx.clock.now().toISOString()}::timestamptz
    FROM ${rowsAsTable('t', each, {
      id: ['int', (owner) => owner.id],
      external_id: ['bigint', (owner) => owner.extRelationId],
      name: ['text', (owner) => owner.name],
      email: ['text', (owner) => owner.email],
      suspended: ['boolean', (owner) => owner.suspended],
    })}
    WHERE c.id = t.id AND (c.details_at IS NULL OR (c.external_id, c.name, c.email, c.suspended)
      IS DISTINCT FROM (t.external_id, t.name, t.email, t.suspended))`);
}
