import { readEnv } from '../../server/env.ts';
import { createLog } from '../../server/log.ts';
import { outliveLostConnections } from '../../server/outlive-lost-connections.ts';
import { startApp } from '../../server/start.ts';
import type { Deadly, FromInstance, InstanceSettings, ToInstance } from './messages.ts';
import { watchStatements } from './named-points.ts';
import { tick, tickOne } from './simulated-cron.ts';
import { readWorldTime } from './world-time.ts';

// One process of the product, with all its roles, whose time is the torture's. It is told by its parent when to start
// and what to do, and ends itself by SIGKILL at the point that it was told.

process.on('disconnect', () => process.kill(process.pid, 'SIGKILL')); // the torture itself has ended
const settings = await toldToStart();
const { clock, truth } = readWorldTime(settings.timeFile, settings.number);
let fatal: Deadly | null = null;

const tell = (message: FromInstance) => process.send?.(message);

watchStatements({
  databaseNow: truth,
  idleInTransactionMs: settings.idleInTransactionMs,
  reached: (point) => {
    if (fatal?.point !== point) return;
    const { signal } = fatal;
    fatal = null;
    process.kill(process.pid, signal);
  },
});

process.on('message', (message: ToInstance) => {
  if (message.kind === 'tick') tick({ at: new Date(message.at), truth: truth(), now: clock.now() });
  else if (message.kind === 'tickOne') tickOne(message.name, { slot: message.slot, now: clock.now() });
  else if (message.kind === 'deadly') fatal = message.at;
});

const log = createLog({ level: settings.logLevel });
outliveLostConnections(log);
const paypal = settings.paypal ?? undefined;
const app = await startApp({ env: readEnv(settings.env), log, clock, paypal }).catch((error: unknown) => {
  tell({ kind: 'failed', reason: error instanceof Error ? error.message : String(error) });
  process.exit(3); // as under PM2: the database may be away, and the next start finds it
});
tell({ kind: 'ready', url: app.url });

/** It waits with all its code loaded: so a process that dies has one in its place as soon as another one starts. */
function toldToStart(): Promise<InstanceSettings> {
  return new Promise((resolve) => {
    process.once('message', (message: ToInstance) => {
      if (message.kind === 'start') resolve(message.settings);
    });
  });
}
