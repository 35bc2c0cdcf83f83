export interface Money {
  currency_code: string;
  value: string;
}

export type OrderStatus = 'CREATED' | 'PAYER_ACTION_REQUIRED' | 'APPROVED' | 'COMPLETED';

/** An order of one purchase unit, which is all that is emulated. */
export interface Order {
  id: string;
  status: OrderStatus;
  amount: Money;
  customId: string | null;
  invoiceId: string | null;
  description: string | null;
  brandName: string | null;
  returnUrl: string | null;
  cancelUrl: string | null;
  createdAt: Date;
  capture: Capture | null;
  refunds: Refund[];
}

export interface Capture {
  id: string;
  orderId: string;
  status: 'COMPLETED' | 'PENDING' | 'DECLINED' | 'REFUNDED' | 'PARTIALLY_REFUNDED';
  amount: Money;
  customId: string | null;
  invoiceId: string | null;
  createdAt: Date;
}

export interface Refund {
  id: string;
  captureId: string;
  amount: Money;
  customId: string | null;
  createdAt: Date;
}

export interface Dispute {
  id: string;
  captureId: string;
  amount: Money;
  reason: string;
  status: 'OPEN' | 'RESOLVED';
  outcome: 'RESOLVED_BUYER_FAVOUR' | 'RESOLVED_SELLER_FAVOUR' | null;
  createdAt: Date;
}

/** A notification as it is posted; `body` is the text that is signed. */
export interface WebhookEvent {
  id: string;
  type: string;
  body: string;
}
