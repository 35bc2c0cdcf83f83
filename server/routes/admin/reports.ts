import type { Router } from 'express';
import { api } from '#shared/api/index.ts';
import { mount } from '../../http/mount.ts';
import {
  downloadBreakdown,
  downloadForecast,
  downloadOwing,
  downloadTimeline,
  downloadWaiting,
} from '../../services/reports/download-reports.ts';
import { reportBreakdown } from '../../services/reports/report-breakdown.ts';
import { reportForecast } from '../../services/reports/report-forecast.ts';
import { reportOwing } from '../../services/reports/report-owing.ts';
import { reportTimeline } from '../../services/reports/report-timeline.ts';
import { reportWaiting } from '../../services/reports/report-waiting.ts';

export function mountReports(router: Router): void {
  mount(router, api.reports.timeline, reportTimeline);
  mount(router, api.reports.timelineCsv, downloadTimeline);
  mount(router, api.reports.breakdown, reportBreakdown);
  mount(router, api.reports.breakdownCsv, downloadBreakdown);
  mount(router, api.reports.owing, reportOwing);
  mount(router, api.reports.owingCsv, downloadOwing);
  mount(router, api.reports.waiting, reportWaiting);
  mount(router, api.reports.waitingCsv, downloadWaiting);
  mount(router, api.reports.forecast, reportForecast);
  mount(router, api.reports.forecastCsv, downloadForecast);
}
