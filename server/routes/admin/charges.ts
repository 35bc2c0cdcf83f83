import type { Router } from 'express';
import { api } from '#shared/api/index.ts';
import { mount } from '../../http/mount.ts';
import { explainCharge } from '../../services/billing/explain-charge.ts';

export function mountCharges(router: Router): void {
  mount(router, api.charges.explain, explainCharge);
}
