import { sql } from 'drizzle-orm';
import request, { type Response } from 'supertest';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Endpoint } from '#shared/api/endpoint.ts';
import { api } from '#shared/api/index.ts';
import { createApp } from '../../app.ts';
import type { PayPal } from '../../context.ts';
import { listen, stopListening } from '../../http/listen.ts';
import { createPayPalClient } from '../../integrations/paypal/client.ts';
import { silentLog } from '../../log.ts';
import { createToken } from '../../services/admins/tokens/create-token.ts';
import { CronService } from '../../services/cron-service.ts';
import { noPayPal } from '../../services/paypal/no-paypal.ts';
import { getBillingSettings } from '../../services/settings/get-billing-settings.ts';
import { updateBillingSettings } from '../../services/settings/update-billing-settings.ts';
import { billAt } from '../bill-at.ts';
import { aRate, aServer, billingOn, HOUR_MS, sweepsThrough } from '../factories.ts';
import { people } from '../people.ts';
import { settableClock } from '../settable-clock.ts';
import { type TestContext, testContext } from '../test-context.ts';

/** One endpoint that moves money, or decides what will be charged. Add a line, and an `arrange` if it needs one. */
interface MoneyEndpoint {
  row: Endpoint;
  /** What is sent fifty times at once. */
  sent: () => object | Promise<object>;
  /** Rows that all fifty together add, by table; in no other table is there one more. */
  adds: Record<string, number>;
  /** Those who come after the first are told its answer (200), or that it is taken (409) or decided (422). */
  repeats: 200 | 409 | 422;
  /**
   * What is refused afterwards, with 409 or 422: the same key with other content, or another decision of the same thing.
   * `null` where nothing is refused: the last word counts.
   */
  refused: { row?: Endpoint; sent: object } | null;
}

const START = new Date('2026-11-01T08:00:00Z');
const hour = (hours: number) => new Date(START.getTime() + hours * HOUR_MS);
const reason = 'as agreed';
const key = 'story-of-fifty';
const heldRun = 900;
const ADAS = 1;
const BRAMS = 2;

const endpoints: MoneyEndpoint[] = [
  {
    row: api.customers.adjustWallet,
    sent: () => ({ id: people.ada.id, direction: 'credit', amount: '12.50', reason, idempotencyKey: key }),
    adds: { transactions: 1, audit_log: 1 },
    repeats: 200,
    refused: { sent: { amount: '12.51' } },
  },
  {
    row: api.topUps.start,
    sent: () => ({ id: people.ada.id, amount: '12.50', idempotencyKey: `${key}-top-up` }),
    adds: { top_ups: 1, audit_log: 1 },
    repeats: 200,
    refused: { sent: { amount: '12.51' } },
  },
  {
    row: api.transactions.reverse,
    sent: async () => ({ id: await anAdjustment(), reason, idempotencyKey: `${key}-back` }),
    adds: { transactions: 1, audit_log: 1 },
    repeats: 200,
    refused: { sent: { reason: 'another reason altogether' } },
  },
  {
    row: api.replays.create,
    sent: () => ({
      ...{
        from: START.toISOString(),
        until: hour(1).toISOString(),
        scope: { kind: 'all' },
        change: { kind: 'waive' },
      },
      ...{ reason, idempotencyKey: `${key}-replay` },
    }),
    adds: { replays: 1, audit_log: 1 },
    repeats: 200,
    refused: { sent: { until: hour(2).toISOString() } },
  },
  {
    row: api.rates.add,
    sent: () => ({
      packageId: 1,
      monthlyPrice: '9.00',
      effectiveFrom: hour(48).toISOString(),
      confirmRise: true,
    }),
    adds: { rates: 1, audit_log: 1 },
    repeats: 409,
    refused: { sent: { monthlyPrice: '9.01' } },
  },
  {
    row: api.runs.approve,
    sent: async () => ({ id: await aHeldRun(heldRun), reason }),
    adds: { audit_log: 1 },
    repeats: 422,
    refused: { row: api.runs.cancel, sent: {} },
  },
  {
    row: api.runs.cancel,
    sent: async () => ({ id: await aHeldRun(heldRun + 1), reason }),
    adds: { audit_log: 1 },
    repeats: 422,
    refused: { row: api.runs.approve, sent: {} },
  },
  {
    row: api.servers.decideGap,
    sent: () => ({ id: ADAS, decision: 'free', reason }),
    adds: { gap_decisions: 1, audit_log: 1 },
    repeats: 200,
    refused: { sent: { decision: 'bill' } },
  },
  {
    row: api.servers.assignPackage,
    sent: () => ({ id: BRAMS, packageId: 2, reason }),
    adds: { server_packages: 1, audit_log: 1 },
    repeats: 200,
    refused: null,
  },
  {
    row: api.settings.update,
    sent: async () => {
      const saved = await getBillingSettings(world.ctx);
      // The first save of all writes down the defaults as well.
      const settings = { ...saved.settings, timezone: 'Europe/London' };
      const { version } = await updateBillingSettings(world.ctx, { ...saved, settings, resumeFrom: 'now' });
      return { settings: { ...settings, hoursPerMonth: 720 }, version };
    },
    adds: { audit_log: 1, billing_terms: 1 },
    repeats: 200,
    refused: { sent: { settings: { hoursPerMonth: 700 } } },
  },
];

