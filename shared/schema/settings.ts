import { sql } from 'drizzle-orm';
import { boolean, check, integer, jsonb, pgTable, text, uniqueIndex, varchar } from 'drizzle-orm/pg-core';
import type { BlackoutWindow } from '#shared/schedule/blackout.ts';
import { createdAt, instant, rowId } from './columns.ts';

/** What admins save: one row a key. A trigger projects the billing keys onto the typed row below. */
export const settings = pgTable('settings', {
  key: text().primaryKey(),
  value: text().notNull(),
  updatedAt: instant().notNull().defaultNow(),
  updatedBy: integer(),
});

/** What the cron reads: one typed row, written by the projection trigger alone. */
export const serverHourlyBillingSettings = pgTable(
  'server_hourly_billing_settings',
  {
    id: integer().primaryKey().default(1),
    cronEnabled: boolean().notNull().default(false),
    cronSchedule: varchar({ length: 100 }).notNull().default('0 * * * *'),
    hoursPerMonth: integer().notNull().default(730),
    timezone: text().notNull().default('UTC'),
    runningPercent: integer().notNull().default(100),
    stoppedPercent: integer().notNull().default(0),
    suspendedPercent: integer().notNull().default(0),
    countingRule: text().$type<'second' | 'minute' | 'hour'>().notNull().default('second'),
    capRule: text().$type<'hours_per_month' | 'custom' | 'off'>().notNull().default('hours_per_month'),
    capHours: integer(),
    gapPolicy: text().$type<'bill' | 'hold' | 'free'>().notNull().default('bill'),
    maxGapIntervals: integer().notNull().default(3),
    observationIntervalMinutes: integer().notNull().default(10),
    requestsPerMinute: integer().notNull().default(240),
    requestConcurrency: integer().notNull().default(4),
    billSelfService: boolean().notNull().default(false),
    brakeTotalPercent: integer().notNull().default(300),
    brakeFleetPercent: integer().notNull().default(30),
    brakeCatchUpHours: integer().notNull().default(48),
    brakeFreePercent: integer().notNull().default(50),
    packMonths: boolean().notNull().default(false),
    monthsInFull: integer().notNull().default(13),
    exportPacked: boolean().notNull().default(true),
    confirmRisePercent: integer().notNull().default(20),
    currency: varchar({ length: 3 }).notNull().default('USD'),
    /** Further schedules of hourly billing, beside `cronSchedule`. */
    moreSchedules: jsonb().$type<string[]>().notNull().default([]),
    /** Windows of the week in which no run starts by itself. */
    blackouts: jsonb().$type<BlackoutWindow[]>().notNull().default([]),
    version: integer().notNull().default(1),
    createdAt: createdAt(),
    updatedAt: createdAt(),
  },
  (table) => [
    check('one_row', sql`${table.id} = 1`),
    check('hours_per_month_range', sql`${table.hoursPerMonth} between 1 and 744`),
    check(
      'percents_range',
      sql`${table.runningPercent} between 0 and 100 and ${table.stoppedPercent} between 0 and 100 and ${table.suspendedPercent} between 0 and 100`,
    ),
    check('counting_rule_known', sql`${table.countingRule} in ('second', 'minute', 'hour')`),
    check('cap_rule_known', sql`${table.capRule} in ('hours_per_month', 'custom', 'off')`),
    check('cap_hours_given', sql`(${table.capRule} = 'custom') = (${table.capHours} is not null)`),
    check('cap_hours_range', sql`${table.capHours} between 1 and 744`),
    check('gap_policy_known', sql`${table.gapPolicy} in ('bill', 'hold', 'free')`),
    check('max_gap_range', sql`${table.maxGapIntervals} between 2 and 100`),
    check(
      'observation_interval_known',
      sql`${table.observationIntervalMinutes} in (1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30, 60)`,
    ),
    check('confirm_rise_range', sql`${table.confirmRisePercent} between 0 and 100000`),
    check('requests_per_minute_range', sql`${table.requestsPerMinute} between 10 and 100000`),
    check('months_in_full_range', sql`${table.monthsInFull} between 2 and 13`),
    check('request_concurrency_range', sql`${table.requestConcurrency} between 1 and 64`),
  ],
);

/** How hours were counted and priced, from a whole hour on. A save adds a row: the past keeps its price. */
export const billingTerms = pgTable(
  'billing_terms',
  {
    id: rowId(),
    effectiveFrom: instant().notNull(),
    hoursPerMonth: integer().notNull(),
    countingRule: text().$type<'second' | 'minute' | 'hour'>().notNull(),
    runningPercent: integer().notNull(),
    stoppedPercent: integer().notNull(),
    suspendedPercent: integer().notNull(),
    capHours: integer(),
    gapPolicy: text().$type<'bill' | 'hold' | 'free'>().notNull(),
    maxGapSeconds: integer().notNull(),
    billSelfService: boolean().notNull(),
    createdAt: createdAt(),
  },
  (table) => [uniqueIndex('billing_terms_from').on(table.effectiveFrom)],
);

/** When billing was on. Only time inside these periods is billable; the open one has no `onUntil`. */
export const billingSwitches = pgTable(
  'billing_switches',
  { id: rowId(), onFrom: instant().notNull(), onUntil: instant(), createdAt: createdAt() },
  (table) => [
    uniqueIndex('billing_switches_open').on(sql`(true)`).where(sql`${table.onUntil} is null`),
    check('switch_forward', sql`${table.onUntil} >= ${table.onFrom}`),
  ],
);
