import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { systemClock } from '../../clock.ts';
import { createVirtFusionClient } from '../../integrations/virtfusion/client.ts';
import { people } from '../../testing/people.ts';
import { type Observation, observeServers } from './observe-servers.ts';
import { tryLockSweep } from './sweep-lock.ts';
import { countingStatements, type WatchedPanel, watchedPanel } from './testing/watched-panel.ts';

const { ada, bram } = people;
let panel: WatchedPanel;

beforeEach(async () => {
  panel = await watchedPanel({ existence: true });
});
afterEach(() => panel.close());

const created = new Date('2026-01-01T00:00:00Z');
function fleetOf(count: number): number[] {
  return Array.from(
    { length: count },
    () => panel.world.addServer({ ownerId: ada.id, packageId: 1, created }).id,
  );
}

const present = 'present 12:00:00– Ada';

describe('gone', () => {
  test('only in the exact words of VirtFusion: a bare 404 says nothing', async () => {
    const [id = 0, other = 0] = fleetOf(2);
    await panel.observe();
    panel.world.vanish(id, 'everywhere');
    panel.at('12:10');
    await panel.observe();
    panel.at('12:20');
    const seen = await panel.observe();
    expect(seen).toMatchObject({ complete: true, failure: null });
    expect(await panel.evidence(id)).toEqual(['present 12:00:00–12:00:00 Ada']);
    expect(await panel.evidence(other)).toEqual([present]);
    panel.world.reappear(id);
    panel.at('12:30');
    await panel.observe();
    expect(await panel.evidence(id)).toEqual([present]);
    panel.world.removeNow(id);
    panel.at('12:40');
    await panel.observe();
    expect(await panel.evidence(id)).toEqual(['present 12:00:00–12:30:00 Ada', 'gone 12:40:00– Ada']);
  });

  test('missing from the list, but there when asked for: it was seen', async () => {
    const [id = 0] = fleetOf(2);
    await panel.observe();
    panel.world.vanish(id, 'list');
    panel.at('12:10');
    await panel.observe();
    expect(await panel.evidence(id)).toEqual([present]);
    expect(panel.emulator.calls.count('GET /servers/:id')).toBe(3);
  });

  test('away for longer than the largest gap: the hole is kept', async () => {
    const [id = 0] = fleetOf(2);
    await panel.observe();
    panel.world.vanish(id, 'everywhere');
    for (const time of ['12:10', '12:20', '12:30', '12:40']) {
      panel.at(time);
      await panel.observe();
    }
    panel.world.reappear(id);
    panel.at('12:50');
    await panel.observe();
    expect(await panel.evidence(id)).toEqual(['present 12:00:00–12:00:00 Ada', 'present 12:50:00– Ada']);
  });

  /** Does something between the reading of the first page and of the second. */
  function betweenPages(act: () => void): void {
    const { calls } = panel.emulator;
    const begin = calls.begin.bind(calls);
    let pages = 0;
    calls.begin = (route) => {
      if (route === 'GET /servers') pages += 1;
      if (pages === 2) act();
      pages = pages === 2 ? 3 : pages;
      return begin(route);
    };
  }

  test('a deletion in the middle of a sweep shifts the pages: who is skipped is asked for', async () => {
    const ids = fleetOf(250);
    await panel.observe();
    panel.emulator.calls.reset();
    betweenPages(() => panel.world.removeNow(ids[0] ?? 0));
    panel.at('12:10');
    const seen = await panel.observe();
    // The first was on page one already; the 201st moved up to page one behind our back.
    expect(seen).toMatchObject({ complete: true, failure: null, servers: 249 });
    expect(panel.emulator.calls.count('GET /servers/:id')).toBe(1);
    for (const id of ids) expect(await panel.evidence(id)).toEqual([present]);
    panel.at('12:20');
    await panel.observe();
    expect(await panel.evidence(ids[0] ?? 0)).toEqual([
      'present 12:00:00–12:10:00 Ada',
      'gone 12:20:00– Ada',
    ]);
  });

  test('a server on two pages is one server', async () => {
    panel.world.addServer({ id: 10, ownerId: ada.id, packageId: 1, created });
    fleetOf(249);
    betweenPages(() => panel.world.addServer({ id: 5, ownerId: ada.id, packageId: 1, created }));
    expect(await panel.observe()).toMatchObject({ complete: true, servers: 250 });
    const rows = await panel.one(sql`SELECT count(*)::int AS stretches FROM uptime_stretches`);
    expect(rows).toEqual({ stretches: 250 });
  });

  test('a list that shrinks to nothing makes nobody gone, and is no sighting of anybody', async () => {
    const ids = fleetOf(60);
    await panel.observe();
    panel.emulator.calls.reset();
    panel.emulator.faults.add({ kind: 'empty-list', route: 'GET /servers' });
    panel.at('12:10');
    const seen = await panel.observe();
    expect(seen).toMatchObject({ complete: true, servers: 0 });
    expect(seen.failure).toMatch(/^The list shrank from 60 servers to 0/);
    expect(panel.emulator.calls.count('GET /servers/:id')).toBe(0);
    const gone = await panel.one(sql`SELECT count(*)::int AS gone FROM servers WHERE gone_at IS NOT NULL`);
    expect(gone).toEqual({ gone: 0 });
    expect(await panel.evidence(ids[7] ?? 0)).toEqual(['present 12:00:00–12:00:00 Ada']);
    panel.emulator.faults.clear();
    panel.at('12:20');
    await panel.observe();
    expect(await panel.evidence(ids[7] ?? 0)).toEqual([present]);
  });

  test('a small fleet deleted as a whole is asked for server by server, and gone', async () => {
    const ids = fleetOf(50);
    await panel.observe();
    for (const id of ids) panel.world.removeNow(id);
    panel.at('12:10');
    const seen = await panel.observe();
    expect(seen).toMatchObject({ complete: true, failure: null });
    expect(await panel.evidence(ids[49] ?? 0)).toEqual([
      'present 12:00:00–12:00:00 Ada',
      'gone 12:10:00– Ada',
    ]);
  });
});

