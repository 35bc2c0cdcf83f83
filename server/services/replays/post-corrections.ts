import { sql } from 'drizzle-orm';
import type { Micros } from '#shared/billing/money.ts';
import type { Context } from '../../context.ts';
import { REVENUE } from '../ledger/accounts.ts';
import { findAccount } from '../ledger/find-account.ts';
import type { Wallet } from '../ledger/lock-wallets.ts';
import { type Posting, postTransactions, takeTransactionIds } from '../ledger/post-transactions.ts';
import type { HourDifference } from './decide-differences.ts';
import type { ReplayRow } from './replay-rows.ts';
import type { WorkedOutServer } from './work-out-servers.ts';

interface Step {
  replay: ReplayRow;
  servers: readonly WorkedOutServer[];
  wallets: ReadonlyMap<number, Wallet>;
}

interface ServerDifference extends HourDifference {
  serverId: number;
}

/** What a customer pays more, or gets back, for all servers that go the same way. */
interface Share {
  id: number;
  customerId: number;
  direction: 'credit' | 'debit';
  amount: Micros;
  servers: number;
}

/** Writes the corrections of a step, and one transaction a customer and direction for them; the ledger last. */
export async function postCorrections(tx: Context, step: Step): Promise<void> {
  const differences = step.servers
    .flatMap(({ serverId, differences }) => differences.map((hour) => ({ ...hour, serverId })))
    .sort((a, b) => a.hour - b.hour || a.serverId - b.serverId);
  if (differences.length === 0) return;
  const { shares, shareOf } = await shareOut(tx, differences);
  await insertCorrections(tx, step.replay.id, differences, (row) => shareOf(row)?.id ?? null);
  const postings = await postingsFor(tx, step, shares);
  // A wallet moves at most once in a set.
  await postTransactions(
    tx,
    postings.filter(({ toAccountId, walletAccountId }) => toAccountId === walletAccountId),
  );
  await postTransactions(
    tx,
    postings.filter(({ fromAccountId, walletAccountId }) => fromAccountId === walletAccountId),
  );
}

/** By customer and server: what comes to nothing moves nothing, though its hours may differ by a micro each. */
async function shareOut(tx: Context, differences: readonly ServerDifference[]) {
  const totals = new Map<string, { customerId: number; amount: Micros }>();
  for (const { serverId, customerId, amount } of differences) {
    const key = `${customerId}:${serverId}`;
    const total = totals.get(key) ?? { customerId, amount: 0n };
    totals.set(key, total);
    total.amount += amount;
  }
  const shares = new Map<string, Share>();
  for (const { customerId, amount } of totals.values()) {
    if (amount === 0n) continue;
    const direction = amount < 0n ? 'credit' : 'debit';
    const share = shares.get(`${customerId}:${direction}`) ?? {
      id: 0,
      customerId,
      direction,
      amount: 0n,
      servers: 0,
    };
    shares.set(`${customerId}:${direction}`, share);
    share.amount += amount < 0n ? -amount : amount;
    share.servers += 1;
  }
  const ids = await takeTransactionIds(tx, shares.size);
  for (const [index, share] of [...shares.values()].entries()) share.id = ids[index] ?? 0;
  const shareOf = ({ customerId, serverId }: ServerDifference): Share | undefined => {
    const amount = totals.get(`${customerId}:${serverId}`)?.amount ?? 0n;
    return amount === 0n ? undefined : shares.get(`${customerId}:${amount < 0n ? 'credit' : 'debit'}`);
  };
  return { shares: [...shares.values()], shareOf };
}

async function insertCorrections(
  tx: Context,
  replayId: number,
  differences: readonly ServerDifference[],
  transactionOf: (row: ServerDifference) => number | null,
): Promise<void> {
  const column = <T>(pick: (row: ServerDifference) => T) => sql.param(differences.map(pick));
  await tx.db.execute(sql`
    INSERT INTO charge_corrections (replay_id, hour, server_id, customer_id, package_id, rate_id, terms_id, seconds,
      weighted, capped, amount_micros, transaction_id)
    SELECT ${replayId}, to_timestamp(hour), server_id, customer_id, package_id, rate_id, terms_id, seconds, weighted,
      capped, amount, transaction_id
    FROM unnest(${column((d) => d.hour)}::float8[], ${column((d) => d.serverId)}::int[],
      ${column((d) => d.customerId)}::int[], ${column((d) => d.packageId)}::int[], ${column((d) => d.rateId)}::int[],
      ${column((d) => d.termsId)}::int[], ${column((d) => d.seconds)}::int[], ${column((d) => d.weighted)}::int[],
      ${column((d) => d.capped)}::int[], ${column((d) => d.amount)}::bigint[], ${column(transactionOf)}::bigint[])
      AS t(hour, server_id, customer_id, package_id, rate_id, terms_id, seconds, weighted, capped, amount, transaction_id)`);
}

async function postingsFor(
  tx: Context,
  { replay, wallets }: Step,
  shares: readonly Share[],
): Promise<Posting[]> {
  if (shares.length === 0) return [];
  const revenue = await findAccount(tx, REVENUE);
  return shares.map(({ id, customerId, direction, amount }) => {
    const accountId = wallets.get(customerId)?.accountId;
    if (accountId === undefined)
      throw new Error(`The wallet of customer ${customerId}, who was charged, was not locked`);
    const isCredit = direction === 'credit';
    return {
      id,
      fromAccountId: isCredit ? revenue : accountId,
      toAccountId: isCredit ? accountId : revenue,
      walletAccountId: accountId,
      amount,
      kind: 'correction' as const,
      reason: replay.reason,
      idempotencyKey: `correction:${replay.id}:${replay.steps + 1}:${customerId}:${direction}`,
      cause: `replay:${replay.id}`,
    };
  });
}
