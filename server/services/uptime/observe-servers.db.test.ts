import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { people } from '../../testing/people.ts';
import { sizes, type WatchedPanel, watchedPanel } from './testing/watched-panel.ts';

const { ada, bram } = people;
let panel: WatchedPanel;

beforeEach(async () => {
  panel = await watchedPanel({ existence: true });
});
afterEach(() => panel.close());

const serverOf = (ownerId: number, given: object = {}) =>
  panel.world.addServer({ ownerId, packageId: 1, ...given }).id;

/** A fleet on the panel, created long before anybody watched. */
function fleetOf(count: number): number[] {
  const created = new Date('2026-01-01T00:00:00Z');
  return Array.from({ length: count }, () => serverOf(ada.id, { created }));
}

describe('a life', () => {
  test('created, suspended, resized, moved, rebuilt, deleted: each is seen, and nothing is guessed', async () => {
    await panel.observe();
    panel.at('12:03:07');
    const id = serverOf(ada.id);
    panel.at('12:10');
    await panel.observe();
    panel.at('12:20');
    await panel.observe();
    panel.at('12:25');
    panel.world.suspend(id);
    panel.at('12:30');
    await panel.observe();
    panel.at('12:35');
    panel.world.unsuspend(id);
    panel.world.boot(id);
    panel.at('12:40');
    await panel.observe();
    panel.at('12:45');
    panel.world.moveOwner(id, { ownerId: bram.id });
    panel.at('12:50');
    await panel.observe();
    panel.at('12:55');
    panel.world.rebuild(id);
    panel.at('13:00');
    await panel.observe();
    panel.at('13:05');
    panel.world.removeNow(id);
    panel.at('13:10');
    const last = await panel.observe();
    expect(await panel.evidence(id)).toEqual([
      'present 12:03:07–12:03:07 Ada',
      'present 12:10:00–12:20:00 Ada',
      'suspended 12:30:00–12:30:00 Ada',
      'present 12:40:00–12:40:00 Ada',
      'present 12:50:00–13:00:00 Bram',
      'gone 13:10:00– Bram',
    ]);
    expect(last).toMatchObject({ complete: true, servers: 0, changed: 1, failure: null, powerAsked: 0 });
    const row = await panel.one(sql`SELECT state, gone_at, customer_id FROM servers WHERE id = ${id}`);
    expect(row).toEqual({ state: 'gone', gone_at: new Date('2026-11-01T13:10:00Z'), customer_id: bram.id });
  });

  test('what it is: row, owner with a wallet, package, meter from its first hour', async () => {
    await panel.observe();
    panel.at('13:03:07');
    const id = serverOf(ada.id, { hypervisorId: 7, name: 'ada-1', hostname: 'ada-1.example.com' });
    panel.at('14:10');
    await panel.observe();
    const row = await panel.one(sql`
      SELECT s.name, s.hostname, s.hypervisor_name, s.self_service, s.memory_mb, s.package_id, s.state, c.name AS owner,
        c.external_id, c.email, a.code, m.billed_until, m.customer_id, p.effective_from, p.source
      FROM servers s JOIN customers c ON c.id = s.customer_id JOIN accounts a ON a.customer_id = c.id
        JOIN server_meters m ON m.server_id = s.id JOIN server_packages p ON p.server_id = s.id WHERE s.id = ${id}`);
    const hour = new Date('2026-11-01T13:00:00Z');
    expect(row).toEqual({
      ...{ name: 'ada-1', hostname: 'ada-1.example.com', hypervisor_name: 'node-2', self_service: 0 },
      ...{
        memory_mb: 1024,
        package_id: 1,
        state: 'present',
        owner: ada.name,
        external_id: 1000n,
        email: ada.email,
      },
      ...{
        code: `wallet:${ada.id}`,
        billed_until: hour,
        customer_id: ada.id,
        effective_from: hour,
        source: 'match',
      },
    });
  });

  test('a server older than the watch is known from the first sweep on, not from its creation', async () => {
    const [id = 0] = fleetOf(1);
    panel.at('12:20:01');
    await panel.observe();
    expect(await panel.evidence(id)).toEqual(['present 12:20:01– Ada']);
    const meter = await panel.one(sql`SELECT billed_until FROM server_meters WHERE server_id = ${id}`);
    expect(meter).toEqual({ billed_until: new Date('2026-11-01T12:00:00Z') });
  });

  test('the meter follows the owner, and a server that comes back is billed again', async () => {
    const [id = 0] = fleetOf(1);
    await panel.observe();
    panel.at('12:10');
    panel.world.moveOwner(id, { ownerId: bram.id });
    await panel.observe();
    await panel.ctx.db.execute(sql`UPDATE server_meters SET finished = true`);
    await panel.ctx.db.execute(sql`UPDATE servers SET gone_at = ${'2026-11-01T12:12:00Z'}, state = 'gone'`);
    panel.at('12:20');
    await panel.observe();
    const meter = await panel.one(sql`SELECT customer_id, finished FROM server_meters`);
    expect(meter).toEqual({ customer_id: bram.id, finished: false });
    expect(await panel.one(sql`SELECT gone_at, state FROM servers`)).toEqual({
      gone_at: null,
      state: 'present',
    });
  });

  test('a rebuild moves built, and neither creation nor evidence', async () => {
    const [id = 0] = fleetOf(1);
    await panel.observe();
    panel.at('12:05');
    panel.world.rebuild(id);
    panel.at('12:10');
    await panel.observe();
    expect(await panel.evidence(id)).toEqual(['present 12:00:00– Ada']);
    const row = await panel.one(sql`SELECT panel_created_at FROM servers`);
    expect(row).toEqual({ panel_created_at: new Date('2026-01-01T00:00:00Z') });
  });

  test('native: VirtFusion bills it itself, from its creation on', async () => {
    await panel.observe();
    panel.at('12:03');
    const id = serverOf(ada.id, { selfService: 1 });
    panel.at('12:10');
    await panel.observe();
    panel.at('12:20');
    await panel.observe();
    expect(await panel.evidence(id)).toEqual(['native 12:03:00–12:03:00 Ada', 'native 12:10:00– Ada']);
  });

  test('native is ours to bill when the terms say so', async () => {
    const id = serverOf(ada.id, { selfService: 1, created: new Date('2026-01-01T00:00:00Z') });
    await panel.observe();
    await panel.save('server_hourly_billing_bill_self_service', 'true');
    panel.at('13:10');
    await panel.observe();
    expect(await panel.evidence(id)).toEqual(['native 12:00:00–12:00:00 Ada', 'present 13:10:00– Ada']);
  });

  test('a server that was never built is there, where existence is billed', async () => {
    const id = serverOf(ada.id, { commissioned: 0, created: new Date('2026-01-01T00:00:00Z') });
    await panel.observe();
    expect(await panel.evidence(id)).toEqual(['present 12:00:00– Ada']);
  });
});

