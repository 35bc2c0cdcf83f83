import { sql } from 'drizzle-orm';
import { generate } from 'otplib';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { seedConformance } from '../../emulators/virtfusion/fleet.ts';
import { STEP_UP_MS } from '../../services/admins/session-times.ts';
import { launchBrowser } from '../browser.ts';
import { testAdmins } from '../people.ts';
import { startTestApp, type TestApp } from '../start-app.ts';
import { openPage, visit } from '../visit.ts';

let app: TestApp;
let browser: Browser;
const opened: BrowserContext[] = [];
beforeAll(async () => {
  browser = await launchBrowser();
  app = await startTestApp({ fleet: seedConformance, roles: ['web'] });
});
afterAll(async () => {
  await Promise.all(opened.map((context) => context.close()));
  await browser?.close();
  await app?.close();
});

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

/** What the browser itself says is wrong on a page, such as a picture its policy forbids. */
function listenTo(page: Page): string[] {
  const heard: string[] = [];
  page.on('pageerror', (error) => heard.push(String(error)));
  page.on('console', (message) => {
    // A refusal that the story is about is written to the console by the browser.
    if (message.type() === 'error' && !/status of (403|428)/.test(message.text())) heard.push(message.text());
  });
  return heard;
}

/** As if everybody had signed in a while ago. */
async function letTimePass(): Promise<void> {
  const before = new Date(app.context.clock.now().getTime() - STEP_UP_MS).toISOString();
  await app.context.db.execute(sql`
    UPDATE admin_sessions SET sess = jsonb_set(sess::jsonb, '{confirmedAt}', to_jsonb(${before}::text))::json`);
}

test('olive invites a colleague, after she showed that it is her; the link makes them an admin, once', async () => {
  const context = await visit(browser, app.url, testAdmins.olive);
  opened.push(context);
  const page = await context.newPage();
  const heard = listenTo(page);
  await openPage(page, '/admin/admins');
  await letTimePass();
  await button(page, 'Invite').click();
  await page.getByLabel('E-mail').fill('colleague@host.example');
  await page.getByRole('radio', { name: /Support/ }).click();
  await button(page, 'Make the link').click();
  const question = page.getByRole('dialog', { name: 'Confirm that it is you' });
  await question.getByLabel('Your password').fill('not her password');
  await button(page, 'Confirm').click();
  await question.getByText('This is not your password.').waitFor();
  await question.getByLabel('Your password').fill(testAdmins.olive.password);
  await question.getByLabel('Your password').press('Enter');
  const link = await page.getByRole('textbox', { name: 'The invitation' }).inputValue();
  expect(link).toContain('/invitation#skyinvite_');
  expect(heard.filter((line) => !/status of 400/.test(line))).toEqual([]);

  const theirs = await browser.newContext({ viewport: { width: 390, height: 844 } });
  opened.push(theirs);
  const invited = await theirs.newPage();
  await invited.goto(link);
  await invited.getByText('colleague@host.example').waitFor();
  await invited.getByLabel('Your name').fill('A colleague');
  await invited.getByLabel('Choose a password').fill('lantern gravel sonnet maple');
  await button(invited, 'Sign in').click();
  await invited.waitForURL(/\/admin$/);
  await invited.goto(link);
  await invited.reload();
  await invited.getByText('accepted already').waitFor();
});

test('otto sets up an app by its picture, and his next sign-in asks for its code', async () => {
  const context = await visit(browser, app.url, testAdmins.otto);
  opened.push(context);
  const page = await context.newPage();
  const heard = listenTo(page);
  await openPage(page, '/admin/account');
  await button(page, 'Set up an authenticator app').click();
  const picture = page.getByRole('img', { name: /QR code/ });
  await picture.waitFor();
  expect(
    await picture.evaluate((image: HTMLImageElement) => image.decode().then(() => image.naturalWidth)),
  ).toBeGreaterThan(0);
  const secret = await page.getByRole('textbox', { name: 'The key' }).inputValue();
  await page.getByLabel('Six digits').fill(await generate({ secret }));
  await button(page, 'Turn it on').click();
  const codes = await page.getByRole('alert').getByRole('listitem').allTextContents();
  expect(codes).toHaveLength(10);
  expect(heard).toEqual([]);

  const elsewhere = await browser.newContext({ baseURL: app.url });
  opened.push(elsewhere);
  const door = await elsewhere.newPage();
  await door.goto('/sign-in');
  await door.getByRole('textbox', { name: 'E-mail' }).fill(testAdmins.otto.email);
  await door.getByLabel('Password', { exact: true }).fill(testAdmins.otto.password);
  await button(door, 'Sign in').click();
  await door.getByLabel('Code').fill(codes[0] ?? '');
  await button(door, 'Sign in').click();
  await door.waitForURL(/\/admin$/);
});
