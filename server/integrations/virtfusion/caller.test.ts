import { describe, expect, test } from 'vitest';
import type { VirtFusionClient } from './client.ts';
import { extRelationId } from './client.ts';
import { canaryToken, thrownBy, withPanel } from './testing/client-of.ts';
import { detail, page } from './testing/replies-of-the-panel.ts';
import type { ScriptedReply } from './testing/scripted-panel.ts';

const well: ScriptedReply = { json: detail(69) };

describe('repeats', () => {
  test.each`
    first                                       | because
    ${{ status: 500 }}                          | ${'trouble of the panel'}
    ${{ status: 503 }}                          | ${'maintenance of the panel'}
    ${{ status: 429 }}                          | ${'too fast'}
    ${{ fault: 'hang up' }}                     | ${'a broken line'}
    ${{ fault: 'silence' }}                     | ${'silence'}
    ${{ fault: 'cut short', json: detail(69) }} | ${'half a reply'}
    ${{ text: '<html>' }}                       | ${'a page instead of JSON'}
    ${{ json: { data: {} } }}                   | ${'another shape'}
  `('a read is repeated after $because, and ends well', async ({ first }) => {
    await withPanel(
      ({ before }) => (before === 0 ? first : well),
      async ({ client, panel, clock }) => {
        expect((await client.server(69)).kind).toBe('found');
        expect(panel.requests).toHaveLength(2);
        expect(clock.slept.every((ms) => ms <= 500)).toBe(true);
      },
      { timeoutMs: 400 },
    );
  });

  test.each([401, 403, 404, 409, 422, 423, 302, 400, 405])(
    'a read that ends in %d is not repeated',
    async (status) => {
      await withPanel(
        () => ({ status }),
        async ({ client, panel }) => {
          await thrownBy(client.server(69));
          expect(panel.requests).toHaveLength(1);
        },
      );
    },
  );

  test('after four tries it is over, with waits of at most 0.5, 1 and 2 s', async () => {
    await withPanel(
      () => ({ status: 500 }),
      async ({ client, panel, clock, calls }) => {
        expect(await thrownBy(client.server(69))).toMatchObject({ outcome: 'unknown', status: 500 });
        expect(panel.requests).toHaveLength(4);
        expect(calls).toHaveLength(4);
        expect(clock.slept).toHaveLength(3);
        expect(clock.slept.every((ms, at) => ms <= 500 * 2 ** at)).toBe(true);
      },
    );
  });

  test.each`
    header                             | waitMs
    ${'7'}                             | ${7_000}
    ${'Fri, 20 Nov 2026 12:00:30 GMT'} | ${30_000}
  `('Retry-After $header is obeyed, by no more than a tenth longer', async ({ header, waitMs }) => {
    const headers = { 'retry-after': header, date: 'Fri, 20 Nov 2026 12:00:00 GMT' };
    await withPanel(
      ({ before }) => (before === 0 ? { status: 429, headers } : well),
      async ({ client, clock }) => {
        const startedAt = clock.now().getTime();
        await client.server(69);
        const waitedMs = clock.now().getTime() - startedAt;
        expect(waitedMs).toBeGreaterThanOrEqual(waitMs);
        expect(waitedMs).toBeLessThanOrEqual(waitMs * 1.1 + 1);
      },
    );
  });

  test('a wait beyond the budget is told, not waited for, and the next call does not even ask', async () => {
    await withPanel(
      () => ({ status: 429, headers: { 'retry-after': '3600' } }),
      async ({ client, clock, panel }) => {
        expect(await thrownBy(client.server(69))).toMatchObject({
          outcome: 'rateLimited',
          retryAfterMs: 3_600_000,
          requestSent: true,
        });
        expect(await thrownBy(client.suspend(69))).toMatchObject({
          outcome: 'rateLimited',
          retryAfterMs: 3_600_000,
          requestSent: false,
        });
        expect(clock.slept).toEqual([]);
        expect(panel.requests).toHaveLength(1);
      },
    );
  });
});

