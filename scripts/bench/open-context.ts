import type { Context, Panel } from '../../server/context.ts';
import { createDatabase, type Database } from '../../server/db/client.ts';
import { readEnv } from '../../server/env.ts';
import { silentLog } from '../../server/log.ts';
import { createSecretBox } from '../../server/secrets/secret-box.ts';
import { noPayPal } from '../../server/services/paypal/no-paypal.ts';
import { type FlowingClock, flowingClock } from './flowing-clock.ts';

export interface OpenedContext {
  ctx: Context & { db: Database };
  clock: FlowingClock;
  close(): Promise<void>;
}

/** A context of the product's own on a pool of its own, in the time of the world. */
export function openContext({ url, name }: { url: string; name: string }): OpenedContext {
  const database = createDatabase({ url, log: silentLog, applicationName: name });
  const clock = flowingClock(new Date(0));
  const ctx: Context & { db: Database } = {
    db: database.db,
    inTransaction: false,
    clock,
    live: database.db,
    demo: false,
    databaseNow: async () => clock.now(),
    log: silentLog,
    actor: { kind: 'system', name: 'bench' },
    env: readEnv({}),
    secrets: createSecretBox(Buffer.alloc(32, 1)),
    panel: async () => noPanel,
    paypal: noPayPal,
    instance: name,
  };
  return { ctx, clock, close: () => database.close() };
}

const noPanel: Panel = { source: 'none', url: null, client: null };
