import { formatMoney, type Micros } from '#shared/billing/money.ts';
import type { Finding } from '../raise-alert.ts';

/** A posting to VirtFusion's credit of which nobody can tell whether it arrived. */
export interface UnclearCredit {
  id: number;
  customerId: number;
  /** What the wallet gains if it arrived; below nothing where credit was given. */
  amount: Micros;
  currency: string;
}

/** One finding each, for as long as nobody decided. */
export function unclearCredit(postings: readonly UnclearCredit[]): Finding[] {
  return postings.map(({ id, customerId, amount, currency }) => ({
    kind: 'credit_unclear',
    subject: `credit:${id}`,
    message: `Nobody can tell whether ${formatMoney(amount < 0n ? -amount : amount)} ${currency} of customer ${customerId} reached VirtFusion's credit: the reply was lost, and the balance does not say. Look for reference ${id} in VirtFusion and decide on its page; nothing more is posted for this customer until then.`,
    facts: { postingId: id, customerId },
  }));
}
