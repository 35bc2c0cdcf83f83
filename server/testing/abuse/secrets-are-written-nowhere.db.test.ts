import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Express } from 'express';
import request from 'supertest';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { type SmtpSink, startSmtpSink } from '../../emulators/smtp/start-smtp-sink.ts';
import { createLog } from '../../log.ts';
import { createSecretBox } from '../../secrets/secret-box.ts';
import { createAdmin } from '../../services/admins/create-admin.ts';
import { createToken } from '../../services/admins/tokens/create-token.ts';
import { createPayPalFinder } from '../../services/paypal/find-paypal.ts';
import { createPanelFinder, type PanelFinder } from '../../services/settings/find-panel.ts';
import { aCustomer, aRate, aServer } from '../factories.ts';
import { people, testAdmins } from '../people.ts';
import { type TestContext, testContext } from '../test-context.ts';
import { addressOf, appOn, call, cookieOf, everythingKept, rows } from './attacked-app.ts';

const key = Buffer.from('the-key-of-the-canary-32-bytes-!');
/** One of each kind of secret there is, each to be known again wherever it turns up. */
const canaries: Record<string, string> = {
  secretKey: key.toString('utf8'),
  secretKeyHex: key.toString('hex'),
  secretKeyBase64: key.toString('base64'),
  panelToken: 'canary-7731-token-of-the-panel',
  payPalSecret: 'canary_7731_secret_of_the_shop',
  mailPassword: 'canary-7731-password-of-the-mail-server',
  discordUrlEnd: 'canary-7731-token-of-the-channel',
  adminPassword: 'canary-7731-password-of-olive',
  mistypedPassword: 'canary-7731-password-of-another-house',
};

let world: TestContext;
let app: Express;
let finder: PanelFinder;
let mail: SmtpSink;
/** A panel, a Discord and a receiver in one, that repeats whatever it is told, in an error. */
let parrot: Server;
let url: string;
const logged: string[] = [];
const replies: string[] = [];

/** Keeps what is answered, to be searched; what must tell a secret once is not kept. */
async function heard(sent: request.Test): Promise<request.Response> {
  const reply = await sent;
  replies.push(`${reply.status} ${JSON.stringify(reply.headers)} ${reply.text ?? String(reply.body)}`);
  return reply;
}

