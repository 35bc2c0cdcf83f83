import { readEnv } from '../../server/env.ts';
import { silentLog } from '../../server/log.ts';
import { startApp } from '../../server/start.ts';
import { yieldToWork } from '../../server/yield-to-work.ts';
import { flowingClock } from './flowing-clock.ts';
import type { FromWeb, WebOptions } from './messages.ts';

// One process of the product that serves the API and nothing else.

const { databaseUrl, panel, dataDir, now } = JSON.parse(process.argv[2] ?? '{}') as WebOptions;
const tell = (message: FromWeb) => process.connected && process.send?.(message);

const env = readEnv({
  ...{ ROLES: 'web', PORT: '0', HOST: '127.0.0.1', DATABASE_URL: databaseUrl, DATA_DIR: dataDir },
  // Every list is asked from an address of its own: the limit is of an address.
  ...{ SECRET_KEY: 'bench-bench-bench-bench-bench-bench', TRUST_PROXY: '1' },
  ...{ VIRTFUSION_API_URL: panel.url, VIRTFUSION_API_TOKEN: panel.token },
});
yieldToWork(env);
const app = await startApp({ env, log: silentLog, clock: flowingClock(new Date(now)) });
process.on('disconnect', () => app.stop().finally(() => process.exit(0)));
tell({ kind: 'serving', url: app.url });
