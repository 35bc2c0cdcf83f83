import { jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import { instant } from './columns.ts';

/** The processes at work, each by its own word, some seconds old: by the clock of the database. */
export const processes = pgTable('processes', {
  /** Host, pid and a random end. */
  instance: text().primaryKey(),
  /** 'web', 'worker', 'cron'. */
  roles: text().array().notNull(),
  version: text().notNull(),
  startedAt: instant().notNull(),
  seenAt: instant().notNull(),
  /** Since when its worker takes no jobs, though it has that role; null while all is well. */
  workerDownSince: instant(),
  /** What it counted since it started, as prom-client writes it down; null where nobody may read it. */
  metrics: jsonb(),
});
