import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { people } from '../../testing/people.ts';
import { type WatchedPanel, watchedPanel } from './testing/watched-panel.ts';

const { ada, bram } = people;
const created = new Date('2026-01-01T00:00:00Z');
const powerRoute = 'GET /servers/:id';
let panel: WatchedPanel;

beforeEach(async () => {
  panel = await watchedPanel({ client: { concurrency: 1 } });
});
afterEach(() => panel.close());

const serverOf = (ownerId: number, given: object = {}) =>
  panel.world.addServer({ ownerId, packageId: 1, created, ...given }).id;

/** Observes every ten minutes from one time of the day to another, both included. */
async function observeEveryTenMinutes(from: string, until: string): Promise<void> {
  panel.at(from);
  for (
    const end = new Date(`2026-11-01T${until}:00Z`);
    panel.clock.now() <= end;
    panel.clock.advance(600_000)
  ) {
    const now = panel.clock.now();
    await panel.observe();
    panel.clock.set(now);
  }
}

describe('samples', () => {
  test('bram reboots twice in an hour: what was seen is kept, sample by sample', async () => {
    const id = serverOf(bram.id);
    panel.at('11:58');
    panel.world.stop(id, { at: new Date('2026-11-01T12:15:00Z') });
    panel.world.boot(id, { at: new Date('2026-11-01T12:25:00Z') });
    panel.world.stop(id, { at: new Date('2026-11-01T12:38:00Z') });
    panel.world.boot(id, { at: new Date('2026-11-01T12:42:00Z') });
    await observeEveryTenMinutes('12:00', '13:00');
    expect(await panel.evidence(id)).toEqual([
      'running 12:00:00–12:10:00 Bram',
      'stopped 12:20:00–12:20:00 Bram',
      'running 12:30:00–12:30:00 Bram',
      'stopped 12:40:00–12:40:00 Bram',
      'running 12:50:00–13:00:00 Bram',
    ]);
  });

  test('a reboot between two samples is not seen, and nothing is made of it', async () => {
    const id = serverOf(bram.id);
    await panel.observe();
    panel.at('12:05');
    panel.world.reboot(id);
    await observeEveryTenMinutes('12:10', '12:20');
    expect(await panel.evidence(id)).toEqual(['running 12:00:00–12:20:00 Bram']);
  });

  test('created under our eyes: there from then on, its power from the first sample on', async () => {
    await panel.observe();
    panel.at('12:04:30');
    const id = serverOf(ada.id, { created: panel.clock.now() });
    await observeEveryTenMinutes('12:10', '12:20');
    expect(await panel.evidence(id)).toEqual([
      'present 12:04:30–12:04:30 Ada',
      'running 12:10:00–12:20:00 Ada',
    ]);
  });

  test('suspended, let go, moved, deleted: the list tells at once, samples the rest', async () => {
    const id = serverOf(ada.id);
    await panel.observe();
    panel.world.suspend(id);
    await observeEveryTenMinutes('12:10', '12:20');
    panel.world.unsuspend(id);
    panel.at('12:30');
    await panel.observe();
    panel.world.boot(id);
    panel.world.moveOwner(id, { ownerId: bram.id });
    await observeEveryTenMinutes('12:40', '12:50');
    panel.world.removeNow(id);
    panel.at('13:00');
    await panel.observe();
    expect(await panel.evidence(id)).toEqual([
      'running 12:00:00–12:00:00 Ada',
      'suspended 12:10:00–12:20:00 Ada',
      'stopped 12:30:00–12:30:00 Ada',
      'running 12:40:00–12:50:00 Bram',
      'gone 13:00:00– Bram',
    ]);
  });

  test('a gap longer than the largest allowed is kept as a hole', async () => {
    const id = serverOf(ada.id);
    await observeEveryTenMinutes('12:00', '12:10');
    await observeEveryTenMinutes('12:41', '12:51');
    expect(await panel.evidence(id)).toEqual([
      'running 12:00:00–12:10:00 Ada',
      'running 12:41:00–12:51:00 Ada',
    ]);
  });
});

