import { sql } from 'drizzle-orm';
import type { Instant } from '#shared/billing/period.ts';
import type { Context } from '../../context.ts';
import type { NewStretch, StretchEnd } from './known-server.ts';
import { idList, rowsAsTable } from './rows-as-table.ts';

/** Ends, or opens again, the stretches that begin at the instants named. */
export async function endStretches(tx: Context, ends: readonly StretchEnd[]): Promise<void> {
  if (ends.length === 0) return;
  await tx.db.execute(sql`
    UPDATE uptime_stretches u SET last_seen_at = to_timestamp(t.last_seen)
    FROM ${rowsAsTable('t', ends, {
      server_id: ['int', (end) => end.serverId],
      first_seen: ['float8', (end) => end.firstSeenAt],
      last_seen: ['float8', (end) => end.lastSeenAt],
    })}
    WHERE u.server_id = t.server_id AND u.first_seen_at = to_timestamp(t.first_seen)`);
}

export async function addStretches(tx: Context, stretches: readonly NewStretch[]): Promise<void> {
  if (stretches.length === 0) return;
  await tx.db.execute(sql`
    INSERT INTO uptime_stretches (server_id, first_seen_at, last_seen_at, state, customer_id)
    SELECT server_id, to_timestamp(first_seen), to_timestamp(last_seen), state, customer_id
    FROM ${rowsAsTable('t', stretches, {
      server_id: ['int', (stretch) => stretch.serverId],
      first_seen: ['float8', (stretch) => stretch.firstSeenAt],
      last_seen: ['float8', (stretch) => stretch.lastSeenAt],
      state: ['text', (stretch) => stretch.state],
      customer_id: ['int', (stretch) => stretch.customerId],
    })}`);
}

/** What was recorded of servers before it was known that VirtFusion bills them itself. */
export async function markNative(tx: Context, serverIds: readonly number[]): Promise<void> {
  if (serverIds.length === 0) return;
  await tx.db.execute(sql`
    UPDATE uptime_stretches SET state = 'native'
    WHERE server_id = ANY(${idList(serverIds)}) AND state NOT IN ('native', 'gone')`);
}

/** The sweep about to be complete did not see these: their open stretches end at the last one that did. */
export async function closeLostFromSight(
  tx: Context,
  { serverIds, previousSweepAt }: { serverIds: readonly number[]; previousSweepAt: Instant | null },
): Promise<void> {
  if (serverIds.length === 0) return;
  await tx.db.execute(sql`
    UPDATE uptime_stretches SET last_seen_at = greatest(first_seen_at, to_timestamp(${previousSweepAt}::float8))
    WHERE server_id = ANY(${idList(serverIds)}) AND last_seen_at IS NULL`);
}
