import type { Router } from 'express';
import { api } from '#shared/api/index.ts';
import { mount } from '../../http/mount.ts';
import { dashboardSummary } from '../../services/reports/dashboard-summary.ts';

export function mountDashboard(router: Router): void {
  mount(router, api.dashboard.get, dashboardSummary);
}
