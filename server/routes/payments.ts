import type { Router } from 'express';
import { api } from '#shared/api/index.ts';
import { mount } from '../http/mount.ts';
import { completePayment } from '../services/top-ups/complete-payment.ts';
import { payPayment } from '../services/top-ups/pay-payment.ts';
import { readPayment } from '../services/top-ups/read-payment.ts';

/** What whoever holds a payment link may ask. */
export function mountPayments(router: Router): void {
  mount(router, api.payments.get, readPayment);
  mount(router, api.payments.pay, payPayment);
  mount(router, api.payments.complete, completePayment);
}
