import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { withTransaction } from '../../db/transaction.ts';
import { people } from '../../testing/people.ts';
import { observeServers } from './observe-servers.ts';
import type { ObservedPanel } from './sweep.ts';
import { openSweep, requireWord } from './sweeps.ts';
import { type WatchedPanel, watchedPanel } from './testing/watched-panel.ts';

const { ada, bram } = people;
const created = new Date('2026-01-01T00:00:00Z');
let panel: WatchedPanel;

afterEach(() => panel.close());

const serverOf = (ownerId: number) => panel.world.addServer({ ownerId, packageId: 1, created }).id;

/** An observation by a process that stops once, with an answer of this kind in its hands, and wakes after `act`. */
async function sleeper(answer: 'page' | 'power' | 'packages', act: () => Promise<unknown>) {
  const { client } = await panel.ctx.panel();
  if (!client) throw new Error('a watched panel has a client');
  let slept = false;
  const sleepOnce = async <T>(kind: typeof answer, given: T): Promise<T> => {
    if (kind === answer && !slept) {
      slept = true;
      await act();
    }
    return given;
  };
  const asleep: ObservedPanel = {
    server: client.server,
    serverPower: async (id) => sleepOnce('power', await client.serverPower(id)),
    packages: async () => sleepOnce('packages', await client.packages()),
    async *pages(query) {
      for await (const page of client.pages(query)) yield await sleepOnce('page', page);
    },
  };
  const ctx = {
    ...panel.ctx,
    instance: 'asleep',
    panel: async () => ({ source: 'settings' as const, url: null, client: { ...client, ...asleep } }),
  };
  return observeServers(ctx, { reason: 'schedule' });
}

/** What a database that restarts, or a network that breaks, does to whoever sweeps. */
async function loseSweepLock(): Promise<void> {
  await panel.ctx.db.execute(sql`
    SELECT pg_terminate_backend(pid) FROM pg_locks
    WHERE locktype = 'advisory' AND objid = 7101 AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`);
  await vi.waitFor(async () => {
    expect(
      await panel.one(sql`SELECT count(*)::int AS held FROM pg_locks WHERE objid = 7101
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`),
    ).toEqual({ held: 0 });
  });
}

const takenOver = { code: 'virtfusion_failed', message: expect.stringMatching(/Another look/) };
const everything = () =>
  panel.one(sql`SELECT (SELECT json_agg(s ORDER BY id) FROM servers s) AS servers,
    (SELECT json_agg(u ORDER BY server_id, first_seen_at) FROM uptime_stretches u) AS evidence,
    (SELECT json_agg(p ORDER BY id) FROM packages p) AS packages, (SELECT json_agg(s ORDER BY id) FROM sweeps s) AS sweeps`);