describe('who is asked', () => {
  test('only those whose price depends on it: not native, suspended, or never built', async () => {
    const running = serverOf(ada.id);
    serverOf(ada.id, { running: false });
    const covered = [
      serverOf(ada.id, { suspended: true }),
      serverOf(ada.id, { selfService: 1 }),
      serverOf(ada.id, { commissioned: 0 }),
      serverOf(ada.id, { commissioned: 2 }),
    ];
    await panel.observe();
    panel.emulator.calls.reset();
    panel.at('12:10');
    const seen = await panel.observe();
    expect(seen).toMatchObject({ powerAsked: 2, powerUnknown: 0, calls: 4, failure: null });
    expect(panel.emulator.calls.byRoute).toEqual({ 'GET /servers': 1, 'GET /packages': 1, [powerRoute]: 2 });
    const states = await panel.ctx.db.execute(sql`SELECT state FROM uptime_stretches
      WHERE server_id <> ALL(${sql.param([running, running + 1])}::int[]) AND last_seen_at IS NULL ORDER BY server_id`);
    expect(states.rows.map((row) => row.state)).toEqual(['suspended', 'native', 'stopped', 'stopped']);
    expect(states.rows).toHaveLength(covered.length);
  });

  test('a server that is built at last is asked from then on', async () => {
    const id = serverOf(ada.id, { commissioned: 0 });
    await panel.observe();
    panel.world.rebuild(id);
    await observeEveryTenMinutes('12:10', '12:20');
    expect(await panel.evidence(id)).toEqual([
      'stopped 12:00:00–12:00:00 Ada',
      'running 12:10:00–12:20:00 Ada',
    ]);
  });

  test('nobody, where a stopped server costs as much as a running one', async () => {
    serverOf(ada.id);
    await panel.save('server_hourly_billing_stopped_percent', '100');
    await panel.observe();
    panel.emulator.calls.reset();
    panel.at('12:10');
    expect(await panel.observe()).toMatchObject({ powerAsked: 0, calls: 2 });
    expect(panel.emulator.calls.byRoute).toEqual({ 'GET /servers': 1, 'GET /packages': 1 });
  });

  test('a rate that prices power makes it asked, though the terms do not', async () => {
    const id = serverOf(ada.id);
    await panel.save('server_hourly_billing_stopped_percent', '100');
    await panel.observe();
    await panel.ctx.db.execute(sql`
      INSERT INTO rates (package_id, monthly_price_micros, effective_from, stopped_percent)
      VALUES (1, 5000000, ${'2026-11-01T13:00:00Z'}, 50)`);
    panel.at('12:10');
    expect(await panel.observe()).toMatchObject({ powerAsked: 1 });
    expect(await panel.evidence(id)).toEqual([
      'present 12:00:00–12:00:00 Ada',
      'running 12:10:00–12:10:00 Ada',
    ]);
  });

  test('a schedule does not ask twice within half an interval; a run asks again for what ended since', async () => {
    serverOf(ada.id);
    panel.at('12:58');
    expect(await panel.observe()).toMatchObject({ powerAsked: 1 });
    const notBefore = panel.at('13:00');
    expect(await panel.observe()).toMatchObject({ powerAsked: 0 });
    expect(await panel.observe({ reason: 'run', notBefore })).toMatchObject({ powerAsked: 1 });
    expect(await panel.observe({ reason: 'run', notBefore })).toMatchObject({ powerAsked: 0 });
  });

  test('longest unasked first, until the time is up; the rest is first next time', async () => {
    const slow = await watchedPanel({
      client: { concurrency: 1, onCall: () => slow.clock.advance(30_000) },
    });
    try {
      await slow.save('server_hourly_billing_request_concurrency', '1');
      const ids = Array.from(
        { length: 30 },
        () => slow.world.addServer({ ownerId: 11, packageId: 1, created }).id,
      );
      const first = await slow.observe({ reason: 'run' });
      expect(first.powerAsked).toBe(8);
      slow.at('12:30');
      await slow.observe({ reason: 'run' });
      const { rows } = await slow.ctx.db.execute(sql`
        SELECT id FROM servers WHERE power_asked_at IS NOT NULL ORDER BY power_asked_at`);
      expect(rows.map((row) => row.id)).toEqual(ids.slice(0, 16));
    } finally {
      await slow.close();
    }
  });
});

