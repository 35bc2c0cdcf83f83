import type { Browser, BrowserContext, Page } from 'playwright-core';

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

/** Every page of the app, with a thing of each kind where a page is about one. Wants rows of each kind. */
export async function everyAppPage(context: BrowserContext): Promise<AppPage[]> {
  const idOf = async (list: string, find: (body: never) => number | undefined): Promise<number> => {
    const id = find((await (await context.request.get(list)).json()) as never);
    if (id === undefined) throw new Error(`${list} has no row to show a page of`);
    return id;
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
  return [
    { name: 'dashboard', path: '/admin' },
    { name: 'alerts', path: '/admin/alerts' },
    { name: 'charge', path: await chargePath() },
    { name: 'settings', path: '/admin/settings' },
    { name: 'runs', path: '/admin/runs' },
    { name: 'run', path: `/admin/runs/${await idOf('/api/admin/runs', firstRow)}` },
    { name: 'run-log', path: `/admin/runs/${await idOf('/api/admin/runs', firstRow)}?show=log` },
    { name: 'run-brakes', path: `/admin/runs/${await idOf('/api/admin/runs', firstRow)}?show=brakes` },
    { name: 'cron', path: '/admin/cron' },
    { name: 'servers', path: '/admin/servers' },
    { name: 'server', path: `/admin/servers/${await idOf('/api/admin/servers', firstRow)}` },
    { name: 'customers', path: '/admin/customers' },
    { name: 'customer', path: `/admin/customers/${await idOf('/api/admin/customers', firstRow)}` },
    { name: 'rates', path: '/admin/rates' },
    { name: 'package', path: `/admin/rates/${await idOf('/api/admin/rates', firstPackage)}` },
    { name: 'transactions', path: '/admin/transactions' },
    { name: 'audit', path: '/admin/audit' },
    { name: 'not-found', path: '/admin/nowhere' },
  ];
}

/** Opens a page and waits until it shows what it read: nothing on it is being read any more. */
export async function openPage(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await page.locator('main h1, main p').first().waitFor();
  await page.waitForFunction(() => !document.querySelector('[aria-busy="true"]'));
  await page.evaluate(() => document.fonts.ready);
}
