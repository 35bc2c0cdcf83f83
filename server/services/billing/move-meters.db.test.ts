import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { statementFor } from '#shared/billing/statement.ts';
import type { Context } from '../../context.ts';
import { withTransaction } from '../../db/transaction.ts';
import { aRate, aServer, billingOn, sweepsThrough } from '../../testing/factories.ts';
import { type TestContext, testContext } from '../../testing/test-context.ts';
import type { Batch } from './claim-batch.ts';
import { factsFor, findMeters } from './load-billing-facts.ts';
import { moveMeters } from './move-meters.ts';
import { onlyOne } from './server-lists.ts';

const FROM = new Date('2026-11-01T00:00:00Z');
const UNTIL = new Date('2026-11-01T03:00:00Z');
const SERVER = 101;

let world: TestContext;

beforeAll(async () => {
  world = await testContext({ at: UNTIL });
  await billingOn(world.ctx, FROM);
  await aRate(world.ctx, { price: '7.30' });
  await aServer(world.ctx, { id: SERVER, customerId: 11, from: FROM });
  await sweepsThrough(world.ctx, { from: FROM, until: UNTIL });
});
afterAll(() => world?.close());

/** Decides on the server's hours and moves its meter, for a batch of these customers. */
async function moved(tx: Context, customers: Pick<Batch, 'customerFrom' | 'customerTo'>, server = SERVER) {
  const until = UNTIL.getTime() / 1000;
  const meters = await findMeters(tx, sql`FROM server_meters m WHERE m.server_id = ${SERVER}`);
  const decisions = (await factsFor(tx, meters)).map((facts) => ({
    ...{ servers: onlyOne(server), facts, statement: statementFor(facts, until) },
  }));
  const range = { serverFrom: null, serverTo: null, dueFrom: null, billedUntil: null };
  const batch: Batch = { runId: 1, number: 1, servers: 1, steps: 0, until, ...range, ...customers };
  await moveMeters(tx, { batch, step: until, wallets: new Map(), decided: { decisions, refusals: [] } });
  const [meter] = await findMeters(tx, sql`FROM server_meters m WHERE m.server_id = ${SERVER}`);
  return meter?.billedUntil;
}

test.each`
  whose                                                      | customerFrom | customerTo
  ${'of the batch'}                                          | ${1}         | ${20}
  ${'whom a look gave to a customer of another batch since'} | ${500}       | ${600}
`('the meter of a server $whose is moved', async ({ customerFrom, customerTo }) => {
  await withTransaction(world.ctx, async (tx) => {
    expect(await moved(tx, { customerFrom, customerTo })).toBe(UNTIL.getTime() / 1000);
    await tx.db.execute(sql`UPDATE server_meters SET billed_until = ${FROM.toISOString()}, month = NULL`);
  });
});

test('a meter that is not there stops the batch, since its hours would be charged again', async () => {
  const stopped = withTransaction(world.ctx, (tx) => moved(tx, { customerFrom: 1, customerTo: 20 }, 999));
  await expect(stopped).rejects.toThrow('Of 1 meters of a batch only 0 are there to be moved');
});
