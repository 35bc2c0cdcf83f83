import { z } from 'zod';
import { customer } from './customers.ts';
import { download, endpoint } from './endpoint.ts';
import { setAsideReasons } from './runs.ts';
import { instant, money, pageInput, pageOf } from './values.ts';

/** Sums of charges. */
const sums = {
  amount: money,
  /** Hours of servers that were charged, those that cost nothing included. */
  charges: z.number().int(),
  /** Seconds as counted, before percentages and the cap. */
  seconds: z.number().int(),
};

/** Whole hours in UTC; every amount belongs to the hour it pays for. */
const range = { from: instant, until: instant };

export const timelineSteps = ['hour', 'day', 'month'] as const;
export const breakdowns = ['package', 'customer', 'hypervisor'] as const;

const timelineInput = z.object({ by: z.enum(timelineSteps).default('day'), ...range });
const breakdownInput = z.object({ by: z.enum(breakdowns).default('package'), ...range });

const breakdownRow = z.object({
  /** Null for hours that had no package: of servers with a rate of their own. */
  id: z.number().int().nullable(),
  name: z.string().nullable(),
  ...sums,
});

const waiting = z.object({
  serverId: z.number().int(),
  serverName: z.string(),
  customerId: z.number().int(),
  customerName: z.string().nullable(),
  reason: z.enum(setAsideReasons),
  since: instant,
  /** Whole hours between what is billed of it and what is billed of the others. */
  hours: z.number().int(),
  /** What they would cost at the present rate and state; null where there is no rate, or the state is not known. */
  estimate: money.nullable(),
});

const forecastRow = z.object({
  packageId: z.number().int().nullable(),
  packageName: z.string().nullable(),
  servers: z.number().int(),
  billed: money,
  rest: money,
  total: money,
});

export const reports = {
  timeline: endpoint({
    method: 'GET',
    path: '/api/admin/reports/timeline',
    access: 'billing.read',
    summary: 'What was charged, hour by hour, day by day or month by month',
    input: timelineInput,
    output: z
      .object({
        /** Every step of the range, those without a charge included; the ends are cut to the range. */
        rows: z.array(z.object({ ...range, ...sums })),
        total: z.object(sums),
        /** Hours before it were billed by a run that is closed; null before the first. */
        billedUntil: instant.nullable(),
      })
      .meta({ id: 'Timeline' }),
  }),
  timelineCsv: download({
    path: '/api/admin/reports/timeline/csv',
    type: 'text/csv',
    access: 'billing.read',
    summary: 'The same as CSV',
    input: timelineInput,
  }),
  breakdown: endpoint({
    method: 'GET',
    path: '/api/admin/reports/breakdown',
    access: 'billing.read',
    summary: 'What was charged by package, customer or hypervisor, the largest amount first',
    input: breakdownInput.extend(pageInput),
    output: pageOf(breakdownRow)
      .extend({ sum: z.object(sums) })
      .meta({ id: 'Breakdown' }),
  }),
  breakdownCsv: download({
    path: '/api/admin/reports/breakdown/csv',
    type: 'text/csv',
    access: 'billing.read',
    summary: 'The same as CSV, all of it',
    input: breakdownInput,
  }),
  owing: endpoint({
    method: 'GET',
    path: '/api/admin/reports/owing',
    access: 'billing.read',
    summary: 'Wallets below nothing, the deepest first',
    input: z.object(pageInput),
    output: pageOf(customer).extend({ owed: money }).meta({ id: 'Owing' }),
  }),
  owingCsv: download({
    path: '/api/admin/reports/owing/csv',
    type: 'text/csv',
    access: 'billing.read',
    summary: 'The same as CSV, all of it',
    input: z.object({}),
  }),
  waiting: endpoint({
    method: 'GET',
    path: '/api/admin/reports/waiting',
    access: 'billing.read',
    summary: 'Servers set aside, with the hours that wait and what they would cost',
    input: z.object(pageInput),
    output: pageOf(waiting)
      .extend({
        sum: z.object({
          hours: z.number().int(),
          estimate: money,
          /** Servers whose hours cannot be estimated. */
          unknown: z.number().int(),
        }),
      })
      .meta({ id: 'Waiting' }),
  }),
  waitingCsv: download({
    path: '/api/admin/reports/waiting/csv',
    type: 'text/csv',
    access: 'billing.read',
    summary: 'The same as CSV, all of it',
    input: z.object({}),
  }),
  forecast: endpoint({
    method: 'GET',
    path: '/api/admin/reports/forecast',
    access: 'billing.read',
    summary: 'What this month will come to if every server stays as it is',
    input: z.object({}),
    output: z
      .object({
        month: z.object(range),
        billedUntil: instant.nullable(),
        rows: z.array(forecastRow),
        sum: z.object({ servers: z.number().int(), billed: money, rest: money, total: money }),
        /** The whole month before; null when nothing was charged for it. */
        before: money.nullable(),
        /** Servers that are there whose price or state is not known: the forecast is without them. */
        unpriced: z.number().int(),
      })
      .meta({ id: 'Forecast' }),
  }),
  forecastCsv: download({
    path: '/api/admin/reports/forecast/csv',
    type: 'text/csv',
    access: 'billing.read',
    summary: 'The same as CSV',
    input: z.object({}),
  }),
};