beforeAll(async () => {
  mail = await startSmtpSink();
  parrot = createServer(async (incoming, response) => {
    let body = '';
    for await (const chunk of incoming) body += chunk;
    const said = JSON.stringify({ headers: incoming.headers, url: incoming.url, body });
    response.writeHead(incoming.url?.includes('discord') ? 404 : 500, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ message: said, errors: [said], msg: said }));
  });
  await new Promise<void>((resolve) => parrot.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(parrot.address() as AddressInfo).port}`;
  world = await testContext({ env: { panelReach: 'private', webhookReach: 'private', secretKey: key } });
  const log = createLog({ level: 'debug' }, { write: (line) => void logged.push(line) });
  const base = { ...world.ctx, log, secrets: createSecretBox(key) };
  finder = createPanelFinder(base);
  const paypal = createPayPalFinder(base);
  const ctx = { ...base, panel: finder.panel, paypal: paypal.paypal };
  app = appOn(ctx);
  await createAdmin(ctx, { ...testAdmins.olive, password: canaries.adminPassword ?? '' });
  const { token } = await createToken(ctx, { name: 'canary', role: 'owner', sensitive: true });
  canaries.apiToken = token;
  await aCustomer(ctx, people.ada.id);
  await aRate(ctx, { price: '7.30' });
  await aServer(ctx, { id: 1, customerId: people.ada.id, from: world.clock.now() });
}, 60_000);
afterAll(async () => {
  await finder.close();
  await mail.close();
  await new Promise((resolve) => parrot.close(resolve));
  await world.close();
});

const owner = () => ({ authorization: `Bearer ${canaries.apiToken}` });
const put = (path: string, body: object) => heard(request(app).put(path).set(owner()).send(body));
const post = (path: string, body: object = {}) => heard(request(app).post(path).set(owner()).send(body));

async function saveSecrets(): Promise<void> {
  const panel = await put('/api/admin/settings/virtfusion', { url, token: canaries.panelToken });
  const shop = await put('/api/admin/settings/paypal', {
    ...{ mode: 'sandbox', clientId: 'client', secret: canaries.payPalSecret, webhookId: 'W1' },
    ...{ smallest: '1.00', largest: '100.00' },
  });
  const letters = await put('/api/admin/channels/mail', {
    mail: {
      ...{ company: 'Host', from: 'billing@host.example', host: '127.0.0.1', port: mail.port },
      ...{ security: 'none', user: 'billing', adminAddresses: [] },
    },
    password: canaries.mailPassword,
  });
  const discord = await put('/api/admin/channels/discord', {
    url: `${url}/api/webhooks/12345/${canaries.discordUrlEnd}`,
  });
  expect([panel, shop, letters, discord].map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  // These tell a secret, this once.
  const added = await request(app)
    .post('/api/admin/channels/webhooks')
    .set(owner())
    .send({ url: `${url}/hooks` });
  canaries.webhookSecret = added.body.secret;
  const issued = await request(app)
    .post(`/api/admin/customers/${people.ada.id}/links`)
    .set(owner())
    .send({ days: 7, idempotencyKey: 'a-link-of-ada' });
  canaries.customerLink = issued.body.token;
}

async function provokeErrors(): Promise<void> {
  mail.faults.push('repeat-password', 'refuse', 'put-off');
  for (let round = 0; round < 3; round++)
    await post('/api/admin/channels/test', { channel: 'mail', to: 'olive@host.example' });
  await post('/api/admin/channels/test', { channel: 'discord' });
  await post('/api/admin/channels/test', { channel: 'webhook', webhookId: 1 });
  await post('/api/admin/settings/virtfusion/test', { url, token: canaries.panelToken });
  await post('/api/admin/settings/virtfusion/test', { url: `${url}#${canaries.panelToken}`, token: 'a' });
  await post('/api/admin/settings/virtfusion/test', { url: 'http://x', token: `${canaries.panelToken} two` });
  const signIn = (body: object) => heard(request(app).post('/api/auth/sign-in').send(body));
  await signIn({ email: testAdmins.olive.email, password: canaries.mistypedPassword });
  await signIn({ email: testAdmins.olive.email, password: [canaries.adminPassword] });
  await heard(
    request(app).post('/api/auth/sign-in').type('json').send(`{"password":"${canaries.adminPassword}"`),
  );
  await heard(request(app).get(`/api/admin/runs?token=${canaries.apiToken}`));
  await heard(request(app).get('/api/admin/runs').set('authorization', `Bearer ${canaries.apiToken}x`));
  await heard(
    request(app).get('/api/customer/account').set('authorization', `Bearer ${canaries.customerLink}x`),
  );
}

/** A fault of ours in the middle of a save: the driver's error names the statement and all of its values. */
async function failInTheDatabase(): Promise<void> {
  const { pool } = world.database;
  await pool.query('ALTER TABLE audit_log RENAME TO audit_log_away');
  await pool.query('ALTER TABLE customer_links RENAME COLUMN token_hash TO away');
  const failed = [
    await post('/api/admin/channels/webhooks', { url: `${url}/others`, note: 'x' }),
    await put('/api/admin/channels/discord', { url: `${url}/api/webhooks/12345/${canaries.discordUrlEnd}2` }),
    await heard(
      request(app)
        .post('/api/auth/sign-in')
        .send({ email: testAdmins.olive.email, password: canaries.adminPassword }),
    ),
    await heard(
      request(app).get('/api/customer/account').set('authorization', `Bearer ${canaries.customerLink}`),
    ),
  ];
  expect(failed.map(({ status }) => status)).toEqual([500, 500, 500, 500]);
  await pool.query('ALTER TABLE customer_links RENAME COLUMN away TO token_hash');
  await pool.query('ALTER TABLE audit_log_away RENAME TO audit_log');
}

