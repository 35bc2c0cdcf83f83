import type { Router } from 'express';
import { api } from '#shared/api/index.ts';
import { mount } from '../../http/mount.ts';
import { addRate } from '../../services/rates/add-rate.ts';
import { listRates } from '../../services/rates/list-rates.ts';

export function mountRates(router: Router): void {
  mount(router, api.rates.list, listRates);
  mount(router, api.rates.add, addRate);
}
