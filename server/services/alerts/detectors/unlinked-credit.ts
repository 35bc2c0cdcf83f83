import { formatMoney, type Micros } from '#shared/billing/money.ts';
import type { Finding } from '../raise-alert.ts';
import { counted } from './name-some.ts';

/** Customers who owe, while VirtFusion's credit is the wallet, and whose credit cannot be reached. */
export interface UnlinkedCredit {
  customers: number;
  owed: Micros;
  currency: string;
}

/** What they owe stays here until somebody gives them an external relation id. */
export function unlinkedCredit({ customers, owed, currency }: UnlinkedCredit): Finding[] {
  if (customers === 0) return [];
  return [
    {
      kind: 'credit_unlinked',
      subject: 'credit:unlinked',
      message: `${counted(customers, 'customer')} without an external relation id in VirtFusion ${customers === 1 ? 'owes' : 'owe'} ${formatMoney(owed)} ${currency}, which cannot be taken from their credit. The page of credit postings lists them and says what to do.`,
      facts: { customers },
    },
  ];
}
