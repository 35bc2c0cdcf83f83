import { text } from 'node:stream/consumers';
import { sql } from 'drizzle-orm';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser } from '../browser.ts';
import { testAdmins } from '../people.ts';
import { startTestApp, type TestApp } from '../start-app.ts';
import { openPage, visit } from '../visit.ts';

let app: TestApp;
let browser: Browser;
let olive: BrowserContext;
let page: Page;
beforeAll(async () => {
  // No cron: the last hours of the demo wait, so that there is something to look ahead to and to bill by hand.
  [app, browser] = await Promise.all([startTestApp({ roles: ['web', 'worker'] }), launchBrowser()]);
  olive = await visit(browser, app.url, testAdmins.olive);
  await olive.grantPermissions(['clipboard-read', 'clipboard-write']);
  page = await olive.newPage();
});
afterAll(async () => {
  await olive?.close();
  await browser?.close();
  await app?.close();
});

const button = (within: Page | Locator, name: string | RegExp) => within.getByRole('button', { name });
const link = (within: Page | Locator, name: string | RegExp) => within.getByRole('link', { name }).first();
const box = (within: Page | Locator, name: string) => within.getByRole('textbox', { name, exact: true });
const table = (name: string) => page.getByRole('table', { name, exact: true });
const dialog = () => page.getByRole('dialog');
const seen = (text: string | RegExp) => page.getByText(text).first().waitFor();
const query = () => new URL(page.url()).searchParams;

async function choose(label: string, option: string | RegExp, within: Page | Locator = page): Promise<void> {
  const list = within.getByRole('combobox', { name: label });
  const value = await list.getByRole('option', { name: option }).first().getAttribute('value');
  await list.selectOption(value);
}

/** The text of what is behind a link that downloads. */
async function downloaded(name: string): Promise<string> {
  const [download] = await Promise.all([page.waitForEvent('download'), link(page, name).click()]);
  return text(await download.createReadStream());
}

/** '$1.204500' as the micros of it. */
const micros = (text: string | undefined) => Math.round(Number((text ?? '').replace(/[^\d.]/g, '')) * 1e6);

test('olive previews the next run, and what another price would have made of the month', async () => {
  await openPage(page, '/admin/preview');
  await link(table('Customers who would pay'), 'Ada').waitFor();
  await page.getByRole('tab', { name: /^Servers/ }).click();
  await table('Servers with hours due').getByRole('row').nth(5).waitFor();

  await link(page, 'What if').click();
  await choose('Month', /so far/);
  await box(page, 'VPS S').fill('9.00');
  await button(page, 'Compare').click();
  await table('Customers who would have paid more').getByText('+80 %').first().waitFor();
});

test('otto bills by hand, vera watches the run to its end, and the servers that failed are tried again', async () => {
  await app.context.db.execute(sql`
    CREATE FUNCTION refuse_a_charge() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no room'; END $$`);
  await app.context.db.execute(sql`
    CREATE TRIGGER refuse_a_charge BEFORE INSERT ON hourly_charges FOR EACH ROW
    WHEN (NEW.server_id = 11) EXECUTE FUNCTION refuse_a_charge()`);
  const [otto, vera] = await Promise.all([
    visit(browser, app.url, testAdmins.otto),
    visit(browser, app.url, testAdmins.vera),
  ]);
  const [billing, watching] = await Promise.all([otto.newPage(), vera.newPage()]);
  await openPage(billing, '/admin/runs');
  await app.context.db.transaction(async (holding) => {
    // Nothing can be charged until vera has seen that it is at work.
    await holding.execute(sql`LOCK TABLE hourly_charges IN SHARE MODE`);
    await button(billing, 'Bill now').click();
    await button(billing.getByRole('alertdialog'), 'Bill now').click();
    const atWork = billing.getByRole('row', { name: /Looking at servers|Billing/ });
    await openPage(watching, String(await link(atWork, /^Run/).getAttribute('href')));
    await watching.getByRole('progressbar', { name: 'Billing' }).waitFor();
    await watching.getByText(/^0 of \d+ servers$/).waitFor();
  });
  await watching.getByText('Done, some failed').first().waitFor();
  expect(await watching.getByRole('progressbar').count()).toBe(0);
  expect(await button(watching, 'Try again').count()).toBe(0);

  await link(billing.getByRole('alert'), /See run/).click();
  await billing.getByText('Some servers failed').waitFor();
  await app.context.db.execute(sql`DROP TRIGGER refuse_a_charge ON hourly_charges`);
  await button(billing, 'Try again').click();
  await button(billing.getByRole('alertdialog'), 'Try again').click();
  await billing.getByText(/The servers that failed in/).waitFor();
  await billing.getByText(/by hand \(Otto Operator\)/).waitFor();
  await billing.getByText('Done', { exact: true }).first().waitFor();
  await billing.getByRole('tab', { name: /^Charges/ }).click();
  await billing.getByRole('row', { name: /ada-1/ }).first().waitFor();

  await openPage(billing, '/admin/runs');
  await button(billing, 'Bill now').click();
  await button(billing.getByRole('alertdialog'), 'Bill now').click();
  await billing
    .getByText(/nothing was due/)
    .first()
    .waitFor();
  await Promise.all([otto.close(), vera.close()]);
});

