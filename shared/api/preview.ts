import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { brakes, setAside, setAsideReasons } from './runs.ts';
import { billingSettings } from './settings.ts';
import { calendarMonth, instant, money, pageInput, pageOf, price } from './values.ts';

/** When the run would be: now, or at an instant; else when the schedule fires next. */
const at = z
  .union([z.literal('now'), instant])
  .optional()
  .meta({ description: "'now', or an instant; default: when the schedule fires next" });

const previewedCustomer = z
  .object({
    customerId: z.number().int(),
    customerName: z.string().nullable(),
    hours: z.number().int().meta({ description: 'Server-hours charged' }),
    amount: money,
    /** Null where VirtFusion's credit is the wallet and was not read. */
    balanceBefore: money.nullable(),
    balanceAfter: money.nullable(),
  })
  .meta({ id: 'PreviewedCustomer' });

export const previewedRun = z
  .object({
    at: instant,
    /** Hours that ended by this instant would be due. */
    until: instant,
    /** True when the run is still to come: every server is taken to stay as it was last seen. */
    assumesStates: z.boolean(),
    /** True when billing is off: this is what would be, were it switched on now. */
    assumesSwitchedOn: z.boolean(),
    /** A run that is open now; this is what it has not billed yet. */
    openRunId: z.number().int().nullable(),
    firstHour: instant.nullable(),
    serversDue: z.number().int(),
    serversBilled: z.number().int(),
    charges: z.number().int(),
    freeCharges: z
      .number()
      .int()
      .meta({ description: 'Charges of nothing: stopped, capped or free servers' }),
    billedHours: z.string().meta({ description: 'Decimal hours, from whole seconds' }),
    amount: money,
    customers: z.object({
      total: z.number().int(),
      rows: z
        .array(previewedCustomer)
        .meta({ description: 'Who would pay most, dearest first; at most 1000' }),
      others: z.object({ customers: z.number().int(), amount: money }),
    }),
    belowZero: z.object({
      total: z.number().int(),
      rows: z.array(previewedCustomer).meta({ description: 'Lowest balance first; at most 200' }),
    }),
    setAside: z.object({
      total: z.number().int(),
      reasons: z.array(z.object({ reason: z.enum(setAsideReasons), servers: z.number().int() })),
      rows: z.array(setAside).meta({ description: 'In order of their numbers; at most 200' }),
    }),
    brakes: z
      .array(z.object({ brake: z.enum(brakes), found: z.string(), limit: z.string() }))
      .meta({ description: 'What would hold the run until an admin approves it' }),
  })
  .meta({ id: 'PreviewedRun' });
export type PreviewedRun = z.infer<typeof previewedRun>;

export const previewedServer = z
  .object({
    serverId: z.number().int(),
    serverName: z.string(),
    customerId: z.number().int(),
    customerName: z.string().nullable(),
    packageName: z.string().nullable(),
    /** The hours that would be settled, half-open. */
    from: instant,
    until: instant,
    hours: z.number().int(),
    seconds: z.number().int(),
    amount: money,
    waiting: z
      .object({ reason: z.enum(setAsideReasons), since: instant, detail: z.string().nullable() })
      .nullable(),
  })
  .meta({ id: 'PreviewedServer' });

const { hoursPerMonth, countingRule, runningPercent, stoppedPercent, suspendedPercent, capRule, capHours } =
  billingSettings.shape;
const percent = z.number().int().min(0).max(100).nullable().default(null);

const compared = z.object({ before: money, after: money });

export const whatIfSlice = z
  .object({
    from: instant,
    until: instant,
    /** Servers worked out so far, of all those concerned. */
    serversDone: z.number().int(),
    serversTotal: z.number().int(),
    /** Of this slice only: add up by customer and by package over all slices. */
    customers: z.array(
      compared.extend({ customerId: z.number().int(), customerName: z.string().nullable() }),
    ),
    packages: z.array(
      compared.extend({
        packageId: z.number().int().nullable(),
        packageName: z.string().nullable(),
        hours: z.number().int(),
      }),
    ),
    /** Servers that would be set aside by the change. */
    heldAfter: z.number().int(),
    nextCursor: z.string().nullable(),
  })
  .meta({ id: 'WhatIfSlice' });
export type WhatIfSlice = z.infer<typeof whatIfSlice>;

export const preview = {
  run: endpoint({
    method: 'GET',
    path: '/api/admin/preview',
    access: 'billing.read',
    summary: 'What a run would charge, computed as the run computes it; nothing is written',
    input: z.object({ at }),
    output: previewedRun,
  }),
  servers: endpoint({
    method: 'GET',
    path: '/api/admin/preview/servers',
    access: 'billing.read',
    summary: 'What a run would charge, server by server',
    input: z.object({ at, customerId: z.coerce.number().int().positive().optional(), ...pageInput }),
    output: pageOf(previewedServer),
  }),
  whatIf: endpoint({
    method: 'POST',
    path: '/api/admin/what-if',
    access: 'billing.read',
    summary:
      'What a month would have cost under other terms or prices, against what it did; slice by slice, nothing is written',
    input: z.strictObject({
      month: calendarMonth.optional().meta({ description: 'UTC; default: the month so far' }),
      hoursPerMonth: hoursPerMonth.optional(),
      countingRule: countingRule.optional(),
      runningPercent: runningPercent.optional(),
      stoppedPercent: stoppedPercent.optional(),
      suspendedPercent: suspendedPercent.optional(),
      capRule: capRule.optional(),
      capHours: capHours.optional(),
      prices: z
        .array(
          z.strictObject({
            packageId: z.number().int().positive(),
            monthlyPrice: price,
            runningPercent: percent,
            stoppedPercent: percent,
            suspendedPercent: percent,
          }),
        )
        .max(200)
        .default([]),
      cursor: pageInput.cursor,
      limit: z
        .number()
        .int()
        .min(1)
        .max(5000)
        .default(2000)
        .meta({ description: 'Servers a slice works out' }),
    }),
    output: whatIfSlice,
  }),
};
