import { sql } from 'drizzle-orm';
import type { Context } from '../../../context.ts';
import type { Database } from '../../../db/client.ts';
import {
  startVirtFusionEmulator,
  type VirtFusionEmulator,
} from '../../../emulators/virtfusion/start-virtfusion-emulator.ts';
import {
  createVirtFusionClient,
  type VirtFusionClientOptions,
} from '../../../integrations/virtfusion/client.ts';
import { people } from '../../../testing/people.ts';
import type { SettableClock } from '../../../testing/settable-clock.ts';
import { type TestContext, testContext } from '../../../testing/test-context.ts';
import { type Observation, type ObserveInput, observeServers } from '../observe-servers.ts';

/** An emulated panel and a database that watches it through the real client, on one clock that stands still. */
export interface WatchedPanel {
  ctx: Context & { db: Database };
  clock: SettableClock;
  emulator: VirtFusionEmulator;
  world: VirtFusionEmulator['world'];
  /** Sets the clock to a time of the story's day, such as '12:10' or '12:10:30'. */
  at(time: string): Date;
  observe(input?: Partial<ObserveInput>): Promise<Observation>;
  /** Rows of one server's evidence, as 'state from–until owner'; no `until` while open. */
  evidence(serverId: number): Promise<string[]>;
  one<Row extends object>(query: ReturnType<typeof sql>): Promise<Row>;
  /** Saves a billing setting, as the page would. */
  save(key: string, value: string): Promise<void>;
  close(): Promise<void>;
}

export const sizes = {
  small: { memory: 1024, storage: 20, traffic: 1000, cpuCores: 1 },
  large: { memory: 4096, storage: 80, traffic: 4000, cpuCores: 2 },
} as const;

export interface WatchedPanelOptions {
  /** Bill existence: then power is of no matter. */
  existence?: boolean;
  client?: Partial<VirtFusionClientOptions>;
}

export async function watchedPanel(options: WatchedPanelOptions = {}): Promise<WatchedPanel> {
  const test: TestContext = await testContext();
  const { clock } = test;
  const emulator = await startVirtFusionEmulator({ now: () => clock.now() });
  furnish(emulator.world);
  const client = createVirtFusionClient({
    ...{ baseUrl: emulator.url, token: emulator.token, reach: 'private', clock, log: test.log },
    ...options.client,
  });
  const ctx: WatchedPanel['ctx'] = {
    ...test.ctx,
    panel: async () => ({ source: 'settings', url: emulator.url, client }),
  };
  const panel: WatchedPanel = {
    ...{ ctx, clock, emulator, world: emulator.world },
    at(time) {
      clock.set(`2026-11-01T${time.length === 5 ? `${time}:00` : time}Z`);
      return clock.now();
    },
    observe: (input) => observeServers(ctx, { reason: 'schedule', ...input }),
    evidence: (serverId) => evidenceOf(ctx, serverId),
    async one<Row extends object>(query: ReturnType<typeof sql>) {
      const { rows } = await ctx.db.execute<Row & Record<string, unknown>>(query);
      if (rows.length !== 1) throw new Error(`expected one row, found ${rows.length}`);
      return rows[0] as Row;
    },
    save: (key, value) => saveSetting(ctx, key, value),
    async close() {
      await client.close();
      await emulator.close();
      await test.close();
    },
  };
  if (options.existence) await panel.save('server_hourly_billing_stopped_percent', '100');
  return panel;
}

function furnish(world: WatchedPanel['world']): void {
  for (const [index, { id, name, email }] of Object.values(people).entries()) {
    world.addUser({ id, name, email, extRelationId: 1000 + index });
  }
  world.addPackage({ id: 1, name: 'Small', resources: sizes.small });
  world.addPackage({ id: 2, name: 'Large', resources: sizes.large });
  world.addGroup({ id: 1, name: 'Default' });
  world.addHypervisor({ id: 6, groupId: 1, name: 'node-1' });
  world.addHypervisor({ id: 7, groupId: 1, name: 'node-2' });
}

async function saveSetting(ctx: Context, key: string, value: string): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    await tx.execute(sql`SELECT set_config('skypanel.now', ${ctx.clock.now().toISOString()}, true)`);
    await tx.execute(sql`
      INSERT INTO settings (key, value) VALUES (${key}, ${value})
      ON CONFLICT (key) DO UPDATE SET value = excluded.value`);
  });
}

async function evidenceOf(ctx: Context, serverId: number): Promise<string[]> {
  const { rows } = await ctx.db.execute<{ text: string }>(sql`
    SELECT concat(state, ' ', to_char(first_seen_at, 'HH24:MI:SS'), '–', to_char(last_seen_at, 'HH24:MI:SS'), ' ',
      coalesce((SELECT split_part(name, ' ', 1) FROM customers WHERE id = customer_id), customer_id::text)) AS text
    FROM uptime_stretches WHERE server_id = ${serverId} ORDER BY first_seen_at`);
  return rows.map((row) => row.text);
}

/** A context whose statements are counted, those of its transactions included. */
export function countingStatements(ctx: WatchedPanel['ctx']): {
  ctx: WatchedPanel['ctx'];
  count: () => number;
} {
  let count = 0;
  const counted = <Db extends object>(db: Db): Db =>
    new Proxy(db, {
      get(target, key, receiver) {
        const value: unknown = Reflect.get(target, key, receiver === target ? receiver : target);
        if (typeof value !== 'function') return value;
        return (...given: unknown[]) => {
          if (key === 'execute') count += 1;
          const [work] = given;
          const inside =
            key === 'transaction' && typeof work === 'function' ? (tx: object) => work(counted(tx)) : work;
          return Reflect.apply(value, target, key === 'transaction' ? [inside] : given);
        };
      },
    });
  return { ctx: { ...ctx, db: counted(ctx.db) }, count: () => count };
}
