import type { Actor, Context, Panel, PayPal } from '../context.ts';
import type { Database } from '../db/client.ts';
import { type Env, readEnv } from '../env.ts';
import { capturingLog } from '../log.ts';
import { createSecretBox } from '../secrets/secret-box.ts';
import { noPayPal } from '../services/paypal/no-paypal.ts';
import { type SettableClock, settableClock } from './settable-clock.ts';
import { type TestDatabase, testDatabase } from './test-database.ts';

/** When every story begins, unless it says otherwise: noon of the first day of a month of 30 days. */
export const STORY_START = '2026-11-01T12:00:00Z';

export interface TestContext {
  ctx: Context & { db: Database };
  clock: SettableClock;
  log: ReturnType<typeof capturingLog>;
  database: TestDatabase;
  /** Drops the database. */
  close(): Promise<void>;
}

export interface TestContextOptions {
  at?: Date | string;
  /** Default: the system, named 'test'. */
  actor?: Actor;
  /** Default: no VirtFusion is configured. */
  panel?: () => Promise<Panel>;
  /** Default: no PayPal is connected. */
  paypal?: () => Promise<PayPal>;
  env?: Partial<Env>;
  /** Default 10. As many as ask at once, where waiting for a connection is not what is tested. */
  maxConnections?: number;
  /** Works as a role that owns nothing; default: as the owner of the tables. */
  appRole?: boolean;
}

/** A Context on a fresh, migrated database, with a clock that stands still and a log that remembers. */
export async function testContext(options: TestContextOptions = {}): Promise<TestContext> {
  const database = await testDatabase({ maxConnections: options.maxConnections, appRole: options.appRole });
  const clock = settableClock(options.at ?? STORY_START);
  const log = capturingLog();
  const ctx = {
    db: database.db,
    inTransaction: false,
    ownerUrl: database.ownerUrl,
    clock,
    live: database.db,
    demo: false,
    databaseNow: async () => clock.now(),
    log,
    actor: options.actor ?? { kind: 'system' as const, name: 'test' },
    env: { ...readEnv({}), ...options.env },
    secrets: createSecretBox(Buffer.alloc(32, 1)),
    panel: options.panel ?? noPanel,
    paypal: options.paypal ?? noPayPal,
    instance: 'test:1',
  };
  return { ctx, clock, log, database, close: database.close };
}

const noPanel = async (): Promise<Panel> => ({ source: 'none', url: null, client: null });
