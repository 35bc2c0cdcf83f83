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
