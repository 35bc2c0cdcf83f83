import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { adminSecondFactors } from '#shared/schema/index.ts';
import { createDatabase } from '../../db/client.ts';
import { silentLog } from '../../log.ts';
import { createSecretBox, type SecretBox } from '../../secrets/secret-box.ts';
import { aCustomer } from '../../testing/factories.ts';
import { actorOf, people } from '../../testing/people.ts';
import { type TestContext, testContext } from '../../testing/test-context.ts';
import { saveDiscord, saveMail } from '../channels/save-channels.ts';
import { addWebhook } from '../channels/webhooks.ts';
import { addressOfLink } from '../customer-links/customer-link-url.ts';
import { findCustomerLink } from '../customer-links/find-customer-link.ts';
import { issueCustomerLink } from '../customer-links/issue-customer-link.ts';
import { connectPayPal } from '../paypal/connect-paypal.ts';
import { connectVirtfusion } from '../settings/connect-virtfusion.ts';
import { rotateSecrets } from './rotate-secrets.ts';
import { SEALED_PATTERN, sealedColumns } from './sealed-columns.ts';
import { secondFactorPlace } from './second-factor-place.ts';

const next = createSecretBox(Buffer.alloc(32, 2));
const plain = {
  'settings.virtfusion_api_token': 'token-of-the-panel',
  'settings.paypal_client_secret': 'secret-of-the-shop',
  'settings.notices_mail_password': 'password-of-the-mail-server',
  'settings.notices_discord_url': 'https://discord.com/api/webhooks/12345/secret-of-the-channel',
};

let world: TestContext;
let link: { id: number; token: string };
let webhookSecret: string | null;

/** Every secret there is, saved as admins save them. */
beforeEach(async () => {
  world = await testContext({ actor: actorOf('olive'), env: { publicUrl: 'https://billing.host.example' } });
  const { ctx } = world;
  await connectVirtfusion(ctx, {
    url: 'https://panel.example.com',
    token: plain['settings.virtfusion_api_token'],
  });
  await connectPayPal(ctx, {
    ...{ mode: 'sandbox', clientId: 'client', secret: plain['settings.paypal_client_secret'] },
    ...{ webhookId: '', smallest: 1_000_000n, largest: 100_000_000n },
  });
  await saveDiscord(ctx, { url: plain['settings.notices_discord_url'] });
  await saveMail(ctx, {
    mail: {
      ...{ company: 'Host', from: 'billing@host.example', host: 'mail.host.example', port: 587 },
      ...{ security: 'starttls', user: 'billing', adminAddresses: [] },
    },
    password: plain['settings.notices_mail_password'],
  });
  webhookSecret = (await addWebhook(ctx, { url: 'https://example.com/hooks', note: '' })).secret;
  await aCustomer(ctx, people.ada.id);
  const issued = await issueCustomerLink(ctx, { id: people.ada.id, days: 7, idempotencyKey: 'ada-s-page' });
  link = { id: issued.link.id, token: issued.token };
  const sealedSecret = ctx.secrets.seal('secret-of-the-app', secondFactorPlace(1));
  await ctx.db.insert(adminSecondFactors).values({ adminId: 1, sealedSecret });
  await ctx.db.execute(
    sql`INSERT INTO admin_sessions (sid, sess, expire) VALUES ('s', '{}', now() + interval '1 hour')`,
  );
});
afterEach(() => world.close());

async function openedWith(box: SecretBox): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const { table, key, column, placeOf } of sealedColumns) {
    const { rows } = await world.ctx.db.execute<{ key: string; text: string }>(sql`
      SELECT ${sql.identifier(key)}::text AS key, ${sql.identifier(column)} AS text FROM ${sql.identifier(table)}
      WHERE ${sql.identifier(column)} ~ ${SEALED_PATTERN}`);
    for (const row of rows) found[placeOf(row.key)] = box.open(row.text, placeOf(row.key));
  }
  return found;
}
const everything = () => ({
  ...plain,
  'webhook_endpoints.sealed_secret': webhookSecret,
  'admin_second_factors:1': 'secret-of-the-app',
});

