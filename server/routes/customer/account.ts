import type { Router } from 'express';
import { api } from '#shared/api/index.ts';
import { mount } from '../../http/mount.ts';
import { readAccount } from '../../services/account/read-account.ts';

export function mountAccount(router: Router): void {
  mount(router, api.account.get, readAccount);
}
