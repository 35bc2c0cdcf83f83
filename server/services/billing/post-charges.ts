import { sql } from 'drizzle-orm';
import type { Micros } from '#shared/billing/money.ts';
import type { HourCharge } from '#shared/billing/statement.ts';
import type { Context } from '../../context.ts';
import { REVENUE } from '../ledger/accounts.ts';
import { findAccount } from '../ledger/find-account.ts';
import type { Wallet } from '../ledger/lock-wallets.ts';
import { type Posting, postTransactions, takeTransactionIds } from '../ledger/post-transactions.ts';
import type { Batch } from './claim-batch.ts';
import type { Decision } from './decide-statements.ts';
import { markBatch } from './mark-batch.ts';
import { moveMeters } from './move-meters.ts';
import { recordSetAsides } from './record-set-asides.ts';
import { type Step, waitingOf } from './step.ts';

/** One server's charge of one hour, with the server it belongs to. */
export interface ServerCharge extends HourCharge {
  serverId: number;
}

/**
 * Writes what was decided, in sets: charges, meters, servers set aside, the batch's own mark; and last, because the
 * revenue account is shared by all batches, the ledger. Returns the number of charges.
 */
export async function postCharges(tx: Context, step: Step): Promise<number> {
  const { batch, decided, wallets } = step;
  const charges = chargesOf(decided.decisions);
  const bills = billCustomers(charges);
  const transactionIds = await numberBills(tx, bills);
  await insertCharges(tx, batch.runId, charges, transactionIds);
  await moveMeters(
    tx,
    decided.decisions.map((decision) => ({
      ...decision,
      waiting: waitingOf(decision, { step: step.step, until: batch.until }),
    })),
  );
  await recordSetAsides(tx, step);
  await markBatch(tx, step, {
    charges: charges.length,
    amount: sum(bills),
    firstHour: charges[0]?.hour ?? null,
  });
  await postTransactions(tx, await postingsFor(tx, { batch, bills, transactionIds, wallets }));
  return charges.length;
}

/** In the order of the key, so that the index grows at its end. */
function chargesOf(decisions: readonly Decision[]): ServerCharge[] {
  const charges: ServerCharge[] = [];
  for (const { facts, statement } of decisions) {
    for (const charge of statement.charges) charges.push({ ...charge, serverId: facts.serverId });
  }
  return charges.sort((a, b) => a.hour - b.hour || a.serverId - b.serverId);
}

/** What each customer owes for these charges; customers who owe nothing are left out. */
function billCustomers(charges: readonly ServerCharge[]): Map<number, { amount: Micros; hours: number }> {
  const bills = new Map<number, { amount: Micros; hours: number }>();
  for (const { customerId, amount } of charges) {
    if (amount === 0n) continue;
    const bill = bills.get(customerId);
    if (bill) {
      bill.amount += amount;
      bill.hours += 1;
    } else bills.set(customerId, { amount, hours: 1 });
  }
  return bills;
}

type Bills = ReturnType<typeof billCustomers>;

function sum(bills: Bills): Micros {
  let total = 0n;
  for (const { amount } of bills.values()) total += amount;
  return total;
}

async function numberBills(tx: Context, bills: Bills): Promise<Map<number, number>> {
  if (bills.size === 0) return new Map();
  const ids = await takeTransactionIds(tx, bills.size);
  return new Map([...bills.keys()].map((customerId, index) => [customerId, ids[index] as number]));
}

/** A plain insert: a charge that is there already means that a meter lags behind its charges, and is an error. */
async function insertCharges(
  tx: Context,
  runId: number,
  charges: readonly ServerCharge[],
  transactionIds: Map<number, number>,
): Promise<void> {
  if (charges.length === 0) return;
  const column = <T>(pick: (charge: ServerCharge) => T) => sql.param(charges.map(pick));
  await tx.db.execute(sql`
    INSERT INTO hourly_charges (hour, server_id, customer_id, package_id, rate_id, terms_id, run_id, seconds, weighted,
      capped, amount_micros, in_gap, transaction_id)
    SELECT to_timestamp(hour), server_id, customer_id, package_id, rate_id, terms_id, ${runId}, seconds, weighted,
      capped, amount, in_gap, transaction_id
    FROM unnest(${column((c) => c.hour)}::float8[], ${column((c) => c.serverId)}::int[], ${column((c) => c.customerId)}::int[],
      ${column((c) => c.packageId)}::int[], ${column((c) => c.rateId)}::int[], ${column((c) => c.termsId)}::int[],
      ${column((c) => c.seconds)}::int[], ${column((c) => c.weighted)}::int[], ${column((c) => c.capped)}::int[],
      ${column((c) => c.amount)}::bigint[], ${column((c) => c.inGap)}::boolean[],
      ${column((c) => (c.amount === 0n ? null : (transactionIds.get(c.customerId) ?? null)))}::bigint[])
      AS t(hour, server_id, customer_id, package_id, rate_id, terms_id, seconds, weighted, capped, amount, in_gap, transaction_id)`);
}

async function postingsFor(
  tx: Context,
  {
    batch,
    bills,
    transactionIds,
    wallets,
  }: { batch: Batch; bills: Bills; transactionIds: Map<number, number>; wallets: Map<number, Wallet> },
): Promise<Posting[]> {
  if (bills.size === 0) return [];
  const revenue = await findAccount(tx, REVENUE);
  return [...bills].map(([customerId, bill]) => {
    const wallet = wallets.get(customerId);
    if (!wallet)
      throw new Error(
        `The wallet of customer ${customerId} was not locked: who owns its servers changed meanwhile`,
      );
    return {
      id: transactionIds.get(customerId) as number,
      fromAccountId: wallet.accountId,
      toAccountId: revenue,
      walletAccountId: wallet.accountId,
      amount: bill.amount,
      kind: 'hourly' as const,
      reason: bill.hours === 1 ? '1 server-hour' : `${bill.hours} server-hours`,
      idempotencyKey: `hourly:${batch.runId}:${batch.number}:${batch.steps + 1}:${customerId}`,
      cause: `run:${batch.runId}`,
      runId: batch.runId,
    };
  });
}
