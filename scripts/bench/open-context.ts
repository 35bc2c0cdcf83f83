import type { Clock } from '../../server/clock.ts';
import { systemClock } from '../../server/clock.ts';
import type { Context } from '../../server/context.ts';
import { createDatabase, type Database } from '../../server/db/client.ts';
import { readEnv } from '../../server/env.ts';
import { silentLog } from '../../server/log.ts';
import { createSecretBox } from '../../server/secrets/secret-box.ts';

/** Stands where it is put; sleeps in real time. */
export interface BenchClock extends Clock {
  set(at: Date): void;
}

export interface OpenedContext {
  ctx: Context & { db: Database };
  clock: BenchClock;
  close(): Promise<void>;
}

/** A context of the product's own on a pool of its own. */
export function openContext({ url, name }: { url: string; name: string }): OpenedContext {
  const database = createDatabase({ url, log: silentLog, applicationName: name });
  let now = new Date(0);
  const clock: BenchClock = {
    now: () => now,
    sleep: (ms, signal) => systemClock.sleep(ms, signal),
    set: (at) => {
      now = at;
    },
  };
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
    panel: async () => ({ source: 'none', url: null, client: null }),
    instance: name,
  };
  return { ctx, clock, close: () => database.close() };
}
