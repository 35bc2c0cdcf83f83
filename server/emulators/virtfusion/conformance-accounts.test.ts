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
