import { EnvError, readEnv } from './env.ts';
import { openLog } from './open-log.ts';
import { outliveLostConnections } from './outlive-lost-connections.ts';
import { firstRun, startApp } from './start.ts';
import { describeFirstRun, describeReady } from './start-report.ts';
import { yieldToWork } from './yield-to-work.ts';

/** What a person at the terminal reads; log lines go to the same place, as JSON, from LOG_LEVEL up. */
const say = (line = '') => process.stdout.write(`${line}\n`);

/** What still hangs then is rolled back with its connection. Of PM2's patience of 15 s (`ecosystem.config.js`). */
const LONGEST_STOP_MS = 10_000;

await main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  if (error instanceof EnvError) process.stderr.write('Every variable is described in .env.example.\n');
  process.exit(1);
});

async function main(): Promise<void> {
  const env = readEnv();
  yieldToWork(env);
  const log = await openLog(env);
  const stopAsked = wishToStop();
  outliveLostConnections(log);
  const app = await startApp({ env, log, say });
  void stopAsked.then(async () => {
    say('Stopping ...');
    setTimeout(() => process.exit(1), LONGEST_STOP_MS);
    await app.stop();
    process.exit(0);
  });
  if (app.demo && env.roles.has('cron'))
    for (const line of await describeFirstRun(app, await firstRun(app))) say(line);
  for (const line of describeReady(app, env)) say(line);
  process.send?.('ready');
}

/** Resolves at the first wish to stop; a second one ends the process at once. */
function wishToStop(): Promise<void> {
  return new Promise((resolve) => {
    let asked = false;
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        if (asked) process.exit(130);
        asked = true;
        resolve();
      });
    }
  });
}
