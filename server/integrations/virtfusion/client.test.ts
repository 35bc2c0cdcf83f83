import { describe, expect, test } from 'vitest';
import { createVirtFusionClient, extRelationId, type VirtFusionClient, virtFusionUserId } from './client.ts';
import { canaryToken, steppingClock, thrownBy, withPanel } from './testing/client-of.ts';
import { basicPackage, detail } from './testing/replies-of-the-panel.ts';
import type { ScriptedReply } from './testing/scripted-panel.ts';

const goneReply: ScriptedReply = { status: 404, json: { msg: 'server not found' } };
const html: ScriptedReply = {
  text: '<!DOCTYPE html><html>Sign in</html>',
  headers: { 'content-type': 'text/html' },
};

describe('how a read ends', () => {
  test.each`
    reply                                                       | outcome           | errors
    ${{ status: 401 }}                                          | ${'unauthorized'} | ${[]}
    ${{ status: 401, text: '401 Unauthorized' }}                | ${'unauthorized'} | ${['401 Unauthorized']}
    ${{ status: 403, json: { message: 'Forbidden' } }}          | ${'forbidden'}    | ${['Forbidden']}
    ${{ status: 404 }}                                          | ${'notFound'}     | ${[]}
    ${{ ...html, status: 404 }}                                 | ${'notFound'}     | ${[]}
    ${{ status: 409, json: { errors: ['owns servers'] } }}      | ${'conflict'}     | ${['owns servers']}
    ${{ status: 422, json: { errors: { id: ['bad'] } } }}       | ${'invalid'}      | ${['id: bad']}
    ${{ status: 423, json: { msg: 'busy' } }}                   | ${'locked'}       | ${['busy']}
    ${{ status: 429, json: { message: 'Too Many Attempts.' } }} | ${'rateLimited'}  | ${['Too Many Attempts.']}
    ${{ status: 500 }}                                          | ${'unknown'}      | ${[]}
    ${{ ...html, status: 500 }}                                 | ${'unknown'}      | ${[]}
    ${{ status: 503 }}                                          | ${'unknown'}      | ${[]}
    ${{ status: 302, headers: { location: '/login' } }}         | ${'unknown'}      | ${[]}
    ${html}                                                     | ${'unknown'}      | ${['not JSON']}
    ${{ status: 200 }}                                          | ${'unknown'}      | ${['an empty reply']}
    ${{ status: 204 }}                                          | ${'unknown'}      | ${['an empty reply']}
    ${{ text: '{"data":{"id":' }}                               | ${'unknown'}      | ${['not JSON']}
    ${{ json: { data: [] } }}                                   | ${'unknown'}      | ${expect.arrayContaining([expect.stringContaining('data')])}
    ${{ json: [] }}                                             | ${'unknown'}      | ${expect.arrayContaining([expect.stringContaining('reply')])}
    ${{ json: { errors: ['nothing'] } }}                        | ${'unknown'}      | ${expect.arrayContaining([expect.stringContaining('data')])}
    ${{ fault: 'hang up' }}                                     | ${'unknown'}      | ${[expect.stringContaining('connection')]}
    ${{ fault: 'silence' }}                                     | ${'unknown'}      | ${['timeout']}
    ${{ fault: 'cut short', json: detail(69) }}                 | ${'unknown'}      | ${[expect.stringContaining('connection')]}
  `('$reply is $outcome', async ({ reply, outcome, errors }) => {
    await withPanel(
      () => reply,
      async ({ client, calls }) => {
        const error = await thrownBy(client.server(69));
        expect(error).toMatchObject({
          name: 'VirtFusionError',
          outcome,
          status: reply.fault === undefined ? (reply.status ?? 200) : null,
          route: 'GET /servers/{id}',
          errors,
          requestSent: true,
        });
        expect(calls.at(-1)).toMatchObject({ route: 'GET /servers/{id}', outcome });
      },
      { timeoutMs: 400 },
    );
  });

  test('a deleted server is gone, at an instant of the panel', async () => {
    const date = 'Fri, 20 Nov 2026 12:00:03 GMT';
    await withPanel(
      () => ({ ...goneReply, headers: { date } }),
      async ({ client, calls, clock }) => {
        const gone = { kind: 'gone', date: new Date(date), readAt: clock.now() };
        expect(await client.server(69)).toEqual(gone);
        expect(await client.serverPower(69)).toEqual(gone);
        expect(calls.map((call) => call.outcome)).toEqual(['gone', 'gone']);
      },
    );
  });

  test('the same words about packages delete nothing', async () => {
    await withPanel(
      () => goneReply,
      async ({ client }) => {
        expect(await thrownBy(client.packages())).toMatchObject({ outcome: 'notFound' });
      },
    );
  });
});

