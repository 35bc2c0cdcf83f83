import { randomInt } from 'node:crypto';
import { cents, textOf } from './cents.ts';
import type { Capture, Dispute, Money, Order, Refund, WebhookEvent } from './entities.ts';
import { captureEvent, disputeEvent, orderEvent, refundEvent } from './events.ts';
import { randomId } from './random-id.ts';

/** The refusal of a verb, in PayPal's own word for it. */
export class Issue extends Error {
  readonly issue: string;

  constructor(issue: string) {
    super(issue);
    this.issue = issue;
  }
}

export interface OrderWish {
  /** With a payment source an order waits for its payer. */
  status: 'CREATED' | 'PAYER_ACTION_REQUIRED';
  amount: Money;
  customId: string | null;
  invoiceId: string | null;
  description: string | null;
  brandName: string | null;
  returnUrl: string | null;
  cancelUrl: string | null;
}

/** One merchant's account at PayPal: orders, what became of them, and the notifications of it. */
export class Shop {
  readonly orders = new Map<string, Order>();
  readonly captures = new Map<string, Capture>();
  readonly disputes = new Map<string, Dispute>();
  readonly events: WebhookEvent[] = [];
  /** Told of each notification as it comes about. */
  onEvent: (event: WebhookEvent) => void = () => {};
  readonly #now: () => Date;

  constructor(now: () => Date) {
    this.#now = now;
  }

  createOrder(wish: OrderWish): Order {
    const order: Order = {
      ...wish,
      id: randomId(),
      createdAt: this.#now(),
      capture: null,
      refunds: [],
    };
    this.orders.set(order.id, order);
    return order;
  }

  /** The buyer says yes on the approve page. */
  approve(orderId: string): Order {
    const order = this.#order(orderId);
    if (order.status === 'APPROVED' || order.status === 'COMPLETED') return order;
    order.status = 'APPROVED';
    this.#tell(orderEvent('CHECKOUT.ORDER.APPROVED', order, this.#now()));
    return order;
  }

  /** Nobody approved it for hours: from now on PayPal does not know it. */
  forget(orderId: string): void {
    this.orders.delete(orderId);
  }

  /** Takes the money of an approved order. `taken` is what a faulty PayPal takes instead of what was asked. @throws Issue */
  capture(orderId: string, { taken, pending = false }: { taken?: Money; pending?: boolean } = {}): Order {
    const order = this.#order(orderId);
    if (order.status === 'COMPLETED') throw new Issue('ORDER_ALREADY_CAPTURED');
    if (order.status !== 'APPROVED') throw new Issue('ORDER_NOT_APPROVED');
    order.status = 'COMPLETED';
    order.capture = {
      id: randomId(),
      orderId,
      status: pending ? 'PENDING' : 'COMPLETED',
      amount: taken ?? order.amount,
      customId: order.customId,
      invoiceId: order.invoiceId,
      createdAt: this.#now(),
    };
    this.captures.set(order.capture.id, order.capture);
    this.#tell(captureEvent(`PAYMENT.CAPTURE.${order.capture.status}`, order.capture, this.#now()));
    return order;
  }

  /** What was pending is paid, or is not. */
  settle(captureId: string, status: 'COMPLETED' | 'DECLINED'): Capture {
    const capture = this.#capture(captureId);
    capture.status = status;
    this.#tell(captureEvent(`PAYMENT.CAPTURE.${status}`, capture, this.#now()));
    return capture;
  }

  /** By the merchant; a part, or what is left. `REVERSED` is PayPal's own doing, after a lost dispute. @throws Issue */
  refund(captureId: string, value?: string, type: 'REFUNDED' | 'REVERSED' = 'REFUNDED'): Refund {
    const capture = this.#capture(captureId);
    const order = this.#order(capture.orderId);
    const before = order.refunds.reduce((total, refund) => total + cents(refund.amount.value), 0);
    const left = cents(capture.amount.value) - before;
    const wanted = value === undefined ? left : cents(value);
    if (wanted > left || wanted === 0) throw new Issue('REFUND_AMOUNT_EXCEEDED');
    const refund: Refund = {
      id: randomId(),
      captureId,
      amount: { ...capture.amount, value: textOf(wanted) },
      customId: capture.customId,
      createdAt: this.#now(),
    };
    order.refunds.push(refund);
    capture.status = wanted === left ? 'REFUNDED' : 'PARTIALLY_REFUNDED';
    this.#tell(refundEvent(`PAYMENT.CAPTURE.${type}`, refund, this.#now()));
    return refund;
  }

  /** The buyer opens a case; of all, unless told how much. */
  dispute(
    captureId: string,
    { value, reason = 'UNAUTHORISED' }: { value?: string; reason?: string } = {},
  ): Dispute {
    const capture = this.#capture(captureId);
    const dispute: Dispute = {
      id: `PP-R-${randomInt(100_000, 999_999)}-${randomInt(1_000_000, 9_999_999)}`,
      captureId,
      amount: { ...capture.amount, value: value ?? capture.amount.value },
      reason,
      status: 'OPEN',
      outcome: null,
      createdAt: this.#now(),
    };
    this.disputes.set(dispute.id, dispute);
    this.#tell(disputeEvent('CUSTOMER.DISPUTE.CREATED', dispute, this.#now()));
    return dispute;
  }

  /** PayPal decides the case. Taking the money is another event: `refund(…, 'REVERSED')`. */
  resolveDispute(id: string, outcome: 'RESOLVED_BUYER_FAVOUR' | 'RESOLVED_SELLER_FAVOUR'): Dispute {
    const dispute = this.disputes.get(id);
    if (!dispute) throw new Issue('RESOURCE_NOT_FOUND');
    Object.assign(dispute, { status: 'RESOLVED', outcome });
    this.#tell(disputeEvent('CUSTOMER.DISPUTE.RESOLVED', dispute, this.#now()));
    return dispute;
  }

  #order(id: string): Order {
    const order = this.orders.get(id);
    if (!order) throw new Issue('RESOURCE_NOT_FOUND');
    return order;
  }

  #capture(id: string): Capture {
    const capture = this.captures.get(id);
    if (!capture) throw new Issue('RESOURCE_NOT_FOUND');
    return capture;
  }

  #tell(event: WebhookEvent): void {
    this.events.push(event);
    this.onEvent(event);
  }
}
