import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser } from '../browser.ts';
import { testAdmins } from '../people.ts';
import { startTestApp, type TestApp } from '../start-app.ts';
import { openPage, visit } from '../visit.ts';

let app: TestApp;
let browser: Browser;
let context: BrowserContext;
beforeAll(async () => {
  // No cron: the last hours of the demo wait for otto, not for the next minute.
  [app, browser] = await Promise.all([startTestApp({ roles: ['web', 'worker'] }), launchBrowser()]);
});
afterAll(async () => {
  await context?.close();
  await browser?.close();
  await app?.close();
});

async function billNow(page: Page) {
  await page.getByRole('button', { name: 'Bill now' }).click();
  const question = page.getByRole('alertdialog');
  await question.getByRole('button', { name: 'Bill now' }).click();
  return page.getByRole('alert');
}

test('otto bills by hand, reads what the run charged, and a second run finds nothing left', async () => {
  context = await visit(browser, app.url, testAdmins.otto);
  const page = await context.newPage();
  await openPage(page, '/admin/runs');
  const reply = await billNow(page);
  await reply.getByText(/billed .* hours of \d+ servers/).waitFor();
  await reply.getByRole('link', { name: /See run/ }).click();

  await page.getByRole('tab', { name: /Charges/ }).click();
  const charges = page.getByRole('table');
  await charges.getByText('$0.006849').first().waitFor();
  expect(await charges.getByRole('row').count()).toBeGreaterThan(10);

  await openPage(page, '/admin/runs');
  const again = await billNow(page);
  await again.getByText(/nothing was due/).waitFor();
});