describe('a list that is not read to its end', () => {
  test.each`
    fault             | more                   | because
    ${'half-json'}    | ${{}}                  | ${'half a page'}
    ${'half-reply'}   | ${{}}                  | ${'the reply broke off'}
    ${'html'}         | ${{}}                  | ${'HTML instead of JSON'}
    ${'error'}        | ${{}}                  | ${'500'}
    ${'unauthorized'} | ${{}}                  | ${'401'}
    ${'rate-limited'} | ${{ retryAfter: 600 }} | ${'429, longer than a call may wait'}
    ${'hang'}         | ${{}}                  | ${'silence'}
  `('$because: the sweep is not complete, and what was known stands', async ({ fault, more }) => {
    const ids = fleetOf(205);
    await panel.observe();
    const before = await rowsOf();
    panel.emulator.faults.add({ kind: fault, route: 'GET /servers', skip: 1, ...more });
    panel.at('12:10');
    const seen = await (fault === 'hang' ? observeImpatiently() : panel.observe());
    expect(seen).toMatchObject({ complete: false, failure: expect.stringMatching(/not read to its end/) });
    expect(await rowsOf()).toEqual(before);
    const sweep =
      await panel.one(sql`SELECT complete, finished_at IS NOT NULL AS finished, failure FROM sweeps
      WHERE id = ${seen.sweepId}`);
    expect(sweep).toEqual({ complete: false, finished: true, failure: seen.failure });

    panel.emulator.faults.clear();
    panel.at('12:30');
    expect(await panel.observe()).toMatchObject({ complete: true, servers: 205 });
    expect(await panel.evidence(ids[204] ?? 0)).toEqual([present]);
  });

  test('what its pages did show is kept: a change on the first page counts, the rest waits', async () => {
    const ids = fleetOf(205);
    await panel.observe();
    panel.world.suspend(ids[0] ?? 0);
    panel.world.suspend(ids[204] ?? 0);
    panel.emulator.faults.add({ kind: 'html', route: 'GET /servers', skip: 1 });
    panel.at('12:10');
    await panel.observe();
    const suspended = ['present 12:00:00–12:00:00 Ada', 'suspended 12:10:00– Ada'];
    expect(await panel.evidence(ids[0] ?? 0)).toEqual(suspended);
    expect(await panel.evidence(ids[204] ?? 0)).toEqual([present]);
  });

  /** A time-out is in real time: here alone it is one that an honest answer of a busy machine may miss as well. */
  async function observeImpatiently() {
    const { url, token } = panel.emulator;
    const client = createVirtFusionClient({
      ...{ baseUrl: url, token, reach: 'private', clock: panel.clock, log: panel.ctx.log, timeoutMs: 150 },
    });
    try {
      const impatient = { ...panel.ctx, panel: async () => ({ source: 'settings' as const, url, client }) };
      return await observeServers(impatient, { reason: 'schedule' });
    } finally {
      await client.close();
    }
  }

  async function rowsOf() {
    const { rows: servers } = await panel.ctx.db.execute(sql`SELECT xmin::text, * FROM servers ORDER BY id`);
    const { rows: stretches } = await panel.ctx.db.execute(sql`
      SELECT xmin::text, * FROM uptime_stretches ORDER BY server_id`);
    return { servers, stretches };
  }
});

