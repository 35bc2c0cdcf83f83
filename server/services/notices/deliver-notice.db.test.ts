import { sql } from 'drizzle-orm';
import { Webhook } from 'standardwebhooks';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { withTransaction } from '../../db/transaction.ts';
import {
  type DiscordEmulator,
  startDiscordEmulator,
} from '../../emulators/discord/start-discord-emulator.ts';
import { type SmtpSink, startSmtpSink } from '../../emulators/smtp/start-smtp-sink.ts';
import {
  startWebhookReceiver,
  type WebhookReceiver,
} from '../../emulators/webhooks/start-webhook-receiver.ts';
import { aCustomer } from '../../testing/factories.ts';
import { actorOf } from '../../testing/people.ts';
import { type TestContext, testContext } from '../../testing/test-context.ts';
import { saveDiscord, saveMail } from '../channels/save-channels.ts';
import { addWebhook } from '../channels/webhooks.ts';
import { claimDelivery } from './claim-delivery.ts';
import { deliverNotice } from './deliver-notice.ts';
import { listDeliveries } from './list-deliveries.ts';
import { notify } from './notify.ts';
import { replayDelivery } from './replay-delivery.ts';
import { waitsMs } from './retry-schedule.ts';
import { saveRoute } from './routes.ts';
import { spreadNotice } from './spread-notice.ts';
import { deliveriesOf, runOutbox } from './testing/run-outbox.ts';

const DAY_MS = 24 * 3_600_000;
let world: TestContext;
let discord: DiscordEmulator;
let receiver: WebhookReceiver;

beforeAll(async () => {
  world = await testContext({ actor: actorOf('olive'), env: { webhookReach: 'private' }, at: new Date() });
  discord = await startDiscordEmulator({ now: () => world.clock.now() });
  receiver = await startWebhookReceiver();
  await aCustomer(world.ctx, 13, 'Chidi Okafor');
});
afterAll(async () => {
  await Promise.all([world?.close(), discord?.close(), receiver?.close()]);
});
afterEach(() =>
  world.ctx.db.execute(
    sql`TRUNCATE notices, notice_deliveries, notice_attempts, notice_pauses, notice_routes`,
  ),
);

let number = 0;
/** Something is told of chidi, along these ways only. */
async function tell(ways: readonly string[], times = 1): Promise<void> {
  for (const way of ['customer_mail', 'admin_mail', 'discord', 'webhook'] as const) {
    await saveRoute(world.ctx, { event: 'topup.completed', way, enabled: ways.includes(way) });
  }
  await withTransaction(world.ctx, async (tx) => {
    for (let time = 0; time < times; time += 1) {
      const facts = { amount: 25_000_000n, balance: 26_500_000n, reference: '5O190127TN364715T' };
      number += 1;
      await notify(tx, { event: 'topup.completed', customerId: 13, key: `topup:${number}`, facts });
    }
  });
}

/** Sets the clock to the next attempt and makes it; false when there is none. */
async function nextAttempt(): Promise<boolean> {
  const [first] = (await deliveriesOf(world.ctx)).filter(({ state }) => state === 'waiting');
  if (!first?.nextAttemptAt) return false;
  world.clock.set(first.nextAttemptAt);
  await runOutbox(world.ctx);
  return true;
}

