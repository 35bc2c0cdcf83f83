import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { type BillingSettings, defaultBillingSettings } from '#shared/api/settings.ts';
import { seedConformance } from '../../emulators/virtfusion/fleet.ts';
import { launchBrowser } from '../browser.ts';
import { testAdmins } from '../people.ts';
import { startTestApp, type TestApp } from '../start-app.ts';
import { openPage, visit } from '../visit.ts';

const SETTINGS = '/admin/settings';
const REFETCHED_AFTER_MS = 16_000;

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

let app: TestApp;
let opened: BrowserContext[] = [];
beforeEach(async () => {
  app = await startTestApp({ fleet: seedConformance });
});
afterEach(async () => {
  await Promise.all(opened.map((context) => context.close()));
  opened = [];
  await app?.close();
});

const toggle = (page: Page) => page.getByRole('switch', { name: 'Enable hourly billing' });
const field = (page: Page, name: string) => page.getByRole('textbox', { name });
const save = (page: Page) => page.getByRole('button', { name: 'Save', exact: true });

/** The settings page in a browser of this admin's own, with a clock that can be put forward. */
async function atSettings(name: keyof typeof testAdmins): Promise<Page> {
  const context = await visit(browser, app.url, testAdmins[name]);
  opened.push(context);
  const page = await context.newPage();
  await page.clock.install();
  await openPage(page, SETTINGS);
  return page;
}

async function saveAndSettle(page: Page): Promise<void> {
  await save(page).click();
  await page.getByText('All changes saved').waitFor();
}

/** What is saved now, as the API tells it. */
async function saved(page: Page): Promise<BillingSettings> {
  const reply = await page.context().request.get('/api/admin/settings');
  return (await reply.json()).settings;
}

test('olive signs in, turns billing on, finds it on, turns it off, and finds it off', async () => {
  const context = await browser.newContext({ baseURL: app.url });
  opened.push(context);
  const page = await context.newPage();
  await page.goto(SETTINGS);
  await page.getByRole('textbox', { name: 'E-mail' }).fill(testAdmins.olive.email);
  await page.getByLabel('Password', { exact: true }).fill(testAdmins.olive.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { name: 'Settings' }).waitFor();
  expect(await toggle(page).isChecked()).toBe(false);
  expect(await save(page).isDisabled()).toBe(true);

  for (const on of [true, false]) {
    await toggle(page).click();
    await saveAndSettle(page);
    await page.reload();
    await toggle(page).waitFor();
    expect(await toggle(page).isChecked()).toBe(on);
    expect(await save(page).isDisabled()).toBe(true);
    expect((await saved(page)).enabled).toBe(on);
  }
});

test('olive goes on typing while otto’s save arrives: nothing she typed moves', async () => {
  const olive = await atSettings('olive');
  const otto = await atSettings('otto');
  await field(olive, 'Hours per month').fill('700');
  await field(otto, 'Suspended').fill('50');
  await saveAndSettle(otto);

  await olive.clock.fastForward(REFETCHED_AFTER_MS);
  await expect.poll(() => field(olive, 'Suspended').inputValue()).toBe('50');
  expect(await field(olive, 'Hours per month').inputValue()).toBe('700');
  expect(await save(olive).isEnabled()).toBe(true);

  await saveAndSettle(olive);
  expect(await saved(olive)).toEqual({
    ...defaultBillingSettings,
    hoursPerMonth: 700,
    suspendedPercent: 50,
  });
});

test('olive and otto save at once: the second is told who changed what, and decides', async () => {
  const olive = await atSettings('olive');
  const otto = await atSettings('otto');
  await field(olive, 'Hours per month').fill('672');
  await toggle(olive).click();
  await field(otto, 'Hours per month').fill('700');
  await field(otto, 'Stopped').fill('25');
  await saveAndSettle(otto);

  await save(olive).click();
  const notice = olive.getByRole('alert');
  await notice.getByText('Hours per month: yours 672, theirs 700').waitFor();
  const told = await notice.textContent();
  expect(told).toContain('Otto Operator');
  expect(told).toContain('Stopped: 25 %, as they saved it');
  expect((await saved(olive)).hoursPerMonth).toBe(700);
  expect(await toggle(olive).isChecked()).toBe(true);

  await notice.getByRole('button', { name: 'Take theirs: Hours per month' }).click();
  await saveAndSettle(olive);
  expect(await saved(olive)).toMatchObject({ enabled: true, hoursPerMonth: 700, stoppedPercent: 25 });
});

test('a schedule that never runs is refused under its field, and stays as typed', async () => {
  const olive = await atSettings('olive');
  const schedule = field(olive, 'Schedule');
  await schedule.fill('0 0 31 2 *');
  await olive
    .getByText(/never run/)
    .first()
    .waitFor();
  await save(olive).click();
  await expect.poll(() => schedule.getAttribute('aria-invalid')).toBe('true');
  expect(await schedule.inputValue()).toBe('0 0 31 2 *');
  expect((await saved(olive)).cronSchedule).toBe(defaultBillingSettings.cronSchedule);
});

test('leaving with something unsaved asks, by a link and by Back', async () => {
  const olive = await atSettings('olive');
  await olive.getByRole('link', { name: 'Servers', exact: true }).click();
  await olive.getByRole('heading', { name: 'Servers' }).waitFor();
  await olive.getByRole('link', { name: 'Settings', exact: true }).click();
  await toggle(olive).click();
  const question = olive.getByRole('alertdialog', { name: 'Leave without saving?' });
  for (const leave of [
    () => olive.getByRole('link', { name: 'Runs', exact: true }).click(),
    () => olive.goBack(),
  ]) {
    await leave();
    await question.getByRole('button', { name: 'Stay here' }).click();
    await question.waitFor({ state: 'hidden' });
    expect(new URL(olive.url()).pathname).toBe(SETTINGS);
    expect(await toggle(olive).isChecked()).toBe(true);
  }
});

test('olive tests the connection and reads what each permission says', async () => {
  const olive = await atSettings('olive');
  const card = olive.getByRole('region', { name: 'VirtFusion connection' });
  await card.getByRole('button', { name: 'Test connection' }).click();
  await card.getByText(/answers, with all it needs to/).waitFor();
  expect(await card.getByRole('listitem').allTextContents()).toEqual([
    expect.stringMatching(/^connectallowed.*Needed$/),
    expect.stringMatching(/^serversallowed.*may list servers: 27.*Needed$/),
    expect.stringMatching(/^packagesallowed.*Needed$/),
    expect.stringMatching(/^currenciesallowed.*Optional$/),
  ]);
});
