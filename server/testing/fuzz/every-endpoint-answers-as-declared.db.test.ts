import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Endpoint } from '#shared/api/endpoint.ts';
import { api } from '#shared/api/index.ts';
import { asSystem } from '../../context.ts';
import { createToken } from '../../services/admins/tokens/create-token.ts';
import { issueCustomerLink } from '../../services/customer-links/issue-customer-link.ts';
import { startTestApp, type TestApp } from '../start-app.ts';
import type { Schemas } from './arbitrary-of-schema.ts';
import { arbitraryRequest, type FuzzRequest, type Operation } from './arbitrary-request.ts';
import { type FuzzReply, judgeReply } from './judge-reply.ts';
import { readOperations } from './read-operations.ts';

/** `npm run fuzz` sends more, and others each time. */
const REQUESTS = Number(process.env.FUZZ_REQUESTS ?? 500);
const SEED = Number(process.env.FUZZ_SEED ?? (REQUESTS === 500 ? 20_261_101 : Date.now() % 2 ** 31));
const PATIENCE_MS = 15_000;

const rows = new Map(
  Object.values(api)
    .flatMap((of) => Object.values(of as Record<string, Endpoint>))
    .map((row) => [`${row.method} ${row.path.replace(/:(\w+)/g, '{$1}')}`, row]),
);
let app: TestApp;
let operations: Operation[];
let schemas: Schemas;
const credentials = { owner: '', customer: '' };
let customerId: number;

beforeAll(async () => {
  // The demo: every kind of row is there, and nothing outside is called.
  app = await startTestApp({ roles: ['web'], env: { trustProxy: 1 } });
  const { rows: first } = await app.context.db.$client.query('SELECT min(id) AS id FROM customers');
  customerId = first[0].id;
  await renewCredentials();
  const document = await (await fetch(`${app.url}/api/openapi.json`)).json();
  ({ operations, schemas } = readOperations(document));
}, 120_000);
afterAll(() => app?.close());

/** What a request took away from those who make them: a link that was withdrawn, a token that was. */
async function renewCredentials(): Promise<void> {
  const ctx = asSystem(app.context, 'fuzz');
  credentials.owner = (await createToken(ctx, { name: 'fuzz', role: 'owner' })).token;
  const idempotencyKey = `fuzz-${credentials.owner.slice(-12)}`;
  credentials.customer = (await issueCustomerLink(ctx, { id: customerId, days: 7, idempotencyKey })).token;
}

let sent = 0;

async function send({ operation, address, body }: FuzzRequest): Promise<FuzzReply> {
  sent += 1;
  const response = await fetch(`${app.url}${address}`, {
    method: operation.method,
    headers: {
      authorization: `Bearer ${operation.wantsLink ? credentials.customer : credentials.owner}`,
      // One address may ask so often: here are many.
      'x-forwarded-for': `10.${sent % 200}.${Math.floor(sent / 200) % 200}.1`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body }),
    redirect: 'manual',
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
  const [type = ''] = (response.headers.get('content-type') ?? '').split(';');
  if (type !== 'text/event-stream') return { status: response.status, type, text: await response.text() };
  await response.body?.cancel();
  return { status: response.status, type, text: '' };
}

test(`${REQUESTS} requests, meant well and not, get no 5xx and no reply that was not declared`, async () => {
  const requests = fc.sample(arbitraryRequest(operations, schemas, app.context.clock.now()), {
    numRuns: REQUESTS,
    seed: SEED,
  });
  const faults = new Map<string, string>();
  const statuses = new Map<number, number>();
  for (const request of requests) {
    const { operation } = request;
    const name = `${operation.method} ${operation.path}`;
    const row = rows.get(name);
    if (!row) throw new Error(`${name} is documented and no row of the API`);
    const reply = await send(request);
    statuses.set(reply.status, (statuses.get(reply.status) ?? 0) + 1);
    const fault = judgeReply(request, reply, row);
    if (fault)
      faults.set(`${name} ${fault.slice(0, 40)}`, `${request.address} ${request.body ?? ''}\n  ${fault}`);
    if (reply.status === 401) await renewCredentials();
  }
  expect([...faults.values()], `seed ${SEED}`).toEqual([]);
  // Else the requests never came as far as what they are to try.
  expect(statuses.get(200) ?? 0, JSON.stringify([...statuses])).toBeGreaterThan(REQUESTS / 6);
  expect(statuses.get(401) ?? 0).toBeLessThan(REQUESTS / 20);
});

test('every operation is among the requests', () => {
  const many = fc.sample(arbitraryRequest(operations, schemas, app.context.clock.now()), {
    numRuns: 60 * operations.length,
    seed: SEED,
  });
  const reached = new Set(many.map(({ operation }) => operation.operationId));
  expect(operations.map(({ operationId }) => operationId).filter((id) => !reached.has(id))).toEqual([]);
});
