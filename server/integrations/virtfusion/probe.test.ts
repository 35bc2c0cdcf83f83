import { expect, test } from 'vitest';
import { withPanel } from './testing/client-of.ts';
import { basicPackage, page, usd } from './testing/replies-of-the-panel.ts';
import type { ScriptedReply, ScriptedRequest } from './testing/scripted-panel.ts';

const date = 'Fri, 20 Nov 2026 12:00:00 GMT';

function panelThat(replies: Record<string, ScriptedReply>) {
  const well: Record<string, ScriptedReply> = {
    '/connect': { json: [] },
    '/servers': { json: page(1, { total: 27, perPage: 1 }) },
    '/packages': { json: { data: [basicPackage] } },
    '/selfService/currencies': { json: { data: [usd] } },
    '/status': { status: 404 },
  };
  return ({ path }: ScriptedRequest): ScriptedReply => {
    const reply = { ...well, ...replies }[path.replace('/api/v1', '')] ?? { status: 404 };
    return { ...reply, headers: { date, ...reply.headers } };
  };
}

test('a panel in order passes all four, with its clock and a hint of its version', async () => {
  await withPanel(panelThat({}), async ({ client, panel }) => {
    expect(await client.probe()).toEqual({
      checks: [
        { permission: 'connect', ok: true, outcome: 'ok', detail: 'the address and the token are right' },
        { permission: 'servers', ok: true, outcome: 'ok', detail: 'may list servers: 27' },
        { permission: 'packages', ok: true, outcome: 'ok', detail: 'may list packages: 1' },
        { permission: 'currencies', ok: true, outcome: 'ok', detail: 'may list currencies: 1' },
      ],
      clockSkewSeconds: expect.any(Number),
      version: '7.0 or older',
    });
    expect(panel.requests.find((request) => request.path.endsWith('/servers'))?.query.get('results')).toBe(
      '1',
    );
  });
});

test.each`
  route                        | reply                                               | permission      | outcome
  ${'/servers'}                | ${{ status: 403 }}                                  | ${'servers'}    | ${'forbidden'}
  ${'/packages'}               | ${{ status: 403 }}                                  | ${'packages'}   | ${'forbidden'}
  ${'/selfService/currencies'} | ${{ status: 404 }}                                  | ${'currencies'} | ${'notFound'}
  ${'/packages'}               | ${{ status: 429, headers: { 'retry-after': '9' } }} | ${'packages'}   | ${'rateLimited'}
  ${'/servers'}                | ${{ json: { total: 1 } }}                           | ${'servers'}    | ${'unknown'}
`(
  '$route answering $reply fails $permission alone, and is asked once',
  async ({ route, reply, permission, outcome }) => {
    await withPanel(panelThat({ [route]: reply }), async ({ client, panel }) => {
      const { checks } = await client.probe();
      expect(checks.filter((check) => !check.ok)).toMatchObject([{ permission, outcome }]);
      expect(panel.requests).toHaveLength(5);
    });
  },
);

test('a wrong token is told in words', async () => {
  await withPanel(
    () => ({ status: 401 }),
    async ({ client }) => {
      const { checks } = await client.probe();
      expect(checks.map((check) => check.outcome)).toEqual(Array(4).fill('unauthorized'));
      expect(checks[0]?.detail).toBe('the token is missing, wrong or expired');
    },
  );
});

test('an address where nobody answers is asked once, not four times', async () => {
  await withPanel(
    () => ({ fault: 'silence' }),
    async ({ client, panel }) => {
      const probe = await client.probe();
      expect(probe.checks.map((check) => [check.permission, check.ok])).toEqual([
        ['connect', false],
        ['servers', false],
        ['packages', false],
        ['currencies', false],
      ]);
      expect(probe).toMatchObject({ clockSkewSeconds: null, version: 'unknown' });
      expect(panel.requests).toHaveLength(1);
    },
    { timeoutMs: 400 },
  );
});

test('a web page instead of the API is no panel', async () => {
  await withPanel(
    () => ({ text: '<html>welcome</html>' }),
    async ({ client }) => {
      const probe = await client.probe();
      expect(probe.checks.every((check) => !check.ok && check.outcome === 'unknown')).toBe(true);
      expect(probe.version).toBe('unknown');
    },
  );
});

test.each`
  status                            | version
  ${{ json: { version: '7.1.0' } }} | ${'7.1 or newer'}
  ${{ status: 503, json: {} }}      | ${'7.1 or newer'}
  ${{ status: 404 }}                | ${'7.0 or older'}
  ${{ status: 500 }}                | ${'unknown'}
  ${{ text: '<html>' }}             | ${'unknown'}
`('/status answering $status hints at $version', async ({ status, version }) => {
  await withPanel(panelThat({ '/status': status }), async ({ client }) => {
    expect((await client.probe()).version).toBe(version);
  });
});

test.each`
  ours                          | skew
  ${'2026-11-20T12:00:00Z'}     | ${1}
  ${'2026-11-20T12:00:00.900Z'} | ${0}
  ${'2026-11-20T11:59:00Z'}     | ${61}
  ${'2026-11-20T12:01:00Z'}     | ${-59}
`('a panel at 12:00:00 is $skew s ahead of our $ours', async ({ ours, skew }) => {
  const now = () => new Date(ours);
  await withPanel(
    panelThat({}),
    async ({ client }) => {
      expect((await client.probe()).clockSkewSeconds).toBe(skew);
    },
    { clock: { now, sleep: async () => undefined } },
  );
});
