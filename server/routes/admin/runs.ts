import type { Router } from 'express';
import { api } from '#shared/api/index.ts';
import { mount } from '../../http/mount.ts';
import { mountStream } from '../../http/mount-stream.ts';
import { approveRun, cancelRun } from '../../services/billing/decide-run.ts';
import type { RunFollower } from '../../services/billing/follow-run.ts';
import { getRun } from '../../services/billing/get-run.ts';
import { getRunBrakes } from '../../services/billing/get-run-brakes.ts';
import { listRunCharges } from '../../services/billing/list-run-charges.ts';
import { listRunLog } from '../../services/billing/list-run-log.ts';
import { listRunSetAsides } from '../../services/billing/list-run-set-asides.ts';
import { listRuns } from '../../services/billing/list-runs.ts';
import { retryRun } from '../../services/billing/retry-run.ts';

/** What is shared by all who follow a run, and the end of the process. */
export interface Following {
  follower: RunFollower;
  closing: AbortSignal;
}

export function mountRuns(router: Router, { follower, closing }: Following): void {
  mount(router, api.runs.list, listRuns);
  mount(router, api.runs.get, getRun);
  mount(router, api.runs.approve, approveRun);
  mount(router, api.runs.cancel, cancelRun);
  mount(router, api.runs.setAsides, listRunSetAsides);
  mount(router, api.runs.charges, listRunCharges);
  mountStream(
    router,
    api.runs.progress,
    (_ctx, { id }, { tell, signal }) => follower.follow(id, tell, signal),
    closing,
  );
  mount(router, api.runs.log, listRunLog);
  mount(router, api.runs.brakes, getRunBrakes);
  mount(router, api.runs.retry, retryRun);
}
