import { formatMoney } from '#shared/billing/money.ts';
import type { LedgerTotals } from '#shared/schema/index.ts';
import { asTable } from './as-table.ts';

/** What a backup holds, for people. */
export function totalsText(totals: LedgerTotals): string {
  return asTable(
    ['holds', ''],
    [
      ['customers', totals.customers],
      ['servers', totals.servers],
      ['charges', totals.charges],
      ['charged', formatMoney(BigInt(totals.chargedMicros))],
      ['transactions', totals.transactions],
      ['moved', formatMoney(BigInt(totals.movedMicros))],
      ['balances', formatMoney(BigInt(totals.balancesMicros))],
      ['audit entries', totals.auditEntries],
    ],
  );
}

/** '1.4 MB' */
export function inBytes(bytes: number): string {
  return bytes < 1_000_000 ? `${(bytes / 1000).toFixed(1)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
