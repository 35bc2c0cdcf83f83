import { api as rows } from '#shared/api/index.ts';
import { defaultBillingSettings } from '#shared/api/settings.ts';
import * as admin from './admin-records.ts';
import * as c from './credit-records.ts';
import { aDashboard, anAlert } from './dashboard-record.ts';
import { anOwing as aDebtor } from './dunning-records.ts';
import { anExplanation } from './explanation-record.ts';
import type { FakeApi } from './fake-api.ts';
import {
  aDelivery,
  aDeliveryDetail,
  aMessage,
  aTemplate,
  someChannels,
  someRoutes,
} from './notice-record.ts';
import * as p from './preview-records.ts';
import * as a from './records.ts';
import { aReplay, aReplayServer } from './replay-record.ts';
import * as report from './report-records.ts';
import { aPayPalAccount, aTopUp, aTopUpDetail } from './top-up-records.ts';

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
    .answer(rows.servers.calendar, a.aCalendar())
    .answer(rows.servers.hours, ({ day }) => ({ day, hours: [a.aServerHour()] }))
    .answer(rows.servers.hypervisors, { hypervisors: [{ id: 1, name: 'kvm-1', servers: 1 }] })
    .answer(rows.search.find, { found: [] })
    .answer(rows.customers.list, a.pageWith([a.aCustomer()]))
    .answer(rows.customers.get, a.aCustomer())
    .answer(rows.transactions.list, a.pageWith([a.aTransaction()]))
    .answer(rows.transactions.get, a.aTransaction())
    .answer(rows.topUps.list, a.pageWith([aTopUp()]))
    .answer(rows.topUps.get, aTopUpDetail())
    .answer(rows.paypal.get, aPayPalAccount())
    .answer(rows.replays.list, a.pageWith([aReplay()]))
    .answer(rows.replays.get, aReplay())
    .answer(rows.replays.servers, a.pageWith([aReplayServer()]))
    .answer(rows.rates.list, { packages: [a.aPackage()] })
    .answer(rows.rates.preview, p.aRatePreview())
    .answer(rows.rates.kept, { kept: null })
    .answer(rows.preview.run, p.aPreviewedRun())
    .answer(rows.preview.servers, a.pageWith([p.aPreviewedServer()]))
    .answer(rows.preview.whatIf, p.aWhatIfSlice())
    .answer(rows.dashboard.get, aDashboard())
    .answer(rows.dunning.list, a.pageWith([aDebtor()]))
    .answer(rows.alerts.list, a.pageWith([anAlert()]))
    .answer(rows.charges.explain, anExplanation())
    .answer(rows.notices.list, a.pageWith([aDelivery()]))
    .answer(rows.notices.get, aDeliveryDetail())
    .answer(rows.notices.routes, { rows: someRoutes })
    .answer(rows.noticeTemplates.get, aTemplate())
    .answer(rows.noticeTemplates.preview, aMessage)
    .answer(rows.channels.get, someChannels())
    .answer(rows.self.get, admin.aSelf())
    .answer(rows.admins.list, a.pageWith([admin.anAdmin()]))
    .answer(rows.admins.rules, { secondFactor: 'nobody' })
    .answer(rows.invitations.list, a.pageWith([admin.anInvitation()]))
    .answer(rows.tokens.list, a.pageWith([admin.aToken()]))
    .answer(rows.audit.list, a.pageWith([a.anAuditEntry()]))
    .answer(rows.reports.timeline, report.aTimeline())
    .answer(rows.reports.breakdown, report.aBreakdown())
    .answer(rows.reports.owing, report.anOwing())
    .answer(rows.reports.waiting, report.aWaiting())
    .answer(rows.reports.forecast, report.aForecast())
    .answer(rows.statements.months, { rows: [report.aStatementMonth()] })
    .answer(rows.statements.get, report.aStatement())
    .answer(rows.credit.settings, c.savedCreditSettings())
    .answer(rows.credit.list, a.pageWith([c.aCreditPosting()]))
    .answer(rows.credit.get, c.aCreditPosting())
    .answer(rows.credit.unlinked, a.pageWith([c.anUnlinkedCustomer()]))
    .answer(rows.proof.latest, c.aLatestProof())
    .answer(rows.settings.get, {
      settings: { ...defaultBillingSettings, enabled: true },
      version: 1,
      updatedAt: a.at('08:00'),
      updatedBy: 'Olive',
      lastOnUntil: null,
    });
}
