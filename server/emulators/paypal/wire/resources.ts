import type { Capture, Order, Refund } from '../world/entities.ts';

/** Orders v2, "show order details". Links carry paths only: nothing of ours may follow them. */
export function orderResource(order: Order): object {
  const payments = {
    ...(order.capture === null ? {} : { captures: [captureResource(order.capture)] }),
    ...(order.refunds.length === 0 ? {} : { refunds: order.refunds.map(refundResource) }),
  };
  return {
    id: order.id,
    intent: 'CAPTURE',
    status: order.status,
    create_time: order.createdAt.toISOString(),
    purchase_units: [
      {
        reference_id: 'default',
        amount: order.amount,
        ...(order.customId === null ? {} : { custom_id: order.customId }),
        ...(order.invoiceId === null ? {} : { invoice_id: order.invoiceId }),
        ...(order.description === null ? {} : { description: order.description }),
        ...(order.capture === null ? {} : { payments }),
      },
    ],
    links: [{ rel: 'self', method: 'GET', href: `/v2/checkout/orders/${order.id}` }],
  };
}

/** Payments v2, "show captured payment details". */
export function captureResource(capture: Capture): object {
  return {
    id: capture.id,
    status: capture.status,
    amount: capture.amount,
    final_capture: true,
    ...(capture.customId === null ? {} : { custom_id: capture.customId }),
    ...(capture.invoiceId === null ? {} : { invoice_id: capture.invoiceId }),
    create_time: capture.createdAt.toISOString(),
    supplementary_data: { related_ids: { order_id: capture.orderId } },
    links: [{ rel: 'up', method: 'GET', href: `/v2/checkout/orders/${capture.orderId}` }],
  };
}

/** Payments v2, "show refund details". */
export function refundResource(refund: Refund): object {
  return {
    id: refund.id,
    status: 'COMPLETED',
    amount: refund.amount,
    ...(refund.customId === null ? {} : { custom_id: refund.customId }),
    create_time: refund.createdAt.toISOString(),
    links: [
      { rel: 'self', method: 'GET', href: `/v2/payments/refunds/${refund.id}` },
      { rel: 'up', method: 'GET', href: `/v2/payments/captures/${refund.captureId}` },
    ],
  };
}
