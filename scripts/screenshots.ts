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
import { everyAppPage, openPage, visit } from '#server/testing/visit.ts';
import { runScript } from './run-script.ts';

const USAGE = 'npx tsx scripts/screenshots.ts FOLDER [--only settings,runs]';
const admin = { email: 'olive@example.com', password: 'a-password-for-pictures' };
const widths = { wide: 1440, narrow: 390 };
const themes = ['light', 'dark'] as const;

/** Draws every page of a fresh demo, wide and narrow, light and dark, into a folder. Build the client first. */
await runScript(async () => {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { only: { type: 'string' } },
  });
  const [folder] = positionals;
  if (!folder) throw new Error(`Where to? ${USAGE}`);
  await mkdir(resolve(folder), { recursive: true });
  const dataDir = await mkdtemp(join(tmpdir(), 'skypanel-pictures-'));
  let app: RunningApp | undefined;
  let browser: Browser | undefined;
  try {
    app = await startDemo(dataDir);
    browser = await launchChromium(await bundled.executablePath());
    await drawAll({ app, browser, folder: resolve(folder), only: values.only?.split(',') ?? null });
  } finally {
    await browser?.close();
    await app?.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
  return 0;
});

async function startDemo(dataDir: string): Promise<RunningApp> {
  const env = readEnv({
    PORT: '0',
    HOST: '127.0.0.1',
    DATA_DIR: dataDir,
    ADMIN_EMAIL: admin.email,
    ADMIN_PASSWORD: admin.password,
  });
  const app = await startApp({ env, log: createLog({ level: 'warn' }), say: console.log });
  await firstRun(app);
  return app;
}

interface Drawing {
  app: RunningApp;
  browser: Browser;
  folder: string;
  only: string[] | null;
}

async function drawAll({ app, browser, folder, only }: Drawing): Promise<void> {
  for (const theme of themes) {
    for (const [size, width] of Object.entries(widths)) {
      const context = await visit(browser, app.url, { ...admin, theme, width });
      const pages = (await everyAppPage(context)).filter(({ name }) => !only || only.includes(name));
      for (const { name, path } of pages) {
        await drawPage(context, path, join(folder, `${name}-${size}-${theme}.jpg`));
      }
      await context.close();
    }
  }
}

async function drawPage(context: BrowserContext, path: string, file: string): Promise<void> {
  const page = await context.newPage();
  await openPage(page, path);
  const image = await page.screenshot({ type: 'jpeg', quality: 75, fullPage: true });
  await writeFile(file, image);
  console.log(`${file} ${Math.round(image.length / 1024)} kB`);
  await page.close();
}
