import { api as rows } from '#shared/api/index.ts';
import { defaultBillingSettings } from '#shared/api/settings.ts';
import { aDashboard, anAlert } from './dashboard-record.ts';
import { anExplanation } from './explanation-record.ts';
import type { FakeApi } from './fake-api.ts';
import * as a from './records.ts';

/** Gives every page of the admin something sound to show. */
export function answerAll(api: FakeApi): void {
  api
    .answer(rows.cron.status, a.aCronStatus())
    .answer(rows.cron.schedules, { at: a.at('20:30'), schedules: [a.aSchedule()] })
    .answer(rows.cron.preview, {
      valid: true,
      problem: null,
      sentence: 'Every hour',
      nextRuns: [a.at('21:00')],
    })
    .answer(rows.runs.log, a.pageWith([a.aLogLine()]))
    .answer(rows.runs.brakes, {
      figures: [
        { brake: 'fleet', found: '60 servers after 60', limit: '30 % more or fewer', outcome: 'passed' },
      ],
    })
    .answer(rows.runs.list, a.pageWith([a.aRun()]))
    .answer(rows.runs.get, a.aRun())
    .answer(rows.runs.setAsides, a.pageWith([a.aSetAside()]))
    .answer(rows.runs.charges, a.pageWith([a.aCharge()]))
    .answer(rows.servers.list, a.pageWith([a.aServer()]))
    .answer(rows.servers.get, a.aServerDetail())
    .answer(rows.servers.charges, a.pageWith([a.aServerCharge()]))
    .answer(rows.customers.list, a.pageWith([a.aCustomer()]))
    .answer(rows.customers.get, a.aCustomer())
    .answer(rows.transactions.list, a.pageWith([a.aTransaction()]))
    .answer(rows.rates.list, { packages: [a.aPackage()] })
    .answer(rows.dashboard.get, aDashboard())
    .answer(rows.alerts.list, a.pageWith([anAlert()]))
    .answer(rows.charges.explain, anExplanation())
    .answer(rows.audit.list, a.pageWith([a.anAuditEntry()]))
    .answer(rows.settings.get, {
      settings: { ...defaultBillingSettings, enabled: true },
      version: 1,
      updatedAt: a.at('08:00'),
      updatedBy: 'Olive',
      lastOnUntil: null,
    });
}
