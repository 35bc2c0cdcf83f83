import type { Router } from 'express';
import { api } from '#shared/api/index.ts';
import { mount } from '../../http/mount.ts';
import { addRate } from '../../services/rates/add-rate.ts';
import { endKeptPrice, getKeptPrice } from '../../services/rates/kept-price.ts';
import { listRates } from '../../services/rates/list-rates.ts';
import { previewRate } from '../../services/rates/preview-rate.ts';
import { withdrawRate } from '../../services/rates/withdraw-rate.ts';

export function mountRates(router: Router): void {
  mount(router, api.rates.list, listRates);
  mount(router, api.rates.add, addRate);
  mount(router, api.rates.preview, previewRate);
  mount(router, api.rates.withdraw, withdrawRate);
  mount(router, api.rates.kept, getKeptPrice);
  mount(router, api.rates.endKept, endKeptPrice);
}
