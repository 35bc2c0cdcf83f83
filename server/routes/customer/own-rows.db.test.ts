import { sql } from 'drizzle-orm';
import type { Express } from 'express';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Endpoint, pathNames } from '#shared/api/endpoint.ts';
import { api } from '#shared/api/index.ts';
import { createApp } from '../../app.ts';
import { issueCustomerLink } from '../../services/customer-links/issue-customer-link.ts';
import { rollUp } from '../../services/roll-ups/roll-up.ts';
import { billAt } from '../../testing/bill-at.ts';
import { aRate, aServer, billingOn, HOUR_MS, sweepsThrough } from '../../testing/factories.ts';
import { noCron } from '../../testing/no-cron.ts';
import { people } from '../../testing/people.ts';
import { type TestContext, testContext } from '../../testing/test-context.ts';

const START = new Date('2026-11-01T08:00:00Z');
const hour = (hours: number) => new Date(START.getTime() + hours * HOUR_MS);
const [ADAS, BRAMS] = [101, 202];
const rows = Object.values(api)
  .flatMap((of) => Object.values(of as Record<string, Endpoint>))
  .filter((row) => row.access === 'customer-link')
  .map((row) => ({ row, name: `${row.method} ${row.path}` }));

let world: TestContext;
let app: Express;
const tokens = new Map<number, string>();

/** Ada and bram have one server each, at prices of their own, and two hours of it are billed. */
beforeAll(async () => {
  world = await testContext({ at: START, env: { trustProxy: 1 } });
  const { ctx } = world;
  await billingOn(ctx, START);
  await aRate(ctx, { packageId: 1, price: '7.30' });
  await aRate(ctx, { packageId: 2, price: '73.00' });
  await aServer(ctx, { id: ADAS, customerId: people.ada.id, packageId: 1, from: START });
  await aServer(ctx, { id: BRAMS, customerId: people.bram.id, packageId: 2, from: START });
  await sweepsThrough(ctx, { from: START, until: hour(4) });
  await billAt(world, hour(2.2));
  await rollUp(ctx);
  for (const { id } of [people.ada, people.bram]) {
    const { token } = await issueCustomerLink(ctx, { id, days: 7, idempotencyKey: `link-of-${id}` });
    tokens.set(id, token);
  }
  app = createApp({ context: ctx, cron: noCron, installation: { demo: false, version: '1' } });
});
afterAll(() => world.close());

/** What the names in a path stand for, of one of the two; a new name wants a line here. */
const named = (serverId: number): Record<string, string> => ({
  serverId: String(serverId),
  hour: START.toISOString(),
  month: '2026-11',
});

function pathOf(row: Endpoint, serverId: number): string {
  const values = named(serverId);
  return pathNames(row.path).reduce((path, name) => {
    const value = values[name];
    if (value === undefined)
      throw new Error(`Say in this test what :${name} of ${row.path} is of another customer`);
    return path.replace(`:${name}`, encodeURIComponent(value));
  }, row.path as string);
}

interface Asked {
  as: number;
  of: number;
  more?: Record<string, unknown>;
}

let asked = 0;

function ask(row: Endpoint, { as, of, more = {} }: Asked) {
  const method = row.method.toLowerCase() as 'get' | 'post' | 'put' | 'delete';
  asked += 1;
  const sent = request(app)
    [method](pathOf(row, of))
    // From one address one may ask only so often.
    .set('x-forwarded-for', `10.0.${Math.floor(asked / 50)}.1`)
    .set('authorization', `Bearer ${tokens.get(as)}`);
  return row.method === 'POST' || row.method === 'PUT' ? sent.send(more) : sent.query(more);
}

/** What was answered, but for the id that each request has of its own. A PDF is bytes. */
function textOf(reply: request.Response): string {
  const text = reply.text ?? (reply.body as Buffer).toString('latin1');
  return text.replaceAll(/[0-9a-f-]{36}/g, '');
}

const [ada, bram] = [people.ada.id, people.bram.id];
/** Every way to say 'of bram' that an API ever knew. */
const swaps = ['customerId', 'customer', 'customer_id', 'id', 'userId', 'ownerId'];

test('there are rows to try', () => {
  expect(rows.length).toBeGreaterThan(8);
});

describe.each(rows)('$name', ({ row }) => {
  test('names no customer: the link alone says whose it is', () => {
    for (const name of [...Object.keys(row.input.shape), ...pathNames(row.path)]) {
      expect(swaps, name).not.toContain(name);
    }
  });

  test('answers ada the same, or refuses her, however she says that she means bram', async () => {
    const plain = await ask(row, { as: ada, of: ADAS });
    for (const name of swaps) {
      const swapped = await ask(row, { as: ada, of: ADAS, more: { [name]: bram } });
      if (swapped.status === 400) continue;
      expect(swapped.status, name).toBe(plain.status);
      expect(textOf(swapped), name).toBe(textOf(plain));
    }
  });

  test('tells ada nothing of what is bram’s', async () => {
    const reply = await ask(row, { as: ada, of: BRAMS });
    if (pathNames(row.path).includes('serverId')) expect(reply.status).toBe(404);
    expect(textOf(reply)).not.toMatch(new RegExp(`server-${BRAMS}|"73\\.00"|${people.bram.email}`));
  });
});

test('of the same rows bram is told his own', async () => {
  const { body } = await ask(api.account.charges as unknown as Endpoint, { as: bram, of: BRAMS });
  expect(body.rows.map(({ amount }: { amount: string }) => amount)).toEqual(['0.10', '0.10']);
  const servers = await ask(api.account.servers as unknown as Endpoint, { as: bram, of: BRAMS });
  expect(servers.body.rows).toMatchObject([
    { id: BRAMS, present: true, month: { seconds: 7200, amount: '0.20' } },
  ]);
  const told = await ask(api.account.explain as unknown as Endpoint, { as: bram, of: BRAMS });
  expect(told.body).toMatchObject({ amount: '0.10', rate: { monthlyPrice: '73.00' } });
  expect(told.body).not.toHaveProperty('run');
  expect(told.body.rate).not.toHaveProperty('setBy');
});

test('a server that changes hands shows each of the two their own hours', async () => {
  const { ctx } = world;
  await ctx.db.execute(sql`UPDATE servers SET customer_id = ${bram} WHERE id = ${ADAS}`);
  const charges = api.account.charges as unknown as Endpoint;
  expect((await ask(charges, { as: ada, of: ADAS })).body.rows).toHaveLength(2);
  expect((await ask(charges, { as: bram, of: ADAS })).body.rows, 'the hours before it was his').toEqual([]);
  const explain = api.account.explain as unknown as Endpoint;
  expect((await ask(explain, { as: bram, of: ADAS })).status).toBe(404);
  const { body } = await ask(api.account.servers as unknown as Endpoint, { as: ada, of: ADAS });
  expect(body.rows).toMatchObject([{ id: ADAS, present: false, state: null, month: { amount: '0.02' } }]);
});

test('statements come as files', async () => {
  const pdf = await ask(api.account.statementPdf as unknown as Endpoint, { as: bram, of: BRAMS });
  expect([pdf.status, pdf.type, pdf.headers['content-disposition']]).toEqual([
    200,
    'application/pdf',
    `attachment; filename=statement-${bram}-2026-11.pdf`,
  ]);
});
