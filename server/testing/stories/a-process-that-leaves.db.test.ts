import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { systemClock } from '../../clock.ts';
import type { Context } from '../../context.ts';
import { createDatabase, createLibraryPool, type DatabaseHandle } from '../../db/client.ts';
import { withTransaction } from '../../db/transaction.ts';
import { startVirtFusionEmulator } from '../../emulators/virtfusion/start-virtfusion-emulator.ts';
import { enqueueAdvance } from '../../jobs/enqueue.ts';
import { startWorker } from '../../jobs/worker.ts';
import { silentLog } from '../../log.ts';
import { billNextBatch } from '../../services/billing/bill-next-batch.ts';
import { drainRun } from '../../services/billing/drain-run.ts';
import { openBatches } from '../../services/billing/open-batches.ts';
import { openRun } from '../../services/billing/open-run.ts';
import { billAt } from '../bill-at.ts';
import { aRate, aServer, billingOn, sweepsThrough } from '../factories.ts';
import { type TestContext, testContext } from '../test-context.ts';

const FROM = new Date('2026-11-01T00:00:00Z');
const UNTIL = new Date('2026-11-01T02:00:00Z');
const SERVERS = 3;
let world: TestContext;

beforeEach(async () => {
  world = await testContext({ at: FROM });
  await billingOn(world.ctx, FROM);
  await aRate(world.ctx, { price: '7.30' });
  for (let id = 1; id <= SERVERS; id++) await aServer(world.ctx, { id, customerId: id, from: FROM });
  await sweepsThrough(world.ctx, { from: FROM, until: UNTIL });
  world.clock.set(UNTIL);
});
afterEach(() => world.close());

async function charges() {
  const { rows } = await world.ctx.db.execute<{ n: number }>(
    sql`SELECT count(*)::int AS n FROM hourly_charges`,
  );
  return rows[0]?.n;
}

async function statusOf(runId: number) {
  const { rows } = await world.ctx.db.execute<{ status: string }>(
    sql`SELECT status FROM billing_runs WHERE id = ${runId}`,
  );
  return rows[0]?.status;
}

describe('a process that hangs in the middle of a batch', () => {
  let hanging: DatabaseHandle;
  beforeEach(() => {
    hanging = createDatabase({ url: world.database.url, log: silentLog, applicationName: 'hanging' });
    // In place of the 30 seconds of every process.
    hanging.pool.options.idle_in_transaction_session_timeout = 300;
  });
  afterEach(() => hanging.close());

  test('loses it to another, and commits nothing when it wakes', async () => {
    const { ctx } = world;
    const { runId } = await openRun(ctx, { trigger: 'schedule', requestedBy: null });
    await openBatches(ctx, runId, {
      until: UNTIL,
      sweepId: null,
      serversSeen: SERVERS,
      notSeen: null,
      panelSkewMs: null,
    });
    const asleep: Context = { ...ctx, db: hanging.db, instance: 'hanging' };

    const woken = withTransaction(asleep, async (tx) => {
      expect(await billNextBatch(tx, runId)).toMatchObject({ kind: 'billed', charges: expect.any(Number) });
      await vi.waitFor(
        async () => {
          await drainRun(ctx, { runId });
          expect(await statusOf(runId)).toBe('done');
        },
        { timeout: 20_000, interval: 50 },
      );
    });

    await expect(woken).rejects.toThrow();
    expect(await charges()).toBe(2 * SERVERS);
    await billAt(world, UNTIL);
    expect(await charges()).toBe(2 * SERVERS);
  });
});

describe('the jobs of a worker', () => {
  /** Seconds of the heartbeat and the reaper, in milliseconds. */
  const hurried = {
    ...systemClock,
    sleep: (ms: number, signal?: AbortSignal) => systemClock.sleep(ms / 20, signal),
  };

  async function aWorker(onJob: () => Promise<void>) {
    const pool = createLibraryPool({ url: world.database.url, log: silentLog, applicationName: 'worker' });
    const worker = await startWorker({
      ...{ pool, databaseUrl: world.database.url, clock: hurried, log: silentLog },
      tasks: { advance_run: onJob },
    });
    return async () => {
      await worker.stop();
      await pool.end();
    };
  }

  test('that was killed are carried out by another within seconds', async () => {
    await enqueueAdvance(world.ctx, 1);
    await world.ctx.db.execute(
      sql`UPDATE graphile_worker._private_jobs SET locked_at = now(), locked_by = 'pool-of-the-dead'`,
    );
    let done = 0;
    const stop = await aWorker(async () => {
      done += 1;
    });
    try {
      await vi.waitFor(() => expect(done).toBe(1), { timeout: 10_000 });
    } finally {
      await stop();
    }
  });

  test('that only takes long are left to it, however often another looks', async () => {
    let begun = 0;
    let finish = () => {};
    const finished = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const takeLong = async () => {
      begun += 1;
      await finished;
    };
    const stops = [await aWorker(takeLong), await aWorker(takeLong)];
    try {
      await enqueueAdvance(world.ctx, 1);
      await vi.waitFor(() => expect(begun).toBe(1), { timeout: 10_000 });
      await systemClock.sleep(1_000); // ten looks of the reaper
      expect(begun).toBe(1);
    } finally {
      finish();
      for (const stop of stops) await stop();
    }
  });
});

describe('a process that is told to stop', () => {
  let started: ChildProcess | undefined;
  afterEach(() => started?.kill('SIGKILL'));

  test('while VirtFusion does not answer is gone within ten seconds; another goes on with its run', async () => {
    const { ctx } = world;
    const emulator = await startVirtFusionEmulator();
    try {
      emulator.faults.add({ kind: 'hang' });
      started = fork(join(import.meta.dirname, '../../index.ts'), {
        execArgv: ['--import', 'tsx'],
        stdio: 'ignore',
        env: {
          PATH: process.env.PATH,
          ...{ PORT: '0', HOST: '127.0.0.1', DATABASE_URL: world.database.url, LOG_LEVEL: 'silent' },
          ...{ VIRTFUSION_API_URL: emulator.url, VIRTFUSION_API_TOKEN: emulator.token },
          ...{ SECRET_KEY: '11'.repeat(32), DATA_DIR: join(tmpdir(), 'skypanel-leaving') },
        },
      });
      expect((await once(started, 'message'))[0]).toBe('ready');
      const { runId } = await openRun(ctx, { trigger: 'manual', requestedBy: 'admin:1' });
      await enqueueAdvance(ctx, runId);
      await vi.waitFor(() => expect(emulator.calls.inFlight).toBeGreaterThan(0), { timeout: 20_000 });

      const toldAt = performance.now();
      started.kill('SIGTERM');
      const [code] = await once(started, 'exit');
      expect(code).toBe(0);
      expect(performance.now() - toldAt).toBeLessThan(10_000);
      expect(await charges()).toBe(0);
      expect(await billAt(world, UNTIL)).toBe(runId);
      expect(await charges()).toBe(2 * SERVERS);
    } finally {
      await emulator.close();
    }
  }, 300_000);
});
