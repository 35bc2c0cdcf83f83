import { readEnv } from '#server/env.ts';
import { createLog } from '#server/log.ts';
import { firstRun } from '#server/start.ts';
import { describeFirstRun, describeReady } from '#server/start-report.ts';
import { runScript } from './run-script.ts';
import { startDev } from './start-dev.ts';

await runScript(async () => {
  const env = readEnv();
  const log = createLog({ level: env.logLevel, pretty: true });
  const app = await startDev({ env, log, say: (line) => console.log(line) });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      console.log('Stopping ...');
      void app.stop().then(() => process.exit(0));
    });
  }
  if (app.demo) for (const line of await describeFirstRun(app, await firstRun(app))) console.log(line);
  for (const line of describeReady(app, env)) console.log(line);
  return 0;
});
