import type { Router } from 'express';
import { api } from '#shared/api/index.ts';
import { mount } from '../../http/mount.ts';
import { getDelivery } from '../../services/notices/get-delivery.ts';
import { listDeliveries } from '../../services/notices/list-deliveries.ts';
import { replayDelivery } from '../../services/notices/replay-delivery.ts';
import { getRoutes, saveRoute } from '../../services/notices/routes.ts';
import { getTemplate, saveTemplate } from '../../services/notices/templates.ts';
import { previewTemplate, testTemplate } from '../../services/notices/try-template.ts';

export function mountNotices(router: Router): void {
  mount(router, api.notices.list, listDeliveries);
  mount(router, api.notices.get, getDelivery);
  mount(router, api.notices.replay, replayDelivery);
  mount(router, api.notices.routes, getRoutes);
  mount(router, api.notices.saveRoute, saveRoute);
  mount(router, api.noticeTemplates.get, getTemplate);
  mount(router, api.noticeTemplates.save, saveTemplate);
  mount(router, api.noticeTemplates.preview, previewTemplate);
  mount(router, api.noticeTemplates.test, testTemplate);
}