describe('what is asked', () => {
  test('every request carries the token, asks for JSON, and goes below /api/v1', async () => {
    await withPanel(
      () => ({ json: detail(69) }),
      async ({ client, panel }) => {
        await client.server(69);
        expect(panel.requests[0]).toMatchObject({
          method: 'GET',
          path: '/api/v1/servers/69',
          headers: { authorization: `Bearer ${canaryToken}`, accept: 'application/json' },
        });
        expect(panel.requests[0]?.query.size).toBe(0);
      },
    );
  });

  test('power is asked live, and known, unknown or gone is told apart', async () => {
    const states = [{ running: true }, { running: false }, false];
    await withPanel(
      ({ before }) => ({ json: detail(69, { remoteState: states[before] }) }),
      async ({ client, panel }) => {
        const powers = [];
        for (const _ of states) {
          const answer = await client.serverPower(69);
          powers.push(answer.kind === 'found' ? answer.value.power : answer.kind);
        }
        expect(powers).toEqual([
          { kind: 'known', running: true },
          { kind: 'known', running: false },
          { kind: 'unknown', why: 'the hypervisor did not answer' },
        ]);
        expect(panel.requests[0]?.query.get('remoteState')).toBe('true');
      },
    );
  });

  test('packages and queue items are read', async () => {
    const item = { id: 171, serverId: 69, action: 'boot', started: null, finished: null, failed: false };
    await withPanel(
      ({ path }) => ({ json: path.endsWith('/packages') ? { data: [basicPackage] } : { data: item } }),
      async ({ client, panel }) => {
        expect(await client.packages()).toHaveLength(1);
        expect(await client.queue(171)).toMatchObject({ id: 171, finished: null });
        expect(panel.requests.map((request) => request.path)).toEqual([
          '/api/v1/packages',
          '/api/v1/queue/171',
        ]);
      },
    );
  });

  test.each([0, -1, 1.5, Number.NaN, 2 ** 53])(
    'the id %d is refused before anything is asked',
    async (id) => {
      await withPanel(
        () => ({}),
        async ({ client, panel }) => {
          expect(() => client.server(id)).toThrow(RangeError);
          await expect(client.suspend(id)).rejects.toThrow(RangeError);
          expect(panel.requests).toEqual([]);
        },
      );
    },
  );
});

type Mutation = [name: string, path: string, run: (client: VirtFusionClient) => Promise<unknown>];
const mutations: Mutation[] = [
  ['boot', '/api/v1/servers/69/power/boot', (client) => client.boot(69)],
  ['shutdown', '/api/v1/servers/69/power/shutdown', (client) => client.shutdown(69)],
  ['poweroff', '/api/v1/servers/69/power/poweroff', (client) => client.poweroff(69)],
  ['suspend', '/api/v1/servers/69/suspend', (client) => client.suspend(69)],
  ['unsuspend', '/api/v1/servers/69/unsuspend', (client) => client.unsuspend(69)],
];

