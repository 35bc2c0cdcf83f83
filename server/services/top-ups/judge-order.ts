import type { PayPalCapture, PayPalOrder } from '../../integrations/paypal/client.ts';
import { microsOf } from './paypal-amount.ts';
import type { TopUpRow } from './top-up-rows.ts';

/** What is to be done about a top-up, by what PayPal says of its order. */
export type Verdict =
  /** Not approved yet, or PayPal holds the money back. */
  | { kind: 'wait'; status: 'sent' | 'approved'; problem: string | null }
  | { kind: 'capture' }
  | { kind: 'credit'; captureId: string }
  | { kind: 'refused'; problem: string }
  /** PayPal forgot the order: nobody approved it in time. */
  | { kind: 'forgotten' }
  | { kind: 'unclear'; problem: string; captured: string | null };

type Asked = Pick<TopUpRow, 'key' | 'amountMicros' | 'currency'>;

/** Money that PayPal took, whatever became of it since: a refund is a matter of its own. */
const RECEIVED = ['COMPLETED', 'PARTIALLY_REFUNDED', 'REFUNDED'];

/**
 * Pure: PayPal's order against ours. Credited is only what is ours by its name, in our amount and in the currency of
 * both the top-up and the wallets now; whatever else was paid is for a person.
 */
export function judgeOrder(asked: Asked, order: PayPalOrder | null, billingCurrency: string): Verdict {
  if (!order) return { kind: 'forgotten' };
  if (order.customId !== asked.key) {
    return unclear(`PayPal's order ${order.id} does not name this top-up.`, null);
  }
  const received = order.captures.filter(({ status }) => RECEIVED.includes(status));
  const [capture, second] = received;
  if (second)
    return unclear('PayPal captured this order more than once.', received.map(textOf).join(' and '));
  if (capture) return judgeCapture(asked, capture, billingCurrency);
  return judgeUnpaid(order);
}

function judgeCapture(asked: Asked, capture: PayPalCapture, billingCurrency: string): Verdict {
  const { amount } = capture;
  if (amount.currency !== asked.currency) {
    return unclear(
      `PayPal captured ${amount.currency}, and ${asked.currency} was asked for.`,
      textOf(capture),
    );
  }
  if (microsOf(amount.value) !== asked.amountMicros) {
    return unclear('PayPal captured another amount than was asked for.', textOf(capture));
  }
  if (asked.currency !== billingCurrency) {
    return unclear(
      `It was paid in ${asked.currency}, and wallets are kept in ${billingCurrency} now.`,
      textOf(capture),
    );
  }
  return { kind: 'credit', captureId: capture.id };
}

function judgeUnpaid(order: PayPalOrder): Verdict {
  if (order.status === 'APPROVED') return { kind: 'capture' };
  if (order.status === 'VOIDED') return { kind: 'refused', problem: 'PayPal cancelled the order.' };
  if (order.status !== 'COMPLETED') return { kind: 'wait', status: 'sent', problem: null };
  const [capture] = order.captures;
  if (capture?.status === 'PENDING') {
    return {
      kind: 'wait',
      status: 'approved',
      problem: 'PayPal holds the money back and decides by itself.',
    };
  }
  if (capture && ['DECLINED', 'FAILED'].includes(capture.status)) {
    return { kind: 'refused', problem: 'PayPal declined the payment.' };
  }
  const status = capture ? `is ${capture.status}` : 'is missing';
  return unclear(
    `PayPal calls the order complete, and its capture ${status}.`,
    capture ? textOf(capture) : null,
  );
}

function unclear(problem: string, captured: string | null): Verdict {
  return { kind: 'unclear', problem, captured };
}

function textOf({ amount: { value, currency } }: PayPalCapture): string {
  return `${value} ${currency}`;
}
