import { z } from 'zod';

/** Decimal text in major units ('12.50') and an ISO 4217 code, as PayPal writes money. */
export interface PayPalMoney {
  value: string;
  currency: string;
}

export type OrderStatus = 'CREATED' | 'SAVED' | 'PAYER_ACTION_REQUIRED' | 'APPROVED' | 'VOIDED' | 'COMPLETED';

export interface PayPalCapture {
  id: string;
  /** PayPal may add to these; COMPLETED alone is money received. */
  status: string;
  amount: PayPalMoney;
}

export interface PayPalOrder {
  id: string;
  status: OrderStatus;
  /** What we named it when we made it. */
  customId: string | null;
  captures: PayPalCapture[];
  /** Where the buyer approves it; null once that is over. */
  approveUrl: string | null;
}

export const moneyReply = z
  .object({ currency_code: z.string().length(3), value: z.string().regex(/^\d{1,32}(\.\d{1,6})?$/) })
  .transform(({ currency_code: currency, value }): PayPalMoney => ({ currency, value }));

const capture = z.object({ id: z.string().min(1), status: z.string(), amount: moneyReply });
const link = z.object({ rel: z.string(), href: z.string() });

/** An order, from "create", "show details" and "capture" alike (Orders v2). We make orders of one purchase unit. */
export const orderReply = z
  .object({
    id: z.string().regex(/^[A-Z0-9]{1,36}$/),
    status: z.enum(['CREATED', 'SAVED', 'PAYER_ACTION_REQUIRED', 'APPROVED', 'VOIDED', 'COMPLETED']),
    purchase_units: z
      .array(
        z.object({
          custom_id: z.string().optional(),
          payments: z.object({ captures: z.array(capture).default([]) }).optional(),
        }),
      )
      .length(1),
    links: z.array(link).default([]),
  })
  .transform(({ id, status, purchase_units: [unit], links }): PayPalOrder => {
    // 'payer-action' where a payment source was named, 'approve' where none was.
    const approve = links.find(({ rel }) => rel === 'payer-action' || rel === 'approve')?.href ?? null;
    return {
      id,
      status,
      customId: unit?.custom_id ?? null,
      captures: unit?.payments?.captures ?? [],
      approveUrl: approve !== null && /^https?:\/\//.test(approve) ? approve : null,
    };
  });

export const tokenReply = z.object({ access_token: z.string().min(1), expires_in: z.number().positive() });

export const webhookReply = z.object({
  id: z.string(),
  url: z.string().nullish(),
  event_types: z.array(z.object({ name: z.string() })).default([]),
});

/** The error body of PayPal's REST interface; a gateway in between may answer anything. */
export const errorReply = z
  .object({
    name: z.string(),
    debug_id: z.string(),
    details: z.array(z.object({ issue: z.string() }).partial()),
    error: z.string(),
  })
  .partial();