describe('packages', () => {
  const assigned = async (id: number) => {
    const { rows } = await panel.ctx.db.execute<{ text: string }>(sql`
      SELECT concat(to_char(effective_from, 'HH24:MI'), ' ', coalesce(package_id::text, 'none'), ' ', source,
        CASE WHEN candidates <> '{}' THEN ' of ' || array_to_string(candidates, ',') END) AS text
      FROM server_packages WHERE server_id = ${id} ORDER BY effective_from`);
    return rows.map((row) => row.text);
  };

  test('a resize counts from the next whole hour', async () => {
    const [id = 0] = fleetOf(1);
    await panel.observe();
    panel.at('12:33');
    panel.world.resize(id, { packageId: 2 });
    panel.at('12:40');
    await panel.observe();
    expect(await assigned(id)).toEqual(['12:00 1 match', '13:00 2 match']);
    panel.at('12:50');
    panel.world.resize(id, { packageId: 1 });
    await panel.observe();
    expect(await assigned(id)).toEqual(['12:00 1 match', '13:00 1 match']);
    expect(await panel.one(sql`SELECT package_id FROM servers`)).toEqual({ package_id: 1 });
  });

  test('no package fits: none is assigned, until one does, from where billing stands', async () => {
    const odd = { ...sizes.small, memory: 1536 };
    const id = serverOf(ada.id, {
      packageId: null,
      resources: odd,
      created: new Date('2026-01-01T00:00:00Z'),
    });
    await panel.observe();
    expect(await assigned(id)).toEqual(['12:00 none match']);
    panel.world.addPackage({ id: 3, name: 'Odd', resources: odd });
    panel.at('14:10');
    await panel.observe();
    expect(await assigned(id)).toEqual(['12:00 3 match']);
  });

  test('hours already billed keep what they were billed by', async () => {
    const odd = { ...sizes.small, memory: 1536 };
    const id = serverOf(ada.id, {
      packageId: null,
      resources: odd,
      created: new Date('2026-01-01T00:00:00Z'),
    });
    await panel.observe();
    await panel.ctx.db.execute(sql`UPDATE server_meters SET billed_until = ${'2026-11-01T13:00:00Z'}`);
    panel.world.addPackage({ id: 3, name: 'Odd', resources: odd });
    panel.at('14:10');
    await panel.observe();
    expect(await assigned(id)).toEqual(['12:00 none match', '13:00 3 match']);
    expect(await panel.one(sql`SELECT package_id FROM servers`)).toEqual({ package_id: 3 });
  });

  test('two fit: both are named as candidates', async () => {
    panel.world.addPackage({ id: 3, name: 'Small too', resources: sizes.small });
    const [id = 0] = fleetOf(1);
    await panel.observe();
    expect(await assigned(id)).toEqual(['12:00 none match of 1,3']);
  });

  test('an assignment by an admin stays until the resources change', async () => {
    const [id = 0] = fleetOf(1);
    await panel.observe();
    await panel.ctx.db.execute(sql`
      INSERT INTO server_packages (server_id, effective_from, package_id, source, created_by)
      VALUES (${id}, ${'2026-11-01T13:00:00Z'}, 2, 'admin', 1)`);
    panel.world.addPackage({ id: 3, name: 'Other', resources: { ...sizes.small, cpuCores: 8 } });
    panel.at('13:10');
    await panel.observe();
    expect(await assigned(id)).toEqual(['12:00 1 match', '13:00 2 admin']);
    panel.world.resize(id, { packageId: 3 });
    await panel.observe();
    expect(await assigned(id)).toEqual(['12:00 1 match', '13:00 2 admin', '14:00 3 match']);
  });

  test('an empty list of packages is no news', async () => {
    fleetOf(1);
    await panel.observe();
    panel.emulator.faults.add({ kind: 'empty-list', route: 'GET /packages' });
    panel.at('12:10');
    const seen = await panel.observe();
    expect(seen).toMatchObject({ complete: true, failure: expect.stringMatching(/no packages any more/) });
    expect(await panel.one(sql`SELECT count(*)::int AS kept FROM packages WHERE gone_at IS NULL`)).toEqual({
      kept: 2,
    });
  });

  test('packages that cannot be read do not stop the sweep', async () => {
    const [id = 0] = fleetOf(1);
    panel.emulator.faults.add({ kind: 'forbidden', route: 'GET /packages' });
    const seen = await panel.observe();
    expect(seen).toMatchObject({
      complete: true,
      failure: expect.stringMatching(/packages could not be read/),
    });
    expect(await assigned(id)).toEqual(['12:00 none match']);
    panel.emulator.faults.clear();
    panel.at('12:10');
    await panel.observe();
    expect(await assigned(id)).toEqual(['12:00 1 match']);
  });
});
