import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser } from './browser.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

test('the browser runs scripts and draws text', async () => {
  const page = await browser.newPage();
  await page.setContent('<h1></h1><script>document.querySelector("h1").textContent = "ran"</script>');
  expect(await page.textContent('h1')).toBe('ran');
  const blank = (await page.screenshot()).length;
  await page.setContent('<h1>0.006849 an hour</h1>'.repeat(10));
  expect((await page.screenshot()).length).toBeGreaterThan(blank + 1_000);
});
