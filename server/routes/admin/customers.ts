import type { Router } from 'express';
import { api } from '#shared/api/index.ts';
import { mount } from '../../http/mount.ts';
import { getCustomer } from '../../services/customers/get-customer.ts';
import { listCustomers } from '../../services/customers/list-customers.ts';
import { adjustWallet } from '../../services/wallets/adjust-wallet.ts';

export function mountCustomers(router: Router): void {
  mount(router, api.customers.list, listCustomers);
  mount(router, api.customers.get, getCustomer);
  mount(router, api.customers.adjustWallet, adjustWallet);
}
