import type { Express } from 'express';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Endpoint, pathNames } from '#shared/api/endpoint.ts';
import { errorBody } from '#shared/api/errors.ts';
import { api } from '#shared/api/index.ts';
import { type Role, roles } from '#shared/auth/roles.ts';
import { createApp } from './app.ts';
import { mountedOn } from './http/mount.ts';
import { apiRouter } from './routes/index.ts';
import { createToken } from './services/admins/tokens/create-token.ts';
import { createRunFollower } from './services/billing/follow-run.ts';
import { issueCustomerLink } from './services/customer-links/issue-customer-link.ts';
import { aCustomer } from './testing/factories.ts';
import { noCron as cron } from './testing/no-cron.ts';
import { people } from './testing/people.ts';
import { servedRoutes } from './testing/served-routes.ts';
import { type TestContext, testContext } from './testing/test-context.ts';
import { wantsProof, whoMayWhat } from './testing/who-may-what.ts';

const installation = { demo: false, version: '1.2.3' };
const rows = Object.values(api).flatMap((of) => Object.values(of as Record<string, Endpoint>));
const named = rows.map((row) => ({ row, name: `${row.method} ${row.path}` }));

let world: TestContext;
let app: Express;

/** Who calls: nobody, a token of a role, or a customer with a link. */
type Caller = Role | 'customer';
const tokens = new Map<Caller, string>();

beforeAll(async () => {
  world = await testContext({ env: { trustProxy: 1 } });
  app = createApp({ context: world.ctx, cron, installation });
  // The tests call every row about number 1, and so revoke it.
  await createToken(world.ctx, { name: 'a token to revoke', role: 'viewer' });
  for (const role of roles) {
    tokens.set(role, (await createToken(world.ctx, { name: role, role, sensitive: true })).token);
  }
  await aCustomer(world.ctx, people.ada.id);
  const issue = (idempotencyKey: string) =>
    issueCustomerLink(world.ctx, { id: people.ada.id, days: 7, idempotencyKey });
  // The tests call every row about number 1, and so withdraw it.
  await issue('a-link-to-withdraw');
  tokens.set('customer', (await issue('the-link-of-ada')).token);
});
afterAll(() => world.close());

const addressOf = (row: Endpoint) =>
  pathNames(row.path).reduce((path, name) => path.replace(`:${name}`, '1'), row.path);

let asked = 0;
/** Ever new ones: from one address one may ask only so often. */
const someAddress = () => {
  asked += 1;
  return `10.0.${Math.floor(asked / 50)}.1`;
};

/** Calls a row with nothing in the body: whoever may not call is refused before that is noticed. */
function call(row: Endpoint, role: Caller | null) {
  const method = row.method.toLowerCase() as 'get' | 'post' | 'put' | 'delete';
  const sent = request(app)[method](addressOf(row)).set('x-forwarded-for', someAddress());
  if (role) sent.set('authorization', `Bearer ${tokens.get(role)}`);
  return row.method === 'GET' ? sent : sent.send({});
}

type Circle = keyof typeof whoMayWhat;
const circles = Object.keys(whoMayWhat) as Circle[];
const circlesOf = (name: string) =>
  circles.filter((circle) => (whoMayWhat[circle] as readonly string[]).includes(name));

const members: Record<Circle, readonly (Caller | null)[]> = {
  anyone: [null, 'customer', ...roles],
  customer: ['customer'],
  everyAdmin: ['owner', 'operator', 'support', 'viewer'],
  supportUp: ['owner', 'operator', 'support'],
  operatorUp: ['owner', 'operator'],
  owners: ['owner'],
};

function expected(name: string, caller: Caller | null): 'allowed' | 401 | 403 {
  const [circle] = circlesOf(name);
  if (circle && members[circle].includes(caller)) return 'allowed';
  return caller === null ? 401 : 403;
}

