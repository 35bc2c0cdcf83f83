import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Env, readEnv } from '#server/env.ts';
import { capturingLog } from '#server/log.ts';
import { type TestDatabase, testDatabase } from '#server/testing/test-database.ts';
import { startDev } from './start-dev.ts';

let database: TestDatabase;
let env: Env;
beforeAll(async () => {
  database = await testDatabase();
  env = {
    ...readEnv({ HOST: '127.0.0.1', PORT: '0', DATABASE_URL: database.url }),
    dataDir: await mkdtemp(join(tmpdir(), 'billing-dev-')),
    // Nobody answers there: what matters here is that it is no demo.
    virtfusion: { apiUrl: 'http://127.0.0.1:9', apiToken: 'none' },
  };
});
afterAll(async () => {
  await database.close();
  await rm(env.dataDir, { recursive: true, force: true });
});

test('development serves the API, and pages compiled as they are asked for', async () => {
  const app = await startDev({ env, log: capturingLog(), say: () => {} });
  try {
    const page = await fetch(`${app.url}/sign-in`, { headers: { accept: 'text/html' } });
    expect(await page.text()).toContain('/@vite/client');
    const module = await fetch(`${app.url}/src/main.tsx`);
    expect(await module.text()).toContain('import');
    const hints = await fetch(`${app.url}/api/auth/hints`);
    expect(await hints.json()).toEqual({ demo: false });
  } finally {
    await app.stop();
  }
  await expect(fetch(`${app.url}/api/auth/hints`)).rejects.toThrow();
});

test('a port that is taken is said, and nothing keeps running', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const address = other.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  await expect(startDev({ env: { ...env, port }, log: capturingLog(), say: () => {} })).rejects.toThrow(
    `${port}`,
  );
  await new Promise((resolve) => other.close(resolve));
});
