import { bigint, integer, timestamp } from 'drizzle-orm/pg-core';

/** A row's own number, given by the database. */
export const rowId = () => integer().primaryKey().generatedAlwaysAsIdentity();

/** Money: integer micros of the billing currency; bigint in code too. */
export const micros = () => bigint({ mode: 'bigint' });

/** A UTC instant. */
export const instant = () => timestamp({ withTimezone: true, precision: 3, mode: 'date' });

export const createdAt = () => instant().notNull().defaultNow();