test('who may call it is said once of every row, and of nothing else', () => {
  for (const { name } of named) {
    expect(circlesOf(name), `${name}: one line of server/testing/who-may-what.ts`).toHaveLength(1);
  }
  const said = circles.flatMap((circle) => whoMayWhat[circle] as readonly string[]);
  expect([...said].sort()).toEqual(named.map(({ name }) => name).sort());
});

test('nothing is served beside the rows but what is said here', () => {
  const known = new Set(named.map(({ name }) => name));
  const others = servedRoutes(app).filter((route) => !known.has(route));
  expect(others.filter((route) => !route.startsWith('GET /api/docs')).sort()).toEqual([
    'GET /api/openapi.json',
    'GET /health/live',
    'GET /health/ready',
    'GET /metrics',
  ]);
});

test('every row of the API is mounted, and none twice', () => {
  const following = { follower: createRunFollower(world.ctx), closing: new AbortController().signal };
  const router = apiRouter({
    cron,
    installation,
    guards: { signIn: [], invitation: [], confirm: [] },
    following,
  });
  const names = (of: Iterable<Endpoint>) => [...of].map((row) => `${row.method} ${row.path}`).sort();
  expect(names(mountedOn(router))).toEqual(names(rows));
  expect(new Set(names(rows)).size).toBe(rows.length);
});

describe.each(named)('$name', ({ row, name }) => {
  test.each([null, ...roles, 'customer'] as const)('judges %s by the table', async (role) => {
    const reply = await call(row, role);
    const verdict = expected(name, role);
    if (verdict === 'allowed') {
      expect([401, 403, 429]).not.toContain(reply.status);
      expect(reply.status, JSON.stringify(world.log.lines.at(-1))).toBeLessThan(500);
    } else {
      expect(reply.status).toBe(verdict);
      const { error } = errorBody.parse(reply.body);
      expect(error.code).toBe(verdict === 401 ? 'unauthenticated' : 'forbidden');
      if (verdict === 403) expect(error.message).toContain(row.access);
    }
  });
});

test('a viewer changes nothing but their own way in, and an owner may do all that admins do', () => {
  // They ask what would come of it: too long for an address, and nothing is written.
  const questions = ['/api/admin/what-if', '/api/admin/notice-templates/:event/:way/preview'];
  const writes = named.filter(
    ({ row }) => row.method !== 'GET' && !questions.includes(row.path) && row.path.startsWith('/api/admin/'),
  );
  expect(writes.length).toBeGreaterThan(50);
  for (const { name } of writes) {
    expect(expected(name, 'viewer'), name).toBe(403);
    expect(expected(name, 'owner'), name).toBe('allowed');
  }
});

describe('a token that was not made for sensitive actions', () => {
  test.each(wantsProof)('is told so: %s', async (name) => {
    const row = named.find((one) => one.name === name)?.row;
    expect(row?.stepUp).toBe('always');
    if (!row) return;
    const { token } = await createToken(world.ctx, { name: 'plain', role: 'owner' });
    const { status, body } = await call(row, 'owner').set('authorization', `Bearer ${token}`);
    expect(status).toBe(403);
    expect(errorBody.parse(body).error.code).toBe('step_up_wanted');
  });

  test('and no other row asks for a proof always', () => {
    const asking = named.filter(({ row }) => row.stepUp === 'always').map(({ name }) => name);
    expect(asking.sort()).toEqual([...wantsProof].sort());
  });
});

test('a token narrowed to one permission has that one of its role, and no other', async () => {
  const { token } = await createToken(world.ctx, {
    ...{ name: 'narrow', role: 'owner', sensitive: true },
    permissions: ['settings.read'],
  });
  for (const { row, name } of named.filter((one) => one.row.access.includes('.'))) {
    const { status } = await call(row, 'owner').set('authorization', `Bearer ${token}`);
    if (row.access === 'settings.read') expect(status, name).not.toBe(403);
    else expect(status, name).toBe(403);
  }
});

