import { randomBytes } from 'node:crypto';
import type { Server } from 'node:http';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { createApp } from './app.ts';
import { type Clock, systemClock } from './clock.ts';
import { asSystem, type Context } from './context.ts';
import { createDatabase, type Database, type DatabaseHandle } from './db/client.ts';
import { makeHistory } from './demo/make-history.ts';
import { type Demo, startDemo } from './demo/start-demo.ts';
import type { Env } from './env.ts';
import { listen, stopListening } from './http/listen.ts';
import { keepReporting, type Reporting } from './keep-reporting.ts';
import type { Log } from './log.ts';
import { createProcessMetrics, type ProcessMetrics } from './metrics.ts';
import { type Home, openHome } from './open-home.ts';
import { loadKey } from './secrets/load-key.ts';
import { createSecretBox } from './secrets/secret-box.ts';
import { ensureFirstAdmin } from './services/admins/ensure-first-admin.ts';
import { getRun } from './services/billing/get-run.ts';
import type { CronService } from './services/cron-service.ts';
import { createPayPalFinder, type EmulatedPayPal, type PayPalFinder } from './services/paypal/find-paypal.ts';
import { createPanelFinder, type PanelFinder } from './services/settings/find-panel.ts';
import { type Starting, startRoles } from './start-roles.ts';
import { version } from './version.ts';

export interface StartOptions {
  env: Env;
  log: Log;
  clock?: Clock;
  /** Takes the place of the PayPal in the settings; the demo brings one of its own. */
  paypal?: EmulatedPayPal | undefined;
  /** Said as it happens: a start on a fresh machine takes some seconds. */
  say?: (line: string) => void;
}

export interface RunningApp {
  url: string;
  demo: boolean;
  context: Context & { db: Database };
  cron: CronService;
  /** The first admin, when this start made it; the password only when it was generated. */
  firstAdmin: { email: string; password: string | null } | null;
  emulator: Demo['emulator'] | null;
  paypal: Demo['paypal'] | null;
  /** No new work, looks at VirtFusion ended, the batch in hand finished or rolled back; then the database. */
  stop(): Promise<void>;
}

