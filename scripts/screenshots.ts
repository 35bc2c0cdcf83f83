import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import bundled from '@sparticuz/chromium';
import type { Browser, BrowserContext } from 'playwright-core';
import { readEnv } from '#server/env.ts';
import { createLog } from '#server/log.ts';
import { firstRun, type RunningApp, startApp } from '#server/start.ts';
import { launchChromium } from '#server/testing/browser.ts';
import { everyAppPage, openPage, pagesWithoutRows, visit } from '#server/testing/visit.ts';
import { runScript } from './run-script.ts';

const USAGE =
  'npx tsx scripts/screenshots.ts FOLDER [--only settings,runs] [--sizes wide,narrow] [--themes light,dark] [--failing | --empty]';
const admin = { email: 'olive@example.com', password: 'a-password-for-pictures' };
const widths = { wide: 1440, narrow: 390 };
const themes = ['light', 'dark'] as const;
/** Pages as they are with something open: what is pressed to open it. */
const opened: Record<string, { on: string; press: string }> = {
  palette: { on: 'servers', press: 'Control+k' },
  shortcuts: { on: 'dashboard', press: 'Shift+?' },
};

/**
 * Draws every page of a fresh demo, wide and narrow, light and dark, into a folder; with --failing as they are when
 * the server refuses every question; with --empty those of an installation that never reached its VirtFusion. Build the
 * client first.
 */
await runScript(async () => {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: {
      only: { type: 'string' },
      sizes: { type: 'string', default: Object.keys(widths).join(',') },
      themes: { type: 'string', default: themes.join(',') },
      failing: { type: 'boolean', default: false },
      empty: { type: 'boolean', default: false },
    },
  });
  const [folder] = positionals;
  if (!folder) throw new Error(`Where to? ${USAGE}`);
  await mkdir(resolve(folder), { recursive: true });
  const dataDir = await mkdtemp(join(tmpdir(), 'skypanel-pictures-'));
  let app: RunningApp | undefined;
  let browser: Browser | undefined;
  try {
    app = await (values.empty ? startEmpty : startDemo)(dataDir);
    browser = await launchChromium(await bundled.executablePath());
    await drawAll({
      app,
      browser,
      folder: resolve(folder),
      only: values.only?.split(',') ?? null,
      sizes: values.sizes.split(','),
      themes: values.themes.split(','),
      state: values.failing ? 'failing' : values.empty ? 'empty' : 'full',
    });
  } finally {
    await browser?.close();
    await app?.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
  return 0;
});

async function startDemo(dataDir: string): Promise<RunningApp> {
  const app = await start(dataDir, {});
  await firstRun(app);
  return app;
}

/** Nothing answers there: what is not known yet is shown as such. */
function startEmpty(dataDir: string): Promise<RunningApp> {
  return start(dataDir, { VIRTFUSION_API_URL: 'http://127.0.0.1:9/api/v1', VIRTFUSION_API_TOKEN: 'none' });
}

function start(dataDir: string, more: Record<string, string>): Promise<RunningApp> {
  const own = { PORT: '0', HOST: '127.0.0.1', DATA_DIR: dataDir };
  const first = { ADMIN_EMAIL: admin.email, ADMIN_PASSWORD: admin.password };
  const env = readEnv({ ...own, ...first, ...more });
  return startApp({ env, log: createLog({ level: 'warn' }), say: console.log });
}

interface Drawing {
  app: RunningApp;
  browser: Browser;
  folder: string;
  only: string[] | null;
  sizes: string[];
  themes: string[];
  state: 'full' | 'failing' | 'empty';
}

async function drawAll(drawing: Drawing): Promise<void> {
  const { app, browser, only } = drawing;
  for (const theme of themes.filter((one) => drawing.themes.includes(one))) {
    for (const [size, width] of Object.entries(widths).filter(([one]) => drawing.sizes.includes(one))) {
      const context = await visit(browser, app.url, { ...admin, theme, width });
      const pages = drawing.state === 'empty' ? pagesWithoutRows : await everyAppPage(context);
      if (drawing.state === 'failing') await refuseEverything(context);
      const wanted = [
        ...pages.map((page) => ({ ...page, press: null })),
        ...Object.entries(opened).map(([name, { on, press }]) => ({
          name,
          path: pages.find((page) => page.name === on)?.path ?? '/admin',
          press,
        })),
      ].filter(({ name }) => !only || only.includes(name));
      for (const { name, path, press } of wanted) {
        const state = drawing.state === 'full' ? '' : `-${drawing.state}`;
        await drawPage(context, {
          path,
          press,
          file: join(drawing.folder, `${name}-${size}-${theme}${state}.jpg`),
        });
      }
      await context.close();
    }
  }
}

/** Every question but who is signed in is answered by an error, as when the database is away. */
async function refuseEverything(context: BrowserContext): Promise<void> {
  await context.route(/\/api\/(admin|customer)\//, (route) =>
    route.fulfill({
      status: 500,
      json: {
        success: false,
        error: {
          code: 'internal',
          message: 'The database did not answer.',
          fields: [],
          facts: {},
          requestId: 'a-request',
        },
      },
    }),
  );
}

interface Picture {
  path: string;
  press: string | null;
  file: string;
}

async function drawPage(context: BrowserContext, { path, press, file }: Picture): Promise<void> {
  const page = await context.newPage();
  await openPage(page, path);
  if (press) {
    await page.keyboard.press(press);
    await page.getByRole('dialog').waitFor();
  }
  const image = await page.screenshot({ type: 'jpeg', quality: 75, fullPage: !press });
  await writeFile(file, image);
  console.log(`${file} ${Math.round(image.length / 1024)} kB`);
  await page.close();
}