describe('no answer', () => {
  const unknownSince = (id: number) =>
    panel.one(
      sql`SELECT state, to_char(power_unknown_since, 'HH24:MI') AS since FROM servers WHERE id = ${id}`,
    );

  test.each`
    fault                   | more  | because
    ${'remote-state-false'} | ${{}} | ${'the hypervisor did not answer'}
    ${'error'}              | ${{}} | ${'500'}
    ${'html'}               | ${{}} | ${'HTML'}
    ${'not-found-bare'}     | ${{}} | ${'404 without the words'}
    ${'drop-after'}         | ${{}} | ${'the line was cut'}
  `('$because: the power is unknown, and the evidence stands', async ({ fault, more }) => {
    const [id, other] = [serverOf(ada.id), serverOf(bram.id)];
    await panel.observe();
    panel.emulator.faults.add({ kind: fault, route: powerRoute, serverId: id, ...more });
    panel.at('12:10');
    const seen = await panel.observe();
    expect(seen).toMatchObject({ complete: true, powerAsked: 2, powerUnknown: 1 });
    expect(await panel.evidence(id)).toEqual(['running 12:00:00–12:00:00 Ada']);
    expect(await unknownSince(id)).toEqual({ state: 'running', since: '12:10' });
    expect((await panel.evidence(other))[0]).toMatch(/^running 12:00:00–12:10/);
    panel.at('12:20');
    await panel.observe();
    expect(await unknownSince(id)).toEqual({ state: 'running', since: '12:10' });
    panel.emulator.faults.clear();
    panel.at('12:30');
    await panel.observe();
    expect(await unknownSince(id)).toEqual({ state: 'running', since: null });
    expect(await panel.evidence(id)).toEqual(['running 12:00:00–12:30:00 Ada']);
  });

  test('a node that never answers leaves its servers without any sighting', async () => {
    panel.world.hypervisors.get(7).answers = false;
    const id = serverOf(ada.id, { hypervisorId: 7 });
    expect(await panel.observe()).toMatchObject({ powerAsked: 1, powerUnknown: 1 });
    expect(await panel.evidence(id)).toEqual([]);
    expect(await panel.one(sql`SELECT package_id FROM servers`)).toEqual({ package_id: 1 });
  });

  test('refused as a whole: said once, and blamed on no server', async () => {
    const id = serverOf(ada.id);
    await panel.observe();
    panel.emulator.faults.add({ kind: 'forbidden', route: powerRoute });
    panel.at('12:10');
    const seen = await panel.observe();
    expect(seen).toMatchObject({
      complete: true,
      powerAsked: 0,
      failure: expect.stringMatching(/Power could not be asked/),
    });
    expect(await unknownSince(id)).toEqual({ state: 'running', since: null });
  });

  test('a deletion after the list was read is seen by the sample', async () => {
    const id = serverOf(ada.id);
    await panel.observe();
    panel.world.vanish(id, 'list');
    panel.at('12:10');
    await panel.observe();
    expect(await panel.evidence(id)).toEqual(['running 12:00:00–12:10:00 Ada']);
    panel.world.removeNow(id);
    panel.emulator.faults.add({ kind: 'empty-list', route: 'GET /servers', times: 1 });
    panel.emulator.faults.add({ kind: 'not-found-bare', route: powerRoute, times: 1 });
    panel.at('12:20');
    await panel.observe();
    expect(await panel.evidence(id)).toEqual(['running 12:00:00–12:10:00 Ada', 'gone 12:20:00– Ada']);
  });

  test('the list fails, the samples go on', async () => {
    const id = serverOf(ada.id);
    await panel.observe();
    panel.emulator.faults.add({ kind: 'html', route: 'GET /servers' });
    panel.at('12:10');
    expect(await panel.observe()).toMatchObject({ complete: false, powerAsked: 1 });
    expect((await panel.evidence(id))[0]).toMatch(/^running 12:00:00–12:1/);
  });
});