describe('another panel', () => {
  test('another uuid under our id is refused, and said', async () => {
    const ids = fleetOf(5);
    await panel.observe();
    await panel.ctx.db.execute(sql`UPDATE servers SET uuid = 'ours' WHERE id = ${ids[2]}`);
    panel.world.suspend(ids[2] ?? 0);
    panel.at('12:10');
    const seen = await panel.observe();
    expect(seen).toMatchObject({
      complete: true,
      servers: 4,
      failure: expect.stringMatching(/1 servers have another/),
    });
    expect(await panel.evidence(ids[2] ?? 0)).toEqual(['present 12:00:00–12:00:00 Ada']);
    expect(await panel.evidence(ids[3] ?? 0)).toEqual([present]);
  });

  test('missing, and found by its id with another uuid: seen nowhere', async () => {
    const ids = fleetOf(5);
    await panel.observe();
    await panel.ctx.db.execute(sql`UPDATE servers SET uuid = 'ours' WHERE id = ${ids[2]}`);
    panel.world.vanish(ids[2] ?? 0, 'list');
    panel.at('12:10');
    expect(await panel.observe()).toMatchObject({ complete: true, servers: 4 });
    expect(await panel.evidence(ids[2] ?? 0)).toEqual(['present 12:00:00–12:00:00 Ada']);
  });

  test('when most differ it is another panel, and nothing of it is believed', async () => {
    const ids = fleetOf(5);
    await panel.observe();
    await panel.ctx.db.execute(sql`UPDATE servers SET uuid = 'ours ' || id`);
    fleetOf(3);
    panel.at('12:10');
    const seen = await panel.observe();
    expect(seen).toMatchObject({ complete: false, failure: expect.stringMatching(/This is another panel/) });
    expect(await panel.one(sql`SELECT count(*)::int AS servers FROM servers`)).toEqual({
      servers: ids.length,
    });
  });
});

test('how far the clock of the panel is off', async () => {
  expect(await panel.observe()).toMatchObject({ skewMs: 0 });
  panel.emulator.faults.add({ kind: 'clock-skew', route: 'GET /servers', ms: -90_000 });
  expect(await panel.observe()).toMatchObject({ skewMs: -90_000 });
});

