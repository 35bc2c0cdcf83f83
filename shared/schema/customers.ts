import { sql } from 'drizzle-orm';
import { bigint, boolean, index, integer, pgTable, text } from 'drizzle-orm/pg-core';
import { createdAt, instant } from './columns.ts';

/** A customer is an owner of servers in VirtFusion; `id` is the VirtFusion user id, `externalId` its extRelationId. */
export const customers = pgTable(
  'customers',
  {
    id: integer().primaryKey(),
    /** Other systems' numbers may be long. */
    externalId: bigint({ mode: 'number' }),
    name: text(),
    email: text(),
    suspended: boolean().notNull().default(false),
    detailsAt: instant(),
    createdAt: createdAt(),
  },
  (table) => [
    index('customers_name').on(table.name, table.id),
    index('customers_external').on(table.externalId),
    index('customers_name_starts').on(sql`lower(${table.name}) text_pattern_ops`),
    index('customers_email_starts').on(sql`lower(${table.email}) text_pattern_ops`),
  ],
);
