import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  index,
  integer,
  json,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  varchar,
} from 'drizzle-orm/pg-core';
import type { Permission, Role } from '#shared/auth/roles.ts';
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
    /** Sessions carry the era they began in: a new one ends them all, also one that is being written just now. */
    sessionEra: integer().notNull().default(0),
  },
  (table) => [uniqueIndex('admins_email').on(sql`lower(${table.email})`)],
);

/** Rows of connect-pg-simple: the shape is its own. */
export const adminSessions = pgTable(
  'admin_sessions',
  { sid: varchar().primaryKey(), sess: json().notNull(), expire: instant().notNull() },
  (table) => [
    index('admin_sessions_expire').on(table.expire),
    index('admin_sessions_admin').on(sql`(${table.sess} ->> 'adminId')`),
  ],
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
    /** Null: all its role may. */
    permissions: jsonb().$type<Permission[]>(),
    /** Whether it may do what asks a person for their password again. */
    sensitive: boolean().notNull().default(false),
    createdBy: integer(),
    createdAt: createdAt(),
    lastUsedAt: instant(),
    expiresAt: instant(),
    revokedAt: instant(),
    /** Null for those made by a script. A repeat with the same key makes no second one. */
    idempotencyKey: text(),
  },
  (table) => [
    uniqueIndex('api_tokens_hash').on(table.tokenHash),
    uniqueIndex('api_tokens_key').on(table.idempotencyKey),
  ],
);

/** Who was asked to become an admin. The token of the link is made from `seed`, as that of a customer's link is. */
export const adminInvitations = pgTable(
  'admin_invitations',
  {
    id: rowId(),
    email: text().notNull(),
    role: text().$type<Role>().notNull(),
    seed: text().notNull(),
    tokenHash: text().notNull(),
    invitedBy: text().notNull(),
    /** Told once more to whoever repeats the request with this key. */
    idempotencyKey: text().notNull(),
    createdAt: createdAt(),
    expiresAt: instant().notNull(),
    acceptedAt: instant(),
    /** The admin it became. */
    adminId: integer(),
    revokedAt: instant(),
    revokedBy: text(),
  },
  (table) => [
    uniqueIndex('admin_invitations_hash').on(table.tokenHash),
    uniqueIndex('admin_invitations_key').on(table.idempotencyKey),
  ],
);

/** The authenticator app of an admin, sealed. Without `confirmedAt` it was begun and never proved, and counts for nothing. */
export const adminSecondFactors = pgTable('admin_second_factors', {
  adminId: integer().primaryKey(),
  sealedSecret: text().notNull(),
  createdAt: createdAt(),
  confirmedAt: instant(),
  /** The newest 30-second step whose code was used: a code works once. */
  lastStep: bigint({ mode: 'number' }),
  /** Wrong codes in a row after a right password, until `failuresUntil`. */
  failures: integer().notNull().default(0),
  failuresUntil: instant(),
});

/** Codes for whoever lost the app: each works once, and is kept as a keyed hash. */
export const adminRecoveryCodes = pgTable(
  'admin_recovery_codes',
  { adminId: integer().notNull(), codeHash: text().notNull(), usedAt: instant() },
  (table) => [primaryKey({ columns: [table.adminId, table.codeHash] })],
);
