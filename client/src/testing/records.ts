import type { Run } from '#shared/api/runs.ts';
import type { AuditEntry } from '../api/audit.ts';
import type { CronStatus, Schedule } from '../api/cron.ts';
import type { Customer } from '../api/customers.ts';
import type { PackageWithRates, Rate } from '../api/rates.ts';
import type { RunCharge, SetAsideServer } from '../api/runs.ts';
import type {
  PriceStep,
  Server,
  ServerCalendar,
  ServerCharge,
  ServerDay,
  ServerDetail,
  ServerHour,
} from '../api/servers.ts';
import type { Transaction } from '../api/transactions.ts';

/** Records as the API tells them, each sound as it is; a test says only what it is about. */

/** An instant of the day the records are of. */
export function at(hour: string, day = '2026-11-23'): Date {
  return new Date(`${day}T${hour}:00Z`);
}

/** A list that is complete on one page. */
export function pageWith<Row>(rows: Row[]) {
  return { rows, nextCursor: null, total: rows.length };
}

export function aRun(over: Partial<Run> = {}): Run {
  return {
    id: 12,
    status: 'done',
    trigger: 'schedule',
    requestedBy: null,
    until: at('20:00'),
    firstHour: at('19:00'),
    openedAt: at('20:00'),
    closedAt: new Date('2026-11-23T20:00:04.200Z'),
    serversSeen: 60,
    serversBilled: 56,
    serversSetAside: 0,
    charges: 56,
    billedHours: '55.25',
    amount: 412_345n,
    notSeen: null,
    heldReasons: [],
    decidedBy: null,
    decidedAt: null,
    retryOf: null,
    batches: { total: 1, done: 1, failed: 0 },
    ...over,
  };
}

export function aLogLine() {
  const message = 'Part 1 is done: 56 charges in 1 step.';
  return { at: at('20:00'), level: 'info' as const, message, instance: null };
}

/** Hourly billing as the page of schedules has it. */
export function aSchedule(over: Partial<Schedule> = {}): Schedule {
  return {
    job: 'hourly-billing',
    patterns: [{ pattern: '0 * * * *', sentence: 'Every hour' }],
    timezone: 'UTC',
    enabled: true,
    runsIn: 'one',
    lastRun: {
      at: at('20:00'),
      finishedAt: new Date('2026-11-23T20:00:04.200Z'),
      outcome: 'done',
      detail: 'Run 12 made 56 charges for 56 servers: 0.412345 USD.',
      by: null,
      runId: 12,
    },
    nextRuns: [
      { at: at('21:00'), catchesUp: false },
      { at: at('22:00'), catchesUp: true },
    ],
    pause: null,
    blackoutUntil: null,
    canPause: true,
    canStart: true,
    ...over,
  };
}

export function aSetAside(over: Partial<SetAsideServer> = {}): SetAsideServer {
  return {
    serverId: 4,
    serverName: 'dora-db-1',
    customerId: 14,
    customerName: 'dora',
    reason: 'no_rate',
    detail: null,
    since: at('14:00'),
    waits: true,
    ...over,
  };
}

export function aCharge(over: Partial<RunCharge> = {}): RunCharge {
  return {
    hour: at('19:00'),
    serverId: 1,
    serverName: 'ada-web-1',
    customerId: 11,
    customerName: 'ada',
    packageName: 'Small',
    rateId: 1,
    monthlyPrice: 5_000_000n,
    seconds: 3600,
    weightedSeconds: '3600',
    cappedSeconds: '0',
    amount: 6849n,
    corrected: null,
    inGap: false,
    runId: 12,
    transactionId: 90,
    ...over,
  };
}

type Billing = CronStatus['cronStatus']['hourlyBilling'];

/** What the schedule says; the part about billing may differ. */
export function aCronStatus(billing: Partial<Billing> = {}): CronStatus {
  const job = { isScheduled: true, isRunning: false, timezone: 'UTC', lastRunBy: 'web-1' };
  return {
    success: true,
    cronStatus: {
      hourlyBilling: {
        ...job,
        schedule: '0 * * * *',
        sentence: 'Every hour, on the hour',
        nextRun: at('21:00'),
        lastRun: at('20:00'),
        enabled: true,
        openRun: null,
        schedules: ['0 * * * *'],
        pause: null,
        blackoutUntil: null,
        ...billing,
      },
      observation: {
        ...job,
        schedule: '*/10 * * * *',
        sentence: 'Every 10 minutes',
        nextRun: at('20:40'),
        lastRun: at('20:30'),
      },
      instance: 'web-1',
    },
    cronLogs: {
      hourlyBilling: {
        lastRun: at('20:00'),
        logs: [
          {
            at: at('20:00'),
            runId: 12,
            status: 'done',
            message: 'Run 12 made 56 charges for 56 servers: 0.412345.',
          },
        ],
      },
    },
  };
}

export function aServer(over: Partial<Server> = {}): Server {
  return {
    id: 1,
    name: 'ada-web-1',
    uuid: '0d1c6a52-7a5e-4d3b-9c7b-2f1e8a9b0c1d',
    customerId: 11,
    customerName: 'ada',
    state: 'running',
    packageId: 3,
    packageName: 'Small',
    monthlyPrice: 5_000_000n,
    billedUntil: at('20:00'),
    setAside: null,
    exempt: false,
    hypervisorId: 1,
    hypervisorName: 'kvm-1',
    powerUnknownSince: null,
    createdAt: at('08:00', '2026-10-30'),
    goneAt: null,
    ...over,
  };
}

