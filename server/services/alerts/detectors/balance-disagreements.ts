import { formatMoney, type Micros } from '#shared/billing/money.ts';
import type { Finding } from '../raise-alert.ts';

/** A wallet as its account has it, and as its last transaction left it; null where it never had one. */
export interface CheckedWallet {
  customerId: number;
  balance: Micros;
  version: number;
  last: { balance: Micros; version: number } | null;
}

/** Wallets whose balance is not what their last transaction left. */
export function balanceDisagreements(wallets: readonly CheckedWallet[]): Finding[] {
  return wallets
    .filter(
      ({ balance, version, last }) => balance !== (last?.balance ?? 0n) || version !== (last?.version ?? 0),
    )
    .map(({ customerId, balance, last }) => ({
      kind: 'balance_disagrees',
      subject: `wallet:${customerId}`,
      message: `The wallet of customer ${customerId} says ${formatMoney(balance)}, and its last transaction left ${formatMoney(last?.balance ?? 0n)}. Somebody wrote past the ledger: run npm run reconcile before anything else.`,
      facts: { customerId },
    }));
}
