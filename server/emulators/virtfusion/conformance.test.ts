import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { seedConformance } from './fleet.ts';
import { type EmulatorUnderTest, emulatorUnderTest } from './testing/ask-emulator.ts';

let panel: EmulatorUnderTest;
const ask: EmulatorUnderTest['ask'] = (path, options) => panel.ask(path, options);
const post = (path: string, body?: unknown) => ask(path, { method: 'POST', body });

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

describe('power', () => {
  test('boot is accepted, then done: the queue item tells, and 423 until it is', async () => {
    const { body, status } = await post('/servers/17/power/boot');
    const queueId = body.data.queueId;
    expect(status).toBe(200);
    expect((await ask(`/queue/${queueId}`)).body.data).toMatchObject({
      started: null,
      finished: null,
      serverId: 17,
    });
    expect((await ask('/servers/17?remoteState=true')).body.data).toMatchObject({
      tasks: { active: true },
      remoteState: { running: false },
    });
    expect(await post('/servers/17/power/poweroff')).toMatchObject({
      status: 423,
      body: { msg: expect.any(String) },
    });
    panel.clock.advance(5_000);
    expect((await ask(`/queue/${queueId}`)).body.data).toMatchObject({ failed: false, progress: 100 });
    expect((await ask('/servers/17?remoteState=true')).body.data.remoteState.running).toBe(true);
    expect((await post('/servers/17/power/poweroff')).status).toBe(200);
  });

  test.each`
    id    | status | because
    ${14} | ${423} | ${'it is suspended'}
    ${16} | ${503} | ${'its hypervisor is in maintenance'}
    ${9}  | ${423} | ${'it is being built'}
    ${8}  | ${422} | ${'it was never built'}
    ${7}  | ${404} | ${'there is none'}
  `('booting $id answers $status: $because', async ({ id, status }) => {
    expect((await post(`/servers/${id}/power/boot`)).status).toBe(status);
  });
});

describe('suspension', () => {
  test('204 and the flag at once, the power off a moment later, and unsuspending leaves it off', async () => {
    const read = async () => (await ask('/servers/5?remoteState=true')).body.data;
    const answer = await post('/servers/5/suspend');
    expect([answer.status, answer.text, answer.headers.get('content-type')]).toEqual([204, '', null]);
    expect(await read()).toMatchObject({ suspended: true, remoteState: { running: true } });
    panel.clock.advance(1_000);
    expect(await read()).toMatchObject({ suspended: true, remoteState: { running: false } });
    expect((await post('/servers/5/suspend')).status).toBe(204);
    expect((await post('/servers/5/unsuspend')).status).toBe(204);
    panel.clock.advance(10_000);
    expect(await read()).toMatchObject({ suspended: false, remoteState: { running: false } });
  });

  test('423 while a task is pending, then success', async () => {
    await post('/servers/5/power/restart');
    expect(await post('/servers/5/suspend')).toMatchObject({
      status: 423,
      body: { msg: expect.any(String) },
    });
    panel.clock.advance(5_000);
    expect((await post('/servers/5/suspend')).status).toBe(204);
  });
});

