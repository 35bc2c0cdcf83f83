import type { SourcePatch } from './build-instance.ts';
import type { TortureOptions } from './torture-world.ts';

/** One classic mistake, put into the product for one torture: to see that the torture finds it. */
export interface Break {
  name: string;
  /** What the report says when it was found. */
  finding: RegExp;
  patches: readonly SourcePatch[];
  disarm?: readonly string[];
  torture?: Partial<
    Pick<TortureOptions, 'seed' | 'power' | 'money' | 'points' | 'kills' | 'hours' | 'servers'>
  >;
}

const claim: SourcePatch = {
  file: 'server/services/billing/claim-batch.ts',
  find: ' FOR UPDATE OF b SKIP LOCKED',
  replace: '',
};
const lockWallets: SourcePatch = {
  file: 'server/services/ledger/lock-wallets.ts',
  find: 'ORDER BY id FOR UPDATE`',
  replace: 'ORDER BY id`',
};
const after = (find: string, text: string): SourcePatch => ({
  file: 'server/services/billing/insert-charges.ts',
  find,
  replace: `${find}${text}`,
});
/** The meters are moved first, so that the second of two waits there, and then sees what the first one charged. */
const chargesFirst: SourcePatch[] = [
  { file: 'server/services/billing/post-charges.ts', find: '  await moveMeters(tx, step);\n', replace: '' },
  {
    file: 'server/services/billing/post-charges.ts',
    find: 'await markBatch(tx, step, charged);',
    replace: 'await moveMeters(tx, step);\n  await markBatch(tx, step, charged);',
  },
];
const dropPrimaryKey = 'ALTER TABLE hourly_charges DROP CONSTRAINT hourly_charges_hour_server_id_pk';
const dropTransactionKey = 'DROP INDEX transactions_key';

/**
 * The product has more than one safeguard against most of these, so some must be taken out together: with the claim,
 * or the lock of the wallets, or the key of a transaction still there, a missing primary key alone changes nothing.
 */
/** Some hours in which money moves, and the quiet ones after them. */
const withMoney = { money: 'own', hours: 12, servers: 20 } as const;

export const breaks: readonly Break[] = [
  {
    name: 'no primary key, and a look before the insert',
    finding: /charged twice|not owed|sum of its/,
    patches: [
      claim,
      lockWallets,
      ...chargesFirst,
      after(
        'JOIN hour h USING (list)',
        '\n WHERE NOT EXISTS (SELECT FROM hourly_charges c WHERE c.hour = to_timestamp(h.hour) AND c.server_id = s.server_id)',
      ),
    ],
    disarm: [dropPrimaryKey, dropTransactionKey],
  },
  {
    name: 'billedUntil moved in a second transaction',
    finding: /lags behind its charges|never charged/,
    patches: [
      {
        file: 'server/services/billing/post-charges.ts',
        find: 'await moveMeters(tx, step);',
        replace: 'later.set(step.batch, (ctx) => moveMeters(ctx, step));',
      },
      {
        file: 'server/services/billing/post-charges.ts',
        find: 'export async function postCharges(',
        replace:
          'export const later = new Map<Step["batch"], (ctx: Context) => Promise<void>>();\nexport async function postCharges(',
      },
      {
        file: 'server/services/billing/bill-next-batch.ts',
        find: "import { postCharges } from './post-charges.ts';",
        replace: "import { later, postCharges } from './post-charges.ts';",
      },
      {
        file: 'server/services/billing/bill-next-batch.ts',
        find: 'return await withTransaction(ctx, async (tx) => {',
        replace: 'const outcome: BatchOutcome = await withTransaction(ctx, async (tx) => {',
      },
      {
        file: 'server/services/billing/bill-next-batch.ts',
        find: '      return await billStep(tx, claimed);\n    });',
        replace:
          '      return await billStep(tx, claimed);\n    });\n    if (outcome.kind === "billed") await later.get(outcome.batch)?.(ctx);\n    return outcome;',
      },
    ],
    torture: { points: ['after the commit'], kills: 8, hours: 8 },
  },
  {
    name: 'the balance moved though the charge existed',
    finding: /sum of its charges|wallet holds|no charges/,
    patches: [claim, lockWallets, after('ORDER BY o.hour, o.server_id', ' ON CONFLICT DO NOTHING')],
    disarm: [dropTransactionKey],
  },
  {
    name: 'only the newest hour billed',
    finding: /never charged/,
    patches: [
      {
        file: 'shared/billing/statement.ts',
        find: 'for (let hour = from; hour < period.until; hour += HOUR) {',
        replace: 'for (let hour = Math.max(from, period.until - HOUR); hour < period.until; hour += HOUR) {',
      },
    ],
    torture: { hours: 6 },
  },
  {
    name: 'unknown billed as running',
    finding: /wrong|too many|lost/,
    patches: [
      {
        file: 'server/services/uptime/state-seen.ts',
        find: "  if (seen.power === 'running' ||",
        replace:
          "  if (seen.power === 'unknown') return { state: 'running', open: false };\n  if (seen.power === 'running' ||",
      },
    ],
    torture: { power: true, servers: 60, hours: 5 },
  },
  {
    name: 'a lost reply retried as if it were new',
    finding: /nobody asked for it|wallet holds/,
    patches: [
      {
        file: 'server/services/wallets/adjust-wallet.ts',
        find: 'if (earlier) return { transaction: sameAs(earlier, input), repeated: true };',
        replace:
          'if (earlier) return { transaction: await post(tx, { ...input, idempotencyKey: `${input.idempotencyKey}~${Math.random()}` }, wallet), repeated: false };',
      },
    ],
  },
  {
    name: 'no lock before deciding',
    finding: /sum of its transactions|follows from the one before|wallet holds/,
    patches: [
      lockWallets,
      {
        file: 'server/services/ledger/post-transactions.ts',
        find: 'balance_micros = a.balance_micros + CASE',
        replace: 'balance_micros = (SELECT s.balance_micros FROM accounts s WHERE s.id = a.id) + CASE',
      },
    ],
  },
  {
    name: 'a payment credited by everybody who hears of it',
    finding: /nobody asked for it|wallet holds/,
    patches: [
      {
        file: 'server/services/top-ups/settle-verdict.ts',
        find: "if (topUp.status === 'captured' || topUp.settledAt !== null) return topUp;",
        replace: '',
      },
      {
        file: 'server/services/top-ups/settle-verdict.ts',
        find: 'if (isNoChange(change, topUp)) return topUp;',
        replace: '',
      },
      {
        file: 'server/services/top-ups/complete-top-up.ts',
        find: "if (status === 'captured' || settledAt !== null || orderId === null) return topUp;",
        replace: 'if (orderId === null) return topUp;',
      },
    ],
    torture: withMoney,
  },
  {
    name: 'a mail of which nobody knows sent again',
    finding: /the same mail twice/,
    patches: [
      {
        file: 'server/integrations/mail/send-by-smtp.ts',
        find: "? { outcome: 'unclear', detail:",
        replace: "? { outcome: 'not_sent', detail:",
      },
    ],
    torture: withMoney,
  },
  {
    name: 'a lost credit reply taken for a refusal',
    finding: /the same credit posting twice|wallet holds/,
    patches: [
      {
        file: 'server/services/credit/send-credit.ts',
        find: "return !(error instanceof VirtFusionError) || (error.requestSent && error.outcome === 'unknown');",
        replace: 'return false;',
      },
    ],
    // Replies are lost seldom: it takes more of them than the others do.
    torture: { ...withMoney, money: 'virtfusion', hours: 18, servers: 40, seed: 12 },
  },
];