describe('a process that sleeps while it waits for an answer', () => {
  /** Sleeps so long over the first request, whose answer is then there at once. */
  const sleepingOver = (ms: number, work: Parameters<typeof withPanel>[1]) => {
    let wake = () => {};
    return withPanel(
      ({ before }) => {
        if (before === 0) wake();
        return well;
      },
      (world) => {
        wake = () => world.clock.step(ms);
        return work(world);
      },
      { timeoutMs: 30_000 },
    );
  };

  test.each`
    sleptMs    | asked | because
    ${34_000}  | ${1}  | ${'the answer is late, not old'}
    ${36_000}  | ${2}  | ${'an old answer is no news'}
    ${-36_000} | ${2}  | ${'a clock set back says as little'}
  `('for $sleptMs ms asks $asked times: $because', async ({ sleptMs, asked }) => {
    await sleepingOver(sleptMs, async ({ client, panel, clock }) => {
      expect(await client.server(69)).toMatchObject({ kind: 'found', readAt: clock.now() });
      expect(panel.requests).toHaveLength(asked);
    });
  });

  test('for hours knows nothing, rather than what was so before', async () => {
    await sleepingOver(3 * 3_600_000, async ({ client }) => {
      expect(await thrownBy(client.server(69))).toMatchObject({
        outcome: 'unknown',
        errors: [expect.stringMatching(/slept/)],
      });
    });
  });

  test('still hears what a mutation did', async () => {
    await sleepingOver(3 * 3_600_000, async ({ client, panel }) => {
      await client.suspend(69);
      expect(panel.requests).toHaveLength(1);
    });
  });
});

describe('pace and slots', () => {
  test('one budget of requests a minute covers all calls of a client', async () => {
    await withPanel(
      () => well,
      async ({ client, clock }) => {
        const startedAt = clock.now().getTime();
        for (let at = 0; at < 61; at++) await client.server(69);
        expect(clock.now().getTime() - startedAt).toBeGreaterThanOrEqual(60_000);
      },
      { requestsPerMinute: 60 },
    );
  });

  test.each([1, 3])('no more than %d requests are under way at once', async (concurrency) => {
    let underWay = 0;
    let most = 0;
    const script = async () => {
      underWay += 1;
      most = Math.max(most, underWay);
      await new Promise((turn) => setTimeout(turn, 5));
      underWay -= 1;
      return well;
    };
    await withPanel(
      script,
      async ({ client }) => {
        await Promise.all(Array.from({ length: 12 }, () => client.server(69)));
        expect(most).toBe(concurrency);
      },
      { concurrency },
    );
  });

  test('waiting for a slot does not count against the limit of a request', async () => {
    const script = () => new Promise<ScriptedReply>((reply) => setTimeout(reply, 150, well));
    await withPanel(
      script,
      async ({ client, panel }) => {
        await Promise.all(Array.from({ length: 4 }, () => client.server(69)));
        expect(panel.requests).toHaveLength(4);
      },
      { concurrency: 1, timeoutMs: 400 },
    );
  });
});

describe('the breaker', () => {
  test('after many failures the panel is left alone for 10 s, then asked once', async () => {
    let healthy = false;
    await withPanel(
      () => (healthy ? well : { status: 500 }),
      async ({ client, panel, clock, logged }) => {
        for (let call = 0; call < 5; call++)
          await thrownBy(client.suspend(69).catch(() => client.server(69)));
        const asked = panel.requests.length;
        const left = await thrownBy(client.server(69));
        expect(left).toMatchObject({ outcome: 'unknown', status: null, requestSent: false });
        expect(panel.requests).toHaveLength(asked);
        expect(asked).toBeGreaterThanOrEqual(20);
        healthy = true;
        clock.step(10_000);
        expect((await client.server(69)).kind).toBe('found');
        expect((await client.server(69)).kind).toBe('found');
        expect(logged.filter((line) => line.includes('breaker'))).toHaveLength(3);
      },
    );
  });

  test('a clock set back does not keep it open until it catches up', async () => {
    let healthy = false;
    await withPanel(
      () => (healthy ? well : { status: 500 }),
      async ({ client, clock }) => {
        for (let call = 0; call < 5; call++) await thrownBy(client.server(69));
        healthy = true;
        clock.step(-3_600_000);
        expect((await client.server(69)).kind).toBe('found');
      },
    );
  });

  test.each([401, 404, 423, 429])(
    '%d says that the panel is well: it never opens the breaker',
    async (status) => {
      await withPanel(
        () => ({ status }),
        async ({ client, panel }) => {
          for (let call = 0; call < 45; call++) await thrownBy(client.suspend(69));
          expect(panel.requests).toHaveLength(45);
        },
      );
    },
  );

  test('hypervisors that hang do not keep the lists from being read', async () => {
    await withPanel(
      ({ query }) => (query.has('remoteState') ? { status: 500 } : { json: page(1, { total: 1 }) }),
      async ({ client }) => {
        for (let call = 0; call < 6; call++) await thrownBy(client.serverPower(69));
        expect(await thrownBy(client.serverPower(69))).toMatchObject({ requestSent: false });
        const pages = [];
        for await (const listed of client.pages()) pages.push(listed.rows.length);
        expect(pages).toEqual([1]);
      },
    );
  });
});