describe('life of a server', () => {
  test('created allocated, built queued, complete and running at last; a rebuild moves built only', async () => {
    const made = await post('/servers', { packageId: 1, userId: 3, hypervisorId: 1 });
    const { id, created } = made.body.data;
    expect(made).toMatchObject({
      status: 201,
      body: { data: { state: 'allocated', built: null, selfService: 0 } },
    });
    const queued = await post(`/servers/${id}/build`, { operatingSystemId: 49, name: 'shop' });
    expect(queued.body.data).toMatchObject({ state: 'queued', commissionStatus: 1, tasks: { active: true } });
    panel.clock.advance(30_000);
    const first = (await ask(`/servers/${id}?remoteState=true`)).body.data;
    expect(first).toMatchObject({ state: 'complete', name: 'shop', created, remoteState: { running: true } });
    panel.clock.advance(3_600_000);
    expect((await post(`/servers/${id}/build`, { operatingSystemId: 49 })).body.data.built).toBe(first.built);
    panel.clock.advance(30_000);
    const second = (await ask(`/servers/${id}`)).body.data;
    expect(second.created).toBe(created);
    expect(Date.parse(second.built)).toBeGreaterThan(Date.parse(first.built));
  });

  test('a deleted server stays listed until its delay is over, then it is gone everywhere', async () => {
    const listed = async () =>
      (await ask('/servers?results=200')).body.data.some((row: { id: number }) => row.id === 5);
    expect((await ask('/servers/5?delay=5', { method: 'DELETE' })).status).toBe(204);
    panel.clock.advance(299_999);
    expect(await listed()).toBe(true);
    expect((await ask('/servers/5')).body.data.deleteLevel).toBe(1);
    panel.clock.advance(1);
    expect(await listed()).toBe(false);
    const gone = { status: 404, body: { msg: 'server not found' } };
    expect(await ask('/servers/5')).toMatchObject(gone);
    expect(await post('/servers/5/suspend')).toMatchObject(gone);
    expect(await ask('/servers/5', { method: 'DELETE' })).toMatchObject(gone);
  });

  test.each`
    change                    | method   | path                            | body                 | field                            | value
    ${'a name'}               | ${'PUT'} | ${'/servers/5/modify/name'}     | ${{ name: 'new' }}   | ${'name'}                        | ${'new'}
    ${'memory'}               | ${'PUT'} | ${'/servers/5/modify/memory'}   | ${{ memory: 4096 }}  | ${'settings.resources.memory'}   | ${4096}
    ${'cores'}                | ${'PUT'} | ${'/servers/5/modify/cpuCores'} | ${{ cores: 6 }}      | ${'settings.resources.cpuCores'} | ${6}
    ${'traffic, as a string'} | ${'PUT'} | ${'/servers/5/modify/traffic'}  | ${{ traffic: '77' }} | ${'settings.resources.traffic'}  | ${77}
    ${'the owner'}            | ${'PUT'} | ${'/servers/5/owner/3'}         | ${undefined}         | ${'owner.extRelationId'}         | ${1042}
  `('changing $change answers 201 with an empty body that is no JSON', async (row) => {
    const answer = await ask(row.path, { method: row.method, body: row.body });
    expect([answer.status, answer.text, answer.headers.get('content-type')]).toEqual([
      201,
      '',
      'application/octet-stream',
    ]);
    expect((await ask('/servers/5')).body.data).toHaveProperty(row.field, row.value);
  });

  test('a package change says what it left alone, and shrinks no disk', async () => {
    const { status, body } = await ask('/servers/5/package/1', { method: 'PUT', body: {} });
    expect(status).toBe(200);
    expect(body.info).toContain('Primary disk size not updated. It cannot be reduced');
    expect((await ask('/servers/5')).body.data.settings.resources).toMatchObject({
      memory: 1024,
      storage: 40,
    });
  });

  test('the same owner again is a 422 that says so', async () => {
    const { status, body } = await ask('/servers/5/owner/1', { method: 'PUT' });
    expect([status, body.errors[0]]).toEqual([422, expect.stringContaining('same as the existing owner')]);
  });
});

