import type { Router } from 'express';
import { api } from '#shared/api/index.ts';
import { mount } from '../../http/mount.ts';
import { getTransaction } from '../../services/ledger/get-transaction.ts';
import { listTransactions } from '../../services/ledger/list-transactions.ts';
import { reverseTransaction } from '../../services/ledger/reverse-transaction.ts';

export function mountTransactions(router: Router): void {
  mount(router, api.transactions.list, listTransactions);
  mount(router, api.transactions.get, getTransaction);
  mount(router, api.transactions.reverse, reverseTransaction);
}