describe('mutations', () => {
  test.each(mutations)('%s posts to %s without a body', async (name, path, run) => {
    const power = path.includes('/power/');
    await withPanel(
      () => (power ? { json: { data: { queueId: 171 } } } : { status: 204 }),
      async ({ client, panel }) => {
        expect(await run(client)).toEqual(power ? { queueId: 171 } : undefined);
        expect(panel.requests).toMatchObject([{ method: 'POST', path, body: '' }]);
        expect(name).not.toBe('');
      },
    );
  });

  const ends = [
    [goneReply, 'gone'],
    [{ status: 423, json: { msg: 'locked' } }, 'locked'],
    [{ status: 429, headers: { 'retry-after': '3' } }, 'rateLimited'],
    [{ status: 409 }, 'conflict'],
    [{ status: 422, json: { errors: ['no'] } }, 'invalid'],
    [{ ...html, status: 500 }, 'unknown'],
    [html, 'unknown'],
    [{ fault: 'hang up' }, 'unknown'],
    [{ fault: 'silence' }, 'unknown'],
  ] as [ScriptedReply, string][];
  const cases = mutations.flatMap(([name, , run]) =>
    ends.map(([reply, end]) => [name, end, reply, run] as const),
  );

  test.each(cases)('%s that ends in %s is sent once, never again (%j)', async (_, end, reply, run) => {
    await withPanel(
      () => reply,
      async ({ client, panel }) => {
        expect(await thrownBy(run(client))).toMatchObject({ outcome: end, requestSent: true });
        expect(panel.requests).toHaveLength(1);
      },
      { timeoutMs: 400 },
    );
  });

  test('503 is maintenance of the hypervisor for power, and unknown for suspension', async () => {
    await withPanel(
      () => ({ status: 503 }),
      async ({ client }) => {
        expect(await thrownBy(client.boot(69))).toMatchObject({ outcome: 'maintenance' });
        expect(await thrownBy(client.suspend(69))).toMatchObject({ outcome: 'unknown' });
      },
    );
  });

  test.each([
    { status: 201, headers: { 'content-type': 'application/octet-stream' } },
    { status: 204 },
    { status: 200 },
    { status: 200, json: { data: {} } },
  ])('an empty body is done well, and never read as JSON: %j', async (reply) => {
    await withPanel(
      () => reply,
      async ({ client }) => {
        await expect(client.suspend(69)).resolves.toBeUndefined();
      },
    );
  });
});

describe('ids', () => {
  test('a VirtFusion user id is not accepted where an external relation id is meant', async () => {
    await withPanel(
      () => ({ status: 404 }),
      async ({ client }) => {
        // @ts-expect-error the number spaces overlap, so only the type tells them apart
        await expect(client.hourlyStats(virtFusionUserId(3))).rejects.toThrow();
        // @ts-expect-error and no bare number passes for either
        await expect(client.hourlyStats(3)).rejects.toThrow();
        await expect(client.hourlyStats(extRelationId(1042))).rejects.toThrow();
      },
    );
  });

  test.each([-1, 1.5, Number.NaN, 2 ** 53])('%d is neither kind of id', (value) => {
    expect(() => extRelationId(value)).toThrow(RangeError);
    expect(() => virtFusionUserId(value)).toThrow(RangeError);
  });
});

describe('what a client is made of', () => {
  const log = { debug() {}, info() {}, warn() {}, error() {} };
  const good = {
    ...{ baseUrl: 'https://panel.example.com', token: canaryToken, reach: 'public' as const },
    ...{ clock: steppingClock(), log },
  };

  test.each([
    [{ baseUrl: 'panel' }, TypeError],
    [{ token: '' }, TypeError],
    [{ token: 'two words' }, TypeError],
    [{ token: 'line\nbreak' }, TypeError],
    [{ concurrency: 0 }, RangeError],
    [{ concurrency: 1.5 }, RangeError],
    [{ timeoutMs: Number.NaN }, RangeError],
    [{ requestsPerMinute: 0 }, RangeError],
  ])('%j is refused', (wrong, kind) => {
    expect(() => createVirtFusionClient({ ...good, ...wrong })).toThrow(kind);
  });

  test('what is left out or undefined takes its default', async () => {
    const client = createVirtFusionClient({ ...good, timeoutMs: undefined, requestsPerMinute: null });
    await expect(client.close()).resolves.toBeUndefined();
  });
});