test('a run is found by what came of it, and tells what it did and what its brakes compared', async () => {
  await openPage(page, '/admin/runs');
  await choose('Status', 'Done, some failed');
  await expect.poll(() => query().get('status')).toBe('done_with_failures');
  await page.reload();
  await expect.poll(() => table('Runs').getByRole('row').count()).toBe(2);
  await link(table('Runs'), /^Run \d+/).click();

  await page.getByRole('tab', { name: 'Log' }).click();
  await table('Log of the run').getByText('Trouble').first().waitFor();
  await page.getByRole('tab', { name: 'Brakes' }).click();
  await table('Brakes').getByRole('row').nth(1).waitFor();
  expect(query().get('show')).toBe('brakes');
});

test('a charge of a run is explained: the picture of its hour, sums that add up, a link for support', async () => {
  await openPage(page, '/admin/runs/1?show=charges');
  await link(table('Charges'), /^Why/).getByText('$').first().click(); // not the corner, which is the row's
  await seen('Worked out anew just now: the same, to the last digit');
  await page.getByRole('img', { name: /sightings inside it/ }).waitFor();

  const sum = await page.getByText('This hour', { exact: true }).locator('..').textContent();
  const [after, before, difference] = (sum ?? '').match(/\$[\d.]+/g) ?? [];
  expect(micros(difference)).toBe(micros(after) - micros(before));
  const charged = await page.getByText('Charged', { exact: true }).locator('..').textContent();
  expect(charged).toContain(difference);

  await button(page, 'Copy link').click();
  await seen('Link copied');
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(page.url());
});

test('the dashboard shows other lengths of time, and leads to the cause of an alert', async () => {
  await openPage(page, '/admin');
  await choose('Chart', 'Last 30 days');
  await page.getByRole('heading', { name: 'By day, in the last 30 days' }).waitFor();
  expect(query().get('chart')).toBe('30d');
  await choose('Chart', 'Last 12 months');
  await page.getByRole('heading', { name: 'By month, in the last 12 months' }).waitFor();

  await link(page, 'Package 4').click();
  await page.getByRole('heading', { name: 'Game 8' }).waitFor();
  await seen('One server waits for a price');
});

test('olive has seen one alert and puts another off', async () => {
  await openPage(page, '/admin/alerts');
  const noPrice = page.getByRole('row', { name: /Game 8 has no price/ });
  await button(noPrice, 'Acknowledge').click();
  await noPrice.getByText('Seen by Olive Owner').waitFor();

  const silent = page.getByRole('row', { name: /does not tell the power/ });
  await button(silent, 'Put off').click();
  await page.getByRole('menuitem', { name: 'For a day' }).click();
  await silent.waitFor({ state: 'detached' });
  await page.getByRole('tab', { name: 'Put off' }).click();
  await silent.getByText('Put off by Olive Owner').waitFor();
});

