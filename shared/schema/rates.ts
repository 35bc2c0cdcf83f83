import { sql } from 'drizzle-orm';
import { boolean, check, index, integer, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { createdAt, instant, micros, rowId } from './columns.ts';

/** VirtFusion's packages; `id` is VirtFusion's own. */
export const packages = pgTable('packages', {
  id: integer().primaryKey(),
  name: text().notNull(),
  enabled: boolean().notNull(),
  memoryMb: integer().notNull(),
  storageGb: integer().notNull(),
  trafficGb: integer().notNull(),
  cpuCores: integer().notNull(),
  seenAt: instant().notNull(),
  goneAt: instant(),
});

/** A monthly price of a package, or of one server, in force from a whole hour on. Rows are added, never edited. */
export const rates = pgTable(
  'rates',
  {
    id: rowId(),
    packageId: integer(),
    serverId: integer(),
    monthlyPriceMicros: micros().notNull(),
    effectiveFrom: instant().notNull(),
    runningPercent: integer(),
    stoppedPercent: integer(),
    suspendedPercent: integer(),
    /** Of one server's price: it holds only while the server has this package; it was kept on its old price. */
    whilePackageId: integer(),
    /** Of one server: from here on it has no price of its own. */
    ends: boolean().notNull().default(false),
    /** The row of the same instant that this one takes the place of, before that came into force. */
    supersedesId: integer(),
    reason: text(),
    createdBy: integer(),
    createdAt: createdAt(),
  },
  (table) => [
    uniqueIndex('rates_package_from')
      .on(table.packageId, table.effectiveFrom)
      .where(sql`${table.packageId} is not null and ${table.supersedesId} is null`),
    uniqueIndex('rates_server_from')
      .on(table.serverId, table.effectiveFrom)
      .where(sql`${table.serverId} is not null and ${table.supersedesId} is null`),
    uniqueIndex('rates_supersedes').on(table.supersedesId).where(sql`${table.supersedesId} is not null`),
    index('rates_while_package')
      .on(table.whilePackageId, table.effectiveFrom)
      .where(sql`${table.whilePackageId} is not null`),
    check(
      'rate_kept_of_a_server',
      sql`${table.serverId} is not null or (${table.whilePackageId} is null and not ${table.ends})`,
    ),
    check('rate_of_one_thing', sql`(${table.packageId} is null) <> (${table.serverId} is null)`),
    check('rate_not_negative', sql`${table.monthlyPriceMicros} >= 0`),
    check('rate_on_the_hour', sql`extract(epoch from ${table.effectiveFrom})::bigint % 3600 = 0`),
  ],
);
