import type { CreditPosting, SavedCreditSettings, UnlinkedCustomer } from '../api/credit.ts';
import type { LatestProof } from '../api/proof.ts';
import { at } from './records.ts';

/** What VirtFusion's credit is about, as the API tells it; a test says only what it is about. */

export function aCreditPosting(over: Partial<CreditPosting> = {}): CreditPosting {
  return {
    ...{ id: 7, customerId: 11, customerName: 'ada', externalId: 1042 },
    ...{ state: 'confirmed', outcome: 'arrived', amount: 6849n, currency: 'USD' },
    ...{ tokens: '-0.6849', tokenValue: '0.01', tokenDecimals: 4, owed: 6849n },
    ...{ remainderBefore: '0', remainderAfter: '0' },
    reference2: 'Hourly billing: 0.006849 USD, VirtFusion user 11',
    ...{ balanceBefore: '1000', balanceAfter: null, nativeBefore: '0', nativeAfter: null },
    hasNativeServers: false,
    ...{ sentAt: at('20:00'), lostAt: null, readAfterAt: null, creditId: 91, transactionId: 90 },
    ...{ attempts: 1, lastError: null, decidedBy: null, decisionReason: null },
    ...{ createdAt: at('20:00'), closedAt: at('20:00') },
    ...over,
  };
}

/** Its reply was lost, and 50 tokens came from elsewhere meanwhile. */
export function anUnclearPosting(over: Partial<CreditPosting> = {}): CreditPosting {
  return aCreditPosting({
    ...{ state: 'unclear', outcome: null, closedAt: null, creditId: null, transactionId: null },
    ...{ lostAt: at('20:01'), readAfterAt: at('20:03'), balanceAfter: '1049.3151', nativeAfter: '0' },
    lastError: 'VirtFusion POST /selfService/credit: unknown',
    ...over,
  });
}

export function savedCreditSettings(over: Partial<SavedCreditSettings> = {}): SavedCreditSettings {
  return {
    settings: { mode: 'own', tokenDecimals: 4, othersAddCredit: false },
    currency: 'USD',
    tokenValue: null,
    open: { underWay: 0, unclear: 0 },
    wallets: { customers: 3, held: 75_000_000n, owed: 41_000n },
    unlinked: { customers: 1, held: 0n, owed: 13_699n },
    ...over,
  };
}

export function anUnlinkedCustomer(over: Partial<UnlinkedCustomer> = {}): UnlinkedCustomer {
  return { id: 14, name: 'dora', email: 'dora@example.com', servers: 1, balance: -13_699n, ...over };
}

export function aLatestProof(over: Partial<NonNullable<LatestProof['proof']>> = {}): LatestProof {
  const check = { outcome: 'agrees' as const, differences: [], more: false, problem: null };
  return {
    at: at('20:30'),
    proof: {
      startedAt: at('04:41'),
      finishedAt: at('04:42'),
      outcome: 'agrees',
      provedBy: 'system:worker',
      checks: [
        { ...check, check: 'ledger', checked: 4_210 },
        { ...check, check: 'credit', checked: 0 },
      ],
      ...over,
    },
    lastAgreedAt: at('04:42'),
    backup: {
      scheduled: true,
      takenAt: at('02:13'),
      provedTakenAt: at('02:13'),
      verifiedAt: at('02:14'),
      problem: null,
    },
  };
}
