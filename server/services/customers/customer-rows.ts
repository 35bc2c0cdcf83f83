import { type SQL, sql } from 'drizzle-orm';
import type { OutputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import { runway } from '#shared/billing/runway.ts';
import type { ServerState } from '#shared/billing/statement.ts';
import type { Context } from '../../context.ts';
import { joinRateInForce } from '../rates/present-rates.ts';
import { termsInForce } from '../settings/terms-in-force.ts';
import { readWalletSettings } from '../settings/wallet-mode.ts';
import { idList } from '../uptime/rows-as-table.ts';
import { burnPerHour, type ServersAlike } from './burn.ts';
import { type CustomerCredit, findCredits, spendableOf, unknownCredit } from './spendable.ts';

export type CustomerRow = OutputOf<typeof api.customers.get>;

/** A customer as read, with the account its wallet is. */
export interface FoundCustomer extends CustomerRow {
  accountId: number;
}

interface Found extends Record<string, unknown> {
  id: number;
  external_id: bigint | null;
  name: string | null;
  email: string | null;
  account_id: number;
  balance: bigint;
}

/**
 * Customers with their wallets and what an hour costs them now; `where` and `order` speak of `c` and its wallet `a`.
 * Every customer has one: both are written in one transaction.
 */
export async function findCustomers(
  ctx: Context,
  { where, order, limit }: { where: SQL; order: SQL; limit: number },
): Promise<FoundCustomer[]> {
  const { rows } = await ctx.db.execute<Found>(sql`
    SELECT c.id, c.external_id, c.name, c.email, a.id AS account_id, a.balance_micros AS balance
    FROM customers c JOIN accounts a ON a.customer_id = c.id AND a.kind = 'wallet'
    WHERE ${where} ORDER BY ${order} LIMIT ${limit}`);
  const terms = await termsInForce(ctx, ctx.clock.now());
  const servers = await findServersAlike(
    ctx,
    rows.map((row) => row.id),
  );
  const credits = await creditsOf(ctx, rows);
  return rows.map((row) => {
    const alike = servers.get(row.id) ?? [];
    const credit = credits?.get(row.id) ?? null;
    const burn = { balance: row.balance, burnPerHour: burnPerHour(alike, terms) };
    const left = spendableOf({ balance: row.balance, credit });
    return {
      id: row.id,
      externalId: row.external_id === null ? null : Number(row.external_id),
      name: row.name,
      email: row.email,
      servers: alike.reduce((sum, { servers }) => sum + servers, 0),
      ...burn,
      hoursLeft: left === null ? null : runway({ ...burn, balance: left }),
      credit,
      accountId: row.account_id,
    };
  });
}

/** Everybody's credit where it is the wallet, known or not; null where it is not. */
async function creditsOf(
  ctx: Context,
  customers: readonly Found[],
): Promise<Map<number, CustomerCredit> | null> {
  if ((await readWalletSettings(ctx)).mode === 'own') return null;
  const known = await findCredits(
    ctx,
    customers.map(({ id }) => id),
  );
  return new Map(
    customers.map(({ id, external_id: externalId }) => [
      id,
      known.get(id) ?? unknownCredit(externalId === null ? null : Number(externalId)),
    ]),
  );
}

interface AlikeRow extends Record<string, unknown> {
  customer_id: number;
  servers: number;
  state: ServerState | null;
  rate_id: number | null;
  package_id: number | null;
  server_id: number | null;
  price: bigint | null;
  effective_from: Date | null;
  running_percent: number | null;
  stopped_percent: number | null;
  suspended_percent: number | null;
}

/** The servers these customers have now, by state and rate, in one statement. */
async function findServersAlike(
  ctx: Context,
  customerIds: readonly number[],
): Promise<Map<number, ServersAlike[]>> {
  const { rows } = await ctx.db.execute<AlikeRow>(sql`
    SELECT s.customer_id, count(*)::int AS servers, s.state, r.id AS rate_id, r.package_id, r.server_id,
      r.monthly_price_micros AS price, r.effective_from, r.running_percent, r.stopped_percent, r.suspended_percent
    FROM servers s ${joinRateInForce(ctx.clock.now())}
    WHERE s.customer_id = ANY(${idList(customerIds)}) AND s.gone_at IS NULL
    GROUP BY s.customer_id, s.state, r.id, r.package_id, r.server_id, r.monthly_price_micros, r.effective_from,
      r.running_percent, r.stopped_percent, r.suspended_percent`);
  const servers = new Map<number, ServersAlike[]>();
  for (const row of rows) {
    const known = servers.get(row.customer_id);
    if (known) known.push(alikeOf(row));
    else servers.set(row.customer_id, [alikeOf(row)]);
  }
  return servers;
}

function alikeOf(row: AlikeRow): ServersAlike {
  const { servers, state, rate_id: id, price, effective_from: from } = row;
  if (id === null || price === null || from === null) return { servers, state, rate: null };
  const rate = {
    id,
    from: from.getTime() / 1000,
    packageId: row.package_id,
    serverId: row.server_id,
    monthlyPrice: price,
    runningPercent: row.running_percent,
    stoppedPercent: row.stopped_percent,
    suspendedPercent: row.suspended_percent,
  };
  return { servers, state, rate };
}
