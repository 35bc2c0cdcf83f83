import type { Browser, BrowserContext, Page } from 'playwright-core';
import { systemClock } from '../clock.ts';

export interface VisitOptions {
  email: string;
  password: string;
  theme?: 'light' | 'dark';
  /** Pixels; default 1440, a wide screen. */
  width?: number;
}

/** A browser of its own at the app, signed in through the API. Close it when done. */
export async function visit(browser: Browser, url: string, options: VisitOptions): Promise<BrowserContext> {
  const { email, password, theme = 'light', width = 1440 } = options;
  const context = await browser.newContext({
    baseURL: url,
    colorScheme: theme,
    viewport: { width, height: 900 },
    reducedMotion: 'reduce',
  });
  const reply = await context.request.post('/api/auth/sign-in', { data: { email, password } });
  if (!reply.ok()) throw new Error(`${email} could not sign in: ${reply.status()} ${await reply.text()}`);
  return context;
}

export interface AppPage {
  /** Fit for the name of a file. */
  name: string;
  path: string;
}

/** The pages that are about no thing of their own: what an installation shows before it has any rows. */
export const pagesWithoutRows: readonly AppPage[] = [
  { name: 'dashboard', path: '/admin' },
  { name: 'alerts', path: '/admin/alerts' },
  { name: 'notices', path: '/admin/notices' },
  { name: 'notice-routes', path: '/admin/notices?show=routes' },
  { name: 'notice-channels', path: '/admin/notices?show=channels' },
  { name: 'notice-text', path: '/admin/notices/texts/wallet.low/customer_mail' },
  { name: 'settings', path: '/admin/settings' },
  { name: 'runs', path: '/admin/runs' },
  { name: 'preview', path: '/admin/preview' },
  { name: 'what-if', path: '/admin/what-if?packageId=1&price=9.99' },
  { name: 'cron', path: '/admin/cron' },
  { name: 'servers', path: '/admin/servers' },
  { name: 'customers', path: '/admin/customers' },
  { name: 'dunning', path: '/admin/dunning' },
  { name: 'rates', path: '/admin/rates' },
  { name: 'transactions', path: '/admin/transactions' },
  { name: 'top-ups', path: '/admin/top-ups' },
  { name: 'replays', path: '/admin/replays' },
  { name: 'new-replay', path: '/admin/replays/new' },
  { name: 'credit', path: '/admin/credit' },
  { name: 'credit-unlinked', path: '/admin/credit?show=unlinked' },
  { name: 'reports', path: '/admin/reports' },
  { name: 'report-customers', path: '/admin/reports?report=customers' },
  { name: 'report-forecast', path: '/admin/reports?report=forecast' },
  { name: 'report-unpaid', path: '/admin/reports?report=unpaid' },
  { name: 'report-set-aside', path: '/admin/reports?report=set-aside' },
  { name: 'audit', path: '/admin/audit' },
  { name: 'admins', path: '/admin/admins' },
  { name: 'invitations', path: '/admin/admins?show=invitations' },
  { name: 'sign-in-rules', path: '/admin/admins?show=rules' },
  { name: 'tokens', path: '/admin/tokens' },
  { name: 'own-account', path: '/admin/account' },
  { name: 'invitation-without-link', path: '/invitation' },
  { name: 'not-found', path: '/admin/nowhere' },
];

