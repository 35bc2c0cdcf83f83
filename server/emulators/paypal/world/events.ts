import { captureResource, orderResource, refundResource } from '../wire/resources.ts';
import type { Capture, Dispute, Order, Refund, WebhookEvent } from './entities.ts';
import { randomId } from './random-id.ts';

export function orderEvent(type: string, order: Order, at: Date): WebhookEvent {
  return eventOf(type, 'checkout-order', orderResource(order), at);
}

export function captureEvent(type: string, capture: Capture, at: Date): WebhookEvent {
  return eventOf(type, 'capture', captureResource(capture), at);
}

export function refundEvent(type: string, refund: Refund, at: Date): WebhookEvent {
  return eventOf(type, 'refund', refundResource(refund), at);
}

export function disputeEvent(type: string, dispute: Dispute, at: Date): WebhookEvent {
  const resource = {
    dispute_id: dispute.id,
    create_time: dispute.createdAt.toISOString(),
    update_time: at.toISOString(),
    disputed_transactions: [{ seller_transaction_id: dispute.captureId, seller_protection_eligible: true }],
    reason: dispute.reason,
    status: dispute.status,
    dispute_amount: dispute.amount,
    ...(dispute.outcome === null ? {} : { dispute_outcome: { outcome_code: dispute.outcome } }),
  };
  return eventOf(type, 'dispute', resource, at);
}

function eventOf(type: string, resourceType: string, resource: object, at: Date): WebhookEvent {
  const id = `WH-${randomId()}-${randomId()}`;
  const body = {
    id,
    event_version: '1.0',
    create_time: at.toISOString(),
    resource_type: resourceType,
    resource_version: '2.0',
    event_type: type,
    summary: `${type} (emulated)`,
    resource,
    links: [],
  };
  return { id, type, body: JSON.stringify(body) };
}
