import type { Router } from 'express';
import { api } from '#shared/api/index.ts';
import { mount } from '../../http/mount.ts';
import { downloadAudit } from '../../services/audit/download-audit.ts';
import { listAudit } from '../../services/audit/list-audit.ts';

export function mountAudit(router: Router): void {
  mount(router, api.audit.list, listAudit);
  mount(router, api.audit.csv, downloadAudit);
}
