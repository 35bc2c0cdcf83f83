import type { Router } from 'express';
import { api } from '#shared/api/index.ts';
import { mount } from '../../http/mount.ts';
import { cancelDeletion } from '../../services/dunning/cancel-deletion.ts';
import { confirmDeletion } from '../../services/dunning/confirm-deletion.ts';
import { endFlag } from '../../services/dunning/end-flag.ts';
import { flagCustomer } from '../../services/dunning/flag-customer.ts';
import { getCustomerDunning } from '../../services/dunning/get-customer-dunning.ts';
import { getDunningPolicy } from '../../services/dunning/get-dunning-policy.ts';
import { getServerAtPanel } from '../../services/dunning/get-server-at-panel.ts';
import { keepSuspended } from '../../services/dunning/keep-suspended.ts';
import { listDunning } from '../../services/dunning/list-dunning.ts';
import { previewDunning } from '../../services/dunning/preview-dunning.ts';
import { releaseSuspensions } from '../../services/dunning/release-suspensions.ts';
import { requestDeletion } from '../../services/dunning/request-deletion.ts';
import { saveDunningPolicy } from '../../services/dunning/save-dunning-policy.ts';

export function mountDunning(router: Router): void {
  mount(router, api.dunning.policy, getDunningPolicy);
  mount(router, api.dunning.savePolicy, saveDunningPolicy);
  mount(router, api.dunning.dryRun, previewDunning);
  mount(router, api.dunning.list, listDunning);
  mount(router, api.dunning.release, releaseSuspensions);
  mount(router, api.dunning.customer, getCustomerDunning);
  mount(router, api.dunning.flag, flagCustomer);
  mount(router, api.dunning.endFlag, endFlag);
  mount(router, api.dunning.server, getServerAtPanel);
  mount(router, api.dunning.keepSuspended, keepSuspended);
  mount(router, api.dunning.requestDeletion, requestDeletion);
  mount(router, api.dunning.confirmDeletion, confirmDeletion);
  mount(router, api.dunning.cancelDeletion, cancelDeletion);
}
