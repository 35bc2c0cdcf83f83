import type { Router } from 'express';
import { api } from '#shared/api/index.ts';
import { mount } from '../../http/mount.ts';
import { listPreviewedServers } from '../../services/billing/list-previewed-servers.ts';
import { previewRun } from '../../services/billing/preview-run.ts';
import { whatIf } from '../../services/billing/what-if.ts';

export function mountPreview(router: Router): void {
  mount(router, api.preview.run, previewRun);
  mount(router, api.preview.servers, listPreviewedServers);
  mount(router, api.preview.whatIf, whatIf);
}
