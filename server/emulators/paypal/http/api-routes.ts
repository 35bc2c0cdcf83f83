import type { Request } from 'express';
import { z } from 'zod';
import { captureResource, orderResource, refundResource } from '../wire/resources.ts';
import { problemOfAmount } from '../world/cents.ts';
import type { Money, Order } from '../world/entities.ts';
import { Issue, type Shop } from '../world/shop.ts';
import type { FaultKind } from './faults.ts';
import { Once } from './once.ts';
import { notFound, type Reply, refusal, unprocessable } from './replies.ts';

export interface ApiRoute {
  method: 'GET' | 'POST';
  path: string;
  /** `fault` is one of those that change what is done, not how it is answered. */
  answer(request: Request, fault: FaultKind | null): Reply;
}

const money = z.object({ currency_code: z.string(), value: z.string() });
const orderBody = z.object({
  intent: z.literal('CAPTURE'),
  purchase_units: z
    .array(
      z.object({
        amount: money,
        custom_id: z.string().max(255).optional(),
        invoice_id: z.string().max(127).optional(),
        description: z.string().max(127).optional(),
      }),
    )
    .length(1),
  payment_source: z
    .object({
      paypal: z.object({
        experience_context: z
          .object({ return_url: z.url(), cancel_url: z.url(), brand_name: z.string().max(127) })
          .partial(),
      }),
    })
    .optional(),
});
const refundBody = z.object({ amount: money.optional() });

/** What the merchant's server calls, behind a token. */
export function apiRoutes({ shop, url }: { shop: Shop; url: () => string }): ApiRoute[] {
  const once = new Once();
  return [
    {
      method: 'POST',
      path: '/v2/checkout/orders',
      answer: (request) => once.run(requestId(request), () => createOrder(shop, url(), request)),
    },
    {
      method: 'GET',
      path: '/v2/checkout/orders/:id',
      answer: (request) => found(shop.orders.get(idOf(request)), orderResource),
    },
    {
      method: 'POST',
      path: '/v2/checkout/orders/:id/capture',
      answer: (request, fault) => once.run(requestId(request), () => capture(shop, idOf(request), fault)),
    },
    {
      method: 'GET',
      path: '/v2/payments/captures/:id',
      answer: (request) => found(shop.captures.get(idOf(request)), captureResource),
    },
    {
      method: 'POST',
      path: '/v2/payments/captures/:id/refund',
      answer: (request) => once.run(requestId(request), () => refund(shop, request)),
    },
    {
      method: 'GET',
      path: '/v2/payments/refunds/:id',
      answer: (request) => {
        const all = [...shop.orders.values()].flatMap(({ refunds }) => refunds);
        return found(
          all.find(({ id }) => id === idOf(request)),
          refundResource,
        );
      },
    },
  ];
}

function createOrder(shop: Shop, url: string, request: Request): Reply {
  const parsed = orderBody.safeParse(request.body);
  const unit = parsed.data?.purchase_units[0];
  if (!parsed.success || !unit) return refusal(400, 'INVALID_REQUEST', 'MALFORMED_REQUEST_JSON');
  const problem = problemOfAmount(unit.amount);
  if (problem) return unprocessable(problem);
  if (unit.invoice_id !== undefined && isTaken(shop, unit.invoice_id))
    return unprocessable('DUPLICATE_INVOICE_ID');
  const source = parsed.data.payment_source;
  if (source && requestId(request) === null)
    return refusal(400, 'INVALID_REQUEST', 'PAYPAL_REQUEST_ID_REQUIRED');
  const context = source?.paypal.experience_context ?? {};
  const order = shop.createOrder({
    status: source ? 'PAYER_ACTION_REQUIRED' : 'CREATED',
    amount: unit.amount,
    customId: unit.custom_id ?? null,
    invoiceId: unit.invoice_id ?? null,
    description: unit.description ?? null,
    brandName: context.brand_name ?? null,
    returnUrl: context.return_url ?? null,
    cancelUrl: context.cancel_url ?? null,
  });
  // The page is one and the same; its link is called by what the order waits for.
  const link = { rel: source ? 'payer-action' : 'approve', method: 'GET', href: approveUrl(url, order) };
  return { status: 201, body: { ...orderResource(order), links: [link] } };
}

function approveUrl(url: string, order: Order): string {
  return `${url}/checkoutnow?token=${order.id}`;
}

function isTaken(shop: Shop, invoiceId: string): boolean {
  return [...shop.captures.values()].some((one) => one.invoiceId === invoiceId);
}

function capture(shop: Shop, id: string, fault: FaultKind | null): Reply {
  const order = shop.orders.get(id);
  if (!order) return notFound();
  if (fault === 'declined') return unprocessable('INSTRUMENT_DECLINED');
  return refusable(() => {
    const captured = shop.capture(id, { taken: takenBy(fault, order.amount), pending: fault === 'pending' });
    return { status: 201, body: orderResource(captured) };
  });
}

function takenBy(fault: FaultKind | null, amount: Money): Money | undefined {
  if (fault === 'wrong-amount') return { ...amount, value: '1.00' };
  if (fault === 'wrong-currency') return { ...amount, currency_code: 'MXN' };
  return undefined;
}

function refund(shop: Shop, request: Request): Reply {
  const parsed = refundBody.safeParse(request.body ?? {});
  if (!parsed.success) return refusal(400, 'INVALID_REQUEST', 'MALFORMED_REQUEST_JSON');
  return refusable(() => ({
    status: 201,
    body: refundResource(shop.refund(idOf(request), parsed.data.amount?.value)),
  }));
}

function refusable(work: () => Reply): Reply {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof Issue)) throw error;
    return error.issue === 'RESOURCE_NOT_FOUND' ? notFound() : unprocessable(error.issue);
  }
}

function found<Row>(row: Row | undefined, resource: (row: Row) => object): Reply {
  return row === undefined ? notFound() : { status: 200, body: resource(row) };
}

function idOf(request: Request): string {
  return String(request.params.id);
}

/** Ids are told apart by route, as PayPal does. */
function requestId(request: Request): string | null {
  const id = request.header('paypal-request-id');
  return id === undefined ? null : `${request.path}:${id}`;
}