const small = { memoryMb: 2048, storageGb: 40, trafficGb: 2000, cpuCores: 1 };

export function aServerDetail(over: Partial<ServerDetail> = {}): ServerDetail {
  return {
    ...aServer(),
    resources: small,
    selfService: 0,
    stretches: [],
    packageHistory: [
      { from: at('08:00', '2026-10-30'), packageId: 3, packageName: 'Small', source: 'match' },
    ],
    packageChoices: [
      { id: 3, name: 'Small', resources: small, fits: true, monthlyPrice: 5_000_000n },
      { id: 4, name: 'Large', resources: { ...small, memoryMb: 8192 }, fits: false, monthlyPrice: null },
    ],
    priceHistory: [aPriceStep()],
    exemptions: [],
    waitingSince: null,
    chargedThisMonth: 3_780_822n,
    secondsThisMonth: 1_987_200,
    ...over,
  };
}

export function aPriceStep(over: Partial<PriceStep> = {}): PriceStep {
  return {
    from: at('08:00', '2026-10-30'),
    until: null,
    of: 'package',
    rateId: 1,
    packageName: 'Small',
    monthlyPrice: 5_000_000n,
    hourlyPrice: 6849n,
    reason: null,
    setBy: 'Olive',
    ...over,
  };
}

export function aServerDay(over: Partial<ServerDay> = {}): ServerDay {
  return {
    day: '2026-11-23',
    upSeconds: 86_400,
    seconds: 86_400,
    amount: 164_384n,
    hoursCorrected: 0,
    hours: { charged: 24, exempt: 0, unbilled: 0, waiting: 0, ahead: 0 },
    ...over,
  };
}

export function aServerHour(over: Partial<ServerHour> = {}): ServerHour {
  return {
    hour: at('19:00'),
    status: 'charged',
    upSeconds: 3600,
    seconds: 3600,
    amount: 6849n,
    corrected: false,
    inGap: false,
    ...over,
  };
}

/** November 2026 as a calendar tells it, its days so far all alike. */
export function aCalendar(over: Partial<ServerCalendar> = {}): ServerCalendar {
  const days = Array.from({ length: 23 }, (_, index) =>
    aServerDay({ day: `2026-11-${String(index + 1).padStart(2, '0')}` }),
  );
  return {
    month: '2026-11',
    first: '2026-10',
    last: '2026-11',
    days,
    upSeconds: 23 * 86_400,
    seconds: 23 * 86_400,
    amount: 3_780_822n,
    ...over,
  };
}

export function aServerCharge(over: Partial<ServerCharge> = {}): ServerCharge {
  return {
    hour: at('19:00'),
    seconds: 3600,
    weightedSeconds: '3600',
    cappedSeconds: '0',
    amount: 6849n,
    corrected: null,
    inGap: false,
    monthlyPrice: 5_000_000n,
    runId: 12,
    transactionId: 90,
    ...over,
  };
}

export function aCustomer(over: Partial<Customer> = {}): Customer {
  return {
    id: 11,
    externalId: 1042,
    name: 'ada',
    email: 'ada@example.com',
    servers: 1,
    balance: 25_000_000n,
    burnPerHour: 6849n,
    hoursLeft: 3650,
    credit: null,
    ...over,
  };
}

export function aTransaction(over: Partial<Transaction> = {}): Transaction {
  return {
    id: 90,
    kind: 'hourly',
    from: 'wallet:11',
    to: 'revenue:hourly',
    amount: 6849n,
    walletChange: -6849n,
    walletBalance: 25_000_000n,
    customerId: 11,
    customerName: 'ada',
    reason: '1 hour of 1 server',
    cause: 'run:12',
    runId: 12,
    reversesId: null,
    reversedById: null,
    replayId: null,
    topUpId: null,
    createdAt: at('20:00'),
    ...over,
  };
}

export function aRate(over: Partial<Rate> = {}): Rate {
  return {
    id: 1,
    packageId: 3,
    serverId: null,
    monthlyPrice: 5_000_000n,
    hourlyPrice: 6849n,
    effectiveFrom: at('00:00', '2026-10-01'),
    effectiveUntil: null,
    runningPercent: null,
    stoppedPercent: null,
    suspendedPercent: null,
    withdrawn: false,
    reason: null,
    createdAt: at('09:00', '2026-09-28'),
    createdBy: 'Olive',
    ...over,
  };
}

export function aPackage(over: Partial<PackageWithRates> = {}): PackageWithRates {
  return {
    id: 3,
    name: 'Small',
    enabled: true,
    memoryMb: 2048,
    storageGb: 40,
    trafficGb: 2000,
    cpuCores: 1,
    goneAt: null,
    servers: 22,
    waitingServers: 0,
    waitingSince: null,
    rates: [aRate()],
    ...over,
  };
}

export function anAuditEntry(over: Partial<AuditEntry> = {}): AuditEntry {
  return {
    id: 5,
    at: at('19:30'),
    actor: 'admin:1',
    actorName: 'Olive',
    address: '203.0.113.7',
    action: 'settings.updated',
    subject: 'settings',
    before: { enabled: false },
    after: { enabled: true },
    ...over,
  };
}
