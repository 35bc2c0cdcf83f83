import type { Router } from 'express';
import { api } from '#shared/api/index.ts';
import { mount } from '../../http/mount.ts';
import { connectPayPal } from '../../services/paypal/connect-paypal.ts';
import { getPayPal } from '../../services/paypal/get-paypal.ts';
import { testPayPal } from '../../services/paypal/test-paypal.ts';

export function mountPayPal(router: Router): void {
  mount(router, api.paypal.get, getPayPal);
  mount(router, api.paypal.connect, connectPayPal);
  mount(router, api.paypal.test, testPayPal);
}
