import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { api } from '#shared/api/index.ts';
import { runProgress } from '#shared/api/runs.ts';
import { can } from '#shared/auth/roles.ts';
import { createApp } from '../../app.ts';
import { listening } from '../../http/testing/small-app.ts';
import { billAt } from '../../testing/bill-at.ts';
import { aRate, aServer, billingOn, sweepsThrough } from '../../testing/factories.ts';
import { actorOf } from '../../testing/people.ts';
import { type TestContext, testContext } from '../../testing/test-context.ts';
import { createToken } from '../admins/tokens/create-token.ts';
import { detectAlerts } from '../alerts/detect-alerts.ts';
import { listAlerts } from '../alerts/list-alerts.ts';
import { CronService } from '../cron-service.ts';
import { advanceRun } from './advance-run.ts';
import { createRunFollower } from './follow-run.ts';
import { getRunBrakes } from './get-run-brakes.ts';
import { listRunLog } from './list-run-log.ts';
import { listRunSetAsides } from './list-run-set-asides.ts';
import { listRuns } from './list-runs.ts';
import { readRunProgress } from './read-run-progress.ts';
import { retryRun } from './retry-run.ts';

const FROM = new Date('2026-11-01T00:00:00Z');
const BAD = 102;

let world: TestContext;
let failedRun: number;

beforeAll(async () => {
  world = await testContext({ at: FROM, actor: actorOf('otto', 2) });
  const { ctx } = world;
  await billingOn(ctx, FROM);
  await aRate(ctx, { price: '7.30' });
  for (let id = 101; id <= 103; id++) await aServer(ctx, { id, customerId: id, from: FROM });
  await sweepsThrough(ctx, { from: FROM, until: new Date('2026-11-01T05:00:00Z') });
  await ctx.db.execute(sql`
    CREATE FUNCTION fail_one() RETURNS trigger LANGUAGE plpgsql AS
    'BEGIN IF NEW.server_id = 102 THEN RAISE EXCEPTION ''the disk of bram is full''; END IF; RETURN NEW; END'`);
  await ctx.db.execute(
    sql`CREATE TRIGGER fail_one BEFORE INSERT ON hourly_charges FOR EACH ROW EXECUTE FUNCTION fail_one()`,
  );
  failedRun = await billAt(world, '2026-11-01T02:00:00Z');
});
afterAll(() => world?.close());

const page = { limit: 50 };
const log = async (id: number) => (await listRunLog(world.ctx, { id, limit: 100 })).rows;

test('the log of a run names each try, what was singled out and how it ended, oldest first', async () => {
  const lines = await log(failedRun);
  const messages = lines.map(({ message }) => message);
  expect(messages[0]).toBe('Opened.');
  expect(messages).toContain('Servers seen: 1. Hours that ended by 2026-11-01 02:00 UTC are due.');
  expect(messages).toContain('Part 1 was rolled back: the disk of bram is full. It is tried again (1 of 3).');
  expect(messages).toContain('Server 102 could not be billed and is set aside: the disk of bram is full');
  expect(messages.at(-1)).toBe('Closed: 4 charges, 2 servers billed, 1 set aside.');
  expect(lines.map(({ at }) => at.getTime())).toEqual(lines.map(({ at }) => at.getTime()).sort());
  expect(lines.find(({ message }) => message.startsWith('Server 102'))).toMatchObject({
    level: 'warn',
    instance: 'test:1',
  });
});

test('the log comes in pages, no line twice', async () => {
  const first = await listRunLog(world.ctx, { id: failedRun, limit: 3 });
  const second = await listRunLog(world.ctx, { id: failedRun, limit: 100, cursor: first.nextCursor ?? '' });
  expect([...first.rows, ...second.rows]).toEqual(await log(failedRun));
});

test('every brake tells what it compared, though none took hold', async () => {
  const { figures } = await getRunBrakes(world.ctx, { id: failedRun });
  expect(figures?.map(({ brake, outcome }) => `${brake} ${outcome}`)).toEqual([
    'total not_asked',
    'fleet not_asked',
    'catch_up passed',
    'free not_asked',
    'clocks passed',
  ]);
});

test('its progress tells all that was done, and that it is closed', async () => {
  expect(await readRunProgress(world.ctx, failedRun)).toMatchObject({
    status: 'done_with_failures',
    closedAt: expect.any(Date),
    charges: 4,
    servers: { setAside: 1 },
    expectedEnd: null,
  });
});

test('a run with a failure is found among those with problems, and by when it was opened', async () => {
  const ids = async (filter: object) =>
    (await listRuns(world.ctx, { ...page, ...filter })).rows.map(({ id }) => id);
  expect(await ids({ problems: 'yes' })).toEqual([failedRun]);
  expect(
    await ids({ from: new Date('2026-11-01T02:00:00Z'), until: new Date('2026-11-01T02:00:01Z') }),
  ).toEqual([failedRun]);
  expect(await ids({ until: new Date('2026-11-01T02:00:00Z') })).toEqual([]);
});

test('while its cause lasts, a retry fails again; the alert comes with the third time', async () => {
  for (let time = 2; time <= 3; time++) {
    const { opened, run } = await retryRun(world.ctx, { id: failedRun });
    expect(opened).toBe(true);
    await finish(run.id);
  }
  await detectAlerts(world.ctx);
  const { rows } = await listAlerts(world.ctx, { open: 'yes', kind: 'repeated_failure', ...page });
  expect(rows).toMatchObject([
    { subject: 'server:102', message: expect.stringContaining('the disk of bram is full') },
  ]);
});