describe('closing', () => {
  test('ends a read at once, as unknown', async () => {
    await withPanel(
      () => ({ fault: 'silence' }),
      async ({ client, panel }) => {
        const ended = thrownBy(client.server(69));
        while (panel.requests.length === 0) await new Promise((turn) => setTimeout(turn, 1));
        await client.close();
        expect(await ended).toMatchObject({ outcome: 'unknown', errors: ['cancelled'], requestSent: true });
      },
    );
  });

  test('lets a mutation under way come to its end', async () => {
    let release: () => void = () => {};
    const held = new Promise<void>((open) => {
      release = open;
    });
    await withPanel(
      async () => {
        await held;
        return { status: 204 };
      },
      async ({ client, panel }) => {
        const suspended = client.suspend(69);
        while (panel.requests.length === 0) await new Promise((turn) => setTimeout(turn, 1));
        const closed = client.close();
        release();
        await expect(suspended).resolves.toBeUndefined();
        await closed;
      },
    );
  });

  test('refuses what comes later without sending it', async () => {
    await withPanel(
      () => well,
      async ({ client, panel }) => {
        await client.close();
        expect(await thrownBy(client.suspend(69))).toMatchObject({ outcome: 'unknown', requestSent: false });
        expect(panel.requests).toEqual([]);
      },
    );
  });
});

describe('the token is in no error and no line of the log', () => {
  const echo = `you sent Authorization: Bearer ${canaryToken} (${canaryToken.slice(3)})`;
  const failures: [string, ScriptedReply][] = [
    ['errors', { status: 422, json: { errors: [echo] } }],
    [
      'errors by field',
      { status: 422, json: { errors: { [canaryToken]: [echo], password: ['was pa55word'] } } },
    ],
    ['msg', { status: 423, json: { msg: echo } }],
    ['message', { status: 429, json: { message: echo } }],
    ['text', { status: 401, text: echo }],
    ['long text', { status: 401, text: 'x'.repeat(280) + canaryToken }],
    ['a page', { status: 500, text: `<html>${echo}</html>` }],
    ['a page with 200', { text: `<html>${echo}</html>` }],
    ['a reply of another shape', { json: { data: { id: canaryToken, [canaryToken]: echo } } }],
    ['a redirect', { status: 302, headers: { location: `/?token=${canaryToken}` } }],
    ['a header', { status: 429, headers: { 'retry-after': canaryToken, date: canaryToken } }],
    ['silence', { fault: 'silence' }],
    ['a broken line', { fault: 'hang up' }],
    ['half a reply', { fault: 'cut short', json: { msg: echo } }],
  ];
  const runs: [string, (client: VirtFusionClient) => Promise<unknown>][] = [
    ['a read', (client) => client.server(69)],
    ['a live read', (client) => client.serverPower(69)],
    ['a sweep', (client) => client.pages()[Symbol.asyncIterator]().next()],
    ['packages', (client) => client.packages()],
    ['a mutation', (client) => client.boot(69)],
    ['a credit', (client) => client.postCredit({ extRelationId: extRelationId(1042), tokens: '-1.5' })],
  ];
  const cases = failures.flatMap(([what, reply]) =>
    runs.map(([call, run]) => [call, what, reply, run] as const),
  );

  test.each(cases)('%s that meets %s', async (_, __, reply, run) => {
    await withPanel(
      () => reply,
      async ({ client, logged }) => {
        const error = await thrownBy(run(client));
        const said = everythingIn(error) + logged.join('\n');
        expect(said).toContain('VirtFusion');
        expect(logged.length).toBeGreaterThan(0);
        expect(said).not.toMatch(/canary|0Must0|pa55word/);
      },
      { timeoutMs: 60, powerTimeoutMs: 60 },
    );
  });

  test('what the probe reports', async () => {
    await withPanel(
      () => ({ status: 403, json: { message: echo } }),
      async ({ client, logged }) => {
        const said = JSON.stringify(await client.probe()) + logged.join('\n');
        expect(said).toContain('you sent');
        expect(said).not.toMatch(/canary|0Must0/);
      },
    );
  });
});

/** An error with its stack, its causes, and whatever hangs on it. */
function everythingIn(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const own = Object.getOwnPropertyNames(error).map((name) => Reflect.get(error, name) as unknown);
  return `${error}\n${own.map((value) => (value instanceof Error ? everythingIn(value) : JSON.stringify(value)))}`;
}