/** Nobody is to be sent there: a top-up is stored before PayPal hears of it. */
const nowhere = createPayPalClient({
  ...{ baseUrl: 'http://127.0.0.1:1', clientId: 'nobody', clientSecret: 'nobody', reach: 'private' },
  ...{ clock: settableClock(START), log: silentLog },
});
const paypal = async (): Promise<PayPal> => ({
  ...(await noPayPal()),
  source: 'settings',
  account: {
    mode: 'sandbox',
    client: nowhere,
    webhookId: null,
    trust: { certificateHosts: [], allowPlainHttp: false, roots: [] },
  },
});

let world: TestContext;
let server: Awaited<ReturnType<typeof listen>>;
let url: string;
let authorization: string;

/** Ada's server was unseen for three hours, which wait for a verdict; bram's is like any other. */
beforeAll(async () => {
  world = await testContext({ at: START, paypal });
  const { ctx } = world;
  await billingOn(ctx, START, { server_hourly_billing_gap_policy: 'hold', server_hours_per_month: '730' });
  await aRate(ctx, { price: '7.30' });
  await ctx.db.execute(sql`
    INSERT INTO packages (id, name, enabled, memory_mb, storage_gb, traffic_gb, cpu_cores, seen_at)
    SELECT id, 'Package ' || id, true, id, id, id, id, ${START.toISOString()} FROM generate_series(1, 2) AS id`);
  await aServer(ctx, { id: ADAS, customerId: people.ada.id, from: START });
  await aServer(ctx, { id: BRAMS, customerId: people.bram.id, from: START });
  await sweepsThrough(ctx, { from: START, until: hour(1.5) });
  await sweepsThrough(ctx, { from: hour(4.5), until: hour(6) });
  await billAt(world, hour(6));
  const cron = new CronService(ctx);
  server = await listen(createApp({ context: ctx, cron, installation: { demo: false, version: '0' } }), {
    port: 0,
    host: '127.0.0.1',
  });
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  const { token } = await createToken(ctx, { name: 'olive', role: 'owner', sensitive: true });
  authorization = `Bearer ${token}`;
});
afterAll(async () => {
  if (server) await stopListening(server);
  await nowhere.close();
  await world?.close();
});

