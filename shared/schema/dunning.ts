import { sql } from 'drizzle-orm';
import { bigint, boolean, index, integer, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import type { DunningHold, DunningStage } from '#shared/dunning/judge-customer.ts';
import { createdAt, instant, micros, rowId } from './columns.ts';

/** Customers on the ladder, one row each, written by the judgement alone; whoever is clear of it has none. */
export const customerDunning = pgTable(
  'customer_dunning',
  {
    customerId: integer().primaryKey(),
    stage: text().$type<Exclude<DunningStage, 'clear'>>().notNull(),
    hold: text().$type<DunningHold>(),
    /** When this stage began. */
    stageSince: instant().notNull(),
    /** Since when the balance has been below zero, by the ledger up to `walletVersion`. */
    emptiedAt: instant(),
    walletVersion: bigint({ mode: 'number' }).notNull(),
    /** What lies ahead, as it was told; null where it cannot be. */
    emptyAt: instant(),
    graceUntil: instant(),
    suspendAt: instant(),
    deletableAt: instant(),
    /** When suspension was decided. */
    suspendedAt: instant(),
    /** When a person said yes to its suspension, beyond the limit of a day. */
    releasedAt: instant(),
    judgedAt: instant().notNull(),
  },
  (table) => [
    index('customer_dunning_stage').on(table.stage, table.customerId),
    index('customer_dunning_suspended').on(table.suspendedAt).where(sql`${table.suspendedAt} is not null`),
  ],
);

/** Every step of a customer from one stage to another. Append-only by trigger. */
export const dunningSteps = pgTable(
  'dunning_steps',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    customerId: integer().notNull(),
    fromStage: text().$type<DunningStage>().notNull(),
    toStage: text().$type<DunningStage>().notNull(),
    hold: text().$type<DunningHold>(),
    balanceMicros: micros().notNull(),
    /** When suspension was to follow, as known at this step. */
    suspendAt: instant(),
    at: instant().notNull(),
  },
  (table) => [index('dunning_steps_customer').on(table.customerId, table.id)],
);

/** "Never suspend this customer", with a reason. One holds at a time; an ended one stays as it was. */
export const dunningFlags = pgTable(
  'dunning_flags',
  {
    id: rowId(),
    customerId: integer().notNull(),
    reason: text().notNull(),
    /** Null: until somebody takes it away. */
    until: instant(),
    createdBy: text().notNull(),
    createdByName: text().notNull(),
    createdAt: createdAt(),
    /** Taken away before its time. */
    endedAt: instant(),
    endedBy: text(),
    endReason: text(),
  },
  (table) => [
    uniqueIndex('dunning_flags_open').on(table.customerId).where(sql`${table.endedAt} is null`),
    index('dunning_flags_customer').on(table.customerId, table.id),
  ],
);

export type PanelState = 'suspended' | 'free' | 'deleted';
export type PanelAction = 'suspend' | 'unsuspend' | 'boot' | 'delete';
/**
 * How a wish ended. `not_ours`: somebody else had suspended it, or we never had. `taken_over`: somebody else changed
 * what we had done. `kept`: a person said that it stays suspended. `gone`: VirtFusion says that there is no such server.
 */
export type WishOutcome = 'done' | 'not_ours' | 'taken_over' | 'kept' | 'gone';

/**
 * The state we want a server to be in at VirtFusion, with a version: a wanted state, not an event. Only the version
 * that was carried out is marked as such, so a wish that changes meanwhile is never taken for done.
 */
export const panelWishes = pgTable(
  'panel_wishes',
  {
    serverId: integer().primaryKey(),
    /** Whose debt it is about. */
    customerId: integer().notNull(),
    wanted: text().$type<PanelState>().notNull(),
    version: integer().notNull().default(1),
    reason: text().notNull(),
    /** 'system:dunning', 'admin:3'. */
    decidedBy: text().notNull(),
    decidedAt: instant().notNull(),
    /** Since when it is suspended by us, seen by re-reading; null: not by us. Only such a server is unsuspended. */
    oursSince: instant(),
    /** Whether it ran before we suspended it; null while not known. */
    wasRunning: boolean(),
    /** When we saw that our unsuspending had cleared the flag. */
    releasedAt: instant(),
    /** The last call that VirtFusion may have acted on; noted before it is sent. */
    sentAction: text().$type<PanelAction>(),
    sentAt: instant(),
    appliedVersion: integer().notNull().default(0),
    outcome: text().$type<WishOutcome>(),
    settledAt: instant(),
    attempts: integer().notNull().default(0),
    lastError: text(),
    notBefore: instant(),
    /** Somebody is at it; longer than the longest call. */
    leaseUntil: instant(),
    leaseOwner: text(),
  },
  (table) => [
    index('panel_wishes_customer').on(table.customerId),
    index('panel_wishes_due').on(table.serverId).where(sql`${table.appliedVersion} < ${table.version}`),
    index('panel_wishes_suspended').on(table.serverId).where(sql`${table.wanted} = 'suspended'`),
  ],
);

/** What we did to a server at VirtFusion, or found and left alone. Append-only by trigger. */
export const panelActs = pgTable(
  'panel_acts',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    serverId: integer().notNull(),
    wishVersion: integer().notNull(),
    act: text().$type<PanelAction | WishOutcome>().notNull(),
    /** A sentence for the page. */
    detail: text().notNull(),
    at: instant().notNull(),
  },
  (table) => [
    index('panel_acts_server').on(table.serverId, table.id),
    uniqueIndex('panel_acts_once').on(table.serverId, table.wishVersion, table.act),
  ],
);

/** A deletion that a person asked for, and one has to confirm a day later at the earliest. */
export const serverDeletions = pgTable(
  'server_deletions',
  {
    id: rowId(),
    serverId: integer().notNull(),
    customerId: integer().notNull(),
    reason: text().notNull(),
    requestedBy: text().notNull(),
    requestedByName: text().notNull(),
    requestedAt: instant().notNull(),
    confirmableAt: instant().notNull(),
    confirmedBy: text(),
    confirmedByName: text(),
    confirmedAt: instant(),
    cancelledBy: text(),
    cancelledAt: instant(),
    cancelReason: text(),
  },
  (table) => [
    uniqueIndex('server_deletions_open')
      .on(table.serverId)
      .where(sql`${table.confirmedAt} is null and ${table.cancelledAt} is null`),
    index('server_deletions_server').on(table.serverId, table.id),
  ],
);