test('a server is found, its days are walked by keyboard, and it gets a price and a package of its own', async () => {
  await openPage(page, '/admin/servers');
  await page.getByRole('searchbox', { name: 'Find a server' }).fill('bram');
  await expect.poll(() => query().get('search')).toBe('bram');
  await choose('State', 'Running');
  await expect.poll(() => query().get('state')).toBe('running');
  await button(page, 'Clear').click();
  await page.getByRole('searchbox', { name: 'Find a server' }).fill('ada-1');
  await link(table('Servers'), /^ada-1/).click();
  await page.getByRole('heading', { name: 'ada-1' }).waitFor();

  const today = page.getByRole('grid').locator('button[tabindex="0"]');
  await today.focus();
  await page.keyboard.press('Home');
  await expect.poll(() => query().get('day')).toMatch(/^\d{4}-\d{2}-\d{2}$/);
  const day = query().get('day');
  await page.keyboard.press('PageUp');
  await expect.poll(() => query().get('month')).not.toBe(day?.slice(0, 7));
  expect(query().get('month')).toMatch(/^\d{4}-\d{2}$/);

  await button(page, 'Set its own price').click();
  await box(dialog(), 'Monthly price').fill('6.50');
  await button(dialog(), 'Set price').click();
  await seen('ada-1 has a price of its own');
  await page.getByRole('list', { name: 'Prices' }).getByText('$6.50').waitFor();

  await button(page, 'Assign package').click();
  await choose('Package', /^VPS L/, dialog());
  await box(dialog(), 'Reason').fill('she was moved to a larger one');
  await button(dialog(), 'Assign package').click();
  await seen('ada-1 is VPS L now');
});

test('a server is exempt with a reason, and billed again', async () => {
  await openPage(page, '/admin/servers/12');
  await button(page, 'Exempt').click();
  await box(dialog(), 'Reason').fill('our own test machine');
  await button(dialog(), 'Exempt').click();
  const exemptions = page.getByRole('list', { name: 'Exemptions' });
  await exemptions.getByText(/our own test machine.*Olive Owner/).waitFor();
  await button(exemptions, /^(End|Call off)$/).click();
  await box(dialog(), 'Reason').fill('it was sold');
  await button(dialog(), 'Bill it again').click();
  await exemptions.getByText(/it was sold/).waitFor();
  expect(await button(exemptions, /^(End|Call off)$/).count()).toBe(0);
});

test('a wallet is credited, and its statement reads the same on the page, as CSV and as PDF', async () => {
  await openPage(page, '/admin/customers');
  await page.getByRole('searchbox').first().fill('bram');
  await link(table('Customers'), 'Bram').click();
  await button(page, 'Adjust wallet').click();
  await box(dialog(), 'Amount').fill('12.34');
  await box(dialog(), 'Reason').fill('a good year together');
  await button(dialog(), 'Credit the wallet').click();
  await seen('Wallet credited');

  await page.getByRole('tab', { name: 'Transactions' }).click();
  await seen('a good year together');
  await page.getByRole('tab', { name: 'Statements' }).click();
  await table('Statements').getByRole('link').first().click();
  const lines = table('Hours of servers');
  await link(lines, 'bram-1').waitFor();
  await seen('a good year together');
  const csv = await downloaded('CSV');
  expect(csv).toContain('bram-1');
  expect(csv).toContain('12.34');
  expect(await downloaded('PDF')).toMatch(/^%PDF-[\s\S]*%%EOF\s*$/);
});

test('a transaction is found by its reason and taken back', async () => {
  await openPage(page, '/admin/transactions');
  await page.getByRole('searchbox', { name: 'Reason' }).fill('a good year');
  await expect.poll(() => table('Transactions').getByRole('row').count()).toBe(2);
  await table('Transactions').getByRole('link').first().click();
  await button(page, 'Reverse').click();
  await dialog().getByText('-$12.34').waitFor();
  await box(dialog(), 'Reason').fill('the wrong customer');
  await button(dialog(), 'Reverse it').click();
  await seen('It was taken back');
  await link(page, /^transaction \d+$/).click();
  await seen('It takes another one back');
  await seen('the wrong customer');
  await page.getByRole('definition').getByText('Olive Owner').waitFor();
});

test('a price is raised for servers to come only, shown before it is set, and withdrawn', async () => {
  await openPage(page, '/admin/rates');
  await link(page, /^VPS S/).click();
  await button(page, 'Set a price').click();
  await box(dialog(), 'Monthly price').fill('9.00');
  await dialog()
    .getByRole('checkbox', { name: /Leave the servers it has now/ })
    .click();
  await dialog()
    .getByText(/stay on \$5\.00/)
    .waitFor();
  await button(dialog(), 'Set price').click();
  await seen('VPS S has a new price');

  await openPage(page, '/admin/rates');
  const planned = table('Changes to come').getByRole('row', { name: /VPS S/ });
  await planned.getByText('$9.00').waitFor();
  await button(planned, /^Withdraw/).click();
  await box(dialog(), 'Reason').fill('too steep');
  await button(dialog(), 'Withdraw').click();
  await seen('No change is planned');
});