describe('where existence is billed', () => {
  beforeEach(async () => {
    panel = await watchedPanel({ existence: true });
  });

  test('a page that was read, then slept over, is kept with the date of its reading', async () => {
    const id = serverOf(ada.id);
    await panel.observe();
    panel.world.suspend(id);
    panel.at('12:10');
    await sleeper('page', async () => panel.at('15:00'));
    expect(await panel.evidence(id)).toEqual(['present 12:00:00–12:00:00 Ada', 'suspended 12:10:00– Ada']);
  });

  test('an answer that slept in the socket is none: nobody is seen at the hour of waking', async () => {
    const id = serverOf(ada.id);
    await panel.observe();
    panel.world.suspend(id);
    panel.at('12:10');
    const { calls } = panel.emulator;
    const begin = calls.begin.bind(calls);
    calls.begin = (route) => {
      if (route === 'GET /servers' && panel.clock.now() < new Date('2026-11-01T13:00:00Z')) panel.at('15:00');
      return begin(route);
    };
    expect(await panel.observe()).toMatchObject({ complete: false, failure: expect.stringMatching(/slept/) });
    expect(await panel.evidence(id)).toEqual(['present 12:00:00– Ada']);
  });

  test.each(['page', 'packages'] as const)(
    'who lost the sweep lock with %s in hand changes nothing once another has looked',
    async (answer) => {
      const id = serverOf(ada.id);
      await panel.observe();
      panel.world.suspend(id);
      const shortLived = serverOf(bram.id);
      panel.at('12:10');
      let seenByTheOther = {};
      const late = sleeper(answer, async () => {
        await loseSweepLock();
        panel.at('15:00');
        panel.world.unsuspend(id);
        panel.world.removeNow(shortLived);
        panel.world.addPackage({
          id: 3,
          name: 'New',
          resources: { memory: 8192, storage: 1, traffic: 1, cpuCores: 8 },
        });
        expect(await panel.observe()).toMatchObject({ complete: true, failure: null });
        seenByTheOther = await everything();
      });
      await expect(late).rejects.toMatchObject(takenOver);
      expect(await everything()).toEqual(seenByTheOther);
      expect(await panel.evidence(id)).toEqual(['present 12:00:00–12:00:00 Ada', 'present 15:00:00– Ada']);
      expect(await panel.evidence(shortLived)).toEqual([]);
    },
  );

  test('a look that another overtook never counts as complete, even where nothing changed', async () => {
    serverOf(ada.id);
    await panel.observe();
    panel.at('12:10');
    const late = sleeper('page', async () => {
      await loseSweepLock();
      panel.at('12:20');
      await panel.observe();
    });
    await expect(late).rejects.toMatchObject(takenOver);
    const { rows } = await panel.ctx.db.execute(
      sql`SELECT complete, finished_at IS NOT NULL AS finished FROM sweeps ORDER BY id`,
    );
    expect(rows).toEqual([
      { complete: true, finished: true },
      { complete: false, finished: true },
      { complete: true, finished: true },
    ]);
  });

  test('a look begins only when all that earlier ones are writing is there', async () => {
    const earlier = await openSweep(panel.ctx, { startedAt: 0, reason: 'run' });
    let opened = false;
    const later = await withTransaction(panel.ctx, async (tx) => {
      await requireWord(tx, earlier);
      const opening = openSweep(panel.ctx, { startedAt: 0, reason: 'run' }).then((id) => {
        opened = true;
        return id;
      });
      await vi.waitFor(async () => {
        expect(
          await panel.one(sql`SELECT count(*)::int AS waiting FROM pg_locks WHERE objid = 7102 AND NOT granted
          AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`),
        ).toEqual({ waiting: 1 });
      });
      expect(opened).toBe(false);
      return { opening };
    });
    const id = await later.opening;
    await expect(withTransaction(panel.ctx, (tx) => requireWord(tx, earlier))).rejects.toMatchObject(
      takenOver,
    );
    await withTransaction(panel.ctx, (tx) => requireWord(tx, id));
  });
});

describe('where power is billed', () => {
  beforeEach(async () => {
    panel = await watchedPanel({ client: { concurrency: 1 } });
  });

  test('an answer about power that was slept over is kept with the date of its reading', async () => {
    const id = serverOf(ada.id);
    await panel.observe();
    panel.at('12:10');
    await sleeper('power', async () => {
      panel.world.stop(id);
      panel.at('15:00');
    });
    expect(await panel.evidence(id)).toEqual(['running 12:00:00–12:10:00 Ada']);
  });

  test('or not at all, once another has looked', async () => {
    const id = serverOf(ada.id);
    await panel.observe();
    panel.at('12:10');
    const late = sleeper('power', async () => {
      await loseSweepLock();
      panel.at('15:00');
      panel.world.stop(id);
      await panel.observe();
    });
    await expect(late).rejects.toMatchObject(takenOver);
    expect(await panel.evidence(id)).toEqual([
      'running 12:00:00–12:00:00 Ada',
      'stopped 15:00:00–15:00:00 Ada',
    ]);
  });
});
