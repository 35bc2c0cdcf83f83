import { sql } from 'drizzle-orm';
import type { Micros } from '#shared/billing/money.ts';
import type { DunningFacts, DunningHold, DunningStage } from '#shared/dunning/judge-customer.ts';
import type { Context } from '../../context.ts';
import { findCustomers } from '../customers/customer-rows.ts';
import type { Wallet } from '../ledger/lock-wallets.ts';
import { canBeSuspended } from '../panel-wishes/wish-servers.ts';
import { idList } from '../uptime/rows-as-table.ts';

/** Where a customer stood at the last judgement. */
export interface Standing {
  stage: DunningStage;
  hold: DunningHold | null;
  stageSince: Date | null;
  emptyAt: Date | null;
  graceUntil: Date | null;
  suspendAt: Date | null;
  deletableAt: Date | null;
  walletVersion: number | null;
  releasedAt: Date | null;
}

/** All there is to know of one customer, but for the windows of the policy. */
export interface Ladder {
  customerId: number;
  customerName: string | null;
  walletVersion: number;
  before: Standing;
  facts: Omit<DunningFacts, 'heldUntil'>;
}

interface Row extends Record<string, unknown> {
  customer_id: number;
  servers: number;
  stage: Exclude<DunningStage, 'clear'> | null;
  hold: DunningHold | null;
  stage_since: Date | null;
  empty_at: Date | null;
  grace_until: Date | null;
  suspend_at: Date | null;
  deletable_at: Date | null;
  wallet_version: string | null;
  released_at: Date | null;
  suspended_at: Date | null;
  emptied_at: Date | null;
  came_back: boolean;
  flagged: boolean;
  flagged_until: Date | null;
  flag_ended_at: Date | null;
}

/**
 * The facts of these customers in a few statements. The wallets are those that were locked, where they are: the
 * balance decided on is the one nobody else can move meanwhile.
 */
export async function loadLadder(
  ctx: Context,
  { customerIds, wallets }: { customerIds: readonly number[]; wallets: ReadonlyMap<number, Wallet> | null },
): Promise<Ladder[]> {
  const now = Math.floor(ctx.clock.now().getTime() / 1000);
  const customers = await findCustomers(ctx, {
    where: sql`c.id = ANY(${idList(customerIds)})`,
    order: sql`c.id`,
    limit: customerIds.length,
  });
  const rows = await findRows(ctx, customerIds);
  return customers.flatMap((customer) => {
    const row = rows.get(customer.id);
    if (!row) return [];
    const wallet = wallets?.get(customer.id);
    const balance: Micros = wallet?.balance ?? customer.balance;
    return [
      {
        customerId: customer.id,
        customerName: customer.name,
        walletVersion: wallet?.version ?? Number(row.wallet_version ?? 0),
        before: standingOf(row),
        facts: {
          now,
          balance,
          burnPerHour: customer.burnPerHour,
          emptiedAt: balance < 0n ? (secondsOf(row.emptied_at) ?? now) : null,
          servers: row.servers,
          flaggedUntil: row.flagged ? (secondsOf(row.flagged_until) ?? Number.POSITIVE_INFINITY) : null,
          flagEndedAt: secondsOf(row.flag_ended_at),
          // Who came back in between, if only for a moment, begins at the foot of the ladder.
          suspendedAt: row.came_back ? null : secondsOf(row.suspended_at),
        },
      },
    ];
  });
}

/** The ledger tells since when a balance is below zero; only what it wrote since the last judgement is read. */
async function findRows(ctx: Context, customerIds: readonly number[]): Promise<Map<number, Row>> {
  const now = ctx.clock.now();
  const at = sql`${now.toISOString()}::timestamptz`;
  const { rows } = await ctx.db.execute<Row>(sql`
    SELECT a.customer_id, d.stage, d.hold, d.stage_since, d.empty_at, d.grace_until, d.suspend_at, d.deletable_at,
      d.wallet_version, d.released_at, d.suspended_at, good.version IS NOT NULL AS came_back,
      CASE WHEN good.version IS NULL AND d.emptied_at IS NOT NULL THEN d.emptied_at ELSE bad.at END AS emptied_at,
      (SELECT count(*)::int FROM servers s WHERE s.customer_id = a.customer_id AND ${canBeSuspended(now)}) AS servers,
      f.id IS NOT NULL AS flagged, f.until AS flagged_until, ended.at AS flag_ended_at
    FROM accounts a LEFT JOIN customer_dunning d ON d.customer_id = a.customer_id
    LEFT JOIN LATERAL (
      SELECT t.wallet_version AS version FROM transactions t
      WHERE t.wallet_account_id = a.id AND t.wallet_version > coalesce(d.wallet_version, 0) AND t.wallet_balance_micros >= 0
      ORDER BY t.wallet_version DESC LIMIT 1) good ON a.balance_micros < 0
    LEFT JOIN LATERAL (
      SELECT t.created_at AS at FROM transactions t
      WHERE t.wallet_account_id = a.id AND t.wallet_balance_micros < 0 AND t.wallet_version > coalesce(good.version, d.wallet_version, 0)
      ORDER BY t.wallet_version LIMIT 1) bad ON a.balance_micros < 0
    LEFT JOIN dunning_flags f ON f.customer_id = a.customer_id AND f.ended_at IS NULL AND coalesce(f.until > ${at}, true)
    LEFT JOIN LATERAL (
      SELECT max(coalesce(e.ended_at, e.until)) AS at FROM dunning_flags e
      WHERE e.customer_id = a.customer_id AND coalesce(e.ended_at, e.until) <= ${at}) ended ON true
    WHERE a.customer_id = ANY(${idList(customerIds)})`);
  return new Map(rows.map((row) => [row.customer_id, row]));
}

function standingOf(row: Row): Standing {
  return {
    stage: row.stage ?? 'clear',
    hold: row.hold,
    stageSince: row.stage_since,
    emptyAt: row.empty_at,
    graceUntil: row.grace_until,
    suspendAt: row.suspend_at,
    deletableAt: row.deletable_at,
    walletVersion: row.wallet_version === null ? null : Number(row.wallet_version),
    releasedAt: row.released_at,
  };
}

function secondsOf(at: Date | null): number | null {
  return at === null ? null : Math.ceil(at.getTime() / 1000);
}
