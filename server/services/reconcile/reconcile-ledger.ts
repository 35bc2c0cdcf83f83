import type { Context } from '../../context.ts';
import { chargeDifferences } from './charge-law.ts';
import { correctionDifferences, replayDifferences, reversalDifferences } from './correction-laws.ts';
import { type Difference, MOST_DIFFERENCES } from './law-findings.ts';
import { rollUpDifferences } from './roll-up-laws.ts';
import { meterDifferences, runDifferences, transactionDifferences } from './sum-laws.ts';
import { balanceDifferences, chainDifferences } from './wallet-laws.ts';

export interface Reconciliation {
  differences: Difference[];
  /** True when there were more than are listed. */
  more: boolean;
  checked: { accounts: number; transactions: number; charges: number; runs: number };
}

/**
 * Proves the books from their rows: a balance is the sum of its transactions, and its chain has no gap; a
 * transaction is the sum of its charges or of its corrections, or the mirror of what it reverses; an hour's charge with
 * its corrections is the engine's answer on the stored evidence; a meter stands where its charges end; the totals of
 * runs and replays are their rows'; roll-ups are the sums of both. Reports, and never repairs. `since` bounds the charges that
 * are worked out anew, to whole billing months.
 */
export async function reconcileLedger(ctx: Context, input: { since?: Date } = {}): Promise<Reconciliation> {
  const accounts = await balanceDifferences(ctx);
  const chains = await chainDifferences(ctx);
  const transactions = await transactionDifferences(ctx);
  const charges = await chargeDifferences(ctx, input.since ?? null);
  const meters = await meterDifferences(ctx);
  const runs = await runDifferences(ctx);
  const corrections = await correctionDifferences(ctx);
  const reversals = await reversalDifferences(ctx);
  const replays = await replayDifferences(ctx);
  const rollUps = await rollUpDifferences(ctx);
  const laws = [
    ...[accounts, chains, transactions, charges, meters, runs],
    ...[corrections, reversals, replays, rollUps],
  ];
  return {
    differences: laws.flatMap((law) => law.differences.slice(0, MOST_DIFFERENCES)),
    more: laws.some((law) => law.differences.length > MOST_DIFFERENCES),
    checked: {
      accounts: accounts.checked,
      transactions: transactions.checked,
      charges: charges.checked,
      runs: runs.checked,
    },
  };
}
