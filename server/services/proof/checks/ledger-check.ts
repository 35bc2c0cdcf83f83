import { monthOf } from '#shared/billing/billing-month.ts';
import { withSnapshot } from '../../../db/transaction.ts';
import { reconcileLedger } from '../../reconcile/reconcile-ledger.ts';
import { keptOf, type ProofCheck } from '../proof-check.ts';

/** A month that is over is worked out anew for so many days more: late hours and corrections are written by then. */
const DAYS_OF_LAST_MONTH = 40;

/**
 * The ledger and the wallets, from their rows: every law of `npm run reconcile`. Charges are worked out anew of this
 * month and the last; balances, chains and sums of all time. On one state of the database: no run commits in between.
 */
export const ledgerCheck: ProofCheck = {
  name: 'ledger',
  prove: async (ctx) => {
    const lately = ctx.clock.now().getTime() / 1000 - DAYS_OF_LAST_MONTH * 86_400;
    const since = new Date(monthOf(Math.floor(lately / 3600) * 3600).from * 1000);
    const { differences, more, checked } = await withSnapshot(ctx, (snapshot) =>
      reconcileLedger(snapshot, { since }),
    );
    const kept = keptOf(
      differences.map(({ law, subject, expected, found }) => ({
        subject: `${law}: ${subject}`,
        expected,
        found,
      })),
    );
    return {
      ...kept,
      more: more || kept.more,
      checked: checked.accounts + checked.transactions + checked.charges + checked.runs,
      problem: null,
    };
  },
};