describe('users and packages', () => {
  test('a user is found by external id, not by user id, and by relation string when asked', async () => {
    expect((await ask('/users/1042/byExtRelation')).body.data).toMatchObject({
      id: 3,
      created: expect.stringMatching(/\.000000Z$/),
    });
    expect((await ask('/users/3/byExtRelation')).body.data.id).toBe(4);
    expect((await ask('/users/1/byExtRelation')).status).toBe(404);
    expect((await ask('/users/shop-bram/byExtRelation?relStr=true')).body.data.id).toBe(4);
    expect((await ask('/users/shop-bram/byExtRelation')).status).toBe(404);
  });

  test('a user is made once, changed by what is sent, and kept while servers remain', async () => {
    const given = { name: 'Larkfield Analytics', email: 'it@larkfield.example', extRelationId: 77 };
    expect((await post('/users', given)).body.data).toMatchObject({ extRelationId: 77, selfService: 0 });
    expect((await post('/users', given)).status).toBe(409);
    const sent = { selfService: 1, enabled: false };
    const changed = await ask('/users/77/byExtRelation', { method: 'PUT', body: sent });
    expect(changed).toMatchObject({ status: 201, body: { data: sent } });
    expect((await ask('/users/77/byExtRelation')).body.data).toMatchObject({
      selfService: 1,
      suspended: true,
    });
    expect((await ask('/users/1042/byExtRelation', { method: 'DELETE' })).status).toBe(409);
    expect((await ask('/users/77/byExtRelation', { method: 'DELETE' })).status).toBe(204);
  });

  test('packages come whole, without a price on 7.0', async () => {
    const { body } = await ask('/packages');
    expect(body.data).toHaveLength(2);
    expect(body.data[0]).toMatchObject({ id: 1, memory: 1024, primaryStorage: 10 });
    expect(body.data[0]).not.toHaveProperty('tokenValue');
    expect((await ask('/packages/4')).body.data.name).toBe('Plus');
  });

  test('hypervisors and groups are pages whose addresses keep results', async () => {
    const hosts = (await ask('/compute/hypervisors?results=1')).body;
    expect(hosts).toMatchObject({ total: 2, last_page: 2 });
    expect(hosts.next_page_url).toMatch(/\?results=1&page=2$/);
    expect((await ask('/compute/hypervisors/groups')).body.data[0]).toMatchObject({ id: 1, name: 'Default' });
    expect(
      (await ask('/compute/hypervisors/groups/1/resources')).body.data[0].resources.servers,
    ).toMatchObject({ max: 0, allocated: 26, free: -26 });
  });
});

describe('self service', () => {
  const stats = async () => (await ask('/selfService/hourlyStats/byUserExtRelationId/1042')).body.data;
  const credit = (tokens: number) =>
    post('/selfService/credit/byUserExtRelationId/1042', { tokens, reference_1: 9, reference_2: 'charge 9' });

  test('credit adds, a negative one charges, a cancelled one never was; the balance is decimal text', async () => {
    expect(await credit(100)).toMatchObject({ status: 201, body: { data: { id: 1 } } });
    expect((await credit(-0.0068)).body.data.id).toBe(2);
    expect((await stats()).credit).toEqual({ tokens: '99.9932', value: '1.00' });
    expect((await ask('/selfService/credit/1', { method: 'DELETE' })).status).toBe(204);
    expect((await stats()).credit.tokens).toBe('-0.0068');
    expect((await ask('/selfService/credit/1', { method: 'DELETE' })).status).toBe(404);
  });

  test('the same post twice charges twice', async () => {
    await credit(-5);
    await credit(-5);
    expect((await stats()).credit.tokens).toBe('-10.0000');
  });

  test.each([['ten'], [null], [true], [{}]])('tokens of %j are refused with the field', async (tokens) => {
    const { status, body } = await post('/selfService/credit/byUserExtRelationId/1042', { tokens });
    expect(status).toBe(422);
    expect(body.errors).toHaveProperty('tokens');
    expect((await stats()).credit.tokens).toBe('0.0000');
  });

  test('hourlyStats has its configured shape with a currency, and no credit.tokens without', async () => {
    expect(await stats()).toMatchObject({
      period: 'March 2026',
      previousPeriod: 'February 2026',
      currency: { value: '0.0100000000' },
    });
    panel.emulator.world.currencies.remove(11);
    expect(await stats()).toMatchObject({
      monthlyTotal: { tokens: false },
      credit: { value: 0 },
      currency: { code: '' },
    });
    expect((await stats()).credit).not.toHaveProperty('tokens');
  });

  test('currencies, usage and report in their documented shapes', async () => {
    expect((await ask('/selfService/currencies')).body.data[0]).toMatchObject({
      id: 11,
      code: 'USD',
      default: true,
    });
    const usage = (
      await ask('/selfService/usage/byUserExtRelationId/1042?period[]=2026-01-01&period[]=2026-02-01')
    ).body.data;
    expect(usage.periods.map((period: { hours: number }) => period.hours)).toEqual([744, 672]);
    const report = (await ask('/selfService/report/byUserExtRelationId/1042?period=2')).body.data;
    expect(report.usage).toMatchObject({
      success: false,
      term: 'January 2026',
      period: { end: '2026-01-31T00:00:00+00:00' },
    });
  });

  test('a user without an external id cannot be reached, his user id notwithstanding', async () => {
    expect((await ask('/selfService/hourlyStats/byUserExtRelationId/1')).status).toBe(404);
  });
});
