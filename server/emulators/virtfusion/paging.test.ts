import { afterEach, describe, expect, test } from 'vitest';
import { seedConformance, seedMany } from './fleet.ts';
import { type EmulatorUnderTest, emulatorUnderTest } from './testing/ask-emulator.ts';

let panel: EmulatorUnderTest;
afterEach(() => panel.emulator.close());

const idsOf = (body: { data: { id: number }[] }) => body.data.map((row) => row.id);

describe('27 servers', () => {
  const start = async () => {
    panel = await emulatorUnderTest({ fleet: seedConformance });
    return panel.ask;
  };

  test('the envelope is at the top level, and its addresses lose every parameter but page', async () => {
    const ask = await start();
    const { body } = await ask('/servers?type=simple&results=20&hypervisorId[]=6&hypervisorId[]=7');
    expect(body).toMatchObject({ current_page: 1, from: 1, to: 20, last_page: 2, per_page: 20, total: 27 });
    expect(body.prev_page_url).toBeNull();
    expect(body.next_page_url).toBe('https://192.168.3.11/api/v1/servers?page=2');
    expect(body.links.map((link: { label: string }) => link.label)).toEqual([
      '&laquo; Previous',
      '1',
      '2',
      'Next &raquo;',
    ]);
  });

  test('looping over page gives every server once, ascending', async () => {
    const ask = await start();
    const pages = [1, 2, 3].map((page) => ask(`/servers?results=10&page=${page}`));
    const ids = (await Promise.all(pages)).flatMap(({ body }) => idsOf(body));
    expect(ids).toHaveLength(27);
    expect(ids).toEqual([...new Set(ids)].sort((a, b) => a - b));
  });

  test('past the last page: 200, no data, from and to null', async () => {
    const ask = await start();
    expect(await ask('/servers?page=9')).toMatchObject({
      status: 200,
      body: { data: [], from: null, to: null, last_page: 2 },
    });
  });

  test('results out of range are clamped, or refused where the panel is told to', async () => {
    const ask = await start();
    expect((await ask('/servers?results=900')).body.per_page).toBe(200);
    panel.emulator.world.behaviour.resultsOutOfRange = 'reject';
    expect((await ask('/servers?results=900')).status).toBe(422);
  });

  test('hypervisorId filters; what the panel does not know is ignored', async () => {
    const ask = await start();
    expect(idsOf((await ask('/servers?hypervisorId%5B%5D=7')).body)).toEqual([16]);
    expect((await ask('/servers?perPage=3&user=3')).body.data).toHaveLength(20);
  });

  test('type=full gives details without power', async () => {
    const ask = await start();
    const { body } = await ask('/servers?type=full&results=2');
    expect(body.data[0]).toMatchObject({ id: 5, commissionStatus: 3, remoteState: false, owner: { id: 1 } });
  });

  test('a deletion between two pages hides a server that is still there', async () => {
    const ask = await start();
    const first = idsOf((await ask('/servers?results=10&page=1')).body);
    panel.emulator.world.removeNow(5);
    const rest = await Promise.all([2, 3].map((page) => ask(`/servers?results=10&page=${page}`)));
    const seen = [...first, ...rest.flatMap(({ body }) => idsOf(body))];
    const missed = panel.emulator.world.servers.listed.filter((id) => !seen.includes(id));
    expect(missed).toHaveLength(1);
    expect((await ask(`/servers/${missed[0]}`)).status).toBe(200);
  });

  test('vanished from lists it still answers; vanished everywhere its 404 proves nothing', async () => {
    const ask = await start();
    panel.emulator.world.vanish(5);
    expect((await ask('/servers')).body.total).toBe(26);
    expect((await ask('/servers/5')).status).toBe(200);
    panel.emulator.world.vanish(5, 'everywhere');
    expect(await ask('/servers/5')).toMatchObject({ status: 404, text: '' });
    panel.emulator.world.reappear(5);
    expect(idsOf((await ask('/servers')).body)[0]).toBe(5);
  });
});

test('an empty panel has one empty page', async () => {
  panel = await emulatorUnderTest();
  expect((await panel.ask('/servers')).body).toMatchObject({
    data: [],
    total: 0,
    last_page: 1,
    from: null,
    to: null,
  });
});

test('100,000 servers page through to the end: 500 calls, each id once, and no detail was asked for', async () => {
  panel = await emulatorUnderTest({
    fleet: (world) => seedMany(world, { servers: 100_000, customers: 20_000 }),
  });
  const seen = new Set<number>();
  let lastPage = 1;
  for (let page = 1; page <= lastPage; page++) {
    const { body } = await panel.ask(`/servers?results=200&page=${page}`);
    lastPage = body.last_page;
    for (const id of idsOf(body)) seen.add(id);
    expect(body.links.length).toBeLessThan(20);
  }
  expect(seen.size).toBe(100_000);
  expect(panel.emulator.calls.byRoute).toEqual({ 'GET /servers': 500 });
  expect(panel.emulator.world.servers.get(1).events).toBeNull();
}, 60_000);