describe('ids that no row can have', () => {
  const withId = named.filter(
    ({ row }) => row.method === 'GET' && row.access !== 'customer-link' && pathNames(row.path).includes('id'),
  );
  // What a row asks for besides the id; the others take no notice of it.
  const asked = { day: '2026-11-01' };
  test.each(withId)('$name: 404 for one nobody has, 400 or 404 for an absurd one', async ({ row }) => {
    const as = (id: string) =>
      request(app)
        .get(row.path.replace(':id', id).replace(':month', '2026-11'))
        .query(asked)
        .set('authorization', `Bearer ${tokens.get('owner')}`);
    expect((await as('2000000000')).status).toBe(404);
    for (const absurd of ['9007199254740991', '99999999999999999999', 'abc', '0', '-5']) {
      expect([400, 404], `${absurd}`).toContain((await as(absurd)).status);
    }
  });
});

describe('every reply', () => {
  test('says what browsers may do with it: nothing from elsewhere, nothing inline', async () => {
    const { headers } = await request(app).get('/api/auth/hints');
    const policy = String(headers['content-security-policy']);
    for (const part of [
      "default-src 'self'",
      "script-src 'self'",
      "style-src 'self'",
      "img-src 'self' data:",
      "frame-ancestors 'none'",
      "object-src 'none'",
      "base-uri 'self'",
      "form-action 'self'",
    ]) {
      expect(policy.split(';')).toContain(part);
    }
    expect(policy).not.toMatch(/unsafe|upgrade-insecure/);
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'same-origin',
      'x-request-id': expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    expect(headers).not.toHaveProperty('x-powered-by');
    expect(headers).not.toHaveProperty('strict-transport-security');
  });

  test('is compressed when it is worth it', async () => {
    const { headers } = await request(app).get('/api/openapi.json').set('accept-encoding', 'gzip');
    expect(headers['content-encoding']).toBe('gzip');
  });
});

describe('the documentation', () => {
  test('is open to anyone, complete, and loads nothing from elsewhere', async () => {
    const { body } = await request(app).get('/api/openapi.json').expect(200);
    const documented = Object.values<object>(body.paths).flatMap((path) => Object.keys(path));
    expect(documented).toHaveLength(rows.length);
    const page = await request(app).get('/api/docs').expect(200).expect('content-type', /html/);
    const links = [...page.text.matchAll(/(?:src|href)="([^"]+)"/g)].map((match) => match[1] ?? '');
    expect(links.length).toBeGreaterThan(2);
    for (const link of links) await request(app).get(link).expect(200);
    expect(page.text).not.toMatch(/<script>|style=/);
  });
});

describe('health', () => {
  test('is live and ready on a migrated database', async () => {
    await request(app).get('/health/live').expect(200, { status: 'live' });
    await request(app).get('/health/ready').expect(200, { status: 'ready', missing: [] });
  });

  test('is not ready while a migration waits, or without a database; yet live', async () => {
    const other = await testContext();
    const itsApp = createApp({ context: other.ctx, cron, installation });
    await other.database.pool.query('DELETE FROM drizzle.__drizzle_migrations WHERE id = 1');
    await request(itsApp)
      .get('/health/ready')
      .expect(503, { status: 'not ready', missing: ['1 migrations are not applied yet.'] });
    await other.database.pool.query('DROP SCHEMA drizzle CASCADE');
    await request(itsApp)
      .get('/health/ready')
      .expect(503, { status: 'not ready', missing: ['No migration is applied yet.'] });
    await other.close();
    await request(itsApp)
      .get('/health/ready')
      .expect(503, { status: 'not ready', missing: ['The database does not answer.'] });
    await request(itsApp).get('/health/live').expect(200);
  });
});

test('without its database the API says so, and nothing more', async () => {
  const other = await testContext();
  const { token } = await createToken(other.ctx, { name: 'script', role: 'owner' });
  const itsApp = createApp({ context: other.ctx, cron, installation });
  await other.close();
  const reply = await request(itsApp).get('/api/admin/runs').set('authorization', `Bearer ${token}`);
  expect(reply.status).toBe(503);
  expect(errorBody.parse(reply.body).error).toMatchObject({ code: 'unavailable', facts: {} });
});