describe('by mail', () => {
  let sink: SmtpSink;
  const mail = (port: number) => ({
    mail: {
      company: 'Harbour Hosting',
      from: 'billing@harbour.example',
      host: '127.0.0.1',
      port,
      security: 'none' as const,
      user: 'olive',
      adminAddresses: ['night@harbour.example'],
    },
    password: 'the sea is calm',
  });
  beforeAll(async () => {
    sink = await startSmtpSink();
    await saveMail(world.ctx, mail(sink.port));
  });
  afterAll(() => sink?.close());
  afterEach(() => {
    sink.mails.length = 0;
  });

  test('a mail server that is away for hours and comes back loses nothing and doubles nothing', async () => {
    const { port } = sink;
    await sink.close();
    await tell(['customer_mail', 'admin_mail']);
    await runOutbox(world.ctx);
    const waits: number[] = [];
    for (let attempt = 0; attempt < 4; attempt += 1) {
      const [delivery] = await deliveriesOf(world.ctx);
      waits.push((delivery?.nextAttemptAt?.getTime() ?? 0) - world.clock.now().getTime());
      await nextAttempt();
    }
    expect(waits).toEqual(waitsMs.slice(0, 4));
    sink = await startSmtpSink({ port });
    while (await nextAttempt());
    await runOutbox(world.ctx);
    expect(sink.mails.map(({ from, to }) => [from, ...to])).toEqual([
      ['billing@harbour.example', '13@example.com'],
      ['billing@harbour.example', 'night@harbour.example'],
    ]);
    expect(sink.logins).toContain('olive:the sea is calm');
    expect(sink.mails[0]?.raw).toContain('From: Harbour Hosting <billing@harbour.example>');
    const attempts = await world.ctx.db.execute(
      sql`SELECT outcome, count(*)::int AS times FROM notice_attempts GROUP BY 1 ORDER BY 1`,
    );
    expect(attempts.rows).toEqual([
      { outcome: 'failed', times: 10 },
      { outcome: 'sent', times: 2 },
    ]);
  });

  test.each`
    fault                | state        | mails | because
    ${'refuse'}          | ${'failed'}  | ${0}  | ${'there is no such mailbox'}
    ${'put-off'}         | ${'sent'}    | ${1}  | ${'it said later, and took it later'}
    ${'take-and-vanish'} | ${'unclear'} | ${1}  | ${'it took it and said nothing: sent again it might arrive twice'}
  `('a server that does $fault: $state, because $because', async ({ fault, state, mails }) => {
    sink.faults.push(fault);
    await tell(['customer_mail']);
    await runOutbox(world.ctx);
    while (await nextAttempt());
    const [delivery] = await deliveriesOf(world.ctx);
    expect(delivery).toMatchObject({ state, nextAttemptAt: null, sendingSince: null });
    expect(sink.mails).toHaveLength(mails);
  });

  test('a process that dies while it sends leaves it unclear; an admin may send it again', async () => {
    await tell(['customer_mail']);
    const { rows } = await world.ctx.db.execute<{ id: string }>(sql`SELECT id FROM notices`);
    await spreadNotice(world.ctx, { noticeId: Number(rows[0]?.id) });
    const [delivery] = await deliveriesOf(world.ctx);
    const deliveryId = delivery?.id ?? 0;
    expect(await claimDelivery(world.ctx, deliveryId)).not.toBeNull();
    await deliverNotice(world.ctx, { deliveryId }); // another process, after its job was freed
    expect((await deliveriesOf(world.ctx))[0]).toMatchObject({ state: 'unclear' });
    expect(sink.mails).toEqual([]);
    for (let time = 0; time < 2; time += 1) await replayDelivery(world.ctx, { id: deliveryId });
    await runOutbox(world.ctx);
    expect(sink.mails).toHaveLength(1);
    const audited = await world.ctx.db.execute(sql`SELECT FROM audit_log WHERE action = 'notice.replayed'`);
    expect(audited.rows).toHaveLength(1);
  });

  test('without a mail server the log says who was not told, and why', async () => {
    await saveMail(world.ctx, { mail: { ...mail(1).mail, host: null, user: null } });
    await tell(['customer_mail']);
    await runOutbox(world.ctx);
    const { rows } = await listDeliveries(world.ctx, { state: 'not_set_up', limit: 50 });
    expect(rows).toMatchObject([{ recipient: '13@example.com', detail: 'No mail server is set.' }]);
  });

  test('who had no address is written to once there is one', async () => {
    await saveMail(world.ctx, mail(sink.port));
    const emailIs = (email: string | null) =>
      world.ctx.db.execute(sql`UPDATE customers SET email = ${email} WHERE id = 13`);
    await emailIs(null);
    await tell(['customer_mail']);
    await runOutbox(world.ctx);
    const [delivery] = await deliveriesOf(world.ctx);
    const id = delivery?.id ?? 0;
    expect(delivery).toMatchObject({ state: 'not_set_up', recipient: 'customer 13' });
    await expect(replayDelivery(world.ctx, { id })).rejects.toMatchObject({ code: 'refused' });
    await emailIs('13@example.com');
    await replayDelivery(world.ctx, { id });
    await runOutbox(world.ctx);
    expect(sink.mails.map(({ to }) => to)).toEqual([['13@example.com']]);
  });
});

