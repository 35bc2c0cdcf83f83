import { sql } from 'drizzle-orm';
import { index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core';
import type { BrakeFigure, BrakeReason } from '#shared/billing/brakes.ts';
import { createdAt, instant, micros, rowId } from './columns.ts';

export type RunTrigger = 'schedule' | 'manual' | 'watchdog' | 'start';
export type RunStatus = 'observing' | 'held' | 'billing' | 'done' | 'done_with_failures' | 'cancelled';

/** One pass over all servers up to `until`. At most one is open: the database says so. */
export const billingRuns = pgTable(
  'billing_runs',
  {
    id: rowId(),
    until: instant().notNull(),
    trigger: text().$type<RunTrigger>().notNull(),
    requestedBy: text(),
    status: text().$type<RunStatus>().notNull(),
    /** Why it waits, or waited, for an admin; null when no brake took hold. */
    heldReasons: jsonb().$type<BrakeReason[]>(),
    /** What each brake compared before this run wrote anything; null while it was not asked. */
    brakeFigures: jsonb().$type<BrakeFigure[]>(),
    /** The run whose failed servers it was opened to try again. */
    retryOf: integer(),
    /** Who approved or cancelled it, and when. */
    decidedBy: text(),
    decidedAt: instant(),
    openedAt: createdAt(),
    observedAt: instant(),
    closedAt: instant(),
    /** When its charges went into the roll-ups; set in the transaction that adds them. */
    rolledUpAt: instant(),
    sweepId: integer(),
    /** The first hour this run charged; null while it charged none. */
    firstHour: instant(),
    /** What this run could not see, in a sentence; null when it saw everything. */
    notSeen: text(),
    serversSeen: integer().notNull().default(0),
    serversBilled: integer().notNull().default(0),
    serversSetAside: integer().notNull().default(0),
    charges: integer().notNull().default(0),
    /** Charges of nothing among them: stopped, capped or free servers. */
    freeCharges: integer().notNull().default(0),
    billedSeconds: micros().notNull().default(sql`0`),
    amountMicros: micros().notNull().default(sql`0`),
  },
  (table) => [
    uniqueIndex('billing_runs_one_open').on(sql`(true)`).where(sql`${table.closedAt} is null`),
    index('billing_runs_opened').on(table.openedAt),
    // The few whose charges a reader of the roll-ups has to add.
    index('billing_runs_not_rolled_up').on(table.id).where(sql`${table.rolledUpAt} is null`),
  ],
);

/** A range of customers with their servers, billed in steps of hours; each step is one transaction. */
export const billingBatches = pgTable(
  'billing_batches',
  {
    runId: integer().notNull(),
    number: integer().notNull(),
    customerFrom: integer().notNull(),
    customerTo: integer().notNull(),
    /** Set when a failing customer is taken apart: only these of its servers. */
    serverFrom: integer(),
    serverTo: integer(),
    /** Every server of the range is billed up to here, or set aside, or not yet seen that far. */
    billedUntil: instant(),
    /** The earliest hour that was due in it when it was made. */
    dueFrom: instant(),
    /** The first hour it charged; bounds what closing the run has to read. */
    firstHour: instant(),
    /** Steps committed so far; part of the idempotency key of each step's transactions. */
    steps: integer().notNull().default(0),
    servers: integer().notNull().default(0),
    /** Servers with a charge, once for each step that charged them. */
    serversCharged: integer().notNull().default(0),
    charges: integer().notNull().default(0),
    freeCharges: integer().notNull().default(0),
    billedSeconds: micros().notNull().default(sql`0`),
    amountMicros: micros().notNull().default(sql`0`),
    attempts: integer().notNull().default(0),
    notBefore: instant(),
    lastError: text(),
    doneAt: instant(),
    failedAt: instant(),
  },
  (table) => [
    primaryKey({ columns: [table.runId, table.number] }),
    index('billing_batches_free').on(table.runId, table.number).where(sql`${table.doneAt} is null`),
  ],
);

/** A server a run could not bill, and why: its hours wait. */
export const runSetAsides = pgTable(
  'run_set_asides',
  {
    runId: integer().notNull(),
    serverId: integer().notNull(),
    reason: text().notNull(),
    since: instant().notNull(),
    /** For 'failed': what went wrong, in the words of the error. */
    detail: text(),
  },
  (table) => [primaryKey({ columns: [table.runId, table.serverId] })],
);

/** What happened in a run that no other row remembers; at most some hundreds a run. Its log is these and its rows. */
export const runEvents = pgTable(
  'run_events',
  {
    id: rowId(),
    runId: integer().notNull(),
    at: instant().notNull(),
    level: text().$type<'info' | 'warn'>().notNull(),
    message: text().notNull(),
    /** The process it happened in. */
    instance: text().notNull(),
  },
  (table) => [index('run_events_run').on(table.runId, table.at)],
);

/** One instant of a schedule: whoever inserts the key runs it. */
export const cronSlots = pgTable(
  'cron_slots',
  {
    key: text().primaryKey(),
    job: text().notNull(),
    claimedAt: instant().notNull(),
    claimedBy: text().notNull(),
    /** When what it started was over; null while it goes on, or when its process died. */
    finishedAt: instant(),
    /** Why it failed, in a sentence; null when it did not. */
    failure: text(),
    /** Why nothing was started: the schedule was paused, or the instant lies in a window without runs. */
    heldBack: text().$type<'paused' | 'blackout'>(),
  },
  (table) => [index('cron_slots_job').on(table.job, table.claimedAt)],
);

/** A person's order that a schedule starts nothing until an instant, or until told otherwise. One at a time. */
export const schedulePauses = pgTable(
  'schedule_pauses',
  {
    id: rowId(),
    job: text().notNull(),
    reason: text().notNull(),
    pausedAt: instant().notNull(),
    pausedBy: text().notNull(),
    /** It ends by itself then; null: when somebody ends it. */
    until: instant(),
    endedAt: instant(),
    endedBy: text(),
  },
  (table) => [
    uniqueIndex('schedule_pauses_open').on(table.job).where(sql`${table.endedAt} is null`),
    index('schedule_pauses_job').on(table.job, table.pausedAt),
  ],
);