async function walkEveryRoute(): Promise<void> {
  const cookie = cookieOf(
    await heard(
      request(app)
        .post('/api/auth/sign-in')
        .send({ email: testAdmins.olive.email, password: canaries.adminPassword }),
    ),
  ).split('=')[1];
  canaries.session = decodeURIComponent(cookie ?? '').slice(2, 30);
  for (const { row } of rows.filter((one) => !one.row.stream)) {
    const bearer = row.access === 'customer-link' ? canaries.customerLink : canaries.apiToken;
    const names: Record<string, string> = row.path.includes('/customers/:id')
      ? { id: String(people.ada.id) }
      : {};
    // With nothing in the body: what was saved stays, and every refusal is heard.
    await heard(call(app, row, addressOf(row, names)).set('authorization', `Bearer ${bearer}`));
  }
}

test('a story with every secret there is goes through every route and every error', async () => {
  await saveSecrets();
  await provokeErrors();
  await failInTheDatabase();
  await walkEveryRoute();
  expect(mail.logins[0]).toBe(`billing:${canaries.mailPassword}`);
  expect(Object.values(canaries).filter((canary) => !canary)).toEqual([]);
  expect(logged.length).toBeGreaterThan(100);
  expect(replies.length).toBeGreaterThan(100);
}, 120_000);

/** Which canaries a text holds: as they are, and in the spellings that a transport gives them. */
function found(text: string): string[] {
  return Object.entries(canaries).flatMap(([name, canary]) => {
    const spellings = [
      canary,
      encodeURIComponent(canary),
      Buffer.from(canary).toString('base64').slice(0, -4),
    ];
    return spellings.some((spelling) => text.includes(spelling)) ? [name] : [];
  });
}

test('the search finds a canary in each of its spellings', () => {
  for (const [name, canary] of Object.entries(canaries)) {
    expect(found(`x${canary}x`)).toContain(name);
    expect(found(`x${Buffer.from(canary).toString('base64')}x`)).toContain(name);
  }
});

test('no line of the log holds one', () => {
  expect(logged.filter((line) => found(line).length > 0)).toEqual([]);
});

test('no reply holds one, but the cookie that is one', () => {
  const holding = replies.filter((reply) => found(reply.replace(/skypanel_session=[^;]+/g, '')).length > 0);
  expect(holding).toEqual([]);
});

test('no row of any table holds one: sealed and hashed texts only, and sessions under their ids', async () => {
  expect(found(await everythingKept(world))).toEqual([]);
  const { rows: sealed } = await world.database.pool.query(
    "SELECT count(*)::int AS n FROM settings WHERE value ~ '^v1\\.'",
  );
  expect(sealed).toEqual([{ n: 4 }]);
});

test('no process shows one in its command line', () => {
  const password = new URL(inject('postgres').adminUrl).password;
  const lines = (existsSync('/proc/self/cmdline') ? readdirSync('/proc') : [])
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => commandLineOf(pid));
  expect(lines.filter((line) => found(line).length > 0)).toEqual([]);
  expect(lines.filter((line) => password.length > 8 && line.includes(password))).toEqual([]);
});

/** '' for one that ended meanwhile. */
function commandLineOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}

test('the pages take nothing of the environment they are built in', () => {
  const sources = readdirSync('client/src', { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !/\.test\.|testing\//.test(name))
    .map((name) => [name, readFileSync(`client/src/${name}`, 'utf8')] as const);
  expect(sources.length).toBeGreaterThan(100);
  const asking = sources.filter(([, text]) =>
    /process\.env|import\.meta\.env(?!\.(DEV|PROD|MODE)\b)/.test(text),
  );
  expect(asking.map(([name]) => name)).toEqual([]);
  expect(readFileSync('vite.config.ts', 'utf8')).not.toMatch(/\bdefine\b|envPrefix|loadEnv/);
});
