import { createHttpClient, HttpFailure, type IntegrationClock, type IntegrationLog } from '../http-client.ts';
import type { Reach } from '../reach.ts';
import { createCaller } from './caller.ts';
import { cachedCertificates } from './certificate-cache.ts';
import { orderReply, type PayPalMoney, type PayPalOrder, webhookReply } from './model.ts';
import { PayPalError } from './paypal-error.ts';

export type { PayPalCapture, PayPalMoney, PayPalOrder } from './model.ts';
export { PayPalError } from './paypal-error.ts';

export interface PayPalClientOptions {
  /** Of the sandbox, the live service (`modes`), or an emulator. */
  baseUrl: string;
  clientId: string;
  clientSecret: string;
  /** 'private' for an emulator alone. */
  reach: Reach;
  /** Limit of one request; 20 s. */
  timeoutMs?: number;
  clock: IntegrationClock;
  log: IntegrationLog;
}

export interface NewOrder {
  /** The same id is the same order, for six hours at PayPal: a lost reply is asked for again. */
  requestId: string;
  amount: PayPalMoney;
  /** What we find it by again: it comes back with the order and its capture. */
  customId: string;
  /** Shown to both sides, and once only in the merchant's account. */
  invoiceId: string;
  description: string;
  returnUrl: string;
  cancelUrl: string;
}

/** Orders v2 and what it rests on. Every call throws PayPalError. */
export interface PayPalClient {
  createOrder(order: NewOrder): Promise<PayPalOrder>;
  /** Null when PayPal does not know it: never made, or forgotten because nobody approved it. */
  order(orderId: string): Promise<PayPalOrder | null>;
  /** Takes the money of an approved order. Repeated with the same request id it takes it once. */
  capture(orderId: string, requestId: string): Promise<PayPalOrder>;
  /** Where this webhook is sent; null when the account has no such webhook. */
  webhook(webhookId: string): Promise<{ url: string | null; events: string[] } | null>;
  /** A certificate, at an address that the caller has vouched for. Redirects are not followed. */
  certificate(url: URL): Promise<string>;
  close(): Promise<void>;
}

const MOST_CERTIFICATE_BYTES = 64 * 1024;

export function createPayPalClient(options: PayPalClientOptions): PayPalClient {
  const timeoutMs = options.timeoutMs ?? 20_000;
  const caller = createCaller({ ...options, timeoutMs });
  const certificates = createHttpClient({
    connections: 1,
    reach: options.reach,
    maxReplyBytes: MOST_CERTIFICATE_BYTES,
  });
  const orders = '/v2/checkout/orders';
  return {
    createOrder: (order) =>
      caller.call({
        method: 'POST',
        template: orders,
        path: orders,
        body: orderBody(order),
        requestId: order.requestId,
        reply: orderReply,
      }),
    order: (orderId) =>
      orNull(
        caller.call({
          method: 'GET',
          template: `${orders}/{id}`,
          path: `${orders}/${encodeURIComponent(orderId)}`,
          reply: orderReply,
        }),
      ),
    capture: (orderId, requestId) =>
      caller.call({
        method: 'POST',
        template: `${orders}/{id}/capture`,
        path: `${orders}/${encodeURIComponent(orderId)}/capture`,
        requestId,
        reply: orderReply,
      }),
    async webhook(webhookId) {
      const template = '/v1/notifications/webhooks/{id}';
      const path = `/v1/notifications/webhooks/${encodeURIComponent(webhookId)}`;
      const found = await orNull(caller.call({ method: 'GET', template, path, reply: webhookReply }));
      return found && { url: found.url ?? null, events: found.event_types.map(({ name }) => name) };
    },
    certificate: cachedCertificates((url) => textAt(certificates, url, timeoutMs), options.clock),
    async close() {
      await Promise.all([caller.close(), certificates.close()]);
    },
  };
}

function orderBody(order: NewOrder): object {
  return {
    intent: 'CAPTURE',
    purchase_units: [
      {
        amount: { currency_code: order.amount.currency, value: order.amount.value },
        custom_id: order.customId,
        invoice_id: order.invoiceId,
        description: order.description,
      },
    ],
    payment_source: {
      paypal: {
        experience_context: {
          shipping_preference: 'NO_SHIPPING',
          user_action: 'PAY_NOW',
          return_url: order.returnUrl,
          cancel_url: order.cancelUrl,
        },
      },
    },
  };
}

/** PayPal's 404 in its own words; another 404 may be a proxy's, and says nothing. */
async function orNull<T>(reply: Promise<T>): Promise<T | null> {
  try {
    return await reply;
  } catch (error) {
    const unknownThere = error instanceof PayPalError && error.status === 404 && error.issue !== null;
    if (unknownThere && /INVALID_RESOURCE_ID|RESOURCE_NOT_FOUND/.test(error.issue ?? '')) return null;
    throw error;
  }
}

async function textAt(
  http: ReturnType<typeof createHttpClient>,
  url: URL,
  timeoutMs: number,
): Promise<string> {
  const route = 'GET certificate';
  const nothing = { outcome: 'unknown', route, issue: null, debugId: null } as const;
  try {
    const { status, body } = await http.send({ method: 'GET', url, headers: {}, timeoutMs });
    if (status === 200) return body;
    throw new PayPalError({ ...nothing, status, requestSent: true });
  } catch (error) {
    if (!(error instanceof HttpFailure)) throw error;
    throw new PayPalError({ ...nothing, status: null, requestSent: error.requestSent });
  }
}