test.each(
  endpoints.map((endpoint) => ({ ...endpoint, name: `${endpoint.row.method} ${endpoint.row.path}` })),
)(
  '$name: fifty identical requests at once have one effect; other content under its key is refused',
  async ({ row, sent, adds, repeats, refused }) => {
    const body = await sent();
    const before = await rowsByTable();
    const replies = await Promise.all(Array.from({ length: 50 }, () => send(row, body)));
    const statuses = replies.map((reply) => reply.status).sort();
    expect(statuses).toEqual([200, ...Array.from({ length: 49 }, () => repeats)]);
    expect(await addedSince(before)).toEqual(adds);
    expect(await walletsThatAreNotTheirSum()).toEqual([]);
    if (refused === null) return;

    const after = await rowsByTable();
    const other = await send(refused.row ?? row, merged(body, refused.sent));
    expect([409, 422]).toContain(other.status);
    expect(other.body.error.message.length, 'says what to do').toBeGreaterThan(20);
    expect(await addedSince(after)).toEqual({});
  },
);

async function anAdjustment(): Promise<number> {
  const { rows } = await world.ctx.db.execute<{ id: bigint }>(
    sql`SELECT min(id) AS id FROM transactions WHERE kind = 'adjustment'`,
  );
  return Number(rows[0]?.id);
}

/** Sends it as a client does: again while the answer is that the database is busy, which is no answer. */
async function send(row: Endpoint, input: object): Promise<Response> {
  const { id, ...body } = input as { id?: number };
  const path = row.path.replace(':id', String(id));
  const method = row.method === 'PUT' ? 'put' : 'post';
  for (let tries = 1; ; tries++) {
    const reply = await request(url)[method](path).set('Authorization', authorization).send(body);
    if (reply.status !== 503 || tries === 10) return reply;
  }
}

/** `other` in place of what it names, one level deep. */
function merged(sent: object, other: object): object {
  const entries = Object.entries(other).map(([name, value]) => {
    const before: unknown = (sent as Record<string, unknown>)[name];
    return [name, isObject(before) && isObject(value) ? { ...before, ...value } : value];
  });
  return { ...sent, ...Object.fromEntries(entries) };
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

async function aHeldRun(id: number): Promise<number> {
  await world.ctx.db.execute(
    sql`UPDATE billing_runs SET status = 'done', closed_at = opened_at WHERE closed_at IS NULL`,
  );
  await world.ctx.db.execute(sql`
    INSERT INTO billing_runs (id, until, trigger, status) OVERRIDING SYSTEM VALUE
    VALUES (${id}, ${hour(6).toISOString()}, 'manual', 'held')`);
  return id;
}

/** Of every table but those of requests themselves; partitions count for their table. */
async function rowsByTable(): Promise<Map<string, number>> {
  const { rows: tables } = await world.ctx.db.execute<{ name: string }>(sql`
    SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
      AND NOT relispartition AND relname NOT IN ('rate_limits', 'api_tokens', 'sessions')`);
  const counts = tables.map(
    ({ name }) => sql`SELECT ${name}::text AS name, count(*)::int AS n FROM ${sql.identifier(name)}`,
  );
  const { rows } = await world.ctx.db.execute<{ name: string; n: number }>(
    sql.join(counts, sql` UNION ALL `),
  );
  return new Map(rows.map(({ name, n }) => [name, n]));
}

async function addedSince(before: Map<string, number>): Promise<Record<string, number>> {
  const added = [...(await rowsByTable())].map(([name, n]) => [name, n - (before.get(name) ?? 0)] as const);
  return Object.fromEntries(added.filter(([, n]) => n !== 0));
}

async function walletsThatAreNotTheirSum() {
  const { rows } = await world.ctx.db.execute(sql`
    SELECT a.code FROM accounts a WHERE a.balance_micros <> (
      SELECT coalesce(sum(CASE WHEN t.to_account_id = a.id THEN t.amount_micros ELSE -t.amount_micros END), 0)
      FROM transactions t WHERE a.id IN (t.to_account_id, t.from_account_id))`);
  return rows;
}
