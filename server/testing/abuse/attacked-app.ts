import type { Express } from 'express';
import request from 'supertest';
import type { Endpoint } from '#shared/api/endpoint.ts';
import { pathNames } from '#shared/api/endpoint.ts';
import { api } from '#shared/api/index.ts';
import type { Role } from '#shared/auth/roles.ts';
import { createApp } from '../../app.ts';
import { createAdmin } from '../../services/admins/create-admin.ts';
import { createToken } from '../../services/admins/tokens/create-token.ts';
import { issueCustomerLink } from '../../services/customer-links/issue-customer-link.ts';
import { aCustomer } from '../factories.ts';
import { noCron } from '../no-cron.ts';
import { people, testAdmins } from '../people.ts';
import { type TestContext, type TestContextOptions, testContext } from '../test-context.ts';

export interface AttackedApp extends TestContext {
  app: Express;
  /** `Authorization` of a token with a role. */
  bearer(role: Role): Promise<string>;
  /** The token of a link for a customer. */
  linkOf(customerId: number): Promise<string>;
  /** The cookie of olive, signed in as a browser would. */
  cookie(): Promise<string>;
}

/** The whole web application on a database with olive as owner, and ada and bram as customers. */
export async function attackedApp(options: TestContextOptions = {}): Promise<AttackedApp> {
  const world = await testContext(options);
  const { ctx } = world;
  await createAdmin(ctx, testAdmins.olive);
  for (const { id, name } of [people.ada, people.bram]) await aCustomer(ctx, id, name);
  const app = appOn(ctx);
  let links = 0;
  return {
    ...world,
    app,
    bearer: async (role) => `Bearer ${(await createToken(ctx, { name: role, role, sensitive: true })).token}`,
    linkOf: async (id) => {
      links += 1;
      return (await issueCustomerLink(ctx, { id, days: 7, idempotencyKey: `abuse-link-${links}` })).token;
    },
    cookie: () => signedIn(app),
  };
}

/** One more instance on the same database. */
export function appOn(context: TestContext['ctx']): Express {
  return createApp({ context, cron: noCron, installation: { demo: false, version: '1' } });
}

const { email, password } = testAdmins.olive;

async function signedIn(app: Express): Promise<string> {
  const reply = await request(app).post('/api/auth/sign-in').send({ email, password }).expect(200);
  return cookieOf(reply);
}

/** What a reply sets as the cookie, as a browser sends it back; '' where it sets none. */
export function cookieOf(reply: { headers: Record<string, unknown> }): string {
  const [cookie = ''] = (reply.headers['set-cookie'] ?? []) as string[];
  return cookie.split(';')[0] ?? '';
}

/** Every row of the API, by its name. */
export const rows = Object.values(api)
  .flatMap((of) => Object.values(of as Record<string, Endpoint>))
  .map((row) => ({ row, name: `${row.method} ${row.path}` }));

/** Its address, each name in it as 1 unless told otherwise. */
export function addressOf(row: Endpoint, names: Record<string, string> = {}): string {
  return pathNames(row.path).reduce(
    (path, name) => path.replace(`:${name}`, names[name] ?? '1'),
    row.path as string,
  );
}

/** A request to a row, not sent yet. */
export function call(app: Express, row: Endpoint, address = addressOf(row)) {
  return request(app)[row.method.toLowerCase() as 'get' | 'post' | 'put' | 'delete'](address);
}

/** Text of every table, to see that nothing changed; without what only notes that somebody was there. */
export async function everythingKept({ ctx }: Pick<TestContext, 'ctx'>): Promise<string> {
  const { rows: tables } = await ctx.db.$client.query<{ name: string }>(`
    SELECT table_name AS name FROM information_schema.tables
    WHERE table_schema = 'public' AND table_type = 'BASE TABLE'
      AND table_name NOT IN ('rate_limits', 'admin_sessions')`);
  const each = tables.map(
    ({ name }) =>
      `SELECT '${name}' AS name, (to_jsonb(t) - 'last_used_at')::text AS text FROM "${name}" AS t`,
  );
  const { rows: kept } = await ctx.db.$client.query<{ name: string; text: string }>(
    `${each.join(' UNION ALL ')} ORDER BY 1, 2`,
  );
  return kept.map(({ name, text }) => `${name} ${text}`).join('\n');
}
