import { sql } from 'drizzle-orm';
import request from 'supertest';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseMoney } from '#shared/billing/money.ts';
import { createApp } from '../../app.ts';
import { makeRoot, makeSigningCertificate } from '../../emulators/paypal/webhooks/certificates.ts';
import { CronService } from '../../services/cron-service.ts';
import { HOUR_MS } from '../factories.ts';
import { type PayingWorld, payingWorld } from '../paying-world.ts';
import { people } from '../people.ts';

let world: PayingWorld;
let post: (signed: { headers: Record<string, string>; body: string }) => Promise<request.Response>;

beforeAll(async () => {
  world = await payingWorld();
  const { ctx } = world;
  const app = createApp({
    context: ctx,
    cron: new CronService(ctx),
    installation: { demo: false, version: '0' },
  });
  post = async ({ headers, body }) => request(app).post('/api/paypal/webhook').set(headers).send(body);
  await world.approved({ customerId: people.ada.id, amount: parseMoney('10.00') });
});
afterAll(() => world.close());

/** The approval that the world began with, under a name of its own. */
function anEvent(id: string) {
  const [event] = world.emulator.shop.events;
  if (!event) throw new Error('An approval is told');
  return { ...event, id, body: event.body.replace(event.id, id) };
}

async function kept(id: string): Promise<boolean> {
  const { rows } = await world.ctx.db.execute(sql`SELECT FROM paypal_events WHERE id = ${id}`);
  return rows.length > 0;
}

test('what PayPal signed is taken in by its very bytes, and a job acts on it', async () => {
  const event = anEvent('WH-GOOD');
  // Spaces that a parser would forget, and a letter of two bytes: the signature is over these.
  const spaced = { ...event, body: event.body.replace('"summary":', '"summary" :  "é", "x":') };
  const reply = await post(world.emulator.sign(spaced));
  expect([reply.status, reply.body]).toEqual([200, { received: true }]);
  expect(await kept('WH-GOOD')).toBe(true);
  const { rows } = await world.ctx.db.execute(
    sql`SELECT task_identifier AS task FROM graphile_worker.jobs WHERE key = 'paypal:WH-GOOD'`,
  );
  expect(rows).toEqual([{ task: 'handle_paypal_event' }]);
});

const threeDays = 73 * HOUR_MS;

test.each`
  name                                            | problem                       | forge
  ${'a changed body'}                             | ${'wrong_signature'}          | ${() => ({ body: anEvent('WH-NO').body.replace('10.00', '99.00') })}
  ${'the webhook of somebody else'}               | ${'wrong_signature'}          | ${() => ({ webhookId: 'SOMEBODYELSE' })}
  ${'a time four days ago'}                       | ${'wrong_time'}               | ${() => ({ at: new Date(world.clock.now().getTime() - threeDays - 1000) })}
  ${'a time to come'}                             | ${'wrong_time'}               | ${() => ({ at: new Date(world.clock.now().getTime() + 2 * HOUR_MS) })}
  ${'a certificate at somebody’s own host'}       | ${'foreign_certificate_host'} | ${() => ({ certificateUrl: 'https://paypal.com.attacker.example/v1/notifications/certs/CERT-1' })}
  ${'a certificate elsewhere at PayPal’s'}        | ${'foreign_certificate_host'} | ${() => ({ certificateUrl: `${world.emulator.url}/checkoutnow?cert` })}
  ${'a certificate of an unknown authority'}      | ${'untrusted_certificate'}    | ${() => ({ certificateUrl: servedBy({ known: false }) })}
  ${'a certificate that is not in PayPal’s name'} | ${'untrusted_certificate'}    | ${() => ({ certificateUrl: servedBy({ known: false, subject: 'attacker.example' }) })}
`('$name is refused as $problem, kept nowhere, and an admin is told', async ({ problem, forge }) => {
  const reply = await post(world.emulator.sign(anEvent('WH-NO'), forge()));
  expect([reply.status, reply.body.error.facts]).toEqual([403, { problem }]);
  expect(await kept('WH-NO')).toBe(false);
  const { rows } = await world.ctx.db.execute<{ message: string }>(sql`
    SELECT message FROM alerts WHERE kind = 'webhook_refused' AND subject = ${`paypal:${problem}`} AND resolved_at IS NULL`);
  expect(rows).toHaveLength(1);
});

/** A chain that an attacker can make: all right but for who vouches for it. */
function servedBy({
  subject = 'messageverificationcerts.paypal.com',
}: {
  known: false;
  subject?: string;
}): string {
  const now = world.clock.now();
  const { chain } = makeSigningCertificate(makeRoot('Somebody', now), { subject, now });
  return world.emulator.serveCertificate(`CERT-${subject.length}`, chain);
}

test('without its headers it is nobody’s', async () => {
  const { body } = world.emulator.sign(anEvent('WH-NO'));
  const reply = await post({ headers: { 'content-type': 'application/json' }, body });
  expect(reply.body.error.facts).toEqual({ problem: 'header_missing' });
});

test('while the certificate cannot be fetched nothing is refused for good: PayPal shall send it again', async () => {
  const signed = world.emulator.sign(anEvent('WH-LATER'), {
    certificateUrl: `${world.emulator.url}/v1/notifications/certs/GONE`,
  });
  const reply = await post(signed);
  expect([reply.status, reply.body.error.code]).toEqual([502, 'paypal_failed']);
});