describe('one at a time', () => {
  /**
   * One looks; the second asks while the first holds the lock, and naps in real time: on the clock they share, its
   * naps would eat the time that the first has.
   */
  async function oneAfterTheOther(notBefore?: Date) {
    const { client, ...connection } = await panel.ctx.panel();
    if (!client) throw new Error('a watched panel has a client');
    let nap = () => {};
    const napping = new Promise<void>((resolve) => {
      nap = resolve;
    });
    const waiting = {
      ...panel.ctx,
      clock: {
        now: () => panel.clock.now(),
        sleep: () => {
          nap();
          return systemClock.sleep(5);
        },
      },
    };
    let second: Promise<Observation> | undefined;
    const packages = async () => {
      second ??= observeServers(waiting, { reason: 'run', ...(notBefore && { notBefore }) });
      await napping;
      return client.packages();
    };
    const looked = { ...panel.ctx, panel: async () => ({ ...connection, client: { ...client, packages } }) };
    const first = await observeServers(looked, { reason: 'schedule' });
    if (!second) throw new Error('every look reads the packages');
    return [first, await second] as const;
  }

  test('whoever waits takes the sweep of the other', async () => {
    fleetOf(3);
    const [one, two] = await oneAfterTheOther();
    expect(two).toMatchObject({ sweepId: one.sweepId, complete: true, servers: 3 });
    expect(panel.emulator.calls.count('GET /servers')).toBe(1);
  });

  test('unless it began too early', async () => {
    fleetOf(3);
    const notBefore = new Date('2026-11-01T12:00:00.001Z');
    const [one, two] = await oneAfterTheOther(notBefore);
    expect(two.sweepId).not.toBe(one.sweepId);
  });

  test('after an hour of waiting there is an error, not a second sweep', async () => {
    const unlock = await tryLockSweep(panel.ctx);
    const napsOfTenMinutes = { ...panel.clock, sleep: async () => panel.clock.advance(600_000) };
    const asked = observeServers({ ...panel.ctx, clock: napsOfTenMinutes }, { reason: 'schedule' });
    await expect(asked).rejects.toThrow(/Another instance/);
    await unlock?.();
    expect(await panel.observe()).toMatchObject({ complete: true });
  });

  test('a sweep whose process died covers nobody, and is closed by the next', async () => {
    await panel.ctx.db.execute(
      sql`INSERT INTO sweeps (started_at, reason) VALUES (${'2026-11-01T11:50:00Z'}, 'run')`,
    );
    await panel.observe();
    const dead = await panel.one(sql`SELECT complete, failure FROM sweeps WHERE reason = 'run'`);
    expect(dead).toEqual({ complete: false, failure: expect.stringMatching(/process that was sweeping/) });
  });

  test('without a panel it says so', async () => {
    const none = async () => ({ source: 'none' as const, url: null, client: null });
    const asked = observeServers({ ...panel.ctx, panel: none }, { reason: 'run' });
    await expect(asked).rejects.toMatchObject({
      code: 'virtfusion_failed',
      message: expect.stringMatching(/URL and token/),
    });
  });
});

describe('quiet', () => {
  async function statements(): Promise<number> {
    const counting = countingStatements(panel.ctx);
    await observeServers(counting.ctx, { reason: 'schedule' });
    return counting.count();
  }

  test('a fleet that stays as it was costs one statement a page, and none of them writes', async () => {
    fleetOf(150);
    await panel.observe();
    panel.at('12:10');
    const onePage = await statements();
    fleetOf(650);
    await panel.observe();
    const before = await panel.one(sql`SELECT max(xmin::text::bigint) AS newest FROM servers`);
    panel.at('12:20');
    panel.emulator.calls.reset();
    expect(await statements()).toBe(onePage + 3);
    expect(panel.emulator.calls.byRoute).toEqual({ 'GET /servers': 4, 'GET /packages': 1 });
    expect(await panel.one(sql`SELECT max(xmin::text::bigint) AS newest FROM servers`)).toEqual(before);
  });

  test('a page of which every server changed costs a fixed number of statements', async () => {
    const ids = fleetOf(200);
    await panel.observe();
    panel.world.suspend(ids[0] ?? 0);
    panel.world.moveOwner(ids[1] ?? 0, { ownerId: bram.id });
    panel.at('12:10');
    const few = await statements();
    panel.at('12:20');
    for (const id of ids.slice(2)) {
      panel.world.suspend(id);
      panel.world.moveOwner(id, { ownerId: bram.id });
    }
    expect(await statements()).toBeLessThanOrEqual(few);
    const changed = await panel.one(sql`SELECT count(*)::int AS changed FROM servers WHERE suspended`);
    expect(changed).toEqual({ changed: 199 });
  });
});
