import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { seedConformance } from './fleet.ts';
import { type EmulatorUnderTest, emulatorUnderTest } from './testing/ask-emulator.ts';

let panel: EmulatorUnderTest;
const ask: EmulatorUnderTest['ask'] = (path, options) => panel.ask(path, options);

beforeEach(async () => {
  panel = await emulatorUnderTest({ fleet: seedConformance });
});
afterEach(() => panel.emulator.close());

describe('connecting', () => {
  test('a good token gets an empty array, and no version', async () => {
    expect(await ask('/connect')).toMatchObject({ status: 200, body: [] });
  });

  test.each([['wrong'], [null]])('token %s gets 401 without a body', async (token) => {
    expect(await ask('/connect', { token })).toMatchObject({ status: 401, text: '' });
  });

  test('a token without the permission gets 403 for that endpoint alone', async () => {
    const token = 'no-packages';
    panel.emulator.world.addToken({ token, except: ['GET /packages*'] });
    expect(await ask('/packages', { token })).toMatchObject({ status: 403 });
    expect(await ask('/servers', { token })).toMatchObject({ status: 200 });
  });

  test('a token past its expiry gets 401', async () => {
    const token = 'short-lived';
    panel.emulator.world.addToken({ token, expires: panel.clock.now.getTime() + 1000 });
    expect((await ask('/connect', { token })).status).toBe(200);
    panel.clock.advance(1000);
    expect((await ask('/connect', { token })).status).toBe(401);
  });

  test('an unknown path is a 404 without msg, a wrong method a 405', async () => {
    const unknown = await ask('/nothing/here');
    expect(unknown.status).toBe(404);
    expect(unknown.body).not.toHaveProperty('msg');
    expect(await ask('/packages', { method: 'DELETE' })).toMatchObject({ status: 405 });
  });

  test('past its limit a token gets 429 with the seconds to wait, until the minute is over', async () => {
    const token = 'three-a-minute';
    panel.emulator.world.addToken({ token, requestsPerMinute: 3 });
    for (let call = 0; call < 3; call++) await ask('/connect', { token });
    panel.clock.advance(20_000);
    const refused = await ask('/connect', { token });
    expect(refused).toMatchObject({ status: 429, body: { message: 'Too Many Attempts.' } });
    expect(refused.headers.get('Retry-After')).toBe('40');
    expect(refused.headers.get('X-RateLimit-Remaining')).toBe('0');
    panel.clock.advance(40_000);
    const welcome = await ask('/connect', { token });
    expect([welcome.status, welcome.headers.get('X-RateLimit-Remaining')]).toEqual([200, '2']);
  });
});

describe('reading servers', () => {
  test('the simple row has exactly the documented keys', async () => {
    const { body } = await ask('/servers');
    expect(body.data[0]).toEqual({
      id: 5,
      uuid: expect.stringMatching(/^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/),
      name: 'vm-5',
      commissioned: 3,
      owner: 1,
      hypervisorId: 6,
      suspended: false,
      protected: false,
      updated: '2025-11-30T12:00:00+00:00',
      created: '2025-11-30T12:00:00+00:00',
    });
  });

  test('the detail names the same things differently, and carries owner and resources', async () => {
    const { body } = await ask('/servers/8');
    expect(body.data).toMatchObject({ commissionStatus: 0, state: 'allocated', built: null, name: '' });
    expect(body.data).toMatchObject({ ownerId: 4, owner: { id: 4, extRelationId: 3 }, remoteState: false });
    expect(body.data.settings.resources).toEqual({ memory: 1024, storage: 10, traffic: 200, cpuCores: 1 });
    expect(body.data.settings).toMatchObject({ config: [], userConfig: [] });
    expect(body.data).not.toHaveProperty('packageId');
    expect(body.data).not.toHaveProperty('commissioned');
  });

  test.each`
    id    | state          | status
    ${8}  | ${'allocated'} | ${0}
    ${9}  | ${'queued'}    | ${1}
    ${10} | ${'failed'}    | ${2}
    ${14} | ${'complete'}  | ${3}
  `('server $id is $state, which says nothing of its power', async ({ id, state, status }) => {
    const { body } = await ask(`/servers/${id}`);
    expect(body.data).toMatchObject({ state, commissionStatus: status, buildFailed: false });
  });

  test.each`
    id    | live                                                          | because
    ${5}  | ${{ running: true, state: 'running' }}                        | ${'it runs'}
    ${17} | ${{ running: false, state: 'stopped', memory: [], disk: [] }} | ${'it is stopped; empty objects are arrays'}
    ${16} | ${false}                                                      | ${'its hypervisor does not answer'}
  `('remoteState of $id: $because', async ({ id, live }) => {
    const { body } = await ask(`/servers/${id}?remoteState=true`);
    if (live === false) expect(body.data.remoteState).toBe(false);
    else expect(body.data.remoteState).toMatchObject(live);
  });

  test('disk counters grow while it runs and fall with a reboot', async () => {
    const bytes = async () =>
      (await ask('/servers/5?remoteState=1')).body.data.remoteState.disk.vda['wr.bytes'];
    const before = await bytes();
    panel.clock.advance(60_000);
    expect(await bytes()).toBeGreaterThan(before);
    panel.emulator.world.reboot(5);
    expect(await bytes()).toBe(0);
  });

  test('a server that never was is gone: 404 with the exact msg', async () => {
    expect(await ask('/servers/7')).toMatchObject({ status: 404, body: { msg: 'server not found' } });
    expect(await ask('/servers/x')).toMatchObject({ status: 404, text: '' });
  });

  test('servers of a user come in a third shape, unpaginated, by VirtFusion user id', async () => {
    const { body } = await ask('/servers/user/1');
    expect(Object.keys(body)).toEqual(['data']);
    expect(body.data[0]).toMatchObject({ id: 5, vnc: { enabled: 0 }, resources: { cpu_model: null } });
    expect(body.data[0]).not.toHaveProperty('created');
  });

  test('traffic is by month, newest first, in times without a zone', async () => {
    const { body } = await ask('/servers/5/traffic');
    expect(body.data.monthly[0]).toMatchObject({
      month: 4,
      start: '2026-02-28 00:00:00',
      end: '2026-03-29 23:59:59',
    });
    expect(body.data.monthly.map((month: { month: number }) => month.month)).toEqual([4, 3, 2, 1]);
  });
});
