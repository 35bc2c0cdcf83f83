import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { seedConformance } from './fleet.ts';
import { type EmulatorUnderTest, emulatorUnderTest } from './testing/ask-emulator.ts';

let panel: EmulatorUnderTest;
const ask: EmulatorUnderTest['ask'] = (path, options) => panel.ask(path, options);
const credit = { method: 'POST', body: { tokens: -5 } };
const creditPath = '/selfService/credit/byUserExtRelationId/1042';

beforeEach(async () => {
  panel = await emulatorUnderTest({ fleet: seedConformance });
});
afterEach(() => panel.emulator.close());

describe('answers', () => {
  test.each`
    fault               | status | body
    ${'unauthorized'}   | ${401} | ${/^$/}
    ${'forbidden'}      | ${403} | ${/message/}
    ${'not-found-bare'} | ${404} | ${/^$/}
    ${'invalid'}        | ${422} | ${/errors/}
    ${'locked'}         | ${423} | ${/msg/}
    ${'rate-limited'}   | ${429} | ${/Too Many Attempts/}
    ${'unavailable'}    | ${503} | ${/message/}
    ${'error'}          | ${500} | ${/<html>/}
    ${'html'}           | ${200} | ${/<html>/}
  `('$fault answers $status and does nothing', async ({ fault, status, body }) => {
    const answer = await ask(creditPath, { ...credit, fault });
    expect(answer.status).toBe(status);
    expect(answer.text).toMatch(body);
    expect(panel.emulator.world.credits.entries).toHaveLength(0);
  });

  test.each`
    header                                                     | sent
    ${'rate-limited; retryAfter=7'}                            | ${'7'}
    ${'rate-limited; retryAfter=Tue 10 Mar 2026 12:00:09 GMT'} | ${'Tue 10 Mar 2026 12:00:09 GMT'}
  `('Retry-After goes out as $sent', async ({ header, sent }) => {
    expect((await ask('/connect', { fault: header })).headers.get('Retry-After')).toBe(sent);
  });

  test('Retry-After may be left out', async () => {
    panel.emulator.faults.add({ kind: 'rate-limited', retryAfter: null });
    expect((await ask('/connect')).headers.has('Retry-After')).toBe(false);
  });
});

describe('outcome unknown', () => {
  test('drop-late charges when nobody waits for an answer any more', async () => {
    await expect(ask(creditPath, { ...credit, fault: 'drop-late; ms=60000' })).rejects.toThrow();
    const { world } = panel.emulator;
    world.settle();
    expect(world.credits.entries).toHaveLength(0);
    panel.clock.advance(60_000);
    world.settle();
    expect(world.credits.entries).toMatchObject([{ units: -50_000n }]);
  });

  test('error-after answers 500 HTML although the charge was posted', async () => {
    expect(await ask(creditPath, { ...credit, fault: 'error-after' })).toMatchObject({
      status: 500,
      body: undefined,
    });
    expect(panel.emulator.world.credits.entries).toHaveLength(1);
  });

  test.each`
    fault            | posted | because
    ${'drop-before'} | ${0}   | ${'the connection ended before the panel looked'}
    ${'drop-after'}  | ${1}   | ${'the panel had charged already: a blind retry charges twice'}
    ${'half-reply'}  | ${1}   | ${'the reply broke off in the middle'}
  `('$fault leaves $posted charges: $because', async ({ fault, posted }) => {
    await expect(ask(creditPath, { ...credit, fault })).rejects.toThrow();
    expect(panel.emulator.world.credits.entries).toHaveLength(posted);
  });

  test('half-json is a complete reply whose JSON is not', async () => {
    const { status, text, body } = await ask('/servers', { fault: 'half-json' });
    expect([status, body]).toEqual([200, undefined]);
    expect(text).toMatch(/^\{"current_page":1,"data":\[\{/);
  });

  test('hang never answers, and is under way until the caller gives up', async () => {
    const patience = new AbortController();
    panel.emulator.faults.add({ kind: 'hang', route: 'GET /packages' });
    const hanging = ask('/packages', { signal: patience.signal });
    while (panel.emulator.calls.count('GET /packages') === 0) await ask('/connect');
    expect(panel.emulator.calls.inFlight).toBeGreaterThan(0);
    patience.abort();
    await expect(hanging).rejects.toThrow();
  });
});

describe('half truths', () => {
  test('remote-state-false hides the power of one server', async () => {
    panel.emulator.faults.add({ kind: 'remote-state-false', serverId: 5 });
    expect((await ask('/servers/5?remoteState=true')).body.data.remoteState).toBe(false);
    expect((await ask('/servers/18?remoteState=true')).body.data.remoteState.running).toBe(true);
  });

  test('empty-list makes every list shrink to nothing, politely', async () => {
    panel.emulator.faults.add({ kind: 'empty-list' });
    expect(await ask('/servers')).toMatchObject({ status: 200, body: { data: [], total: 0, last_page: 1 } });
    expect((await ask('/packages')).body).toEqual({ data: [] });
    expect((await ask('/servers/5')).status).toBe(200);
  });

  test.each`
    fault           | distinct | read
    ${'skip-row'}   | ${26}    | ${26}
    ${'repeat-row'} | ${27}    | ${28}
  `(
    '$fault over two pages of 20: $read rows, $distinct servers, of 27',
    async ({ fault, distinct, read }) => {
      panel.emulator.faults.add({ kind: fault });
      const pages = await Promise.all([1, 2].map((page) => ask(`/servers?page=${page}`)));
      const ids = pages.flatMap(({ body }) => body.data.map((row: { id: number }) => row.id));
      expect([ids.length, new Set(ids).size]).toEqual([read, distinct]);
    },
  );

  test('clock-skew shifts the Date header, which follows the clock of the panel otherwise', async () => {
    expect((await ask('/connect')).headers.get('Date')).toBe('Tue, 10 Mar 2026 12:00:00 GMT');
    const skewed = await ask('/connect', { fault: 'clock-skew; ms=-90000' });
    expect(skewed.headers.get('Date')).toBe('Tue, 10 Mar 2026 11:58:30 GMT');
  });
});

describe('rules', () => {
  const statuses = async (path: string, calls: number) => {
    const seen: number[] = [];
    for (let call = 0; call < calls; call++) seen.push((await ask(path)).status);
    return seen;
  };

  test('times and skip count matching calls only', async () => {
    panel.emulator.faults.add({ kind: 'unavailable', route: 'GET /packages*', skip: 1, times: 2 });
    expect(await statuses('/connect', 2)).toEqual([200, 200]);
    expect(await statuses('/packages', 5)).toEqual([200, 503, 503, 200, 200]);
  });

  test('a probability strikes in the same order for the same seed', async () => {
    const fault = { kind: 'error', probability: 0.5, seed: 7 } as const;
    panel.emulator.faults.set([fault]);
    const first = await statuses('/connect', 30);
    panel.emulator.faults.set([fault]);
    expect(await statuses('/connect', 30)).toEqual(first);
    expect(new Set(first)).toEqual(new Set([200, 500]));
  });

  test('a wrong rule replaces nothing', () => {
    panel.emulator.faults.add({ kind: 'locked' });
    expect(() => panel.emulator.faults.set([{ kind: 'no-such' as 'locked' }])).toThrow();
    expect(panel.emulator.faults.list()).toHaveLength(1);
  });

  test('slow answers late, in real time', async () => {
    const began = performance.now();
    expect((await ask('/connect', { fault: 'slow; ms=60' })).status).toBe(200);
    expect(performance.now() - began).toBeGreaterThan(50);
  });
});
