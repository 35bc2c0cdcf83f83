import { auditCheck } from './checks/audit-check.ts';
import { creditCheck } from './checks/credit-check.ts';
import { ledgerCheck } from './checks/ledger-check.ts';
import { payPalCheck } from './checks/paypal-check.ts';
import type { ProofCheck } from './proof-check.ts';

/** Everything that is proved. A further one is a file beside these, a name in `proofChecks` and a line here. */
export const proofCheckList: readonly ProofCheck[] = [ledgerCheck, payPalCheck, creditCheck, auditCheck];