/** Starts what ROLES names on its database: web, worker, cron. @throws a sentence to print when it cannot. */
export async function startApp(options: StartOptions): Promise<RunningApp> {
  const { env, log, clock = systemClock, say = () => {} } = options;
  const stops: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (const step of stops.splice(0).reverse())
      await step().catch((error) => log.error('stopping failed', { error: String(error) }));
  };
  try {
    const metrics = createProcessMetrics();
    const secrets = createSecretBox(await loadKey(env));
    const home = await openHome({ env, secrets, log, say });
    stops.push(() => home.close());
    const { database, workDatabase, live } = openDatabases(home, { log, metrics, stops });
    const demo = home.demo ? await startDemo(database.db, clock) : null;
    if (demo) stops.push(() => demo.close());
    const now = demo?.clock ?? clock;
    const world = { env, secrets, log, clock: now, database, metrics };
    const { panels, payments } = findersOf(world, { demo, paypal: options.paypal });
    const context = contextOf({
      env,
      log,
      clock: now,
      database,
      live: live.db,
      demo: home.demo,
      panels,
      payments,
      secrets,
      ownerUrl: home.ownerUrl,
    });
    const firstAdmin = await ensureFirstAdmin(context);
    if (demo?.seedUntil) {
      await makeHistory(context, demo, demo.seedUntil, { database, say });
      panels.forget(); // the history raised the request limits
    }
    await home.demoStands();
    // Told to leave all at once: a request may wait for a run, a run for VirtFusion, and each has its own patience.
    const leaving: typeof stops = [];
    stops.push(async () => void (await Promise.all(leaving.map((leave) => leave()))));
    const work = { ...context, db: workDatabase.db, databaseNow: () => databaseNow(workDatabase) };
    const { cron, worker } = await startRoles({
      env,
      context: work,
      panels,
      payments,
      home,
      metrics,
      stops: leaving,
    });
    const workerAlive = () => worker?.alive() ?? null;
    const own = { metrics, workerAlive };
    const server = env.roles.has('web')
      ? await openWeb({ env, context, cron, home, ...own, stops: leaving })
      : null;
    leaving.push(keepReporting(asSystem(context, 'process'), own));
    if (server) demo?.paypal.subscribe(`http://127.0.0.1:${server.port}/api/paypal/webhook`);
    leaving.push(() => panels.close());
    leaving.push(() => payments.close());
    const url = env.publicUrl ?? `http://localhost:${server?.port ?? env.port}`;
    const emulators = { emulator: demo?.emulator ?? null, paypal: demo?.paypal ?? null };
    return { url, demo: home.demo, context, cron, firstAdmin, ...emulators, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Work has connections of its own: a thousand requests at once cannot keep a run from the database. */
function openDatabases(
  home: Home,
  { log, metrics, stops }: { log: Log; metrics: ProcessMetrics; stops: (() => Promise<void>)[] },
) {
  const open = (url: string, applicationName: string, maxConnections?: number) => {
    const opened = createDatabase({ url, log, applicationName, maxConnections });
    stops.push(() => opened.close());
    return opened;
  };
  const database = open(home.url, 'skypanel');
  const workDatabase = open(home.url, 'skypanel work');
  metrics.watchPool('requests', database.pool);
  metrics.watchPool('work', workDatabase.pool);
  return { database, workDatabase, live: home.demo ? open(home.liveUrl, 'skypanel', 1) : database };
}

/** Who knows where VirtFusion and PayPal are: the demo's own, what is saved, or what the environment says. */
function findersOf(
  {
    database: { db },
    metrics,
    ...world
  }: Pick<Context, 'env' | 'secrets' | 'log' | 'clock'> & {
    database: DatabaseHandle;
    metrics: ProcessMetrics;
  },
  { demo, paypal }: { demo: Demo | null; paypal: EmulatedPayPal | undefined },
) {
  const panels = createPanelFinder({
    ...world,
    db,
    emulated: demo?.emulator,
    onCall: metrics.countPanelCall,
  });
  return { panels, payments: createPayPalFinder({ ...world, db, emulated: demo?.paypal ?? paypal }) };
}

function contextOf(parts: {
  env: Env;
  log: Log;
  clock: Clock;
  database: DatabaseHandle;
  live: Database;
  demo: boolean;
  panels: PanelFinder;
  payments: PayPalFinder;
  secrets: Context['secrets'];
  ownerUrl: string;
}): Context & { db: Database } {
  return {
    db: parts.database.db,
    inTransaction: false,
    clock: parts.clock,
    live: parts.live,
    demo: parts.demo,
    databaseNow: () => databaseNow(parts.database),
    log: parts.log,
    actor: { kind: 'system', name: 'start' },
    env: parts.env,
    secrets: parts.secrets,
    ownerUrl: parts.ownerUrl,
    panel: () => parts.panels.panel(),
    paypal: () => parts.payments.paypal(),
    instance: `${hostname()}:${process.pid}:${randomBytes(3).toString('hex')}`,
  };
}

async function databaseNow({ pool }: DatabaseHandle): Promise<Date> {
  const { rows } = await pool.query<{ now: Date }>('SELECT clock_timestamp() AS now');
  const now = rows[0]?.now;
  if (!now) throw new Error('The database did not say what time it is');
  return now;
}

async function openWeb({
  env,
  context,
  cron,
  home,
  metrics,
  workerAlive,
  stops,
}: Starting & Reporting & { cron: CronService }): Promise<{ port: number }> {
  const closing = new AbortController();
  const app = createApp({
    context,
    closing: closing.signal,
    cron,
    installation: { demo: home.demo, version },
    metrics,
    workerAlive,
    clientDir: join(home.packageRoot, 'dist', 'client'),
  });
  const server: Server = await listen(app, { port: env.port, host: env.host });
  stops.push(() => {
    closing.abort();
    return stopListening(server);
  });
  const address = server.address();
  return { port: typeof address === 'object' && address ? address.port : env.port };
}

/** The run a newcomer sees: due at once in the demo, whatever the schedule says. */
export async function firstRun({ cron, context }: RunningApp) {
  const runId = await cron.runHourlyBilling('start', null);
  return getRun(context, { id: runId });
}
