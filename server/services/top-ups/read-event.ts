import { z } from 'zod';

/** What a notification is about, as far as it matters here. */
export type EventMatter =
  | { kind: 'payment'; orderId: string | null; key: string | null }
  | {
      kind: 'claim';
      claim: 'refund' | 'dispute';
      paypalId: string;
      captureId: string;
      key: string | null;
      amount: { value: string; currency: string };
      /** Null: PayPal's outcome has a name we do not know; a person has to say whose the money is. */
      state: 'done' | 'open' | 'won' | 'lost' | null;
      reason: string | null;
    }
  | { kind: 'other' };

const money = z
  .object({ currency_code: z.string(), value: z.string().regex(/^-?\d{1,32}(\.\d{1,6})?$/) })
  .transform(({ currency_code: currency, value }) => ({ currency, value: value.replace('-', '') }));
const links = z.array(z.object({ rel: z.string(), href: z.string() })).default([]);

const order = z.object({ id: z.string() });
const capture = z.object({
  id: z.string(),
  custom_id: z.string().optional(),
  supplementary_data: z
    .object({ related_ids: z.object({ order_id: z.string().optional() }).optional() })
    .optional(),
});
const refund = z.object({ id: z.string(), amount: money, custom_id: z.string().optional(), links });
const dispute = z.object({
  dispute_id: z.string(),
  disputed_transactions: z.array(z.object({ seller_transaction_id: z.string() })).min(1),
  dispute_amount: money,
  reason: z.string().optional(),
  status: z.string().optional(),
  dispute_outcome: z.object({ outcome_code: z.string().optional() }).optional(),
});

/**
 * Reads a notification of PayPal's (webhooks v1, "Webhook event names"). Unknown kinds are 'other'.
 * @throws ZodError when a kind we know lacks what it is about
 */
export function readEvent(eventType: string, resource: unknown): EventMatter {
  if (eventType.startsWith('CHECKOUT.ORDER.')) {
    return { kind: 'payment', orderId: order.parse(resource).id, key: null };
  }
  if (/^PAYMENT\.CAPTURE\.(REFUNDED|REVERSED)$/.test(eventType)) return refundMatter(refund.parse(resource));
  if (eventType.startsWith('PAYMENT.CAPTURE.')) {
    const { custom_id: key, supplementary_data: more } = capture.parse(resource);
    return { kind: 'payment', orderId: more?.related_ids?.order_id ?? null, key: key ?? null };
  }
  if (eventType.startsWith('CUSTOMER.DISPUTE.')) return disputeMatter(dispute.parse(resource));
  return { kind: 'other' };
}

function refundMatter({ id, amount, custom_id: key, links: all }: z.output<typeof refund>): EventMatter {
  const up = all.find(({ rel, href }) => rel === 'up' && href.includes('/captures/'))?.href;
  // Some reversals carry the capture itself in place of a refund.
  const captureId = up?.split('/captures/')[1]?.split(/[/?]/)[0] ?? id;
  return {
    kind: 'claim',
    claim: 'refund',
    paypalId: id,
    captureId,
    key: key ?? null,
    amount,
    state: 'done',
    reason: null,
  };
}

function disputeMatter(found: z.output<typeof dispute>): EventMatter {
  const code = found.dispute_outcome?.outcome_code;
  return {
    kind: 'claim',
    claim: 'dispute',
    paypalId: found.dispute_id,
    captureId: found.disputed_transactions[0]?.seller_transaction_id ?? '',
    key: null,
    amount: found.dispute_amount,
    state: code === undefined && found.status !== 'RESOLVED' ? 'open' : (outcomes[code ?? ''] ?? null),
    reason: found.reason ?? null,
  };
}

/** Disputes v1, `dispute_outcome.outcome_code`: whose the money is. */
const outcomes: Record<string, 'won' | 'lost' | undefined> = {
  RESOLVED_BUYER_FAVOUR: 'lost',
  RESOLVED_SELLER_FAVOUR: 'won',
  RESOLVED_WITH_PAYOUT: 'won',
  CANCELED_BY_BUYER: 'won',
  ACCEPTED: 'lost',
  DENIED: 'won',
};
