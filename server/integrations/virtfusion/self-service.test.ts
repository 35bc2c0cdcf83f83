import { describe, expect, test } from 'vitest';
import { extRelationId } from './client.ts';
import { thrownBy, withPanel } from './testing/client-of.ts';
import { usd } from './testing/replies-of-the-panel.ts';
import type { ScriptedReply } from './testing/scripted-panel.ts';

const ada = extRelationId(1042);

describe('credit', () => {
  test.each`
    credit                                                     | body
    ${{ tokens: '-0.0068493151' }}                             | ${'{"tokens":-0.0068493151}'}
    ${{ tokens: '9007199254740993.1' }}                        | ${'{"tokens":9007199254740993.1}'}
    ${{ tokens: '9007199254740993.1', reference1: 171 }}       | ${'{"tokens":9007199254740993.1,"reference_1":171}'}
    ${{ tokens: '5', reference1: 171 }}                        | ${'{"tokens":5,"reference_1":171}'}
    ${{ tokens: '5', reference1: 171, reference2: 'run "9"' }} | ${'{"tokens":5,"reference_1":171,"reference_2":"run \\"9\\""}'}
  `('$credit is sent as $body, to the digit', async ({ credit, body }) => {
    await withPanel(
      () => ({ status: 201, json: { data: { id: 2 } } }),
      async ({ client, panel }) => {
        expect(await client.postCredit({ extRelationId: ada, ...credit })).toEqual({ creditId: 2 });
        expect(panel.requests).toMatchObject([
          {
            method: 'POST',
            path: '/api/v1/selfService/credit/byUserExtRelationId/1042',
            headers: { 'content-type': 'application/json' },
            body,
          },
        ]);
      },
    );
  });

  test.each([
    { tokens: '0' },
    { tokens: '-0.000' },
    { tokens: '1,5' },
    { tokens: '1e5' },
    { tokens: '007' },
    { tokens: '' },
    { tokens: '5', reference1: 1.5 },
    { tokens: '5', reference1: 2 ** 53 },
    { tokens: '5', reference2: 'x'.repeat(1001) },
  ])('%j is refused and not sent', async (credit) => {
    await withPanel(
      () => ({ status: 201, json: { data: { id: 2 } } }),
      async ({ client, panel }) => {
        await expect(client.postCredit({ extRelationId: ada, ...credit })).rejects.toThrow(RangeError);
        expect(panel.requests).toEqual([]);
      },
    );
  });

  test.each([
    [{ fault: 'hang up' }],
    [{ fault: 'silence' }],
    [{ status: 500 }],
    [{ status: 429 }],
    [{ status: 201, text: '' }],
    [{ status: 201, json: { data: {} } }],
  ] as [ScriptedReply][])('a credit and a cancellation that meet %j are sent once each', async (reply) => {
    await withPanel(
      () => reply,
      async ({ client, panel }) => {
        const credit = await thrownBy(client.postCredit({ extRelationId: ada, tokens: '-1' }));
        expect(credit).toMatchObject({ name: 'VirtFusionError', requestSent: true });
        await client.cancelCredit(2).catch(() => undefined);
        expect(panel.requests.map((request) => request.method)).toEqual(['POST', 'DELETE']);
      },
      { timeoutMs: 400 },
    );
  });

  test('a cancellation answers with nothing', async () => {
    await withPanel(
      () => ({ status: 204 }),
      async ({ client, panel }) => {
        await expect(client.cancelCredit(2)).resolves.toBeUndefined();
        expect(panel.requests).toMatchObject([{ method: 'DELETE', path: '/api/v1/selfService/credit/2' }]);
      },
    );
  });
});

test('hourly stats are asked by external relation id, for the months wanted', async () => {
  const data = { period: 'June 2025', credit: { tokens: '-3.5' }, currency: { code: 'USD', value: '0.01' } };
  await withPanel(
    () => ({ json: { data } }),
    async ({ client, panel }) => {
      const stats = await client.hourlyStats(ada, { periods: ['2025-06-01', '2025-05-01'] });
      expect(stats.balanceTokens).toBe('-3.5');
      expect(panel.requests[0]?.path).toBe('/api/v1/selfService/hourlyStats/byUserExtRelationId/1042');
      expect(panel.requests[0]?.query.getAll('period[]')).toEqual(['2025-06-01', '2025-05-01']);
    },
  );
});

test('currencies are read', async () => {
  await withPanel(
    () => ({ json: { data: [usd] } }),
    async ({ client }) => {
      expect(await client.currencies()).toMatchObject([{ code: 'USD', tokenPrice: '0.0100000000' }]);
    },
  );
});
