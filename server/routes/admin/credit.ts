import type { Router } from 'express';
import { api } from '#shared/api/index.ts';
import { mount } from '../../http/mount.ts';
import { decidePosting } from '../../services/credit/decide-posting.ts';
import { getCreditSettings } from '../../services/credit/get-credit-settings.ts';
import { getPosting, listPostings } from '../../services/credit/list-postings.ts';
import { listUnlinked } from '../../services/credit/list-unlinked.ts';
import { saveCreditSettings } from '../../services/credit/save-credit-settings.ts';

export function mountCredit(router: Router): void {
  mount(router, api.credit.settings, getCreditSettings);
  mount(router, api.credit.saveSettings, saveCreditSettings);
  mount(router, api.credit.list, listPostings);
  mount(router, api.credit.get, getPosting);
  mount(router, api.credit.decide, decidePosting);
  mount(router, api.credit.unlinked, listUnlinked);
}
