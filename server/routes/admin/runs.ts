import type { Router } from 'express';
import { api } from '#shared/api/index.ts';
import { mount } from '../../http/mount.ts';
import { approveRun, cancelRun } from '../../services/billing/decide-run.ts';
import { getRun } from '../../services/billing/get-run.ts';
import { listRunCharges } from '../../services/billing/list-run-charges.ts';
import { listRunSetAsides } from '../../services/billing/list-run-set-asides.ts';
import { listRuns } from '../../services/billing/list-runs.ts';

export function mountRuns(router: Router): void {
  mount(router, api.runs.list, listRuns);
  mount(router, api.runs.get, getRun);
  mount(router, api.runs.approve, approveRun);
  mount(router, api.runs.cancel, cancelRun);
  mount(router, api.runs.setAsides, listRunSetAsides);
  mount(router, api.runs.charges, listRunCharges);
}
