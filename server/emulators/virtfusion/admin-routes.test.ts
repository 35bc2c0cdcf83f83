import { afterEach, beforeEach, expect, test } from 'vitest';
import { seedConformance } from './fleet.ts';
import { type EmulatorUnderTest, emulatorUnderTest } from './testing/ask-emulator.ts';

let panel: EmulatorUnderTest;
const ask: EmulatorUnderTest['ask'] = (path, options) => panel.ask(path, options);
const verb = (name: string, body: unknown) => ask(`/__emulator/world/${name}`, { method: 'POST', body });

beforeEach(async () => {
  panel = await emulatorUnderTest({ fleet: seedConformance });
});
afterEach(() => panel.emulator.close());

test('switches are set, read and cleared from outside', async () => {
  const rules = [{ kind: 'locked', route: 'GET /connect', times: 1 }];
  expect((await ask('/__emulator/faults', { method: 'PUT', body: rules })).body[0]).toMatchObject({
    id: 1,
    fired: 0,
  });
  expect((await ask('/connect')).status).toBe(423);
  expect((await ask('/__emulator/faults')).body[0]).toMatchObject({ seen: 1, fired: 1 });
  expect((await ask('/__emulator/faults', { method: 'DELETE' })).status).toBe(204);
  expect((await ask('/__emulator/faults')).body).toEqual([]);
  expect((await ask('/__emulator/faults', { method: 'PUT', body: [{ kind: 'x' }] })).status).toBe(400);
});

test('calls are counted by route and status, with their peak, until reset', async () => {
  await Promise.all([ask('/servers'), ask('/servers/5'), ask('/servers/7')]);
  const { body } = await ask('/__emulator/calls');
  expect(body).toMatchObject({
    total: 3,
    inFlight: 0,
    byRoute: { 'GET /servers': 1, 'GET /servers/:id': 2 },
  });
  expect(body.byStatus).toEqual({ 200: 2, 404: 1 });
  expect(body.peakConcurrency).toBeGreaterThan(0);
  await ask('/__emulator/calls', { method: 'DELETE' });
  expect((await ask('/__emulator/calls')).body).toMatchObject({ total: 0, byStatus: {} });
});

test('verbs change the world, and history tells what happened, page by page', async () => {
  expect((await verb('stop', { id: 5 })).body).toEqual({ result: true });
  expect((await verb('stop', { id: 5 })).body).toEqual({ result: false });
  panel.clock.advance(60_000);
  await verb('removeNow', { id: 5 });
  const { body } = await ask('/__emulator/history?serverId=5');
  expect(body.servers[0].events.slice(-2)).toEqual([
    { kind: 'stopped', at: '2026-03-10T12:00:00.000Z' },
    { kind: 'deleted', at: '2026-03-10T12:01:00.000Z' },
  ]);
  const page = (await ask('/__emulator/history?limit=10')).body;
  expect([page.servers.length, page.next]).toEqual([10, page.servers[9].id]);
  const rest = (await ask(`/__emulator/history?after=${page.next}`)).body;
  expect([rest.servers.length, rest.next]).toEqual([17, null]);
});

test('credits can be seen here, and only here', async () => {
  await ask('/selfService/credit/byUserExtRelationId/1042', {
    method: 'POST',
    body: { tokens: -1.5, reference_1: 4 },
  });
  expect((await ask('/__emulator/world/credits')).body).toEqual([
    {
      id: 1,
      userId: 3,
      reference_1: '4',
      reference_2: null,
      tokens: '-1.5000',
      at: '2026-03-10T12:00:00.000Z',
      cancelled: null,
    },
  ]);
});

test.each`
  name          | body                                     | status
  ${'teleport'} | ${{ id: 5 }}                             | ${404}
  ${'stop'}     | ${{}}                                    | ${400}
  ${'stop'}     | ${{ id: 7 }}                             | ${400}
  ${'stop'}     | ${{ id: 5, at: 'yesterday' }}            | ${400}
  ${'stop'}     | ${{ id: 5, at: '2020-01-01T00:00:00Z' }} | ${400}
`('$name with $body is refused with $status', async ({ name, body, status }) => {
  expect((await verb(name, body)).status).toBe(status);
});
