import { z } from 'zod';
import type { PriceMaking } from '#shared/billing/price-rise.ts';
import { endpoint } from './endpoint.ts';
import { instant } from './values.ts';

export const wholeNumber = (lowest: number, highest: number) =>
  z
    .number({ error: `Write a whole number from ${lowest} to ${highest}` })
    .int(`Write a whole number from ${lowest} to ${highest}`)
    .min(lowest, `At least ${lowest}`)
    .max(highest, `At most ${highest}`);

/** Minutes between sightings; each divides an hour evenly, so that every hour has a sighting on its edges. */
export const observationIntervals = [1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30, 60] as const;

export const MOST_EXTRA = 10;

const cronText = z
  .string()
  .trim()
  .min(1, 'Write five fields, such as 0 * * * *')
  .max(100, 'At most 100 letters');

const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'Write a time such as 09:30');

export const blackout = z
  .strictObject({
    days: z.array(z.number().int().min(0).max(6)).min(1, 'Choose at least one day').max(7),
    from: timeOfDay,
    /** Of the next day where it is not after `from`. */
    until: timeOfDay,
  })
  .meta({ id: 'Blackout', description: 'A window of every week, in the zone of the schedule; 0 is Sunday' });

/** The form of /admin/settings: its fields, their ranges and their defaults, here and nowhere else. */
export const billingSettings = z
  .strictObject({
    enabled: z.boolean(),
    hoursPerMonth: wholeNumber(1, 744),
    cronSchedule: cronText,
    timezone: z.string().trim().min(1, 'Choose a zone').max(60),
    runningPercent: wholeNumber(0, 100),
    stoppedPercent: wholeNumber(0, 100),
    suspendedPercent: wholeNumber(0, 100),
    countingRule: z.enum(['second', 'minute', 'hour']),
    capRule: z.enum(['hours_per_month', 'custom', 'off']),
    capHours: wholeNumber(1, 744).nullable(),
    gapPolicy: z.enum(['bill', 'hold', 'free']),
    /** One would take a second of delay for a gap. */
    maxGapIntervals: wholeNumber(2, 100),
    observationIntervalMinutes: z
      .number()
      .refine((minutes) => (observationIntervals as readonly number[]).includes(minutes), {
        message: `One of ${observationIntervals.join(', ')}: it must divide an hour evenly`,
      }),
    requestsPerMinute: wholeNumber(10, 100_000),
    requestConcurrency: wholeNumber(1, 64),
    billSelfService: z.boolean(),
    /** Brakes: beyond these a run waits for an admin; 0 switches one off. */
    brakeTotalPercent: wholeNumber(0, 100_000),
    brakeFleetPercent: wholeNumber(0, 100_000),
    brakeCatchUpHours: wholeNumber(0, 8784),
    brakeFreePercent: wholeNumber(0, 100),
    /** Hours of closed months older than `monthsInFull` are packed; `exportPacked` writes a file of each before. */
    packMonths: z.boolean(),
    monthsInFull: wholeNumber(2, 13),
    exportPacked: z.boolean(),
    /** A change that makes anything dearer by more than this asks first, and wants `confirmRise`. */
    confirmRisePercent: wholeNumber(0, 100_000),
    currency: z.string().regex(/^[A-Z]{3}$/, 'Three capital letters, such as USD'),
    /** Runs also start by these; in the same zone. */
    moreSchedules: z.array(cronText).max(MOST_EXTRA, `At most ${MOST_EXTRA} further schedules`),
    /** No run starts by itself inside these; what they held back is caught up at their end. */
    blackouts: z.array(blackout).max(MOST_EXTRA, `At most ${MOST_EXTRA} windows`),
  })
  .meta({ id: 'BillingSettings' });
export type BillingSettings = z.infer<typeof billingSettings>;

export const defaultBillingSettings: BillingSettings = {
  enabled: false,
  hoursPerMonth: 730,
  cronSchedule: '0 * * * *',
  timezone: 'UTC',
  runningPercent: 100,
  stoppedPercent: 0,
  suspendedPercent: 0,
  countingRule: 'second',
  capRule: 'hours_per_month',
  capHours: null,
  gapPolicy: 'bill',
  maxGapIntervals: 3,
  observationIntervalMinutes: 10,
  requestsPerMinute: 240,
  requestConcurrency: 4,
  billSelfService: false,
  brakeTotalPercent: 300,
  brakeFleetPercent: 30,
  brakeCatchUpHours: 48,
  brakeFreePercent: 50,
  packMonths: false,
  monthsInFull: 13,
  exportPacked: true,
  confirmRisePercent: 20,
  currency: 'USD',
  moreSchedules: [],
  blackouts: [],
};

