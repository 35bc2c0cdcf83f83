import type { Browser, BrowserContext } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser } from '../browser.ts';
import { testAdmins } from '../people.ts';
import { startTestApp, type TestApp } from '../start-app.ts';
import { openPage, visit } from '../visit.ts';

let app: TestApp;
let browser: Browser;
let context: BrowserContext;
beforeAll(async () => {
  // No cron: the last hours of the demo wait, so that there is something to look ahead to.
  [app, browser] = await Promise.all([startTestApp({ roles: ['web', 'worker'] }), launchBrowser()]);
});
afterAll(async () => {
  await context?.close();
  await browser?.close();
  await app?.close();
});

test('olive previews a run, compares another price, and raises it for servers to come only', async () => {
  context = await visit(browser, app.url, testAdmins.olive);
  const page = await context.newPage();

  await openPage(page, '/admin/preview');
  const payers = page.getByRole('table', { name: 'Customers who would pay' });
  await payers.getByRole('link', { name: 'Ada' }).waitFor();
  await page.getByRole('tab', { name: /^Servers/ }).click();
  await page.getByRole('table', { name: 'Servers with hours due' }).getByRole('row').nth(5).waitFor();

  await page.getByRole('link', { name: 'What if' }).first().click();
  const month = page.getByRole('combobox', { name: 'Month' });
  await month.selectOption((await month.getByRole('option', { name: /so far/ }).textContent()) ?? '');
  await page.getByRole('textbox', { name: 'VPS S' }).fill('9.00');
  await page.getByRole('button', { name: 'Compare' }).click();
  const dearer = page.getByRole('table', { name: 'Customers who would have paid more' });
  await dearer.getByText('+80 %').first().waitFor();

  await openPage(page, '/admin/rates');
  await page.getByRole('link', { name: /^VPS S/ }).click();
  await page.getByRole('button', { name: 'Set a price' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Monthly price' }).fill('9.00');
  await dialog.getByRole('checkbox', { name: /Leave the servers it has now/ }).click();
  await dialog.getByText(/stay on \$5\.00/).waitFor();
  await dialog.getByRole('button', { name: 'Set price' }).click();
  await page.getByText('VPS S has a new price').waitFor();

  await openPage(page, '/admin/rates');
  const planned = page.getByRole('table', { name: 'Changes to come' });
  expect(await planned.getByRole('row', { name: /VPS S/ }).textContent()).toContain('$9.00');
});