describe('to Discord', () => {
  beforeAll(() => saveDiscord(world.ctx, { url: discord.url }));
  afterEach(() => {
    discord.messages.length = 0;
    discord.answers.length = 0;
    world.clock.advance(60_000);
  });

  test('seven messages at once keep to the limit of five without ever being refused', async () => {
    await tell(['discord'], 7);
    await runOutbox(world.ctx);
    expect(discord.messages).toHaveLength(5);
    while (await nextAttempt());
    expect(discord.answers).toEqual([200, 200, 200, 200, 200, 200, 200]);
    expect(
      (await deliveriesOf(world.ctx)).every(({ state, attempts }) => state === 'sent' && attempts === 1),
    ).toBe(true);
  });

  test('a 429 out of the blue is obeyed by everybody, and is no attempt', async () => {
    discord.faults.push('limited');
    await tell(['discord'], 2);
    await runOutbox(world.ctx);
    expect(discord.answers).toEqual([429]);
    const waiting = await deliveriesOf(world.ctx);
    expect(waiting.map(({ attempts }) => attempts)).toEqual([0, 0]);
    expect(waiting.map(({ nextAttemptAt }) => nextAttemptAt?.getTime())).toEqual(
      [1500, 1500].map((ms) => world.clock.now().getTime() + ms),
    );
    while (await nextAttempt());
    expect(discord.answers).toEqual([429, 200, 200]);
  });

  test.each`
    fault        | state        | posted
    ${'broken'}  | ${'sent'}    | ${1}
    ${'gateway'} | ${'unclear'} | ${1}
    ${'silent'}  | ${'unclear'} | ${1}
  `('a call that is $fault ends $state, posted $posted time', async ({ fault, state, posted }) => {
    discord.faults.push(fault);
    await tell(['discord']);
    await runOutbox(world.ctx);
    while (await nextAttempt());
    expect((await deliveriesOf(world.ctx)).map((one) => one.state)).toEqual([state]);
    expect(discord.messages).toHaveLength(posted);
  });

  test('a customer named like markdown is text there, and mentions nobody', async () => {
    await world.ctx.db.execute(sql`UPDATE customers SET name = '@everyone [**free**](https://evil.example)'`);
    await tell(['discord']);
    await runOutbox(world.ctx);
    await world.ctx.db.execute(sql`UPDATE customers SET name = 'Chidi Okafor'`);
    const [message] = discord.messages;
    expect(message).toMatchObject({ allowed_mentions: { parse: [] } });
    const [embed] = (message?.embeds ?? []) as { title: string }[];
    expect(embed?.title).toBe(
      '@\u200beveryone \\[\\*\\*free\\*\\*\\]\\(https:\u200b//evil.example\\) topped up $25.00',
    );
  });
});

describe('as a webhook', () => {
  let secret: string;
  let webhookId: number;
  beforeAll(async () => {
    const added = await addWebhook(world.ctx, { url: receiver.url, note: 'the shop' });
    secret = added.secret ?? '';
    webhookId = added.endpoint.id;
  });
  afterEach(() => {
    receiver.received.length = 0;
  });

  test('the signature holds for an implementation that is not ours, and not for another body', async () => {
    world.clock.set(new Date()); // it judges the age by its own clock
    await tell(['webhook']);
    await runOutbox(world.ctx);
    const [{ headers, body } = { headers: {}, body: '' }] = receiver.received;
    expect(new Webhook(secret).verify(body, headers)).toMatchObject({
      type: 'topup.completed',
      data: { customerId: 13, amount: '25.00', balance: '26.50', reference: '5O190127TN364715T' },
    });
    expect(() => new Webhook(secret).verify(`${body} `, headers)).toThrow();
  });

  test('a receiver that fails is tried for a day, with one id, and then given up; a replay keeps the id', async () => {
    const from = world.clock.now().getTime();
    await tell(['webhook']);
    receiver.statuses.push(...Array.from({ length: waitsMs.length + 1 }, () => 500));
    await runOutbox(world.ctx);
    while (await nextAttempt());
    const [delivery] = await deliveriesOf(world.ctx);
    expect(delivery).toMatchObject({ state: 'failed', attempts: waitsMs.length + 1, detail: 'Answered 500' });
    expect((world.clock.now().getTime() - from) / DAY_MS).toBeCloseTo(1, 1);
    await replayDelivery(world.ctx, { id: delivery?.id ?? 0 });
    await runOutbox(world.ctx);
    expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id']))).toHaveProperty('size', 1);
    expect(new Set(receiver.received.map(({ body }) => body))).toHaveProperty('size', 1);
    expect((await deliveriesOf(world.ctx))[0]).toMatchObject({ state: 'sent', attempts: 1 });
  });

  test('a redirect is not followed', async () => {
    receiver.statuses.push(302);
    await tell(['webhook']);
    await runOutbox(world.ctx);
    expect((await deliveriesOf(world.ctx))[0]).toMatchObject({ state: 'waiting', attempts: 1 });
    expect(receiver.strays).toEqual([]);
  });

  test('one that answers 410 is asked no more', async () => {
    receiver.statuses.push(410);
    await tell(['webhook']);
    await runOutbox(world.ctx);
    await tell(['webhook']);
    await runOutbox(world.ctx);
    expect(receiver.received).toHaveLength(1);
    const { rows } = await world.ctx.db.execute(
      sql`SELECT disabled_reason FROM webhook_endpoints WHERE id = ${webhookId}`,
    );
    expect(rows).toEqual([{ disabled_reason: 'Answered 410: it wants nothing any more' }]);
  });

  test('where private networks are not allowed, one that leads there is not called', async () => {
    await world.ctx.db.execute(sql`UPDATE webhook_endpoints SET disabled_at = NULL`);
    const { ctx } = world;
    const strict = { ...ctx, env: { ...ctx.env, webhookReach: 'public' as const } };
    await tell(['webhook']);
    await runOutbox(strict);
    expect(receiver.received).toEqual([]);
    expect((await deliveriesOf(ctx))[0]).toMatchObject({ state: 'failed' });
    expect(() => addWebhook(strict, { url: receiver.url, note: '' })).toThrow('Use https');
  });
});
