import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { firstRun } from '../../start.ts';
import { launchBrowser } from '../browser.ts';
import { explainAll } from '../explain-all.ts';
import { testAdmins } from '../people.ts';
import { startTestApp, type TestApp } from '../start-app.ts';
import { everyAppPage, openPage, visit } from '../visit.ts';

/** WCAG 2.2, levels A and AA. */
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa'];
const screens = [
  { theme: 'light', width: 1440 },
  { theme: 'dark', width: 1440 },
  { theme: 'dark', width: 390 },
  { theme: 'light', width: 390 },
] as const;
/** Each theme and each width once: for pages whose parts are those of the others. */
const someScreens = [
  { theme: 'light', width: 1440 },
  { theme: 'dark', width: 390 },
] as const;

let app: TestApp;
let browser: Browser;
beforeAll(async () => {
  [app, browser] = await Promise.all([startTestApp({ roles: ['web', 'worker'] }), launchBrowser()]);
  await firstRun(app);
});
afterAll(async () => {
  await browser?.close();
  await app?.close();
});

test('every charge of the demo is explained, and adds up to the micro', async () => {
  const { charges, wrong } = await explainAll(app.context);
  expect(charges).toBeGreaterThan(300);
  expect(wrong).toEqual([]);
});

/** What keeps somebody from using the page as it stands. */
async function barriersOn(page: Page): Promise<string[]> {
  const axe = new AxeBuilder({ page }).options({
    runOnly: { type: 'tag', values: rules },
    resultTypes: ['violations'], // of hundreds that pass nobody asks anything
  });
  // The other mode opens a page of its own for frames of other origins: we have none, and a hundred looks.
  const { violations } = await axe.setLegacyMode(true).analyze();
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  return [
    ...violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map((node) => `${node.html} ${node.failureSummary}`).join(' ')}`,
    ),
    ...(wide > 0 ? [`${wide} px wider than the screen`] : []),
  ];
}

async function newPage(context: BrowserContext, heard: string[]): Promise<Page> {
  const page = await context.newPage();
  page.on('pageerror', (error) => heard.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') heard.push(message.text());
  });
  return page;
}

test('nothing on any page bars anybody, in either theme, wide or narrow', { timeout: 900_000 }, async () => {
  const context = await visit(browser, app.url, testAdmins.olive);
  const found: Record<string, string[]> = {};
  for (const { name, path } of await everyAppPage(context)) {
    const heard: string[] = [];
    const page = await newPage(context, heard);
    await openPage(page, path);
    for (const { theme, width } of screens) {
      await page.emulateMedia({ colorScheme: theme });
      await page.setViewportSize({ width, height: 900 });
      found[`${name}, ${theme}, ${width} px`] = await barriersOn(page);
    }
    found[`${name}, heard`] = heard;
    await page.close();
  }
  await context.close();
  expect(found).toEqual(Object.fromEntries(Object.keys(found).map((name) => [name, []])));
});

test.each(someScreens)('nor where one signs in: $theme, $width px wide', async ({ theme, width }) => {
  const context = await browser.newContext({
    baseURL: app.url,
    colorScheme: theme,
    viewport: { width, height: 900 },
  });
  const page = await context.newPage();
  await page.goto('/sign-in');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByText('Write your password').waitFor();
  expect(await barriersOn(page)).toEqual([]);
  await context.close();
});

test.each(someScreens)('nor in settings full of refused values: $theme, $width px wide', async (screen) => {
  const context = await visit(browser, app.url, { ...testAdmins.olive, ...screen });
  const page = await context.newPage();
  await openPage(page, '/admin/settings');
  for (const name of ['Hours per month', 'Stopped', 'Requests at once']) {
    await page.getByRole('textbox', { name }).fill('much');
  }
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('3 fields want another value').waitFor();
  expect(await barriersOn(page)).toEqual([]);
  await context.close();
});

test('a buyer pays by a link, without an account, and the wallet has it until PayPal takes it back', async () => {
  const olive = await visit(browser, app.url, testAdmins.olive);
  const [customer] = (await (await olive.request.get('/api/admin/customers?limit=1')).json()).rows;
  const reply = await olive.request.post(`/api/admin/customers/${customer.id}/top-ups`, {
    headers: { origin: new URL(app.url).origin },
    data: { amount: '20.00', idempotencyKey: 'a-link-to-pay-by' },
  });
  const { topUp } = await reply.json();
  const context = await browser.newContext({ baseURL: app.url, viewport: { width: 390, height: 900 } });
  const heard: string[] = [];
  const page = await newPage(context, heard);
  await openPage(page, `/pay/${topUp.key}`);
  expect(await barriersOn(page)).toEqual([]);
  await page.getByRole('button', { name: 'Pay with PayPal' }).click();
  await page.getByRole('button', { name: 'Pay 20.00 USD' }).click();
  await page.getByText('Paid. Thank you!').waitFor();
  expect(await barriersOn(page)).toEqual([]);
  expect(heard).toEqual([]);
  const told = async () => (await olive.request.get(`/api/admin/top-ups/${topUp.id}`)).json();
  const paid = await told();
  expect([paid.status, paid.movements.length]).toEqual(['captured', 1]);
  // The notification comes over HTTP, under its signature, and a job acts on it.
  app.paypal?.shop.refund(paid.captureId, '5.00');
  await expect.poll(async () => (await told()).takenBack, { timeout: 60_000 }).toBe('5.00');
  const admin = await newPage(olive, heard);
  await openPage(admin, `/admin/top-ups/${topUp.id}`);
  expect(await barriersOn(admin)).toEqual([]);
  await Promise.all([context.close(), olive.close()]);
});

test('vera reads every page, and none offers her what she may not do', async () => {
  const context = await visit(browser, app.url, testAdmins.vera);
  const heard: string[] = [];
  const page = await newPage(context, heard);
  for (const { path } of await everyAppPage(context)) {
    await openPage(page, path);
    const forbidden = page.getByRole('button', {
      name: /^(Bill now|Save|Add a price|Adjust|Test connection)/,
    });
    expect(await forbidden.count(), path).toBe(0);
  }
  expect(heard).toEqual([]);
  await context.close();
});