test('every secret opens with the next key afterwards, and none with the one before', async () => {
  expect(await openedWith(world.ctx.secrets)).toEqual(everything());
  expect(await rotateSecrets(world.ctx, { next })).toEqual({
    resealed: 6,
    already: 0,
    links: 1,
    sessions: 1,
  });
  expect(await openedWith(next)).toEqual(everything());
  await expect(openedWith(world.ctx.secrets)).rejects.toThrow(/another SECRET_KEY/);
});

test('a repeat changes nothing, and is not told again', async () => {
  await rotateSecrets(world.ctx, { next });
  const rows = () => world.ctx.db.execute(sql`SELECT key, value FROM settings ORDER BY key`);
  const before = (await rows()).rows;
  expect(await rotateSecrets(world.ctx, { next })).toEqual({
    resealed: 0,
    already: 6,
    links: 0,
    sessions: 0,
  });
  expect((await rows()).rows).toEqual(before);
  const { rows: told } = await world.ctx.db.execute(
    sql`SELECT after FROM audit_log WHERE action = 'secrets.rotated'`,
  );
  expect(told).toEqual([{ after: { resealed: 6, already: 0, links: 1, sessions: 1 } }]);
});

test('one that opens with neither key stops it, by name, and nothing is changed', async () => {
  const stranger = createSecretBox(Buffer.alloc(32, 9));
  const lost = stranger.seal('from a lost key', 'settings.notices_discord_url');
  await world.ctx.db.execute(sql`UPDATE settings SET value = ${lost} WHERE key = 'notices_discord_url'`);
  const all = () => world.ctx.db.execute(sql`SELECT key, value FROM settings ORDER BY key`);
  const before = (await all()).rows;
  await expect(rotateSecrets(world.ctx, { next })).rejects.toMatchObject({
    code: 'refused',
    message: expect.stringMatching(/settings\.value of notices_discord_url cannot be opened/),
  });
  expect((await all()).rows).toEqual(before);
});

test('a link that was handed out opens nothing any more; one that waits to be sent opens', async () => {
  await rotateSecrets(world.ctx, { next });
  const after = { ...world.ctx, secrets: next };
  await expect(findCustomerLink(after, link.token)).rejects.toMatchObject({ facts: { link: 'unknown' } });
  const url = await addressOfLink(after, { id: link.id });
  expect((await findCustomerLink(after, url?.split('#')[1] ?? '')).customerId).toBe(people.ada.id);
});

test('it waits for the application to be stopped', async () => {
  const app = createDatabase({ url: world.database.url, log: silentLog, applicationName: 'skypanel' });
  await app.pool.query('SELECT 1');
  await expect(rotateSecrets(world.ctx, { next })).rejects.toMatchObject({ code: 'refused' });
  await app.close();
  expect((await rotateSecrets(world.ctx, { next })).resealed).toBe(6);
});

test('no other column of any table holds a sealed text', async () => {
  const { rows: columns } = await world.ctx.db.execute<{ table: string; column: string }>(sql`
    SELECT table_name AS table, column_name AS column FROM information_schema.columns JOIN information_schema.tables
      USING (table_schema, table_name)
    WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND data_type IN ('text', 'character varying', 'json', 'jsonb')`);
  const holding: string[] = [];
  for (const { table, column } of columns) {
    const { rows } = await world.ctx.db.execute(sql`
      SELECT 1 FROM ${sql.identifier(table)} WHERE ${sql.identifier(column)}::text ~ 'v1\\.[A-Za-z0-9_-]{11}\\.[A-Za-z0-9_-]{16}\\.' LIMIT 1`);
    if (rows.length > 0) holding.push(`${table}.${column}`);
  }
  expect(holding.sort()).toEqual(sealedColumns.map(({ table, column }) => `${table}.${column}`).sort());
});
