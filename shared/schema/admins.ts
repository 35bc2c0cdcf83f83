import { sql } from 'drizzle-orm';
import { index, integer, json, pgTable, text, uniqueIndex, varchar } from 'drizzle-orm/pg-core';
import type { Role } from '#shared/auth/roles.ts';
import { createdAt, instant, rowId } from './columns.ts';

export const admins = pgTable(
  'admins',
  {
    id: rowId(),
    email: text().notNull(),
    name: text().notNull(),
    role: text().$type<Role>().notNull(),
    passwordHash: text().notNull(),
    createdAt: createdAt(),
    disabledAt: instant(),
  },
  (table) => [uniqueIndex('admins_email').on(sql`lower(${table.email})`)],
);

/** Rows of connect-pg-simple: the shape is its own. */
export const adminSessions = pgTable(
  'admin_sessions',
  { sid: varchar().primaryKey(), sess: json().notNull(), expire: instant().notNull() },
  (table) => [index('admin_sessions_expire').on(table.expire)],
);

/** API tokens: shown once, kept as SHA-256. */
export const apiTokens = pgTable(
  'api_tokens',
  {
    id: rowId(),
    name: text().notNull(),
    prefix: text().notNull(),
    tokenHash: text().notNull(),
    role: text().$type<Role>().notNull(),
    createdBy: integer(),
    createdAt: createdAt(),
    lastUsedAt: instant(),
    expiresAt: instant(),
    revokedAt: instant(),
  },
  (table) => [uniqueIndex('api_tokens_hash').on(table.tokenHash)],
);
