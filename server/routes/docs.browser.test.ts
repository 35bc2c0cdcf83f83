import express from 'express';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { securityHeaders } from '../http/security-headers.ts';
import { listening } from '../http/testing/small-app.ts';
import { launchBrowser } from '../testing/browser.ts';
import { docsRouter } from './docs.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

test('the documentation opens under our content security policy, without a complaint', async () => {
  const docs = docsRouter({ version: '1.2.3', cookieName: 'skypanel_session' });
  const app = express().use(securityHeaders({ development: false }), docs);
  await listening(app, async (port) => {
    const origin = `http://127.0.0.1:${port}`;
    const page = await browser.newPage();
    const complaints: string[] = [];
    const asked: string[] = [];
    page.on('console', (line) => line.type() === 'error' && complaints.push(line.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (one) => asked.push(one.url()));
    // The first ones: of so many, only those in sight are drawn.
    await page.goto(`${origin}/api/docs`);
    const signIn = page.locator('#operations-auth-authSignIn');
    await signIn.click({ timeout: 15_000 });
    await signIn.getByText('password').first().waitFor();
    expect(complaints).toEqual([]);
    expect(asked.filter((url) => !url.startsWith(origin) && !url.startsWith('data:'))).toEqual([]);
    await page.close();
  });
});
