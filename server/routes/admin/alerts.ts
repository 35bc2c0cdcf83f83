import type { Router } from 'express';
import { api } from '#shared/api/index.ts';
import { mount } from '../../http/mount.ts';
import { acknowledgeAlert } from '../../services/alerts/acknowledge-alert.ts';
import { listAlerts } from '../../services/alerts/list-alerts.ts';
import { snoozeAlert } from '../../services/alerts/snooze-alert.ts';

export function mountAlerts(router: Router): void {
  mount(router, api.alerts.list, listAlerts);
  mount(router, api.alerts.acknowledge, acknowledgeAlert);
  mount(router, api.alerts.snooze, snoozeAlert);
}
