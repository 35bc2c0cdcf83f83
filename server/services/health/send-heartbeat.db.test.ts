import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  startWebhookReceiver,
  type WebhookReceiver,
} from '../../emulators/webhooks/start-webhook-receiver.ts';
import { aRate, aServer, billingOn, sweepsThrough } from '../../testing/factories.ts';
import { people } from '../../testing/people.ts';
import { type TestContext, testContext } from '../../testing/test-context.ts';
import { advanceRun } from '../billing/advance-run.ts';
import { openRun } from '../billing/open-run.ts';
import { sendHeartbeat } from './send-heartbeat.ts';

const FROM = new Date('2026-11-01T00:00:00Z');
const CANARY = 'canary-of-the-heartbeat';

let world: TestContext;
let receiver: WebhookReceiver;
const others: WebhookReceiver[] = [];

beforeAll(async () => {
  receiver = await startWebhookReceiver();
  const heartbeatUrl = `${receiver.url}?key=${CANARY}`.replace('//', `//olive:${CANARY}@`);
  world = await testContext({ at: FROM, env: { heartbeatUrl } });
  await billingOn(world.ctx, FROM);
  await aRate(world.ctx, { price: '7.30' });
  await aServer(world.ctx, { id: 1, customerId: people.ada.id, from: FROM });
  await sweepsThrough(world.ctx, { from: FROM, until: new Date('2026-11-01T09:00:00Z') });
});
afterAll(async () => {
  for (const one of [receiver, ...others]) await one.close();
  await world.close();
});

async function waiting() {
  const { rows } = await world.ctx.db.execute<{ n: number }>(
    sql`SELECT count(*)::int AS n FROM graphile_worker.jobs WHERE task_identifier = 'send_heartbeat'`,
  );
  return rows[0]?.n;
}

/** A run at an hour that looked at VirtFusion by a sweep, or could not. */
async function run(hour: string, { ctx } = world, look: 'whole' | 'broken' | 'none' = 'whole') {
  world.clock.set(hour);
  const { runId } = await openRun(ctx, { trigger: 'schedule', requestedBy: null });
  const { rows } = await ctx.db.execute<{ id: number }>(sql`
    INSERT INTO sweeps (started_at, finished_at, complete, reason)
    VALUES (${hour}::timestamptz, ${hour}::timestamptz, ${look === 'whole'}, 'test') RETURNING id`);
  const sweepId = look === 'none' ? null : (rows[0]?.id ?? null);
  const until = new Date(hour);
  await advanceRun(ctx, {
    runId,
    observe: async () => ({ until, sweepId, serversSeen: 1, notSeen: null, panelSkewMs: null }),
  });
}

describe('after a run', () => {
  test.each(['broken', 'none'] as const)(
    'that did not read VirtFusion whole (%s) nothing is sent',
    async (look) => {
      await run(look === 'broken' ? '2026-11-01T01:00:00Z' : '2026-11-01T02:00:00Z', world, look);
      expect(await waiting()).toBe(0);
    },
  );

  test('that went well there is one job, also where an earlier one still waits', async () => {
    await run('2026-11-01T03:00:00Z');
    await run('2026-11-01T04:00:00Z');
    expect(await waiting()).toBe(1);
  });

  test('nothing is sent where no address is set', async () => {
    await world.ctx.db.execute(sql`DELETE FROM graphile_worker._private_jobs`);
    const without = { ...world, ctx: { ...world.ctx, env: { ...world.ctx.env, heartbeatUrl: undefined } } };
    await run('2026-11-01T05:00:00Z', without);
    expect(await waiting()).toBe(0);
    await sendHeartbeat(without.ctx);
    expect(receiver.received).toEqual([]);
  });
});

test('the call reaches the address, with the credentials in it', async () => {
  await sendHeartbeat(world.ctx);
  // Its query leads beside the path the receiver keeps.
  expect(receiver.strays).toEqual([`/hooks?key=${CANARY}`]);
});

test.each([
  ['an error', () => startedServer(500), 'The heartbeat was answered with status 500.'],
  ['nobody', () => startedServer(null), 'The heartbeat was not answered: connection (ECONNREFUSED).'],
])('of %s the job fails with a sentence, and names the address nowhere', async (_who, start, sentence) => {
  const url = await start();
  const ctx = {
    ...world.ctx,
    env: { ...world.ctx.env, heartbeatUrl: url.replace('//', `//olive:${CANARY}@`) },
  };
  const failure = await sendHeartbeat(ctx).catch((error: unknown) => error);
  expect(failure).toEqual(new Error(sentence));
  expect(JSON.stringify(world.log.lines)).not.toContain(CANARY);
});

/** A server that answers so; one that is gone, with null. */
async function startedServer(status: number | null): Promise<string> {
  const other = await startWebhookReceiver();
  if (status === null) await other.close();
  else others.push(other);
  other.statuses.push(status ?? 204);
  return other.url;
}