test('hours nobody should pay are given back once: a second replay of them has nothing to post', async () => {
  const until = new Date(Math.floor(Date.now() / 3_600_000) * 3_600_000 - 2 * 3_600_000);
  const from = new Date(until.getTime() - 2 * 3_600_000);
  for (const posts of [true, false]) {
    await openPage(page, '/admin/replays/new');
    await page.getByLabel('From', { exact: true }).fill(from.toISOString().slice(0, 16));
    await page.getByLabel('Until', { exact: true }).fill(until.toISOString().slice(0, 16));
    await page.getByText('One server', { exact: true }).click();
    await box(page, 'Server number').fill('11');
    await page.getByText('Nothing should have been charged').click();
    await box(page, 'Reason').fill('the node was down');
    await button(page, 'Work out the differences').click();
    if (posts) {
      await table('Servers').getByRole('row', { name: /ada-1/ }).getByText('-$').first().waitFor();
      await button(page, 'Post the differences').click();
      await button(page.getByRole('alertdialog'), 'Post the differences').click();
      await page.getByText('Given back').waitFor();
      await page.getByText('Posted', { exact: true }).first().waitFor();
    } else {
      await seen('Nothing differs: there is nothing to post');
    }
  }
});

test('every report has its figures, its CSV and a printed view without its buttons', async () => {
  const reports = ['Revenue', 'Packages', 'Customers', 'Hypervisors', 'Forecast', 'Unpaid', 'Set aside'];
  await openPage(page, '/admin/reports');
  for (const name of reports) {
    await page.getByRole('tab', { name, exact: true }).click();
    await page.waitForFunction(() => !document.querySelector('[aria-busy="true"]'));
    const shown = page.getByRole('tabpanel');
    await shown.getByRole('table').first().waitFor();
    expect((await downloaded('CSV')).split('\n')[0], name).toMatch(/^[a-z_]+(,[a-z_]+)+\r?$/);
  }
  await page.emulateMedia({ media: 'print' });
  expect(await button(page, 'Print').isVisible()).toBe(false);
  expect(await page.getByRole('table').first().isVisible()).toBe(true);
  await page.emulateMedia({ media: 'screen' });
});

test('hourly billing is paused with a reason and resumed, looked after now, and given windows and more times', async () => {
  await openPage(page, '/admin/cron');
  const billing = page.getByLabel('Hourly billing', { exact: true });
  await button(billing, 'Pause').click();
  await box(dialog(), 'Reason').fill('the panel moves house');
  await button(dialog(), '4 hours').click();
  await button(dialog(), 'Pause').click();
  await billing.getByText(/the panel moves house \(by Olive Owner/).waitFor();
  await button(billing, 'Resume').click();
  await button(billing, 'Pause').waitFor();

  const looking = page.getByLabel('Looking at the servers', { exact: true });
  await button(looking, 'Run now').click();
  await looking.getByText('Done').first().waitFor();

  const advanced = page.getByLabel('Advanced scheduling', { exact: true });
  await button(advanced, 'Half past every hour').click();
  await button(advanced, 'Add a window').click();
  await button(advanced, 'Save').click();
  await seen('Schedules saved');
  await page.reload();
  await billing.getByText('30 * * * *').waitFor();
  expect(await advanced.getByLabel('window 1 begins').inputValue()).toBe('09:00');
});

test('Ctrl K finds a server, a customer, a run and a page; ? tells the keys', async () => {
  await openPage(page, '/admin');
  for (const [typed, option, path] of [
    ['dora-1', /^dora-1/, '/admin/servers/14'],
    ['Chidi', /^Chidi/, '/admin/customers/4'],
    ['#1', /^Run 1/, '/admin/runs/1'],
    ['audit', /^Audit/, '/admin/audit'],
  ] as const) {
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Find anything, or do it' }).fill(typed);
    await page.getByRole('option', { name: option }).first().click();
    await page.waitForURL(`**${path}`);
  }
  await page.keyboard.press('?');
  await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
  await page.keyboard.press('Escape');
  await page.keyboard.press('g');
  await page.keyboard.press('s');
  await page.waitForURL('**/admin/servers');
});
