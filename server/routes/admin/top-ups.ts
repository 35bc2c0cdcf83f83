import type { Router } from 'express';
import { api } from '#shared/api/index.ts';
import { mount } from '../../http/mount.ts';
import { checkTopUp } from '../../services/top-ups/check-top-up.ts';
import { getTopUp } from '../../services/top-ups/get-top-up.ts';
import { listTopUps } from '../../services/top-ups/list-top-ups.ts';
import { settleTopUp } from '../../services/top-ups/settle-top-up.ts';
import { startTopUp } from '../../services/top-ups/start-top-up.ts';

export function mountTopUps(router: Router): void {
  mount(router, api.topUps.list, listTopUps);
  mount(router, api.topUps.get, getTopUp);
  mount(router, api.topUps.start, startTopUp);
  mount(router, api.topUps.check, checkTopUp);
  mount(router, api.topUps.settle, settleTopUp);
}