test('vera may not try again', () => {
  expect(can('viewer', api.runs.retry.access as 'billing.run')).toBe(false);
});

test('once it is mended a retry bills the hours that waited; asked twice it is one run, audited once', async () => {
  await world.ctx.db.execute(sql`DROP TRIGGER fail_one ON hourly_charges`);
  const waiting = await listRunSetAsides(world.ctx, { id: failedRun, ...page });
  expect(waiting.rows).toMatchObject([{ serverId: BAD, reason: 'failed', waits: true }]);

  const first = await retryRun(world.ctx, { id: failedRun });
  const again = await retryRun(world.ctx, { id: failedRun });
  expect([first.opened, again.opened]).toEqual([true, false]);
  expect(again.run.id).toBe(first.run.id);
  expect(first).toMatchObject({
    servers: 1,
    run: { trigger: 'manual', requestedBy: 'admin:2', retryOf: failedRun },
  });
  await finish(first.run.id);

  const { rows } = await world.ctx.db.execute(
    sql`SELECT action, subject, after FROM audit_log WHERE after ->> 'runId' = ${String(first.run.id)}`,
  );
  expect(rows).toEqual([
    { action: 'run.retried', subject: `run:${failedRun}`, after: { runId: first.run.id, servers: 1 } },
  ]);
  expect((await listRunSetAsides(world.ctx, { id: failedRun, ...page })).rows).toMatchObject([
    { serverId: BAD, waits: false },
  ]);
  const { rows: hours } = await world.ctx.db.execute(
    sql`SELECT count(*)::int AS n FROM hourly_charges WHERE server_id = ${BAD}`,
  );
  expect(hours).toEqual([{ n: 2 }]);
});

test('when nothing waits any more there is nothing to try: it is refused, and no run opens', async () => {
  await expect(retryRun(world.ctx, { id: failedRun })).rejects.toMatchObject({ code: 'refused' });
  await detectAlerts(world.ctx);
  expect((await listAlerts(world.ctx, { open: 'yes', kind: 'repeated_failure', ...page })).rows).toEqual([]);
});

test('a hundred who follow a run share one look a second, and all hear its end', async () => {
  const { ctx } = world;
  const { rows } = await ctx.db.execute<{ id: number }>(sql`
    INSERT INTO billing_runs (until, trigger, status, observed_at)
    VALUES ('2026-11-01T04:00:00Z', 'schedule', 'billing', '2026-11-01T04:00:00Z') RETURNING id`);
  const runId = rows[0]?.id as number;
  await ctx.db.execute(sql`
    INSERT INTO billing_batches (run_id, number, customer_from, customer_to, servers, done_at)
    VALUES (${runId}, 1, 1, 1, 300, '2026-11-01T04:00:10Z'), (${runId}, 2, 2, 2, 100, NULL)`);
  world.clock.set('2026-11-01T04:00:10Z');
  let looks = 0;
  const counting = new Proxy(ctx.db, {
    get: (db, name, self) => {
      if (name === 'execute') looks++;
      return Reflect.get(db, name, self);
    },
  });
  // The first nap ends the run: what is told after it is its end.
  const clock = {
    now: () => world.clock.now(),
    sleep: async () => {
      await ctx.db.execute(
        sql`UPDATE billing_runs SET status = 'done', closed_at = now() WHERE id = ${runId}`,
      );
    },
  };
  const follower = createRunFollower({ ...ctx, db: counting, clock });
  const heard: string[][] = Array.from({ length: 100 }, () => []);
  await Promise.all(
    heard.map((lines) =>
      follower.follow(
        runId,
        ({ status, servers, perSecond }) =>
          lines.push(`${status} ${servers.done}/${servers.total} ${perSecond}`),
        new AbortController().signal,
      ),
    ),
  );
  expect(new Set(heard.map((lines) => lines.join(', ')))).toEqual(
    new Set(['billing 300/400 30, done 300/400 null']),
  );
  expect(looks).toBe(2);
});

test('over HTTP it is a stream of events for whoever may read, and a plain refusal for a run that is not', async () => {
  const { ctx } = world;
  const app = createApp({
    context: ctx,
    cron: new CronService(ctx),
    installation: { demo: false, version: '0' },
  });
  const { token } = await createToken(ctx, { name: 'vera', role: 'viewer' });
  await listening(app, async (port) => {
    const get = (id: number, headers: Record<string, string>) =>
      fetch(`http://127.0.0.1:${port}/api/admin/runs/${id}/progress`, { headers });
    const authorization = `Bearer ${token}`;
    const reply = await get(failedRun, { authorization });
    expect(reply.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(reply.headers.get('cache-control')).toContain('no-transform');
    const events = (await reply.text()).split('\n\n').filter((text) => text.startsWith('data: '));
    expect(events).toHaveLength(1);
    expect(runProgress.parse(JSON.parse(events[0]?.slice(6) ?? '')).status).toBe('done_with_failures');
    expect((await get(99_999, { authorization })).status).toBe(404);
    expect((await get(failedRun, {})).status).toBe(401);
  });
});

/** Takes a run that a retry opened to its end, as a worker would. */
function finish(runId: number): Promise<void> {
  const until = new Date('2026-11-01T02:00:00Z');
  return advanceRun(world.ctx, {
    runId,
    observe: async () => ({ until, sweepId: null, serversSeen: 3, notSeen: null, panelSkewMs: null }),
  });
}