/** Every page of the app, with a thing of each kind where a page is about one. Wants rows of each kind. */
export async function everyAppPage(context: BrowserContext): Promise<AppPage[]> {
  const idOf = async (list: string, find: (body: never) => number | undefined): Promise<number> => {
    // A message is written by a job, after the run that it tells of.
    for (let tries = 0; tries < 60; tries += 1) {
      const id = find((await (await context.request.get(list)).json()) as never);
      if (id !== undefined) return id;
      await systemClock.sleep(500);
    }
    throw new Error(`${list} has no row to show a page of`);
  };
  const firstRow = (body: { rows: { id: number }[] }) => body.rows[0]?.id;
  const firstPackage = (body: { packages: { id: number }[] }) => body.packages[0]?.id;
  const chargePath = async () => {
    const run = await (await context.request.get('/api/admin/runs?status=done')).json();
    for (const { id } of run.rows as { id: number }[]) {
      const { rows } = await (await context.request.get(`/api/admin/runs/${id}/charges?limit=1`)).json();
      if (rows[0]) return `/admin/charges/${rows[0].serverId}/${rows[0].hour}`;
    }
    throw new Error('No run has a charge to show a page of');
  };
  const replayId = async (): Promise<number> => {
    const list = await context.request.get('/api/admin/replays?limit=1');
    const { rows } = await list.json();
    if (rows[0]) return rows[0].id;
    const until = new Date(Math.floor(Date.now() / 3_600_000) * 3_600_000 - 3_600_000);
    const reply = await context.request.post('/api/admin/replays', {
      headers: { origin: new URL(list.url()).origin },
      data: {
        from: new Date(until.getTime() - 6 * 3_600_000).toISOString(),
        until: until.toISOString(),
        scope: { kind: 'all' },
        change: { kind: 'waive' },
        reason: 'the node was down',
        idempotencyKey: 'a-replay-to-show',
      },
    });
    if (!reply.ok()) throw new Error(`No replay to show a page of: ${reply.status()} ${await reply.text()}`);
    return (await reply.json()).replay.id;
  };
  const customerId = await idOf('/api/admin/customers', firstRow);
  const months = await context.request.get(`/api/admin/customers/${customerId}/statements`);
  const [statement] = (await months.json()).rows as { month: string }[];
  if (!statement) throw new Error(`Customer ${customerId} has no statement to show a page of`);
  return [
    ...pagesWithoutRows,
    { name: 'notice', path: `/admin/notices/${await idOf('/api/admin/notices', firstRow)}` },
    { name: 'charge', path: await chargePath() },
    { name: 'run', path: `/admin/runs/${await idOf('/api/admin/runs', firstRow)}` },
    { name: 'run-log', path: `/admin/runs/${await idOf('/api/admin/runs', firstRow)}?show=log` },
    { name: 'run-brakes', path: `/admin/runs/${await idOf('/api/admin/runs', firstRow)}?show=brakes` },
    { name: 'server', path: `/admin/servers/${await idOf('/api/admin/servers', firstRow)}` },
    { name: 'customer', path: `/admin/customers/${customerId}` },
    { name: 'package', path: `/admin/rates/${await idOf('/api/admin/rates', firstPackage)}` },
    {
      name: 'transaction',
      path: `/admin/transactions/${await idOf('/api/admin/transactions', firstRow)}`,
    },
    { name: 'customer-top-ups', path: `/admin/customers/${customerId}?show=top-ups` },
    { name: 'replay', path: `/admin/replays/${await replayId()}` },
    { name: 'statement', path: `/admin/customers/${customerId}/statements/${statement.month}` },
    ...(await accountPages(context, customerId)),
  ];
}

/** A customer's own pages, by a link for them; none for an admin who may not make one. */
async function accountPages(context: BrowserContext, customerId: number): Promise<AppPage[]> {
  const reply = await context.request.post(`/api/admin/customers/${customerId}/links`, {
    headers: { 'sec-fetch-site': 'same-origin' },
    data: { days: 1, idempotencyKey: 'a-link-to-show' },
  });
  if (reply.status() === 403) return [];
  if (!reply.ok()) throw new Error(`No link to show a page of: ${reply.status()} ${await reply.text()}`);
  const { token } = await reply.json();
  const customer = { headers: { authorization: `Bearer ${token}` } };
  const { rows } = await (await context.request.get('/api/customer/servers', customer)).json();
  const serverId: number | undefined = rows[0]?.id;
  if (serverId === undefined) throw new Error(`Customer ${customerId} has no server to show a page of`);
  const charges = await context.request.get(`/api/customer/servers/${serverId}/charges`, customer);
  const [newest] = (await charges.json()).rows as { hour: string }[];
  return [
    { name: 'account', path: `/account#${token}` },
    { name: 'account-payments', path: `/account?show=payments#${token}` },
    { name: 'account-statements', path: `/account?show=statements#${token}` },
    { name: 'account-limit', path: `/account?show=limit#${token}` },
    { name: 'account-server', path: `/account/servers/${serverId}#${token}` },
    ...(newest
      ? [{ name: 'account-charge', path: `/account/charges/${serverId}/${newest.hour}#${token}` }]
      : []),
    { name: 'account-without-link', path: '/account' },
  ];
}

/** Opens a page and waits until it shows what it read: nothing on it is being read any more. */
export async function openPage(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await page.locator('main h1, main p').first().waitFor();
  // Charts stand in for themselves until their part of the app is read.
  await page.waitForFunction(
    () => !document.querySelector('[aria-busy="true"], main span.animate-pulse.bg-sunken'),
  );
  await page.evaluate(() => document.fonts.ready);
}
