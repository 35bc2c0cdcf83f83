import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import type { ServerState } from '#shared/billing/statement.ts';
import { createdAt, instant, rowId } from './columns.ts';

/** What VirtFusion last said of a server; `id` is VirtFusion's own. Deleting it there deletes nothing here. */
export const servers = pgTable(
  'servers',
  {
    id: integer().primaryKey(),
    uuid: text().notNull(),
    name: text().notNull(),
    hostname: text(),
    customerId: integer().notNull(),
    hypervisorId: integer().notNull(),
    hypervisorName: text(),
    commissionStatus: integer().notNull(),
    suspended: boolean().notNull(),
    selfService: integer(),
    memoryMb: integer(),
    storageGb: integer(),
    trafficGb: integer(),
    cpuCores: integer(),
    panelCreatedAt: instant().notNull(),
    panelUpdatedAt: instant().notNull(),
    detailsAt: instant(),
    state: text().$type<ServerState>(),
    powerAskedAt: instant(),
    powerUnknownSince: instant(),
    goneAt: instant(),
    packageId: integer(),
    createdAt: createdAt(),
  },
  (table) => [
    index('servers_customer').on(table.customerId, table.id),
    index('servers_name').on(table.name, table.id),
    index('servers_package').on(table.packageId, table.id),
    // No index holds when it was asked last: each sample writes that, and would move the row in every index.
    index('servers_state').on(table.state, table.id),
    index('servers_package_now').on(table.packageId).where(sql`${table.goneAt} is null`),
    // For finding by the first letters, in the order of the letters themselves: the palette asks at every key.
    index('servers_name_starts').on(sql`lower(${table.name}) text_pattern_ops`),
    index('servers_hostname_starts').on(sql`lower(${table.hostname}) text_pattern_ops`),
    index('servers_uuid_starts').on(sql`lower(${table.uuid}) text_pattern_ops`),
  ],
);

/**
 * Sightings of one state in a row. `lastSeenAt` is null while the stretch is open: then every complete sweep
 * that began after `firstSeenAt` is a further sighting of it, so a quiet fleet writes nothing.
 */
export const uptimeStretches = pgTable(
  'uptime_stretches',
  {
    serverId: integer().notNull(),
    firstSeenAt: instant().notNull(),
    lastSeenAt: instant(),
    state: text().$type<ServerState>().notNull(),
    customerId: integer().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.serverId, table.firstSeenAt] }),
    uniqueIndex('uptime_stretches_open').on(table.serverId).where(sql`${table.lastSeenAt} is null`),
  ],
);

/** One pass over VirtFusion's list. Only a complete one is a sighting of what it did not mention as changed. */
export const sweeps = pgTable(
  'sweeps',
  {
    id: rowId(),
    startedAt: instant().notNull(),
    finishedAt: instant(),
    complete: boolean().notNull().default(false),
    pages: integer().notNull().default(0),
    servers: integer().notNull().default(0),
    changed: integer().notNull().default(0),
    calls: integer().notNull().default(0),
    panelSkewMs: integer(),
    failure: text(),
    reason: text().notNull(),
  },
  (table) => [index('sweeps_complete').on(table.startedAt).where(sql`${table.complete}`)],
);

/** How far a server is billed, and its counts in the billing month of that hour. Written by the batch alone. */
export const serverMeters = pgTable(
  'server_meters',
  {
    serverId: integer().primaryKey(),
    customerId: integer().notNull(),
    billedUntil: instant().notNull(),
    /** When it last changed hands; null when it never did. Of such servers an earlier owner may have to pay too. */
    movedAt: instant(),
    finished: boolean().notNull().default(false),
    month: instant(),
    rateId: integer(),
    hoursPerMonth: integer(),
    weighted: bigint({ mode: 'number' }).notNull().default(0),
    cappedWeighted: bigint({ mode: 'number' }).notNull().default(0),
    /** Counts of the month's other rates, when there were any: [rateId, hoursPerMonth, weighted][]. */
    otherCounts: jsonb().$type<[number, number, number][]>(),
    setAsideReason: text(),
    setAsideSince: instant(),
    /** The open stretch and the newest package, kept here by triggers: a run reads a fleet's meters and nothing else. */
    openSince: instant(),
    openState: text().$type<ServerState>(),
    openCustomerId: integer(),
    packageFrom: instant(),
    packageId: integer(),
  },
  (table) => [
    index('server_meters_customer').on(table.customerId, table.serverId),
    index('server_meters_moved').on(table.customerId).where(sql`${table.movedAt} is not null`),
    index('server_meters_set_aside').on(table.serverId).where(sql`${table.setAsideReason} is not null`),
  ],
);

/** Which package a server has, from a whole hour on: by our record, by matching resources, or by an admin. */
export const serverPackages = pgTable(
  'server_packages',
  {
    serverId: integer().notNull(),
    effectiveFrom: instant().notNull(),
    packageId: integer(),
    source: text().$type<'match' | 'admin'>().notNull(),
    /** When not exactly one package fits: those that do. */
    candidates: integer().array().notNull().default([]),
    createdBy: integer(),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.serverId, table.effectiveFrom] }),
    index('server_packages_package').on(table.packageId, table.effectiveFrom),
  ],
);

/** What an admin decided about unseen time that the gap policy held for review. */
export const gapDecisions = pgTable(
  'gap_decisions',
  {
    id: rowId(),
    serverId: integer().notNull(),
    gapFrom: instant().notNull(),
    gapUntil: instant().notNull(),
    decision: text().$type<'bill' | 'free'>().notNull(),
    reason: text().notNull(),
    decidedBy: integer(),
    createdAt: createdAt(),
  },
  (table) => [index('gap_decisions_server').on(table.serverId, table.gapFrom)],
);

/**
 * Whole hours in which a server is not billed, whatever is seen of it; without an end until one is added. Such an
 * hour lay ahead when the row was written, so no charge ever changes. Never edited.
 */
export const serverExemptions = pgTable(
  'server_exemptions',
  {
    id: rowId(),
    serverId: integer().notNull(),
    fromHour: instant().notNull(),
    untilHour: instant(),
    reason: text().notNull(),
    createdBy: integer(),
    createdAt: createdAt(),
  },
  (table) => [
    index('server_exemptions_server').on(table.serverId, table.fromHour),
    check(
      'exemption_of_whole_hours',
      sql`extract(epoch from ${table.fromHour})::bigint % 3600 = 0 and coalesce(extract(epoch from ${table.untilHour})::bigint % 3600 = 0, true)`,
    ),
    check('exemption_not_empty', sql`${table.untilHour} > ${table.fromHour}`),
  ],
);

/** An exemption ended earlier than was said; once. At its own beginning it never was one. */
export const serverExemptionEnds = pgTable(
  'server_exemption_ends',
  {
    exemptionId: integer().primaryKey(),
    untilHour: instant().notNull(),
    reason: text().notNull(),
    endedBy: integer(),
    createdAt: createdAt(),
  },
  (table) => [
    check('exemption_ends_on_the_hour', sql`extract(epoch from ${table.untilHour})::bigint % 3600 = 0`),
  ],
);
