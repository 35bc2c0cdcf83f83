import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '#server/clock.ts';
import { startVirtFusionEmulator } from '#server/emulators/virtfusion/start-virtfusion-emulator.ts';
import { startBenchPostgres } from '../bench/bench-postgres.ts';
import { keepAsking } from './keep-asking.ts';
import { type Pm2Process, pm2With } from './pm2.ts';

const START_PATIENCE_MS = 60_000;
const APPS = 'ecosystem.config.js';

/** Starts what ecosystem.config.js says, asks it without a pause, reloads it meanwhile, and counts what was lost. */
export async function proveReload({
  reloads,
}: {
  reloads: number;
}): Promise<{ lines: string[]; lossless: boolean }> {
  if (!existsSync('dist/server/index.js')) throw new Error('The application is not built: npm run build.');
  const home = await mkdtemp(join(tmpdir(), 'skypanel-reload-'));
  const postgres = await startBenchPostgres();
  const panel = await startVirtFusionEmulator({});
  const port = await freePort();
  const pm2 = pm2With({
    PM2_HOME: home,
    PORT: String(port),
    HOST: '127.0.0.1',
    DATABASE_URL: postgres.url,
    DATA_DIR: join(home, 'data'),
    VIRTFUSION_API_URL: panel.url,
    VIRTFUSION_API_TOKEN: panel.token,
    LOG_LEVEL: 'warn',
  });
  try {
    await pm2.call('start', APPS);
    await untilReady(`http://127.0.0.1:${port}/health/ready`);
    return await reloadUnderLoad({ pm2, url: `http://127.0.0.1:${port}/health/live`, reloads });
  } finally {
    await pm2.call('delete', 'all').catch(() => {});
    await pm2.call('kill');
    await panel.close();
    await postgres.close();
    await rm(home, { recursive: true, force: true });
  }
}

async function reloadUnderLoad({
  pm2,
  url,
  reloads,
}: {
  pm2: ReturnType<typeof pm2With>;
  url: string;
  reloads: number;
}): Promise<{ lines: string[]; lossless: boolean }> {
  const stop = new AbortController();
  const asking = keepAsking({ url, kept: 4, fresh: 2, stop: stop.signal });
  const generations: Pm2Process[][] = [await pm2.list()];
  for (let round = 0; round < reloads; round += 1) {
    await pm2.call('reload', APPS);
    generations.push(await pm2.list());
  }
  stop.abort();
  const { answered, lost } = await asking;
  const pids = generations.flat().map(({ pid }) => pid);
  const allNew = new Set(pids).size === pids.length;
  const allOnline = generations.flat().every(({ status }) => status === 'online');
  return {
    lines: [
      `processes  ${generations[0]?.map(({ name }) => name).join(', ')}`,
      `reloads    ${reloads}, ${allNew ? 'each with new processes' : 'and some process was not replaced'}`,
      `online     ${allOnline ? 'all, after each' : 'not all'}`,
      `answered   ${answered}`,
      `lost       ${lost.length}${lost.length > 0 ? ` (${[...new Set(lost)].join('; ')})` : ''}`,
    ],
    lossless: lost.length === 0 && answered > 0 && allNew && allOnline,
  };
}

async function untilReady(url: string): Promise<void> {
  for (let waited = 0; waited < START_PATIENCE_MS; waited += 250) {
    const ready = await fetch(url).then(
      ({ ok }) => ok,
      () => false,
    );
    if (ready) return;
    await systemClock.sleep(250);
  }
  throw new Error(`Nothing was ready at ${url} within a minute.`);
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
