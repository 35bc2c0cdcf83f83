import type { PayPalAccount } from '../api/paypal.ts';
import type { TopUp, TopUpDetail } from '../api/top-ups.ts';
import { aTransaction, at } from './records.ts';

export function aTopUp(over: Partial<TopUp> = {}): TopUp {
  return {
    id: 7,
    key: '0f8fad5b-d9cb-469f-a165-70867728950e',
    customerId: 11,
    customerName: 'ada',
    amount: 20_000_000n,
    currency: 'USD',
    mode: 'sandbox',
    status: 'captured',
    problem: null,
    captured: null,
    takenBack: 0n,
    orderId: '5O190127TN364715T',
    captureId: '3C679366HH908993F',
    requestedBy: 'Olive',
    createdAt: at('19:00'),
    updatedAt: at('19:05'),
    expiresAt: at('23:00'),
    settled: null,
    ...over,
  };
}

export function aTopUpDetail(over: Partial<TopUpDetail> = {}): TopUpDetail {
  const credit = aTransaction({
    kind: 'topup',
    from: 'paypal:clearing',
    to: 'wallet:11',
    amount: 20_000_000n,
    walletChange: 20_000_000n,
    reason: 'PayPal payment 3C679366HH908993F',
    cause: 'topup:7',
    runId: null,
    topUpId: 7,
  });
  return { ...aTopUp(), movements: [credit], claims: [], events: [], ...over };
}

export function aPayPalAccount(over: Partial<PayPalAccount> = {}): PayPalAccount {
  return {
    source: 'settings',
    mode: 'sandbox',
    clientId: 'client-of-ours',
    secretSaved: true,
    webhookId: '8PT597110X687430L',
    webhookUrl: 'https://billing.host.example/api/paypal/webhook',
    smallest: 5_000_000n,
    largest: 500_000_000n,
    ...over,
  };
}