/** The weighted hours a month counts at most, by its rule; null for no cap. */
export function capOf({
  capRule,
  capHours,
  hoursPerMonth,
}: Pick<BillingSettings, 'capRule' | 'capHours' | 'hoursPerMonth'>): number | null {
  return { hours_per_month: hoursPerMonth, custom: capHours, off: null }[capRule];
}

/** What the settings make of any price: a rise is a share, so one unit stands for all. */
export function priceMakingOf(
  kept: Pick<BillingSettings, 'hoursPerMonth' | 'capRule' | 'capHours' | 'countingRule'> &
    Pick<PriceMaking, 'runningPercent' | 'stoppedPercent' | 'suspendedPercent'>,
): PriceMaking {
  const { hoursPerMonth, runningPercent, stoppedPercent, suspendedPercent, countingRule: counting } = kept;
  const capHours = capOf(kept);
  return {
    monthlyPrice: 1_000_000n,
    hoursPerMonth,
    runningPercent,
    stoppedPercent,
    suspendedPercent,
    counting,
    capHours,
  };
}

const savedSettings = z
  .object({
    settings: billingSettings,
    version: z.number().int(),
    updatedAt: instant,
    updatedBy: z.string().nullable(),
    /** When billing was last on, if it was: what 'catch up the pause' would start from. */
    lastOnUntil: instant.nullable(),
  })
  .meta({ id: 'SavedSettings' });

const connection = z
  .object({
    url: z.string().nullable(),
    tokenSaved: z.boolean(),
    /** 'environment' wins over what is saved; then the page shows it and cannot change it. */
    source: z.enum(['environment', 'settings', 'demo', 'none']),
    version: z.number().int(),
  })
  .meta({ id: 'Connection' });

export const permissionReport = z
  .object({
    reachable: z.boolean(),
    permissions: z.array(
      z.object({ permission: z.string(), needed: z.boolean(), ok: z.boolean(), detail: z.string() }),
    ),
    panelVersion: z.string().nullable(),
    clockSkewSeconds: z.number().nullable(),
  })
  .meta({ id: 'PermissionReport' });

const connectionInput = z.strictObject({
  url: z.url({ protocol: /^https?$/, message: 'Write a URL such as https://panel.example.com' }).max(300),
  /** Absent: keep, or test with, the token that is saved. */
  token: z.string().trim().min(1).max(2000).optional(),
});

export const settings = {
  get: endpoint({
    method: 'GET',
    path: '/api/admin/settings',
    access: 'settings.read',
    summary: 'Read the billing settings',
    input: z.object({}),
    output: savedSettings,
  }),
  update: endpoint({
    method: 'PUT',
    path: '/api/admin/settings',
    access: 'settings.write',
    summary: 'Replace the billing settings; a stale version is refused with what changed meanwhile',
    input: z.strictObject({
      settings: billingSettings,
      version: z.number().int(),
      resumeFrom: z.enum(['now', 'lastBilled']).default('now'),
      confirmRise: z
        .boolean()
        .optional()
        .meta({ description: 'Yes to a price rise beyond confirmRisePercent; refused without it' }),
    }),
    output: savedSettings,
  }),
  connection: endpoint({
    method: 'GET',
    path: '/api/admin/settings/virtfusion',
    access: 'settings.read',
    summary: 'Read which VirtFusion this installation bills; the token is never shown',
    input: z.object({}),
    output: connection,
  }),
  connect: endpoint({
    method: 'PUT',
    path: '/api/admin/settings/virtfusion',
    access: 'settings.write',
    stepUp: 'always',
    summary: 'Save the VirtFusion URL and token',
    input: connectionInput,
    output: connection,
  }),
  testConnection: endpoint({
    method: 'POST',
    path: '/api/admin/settings/virtfusion/test',
    access: 'settings.write',
    summary: 'Try a VirtFusion URL and token, and report each permission',
    input: connectionInput,
    output: permissionReport,
  }),
};
