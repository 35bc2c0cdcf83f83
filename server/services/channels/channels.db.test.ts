import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { api } from '#shared/api/index.ts';
import { can } from '#shared/auth/roles.ts';
import { noticeEventNames } from '#shared/notices/events.ts';
import { actorOf } from '../../testing/people.ts';
import { type TestContext, testContext } from '../../testing/test-context.ts';
import { getRoutes, saveRoute } from '../notices/routes.ts';
import { getTemplate, saveTemplate } from '../notices/templates.ts';
import { previewTemplate } from '../notices/try-template.ts';
import { getChannels } from './get-channels.ts';
import { saveDiscord, saveMail, saveRunway } from './save-channels.ts';
import { addWebhook, removeWebhook } from './webhooks.ts';

let world: TestContext;
beforeAll(async () => {
  world = await testContext({ actor: actorOf('otto', 2) });
});
afterAll(() => world?.close());

const mail = {
  company: 'Harbour Hosting',
  from: 'billing@harbour.example',
  host: 'smtp.harbour.example',
  port: 587,
  security: 'starttls' as const,
  user: 'billing',
  adminAddresses: [],
};
const runway = { levels: [12, 48], adminLevel: 12, quietFrom: '22:00', quietUntil: '07:00' };
const text = { subject: '{{hoursLeft}} h left', body: 'Dear {{customer}}', action: '' };
const discord = 'https://discord.com/api/webhooks/1170000000000000001/a-token_A1';

/** What an admin can save: how, and what is kept afterwards. */
const saves = [
  {
    name: 'mail',
    access: api.channels.saveMail.access,
    action: 'channel.saved',
    save: () => saveMail(world.ctx, { mail, password: 'the sea is calm' }),
    kept: async () => (await getChannels(world.ctx)).mail,
    expected: { ...mail, passwordSaved: true, place: 'smtp' },
  },
  {
    name: 'Discord',
    access: api.channels.saveDiscord.access,
    action: 'channel.saved',
    save: () => saveDiscord(world.ctx, { url: discord }),
    kept: async () => (await getChannels(world.ctx)).discord,
    expected: { urlSaved: true },
  },
  {
    name: 'the levels',
    access: api.channels.saveRunway.access,
    action: 'channel.saved',
    save: () => saveRunway(world.ctx, { runway }),
    kept: async () => (await getChannels(world.ctx)).runway,
    expected: { ...runway, levels: [48, 12] },
  },
  {
    name: 'a webhook',
    access: api.channels.addWebhook.access,
    action: 'webhook.added',
    save: () => addWebhook(world.ctx, { url: 'https://shop.example/hooks', note: 'the shop' }),
    kept: async () => (await getChannels(world.ctx)).webhooks.map(({ url, createdBy }) => [url, createdBy]),
    expected: [['https://shop.example/hooks', 'Otto Operator']],
  },
  {
    name: 'who is told',
    access: api.notices.saveRoute.access,
    action: 'notice.routed',
    save: () => saveRoute(world.ctx, { event: 'wallet.low', way: 'webhook', enabled: false }),
    kept: async () => (await getRoutes(world.ctx)).rows[0]?.ways.find(({ way }) => way === 'webhook'),
    expected: { way: 'webhook', enabled: false, byDefault: true },
  },
  {
    name: 'a text',
    access: api.noticeTemplates.save.access,
    action: 'notice.template_saved',
    save: () => saveTemplate(world.ctx, { event: 'wallet.low', way: 'customer_mail', text }),
    kept: async () => (await getTemplate(world.ctx, { event: 'wallet.low', way: 'customer_mail' })).text,
    expected: text,
  },
];

describe.each(saves)('saving $name', ({ access, action, save, kept, expected }) => {
  const audited = async () =>
    (await world.ctx.db.execute(sql`SELECT actor_name FROM audit_log WHERE action = ${action} ORDER BY id`))
      .rows;

  test('works, is audited, and a repeat changes nothing', async () => {
    const before = await audited();
    await save();
    expect(await kept()).toEqual(expected);
    const after = await audited();
    expect(after).toHaveLength(before.length + 1);
    expect(after.at(-1)).toEqual({ actor_name: 'Otto Operator' });
    await save();
    expect(await kept()).toEqual(expected);
    expect(await audited()).toEqual(after);
  });

  test('is not for vera', () => {
    expect(can('viewer', access as 'settings.write')).toBe(false);
  });
});

test('no secret stands in the settings or in the audit log', async () => {
  const { rows } = await world.ctx.db.execute<{ all: string }>(sql`
    SELECT (SELECT string_agg(value, ' ') FROM settings) || (SELECT string_agg(coalesce(before::text, '') || coalesce(after::text, ''), ' ') FROM audit_log) AS all`);
  expect(rows[0]?.all).toContain('harbour');
  expect(rows[0]?.all).not.toContain('the sea is calm');
  expect(rows[0]?.all).not.toContain('a-token_A1');
});

test('the saved password goes to no other server', async () => {
  const elsewhere = { ...mail, host: 'smtp.elsewhere.example' };
  await expect(saveMail(world.ctx, { mail: elsewhere })).rejects.toMatchObject({
    fields: [{ path: 'password' }],
  });
});

test.each`
  url
  ${'https://example.com/api/webhooks/1/x'}
  ${'https://discord.com.example.com/api/webhooks/1/x'}
  ${'https://discord.com/channels/1/2'}
  ${'http://discord.com/api/webhooks/1/x'}
  ${'https://127.0.0.1/api/webhooks/1/x'}
`('Discord is not at $url', ({ url }) => {
  expect(() => saveDiscord(world.ctx, { url })).toThrow();
});

test('a removed webhook is gone from the list, and may be added anew with another secret', async () => {
  const { webhooks } = await getChannels(world.ctx);
  const id = webhooks[0]?.id ?? 0;
  for (let time = 0; time < 2; time += 1) await removeWebhook(world.ctx, { id });
  expect((await getChannels(world.ctx)).webhooks).toEqual([]);
  const again = await addWebhook(world.ctx, { url: 'https://shop.example/hooks', note: '' });
  expect(again.secret).toMatch(/^whsec_[A-Za-z0-9+/]{32}$/);
});

test('the original text takes the saved one away', async () => {
  const which = { event: 'wallet.low', way: 'customer_mail' } as const;
  const { original } = await getTemplate(world.ctx, which);
  expect(await saveTemplate(world.ctx, { ...which, text: original })).toMatchObject({ isOriginal: true });
});

test('a text with a name that is not there is refused under its field, and what is for admins has none for customers', async () => {
  const foreign = { ...text, body: 'Dear {{client}}' };
  expect(() => saveTemplate(world.ctx, { event: 'wallet.low', way: 'customer_mail', text: foreign })).toThrow(
    /There is no {{client}} here/,
  );
  await expect(getTemplate(world.ctx, { event: 'run.held', way: 'customer_mail' })).rejects.toThrow(
    'admins only',
  );
});

test.each(noticeEventNames)('an invented %s can be shown', async (event) => {
  const { original, placeholders } = await getTemplate(world.ctx, { event, way: 'discord' });
  expect(placeholders.filter(({ example }) => example === '')).toEqual([]);
  const message = await previewTemplate(world.ctx, { event, way: 'discord', text: original });
  expect(JSON.stringify(message)).not.toMatch(/undefined|\{\{/);
});
