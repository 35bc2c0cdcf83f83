import { randomBytes } from 'node:crypto';
import type { Server } from 'node:http';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { createApp } from './app.ts';
import { type Clock, systemClock } from './clock.ts';
import { asSystem, type Context } from './context.ts';
import { createDatabase, createLibraryPool, type Database, type DatabaseHandle } from './db/client.ts';
import { seedDemo } from './demo/seed-demo.ts';
import { type Demo, markSeeded, startDemo } from './demo/start-demo.ts';
import type { Env } from './env.ts';
import { listen, stopListening } from './http/listen.ts';
import { tasksFor } from './jobs/tasks.ts';
import { startWorker, type Worker } from './jobs/worker.ts';
import { createLog, type Log } from './log.ts';
import { type Home, openHome } from './open-home.ts';
import { loadKey } from './secrets/load-key.ts';
import { createSecretBox } from './secrets/secret-box.ts';
import { ensureFirstAdmin } from './services/admins/ensure-first-admin.ts';
import { getRun } from './services/billing/get-run.ts';
import { CronService } from './services/cron-service.ts';
import { createPanelFinder, type PanelFinder } from './services/settings/find-panel.ts';
import { followSettings } from './services/settings/follow-settings.ts';
import { version } from './version.ts';

export interface StartOptions {
  env: Env;
  log: Log;
  clock?: Clock;
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
    const secrets = createSecretBox(await loadKey(env));
    const home = await openHome({ env, secrets, log, say });
    stops.push(() => home.close());
    const database = createDatabase({ url: home.url, log, applicationName: 'skypanel' });
    stops.push(() => database.close());
    const workDatabase = createDatabase({ url: home.url, log, applicationName: 'skypanel work' });
    stops.push(() => workDatabase.close());
    const live = home.demo
      ? createDatabase({ url: home.liveUrl, log, applicationName: 'skypanel', maxConnections: 1 })
      : database;
    if (live !== database) stops.push(() => live.close());
    const demo = home.demo ? await startDemo(database.db, clock) : null;
    if (demo) stops.push(() => demo.emulator.close());
    const panels = createPanelFinder({
      env,
      secrets,
      db: database.db,
      clock: demo?.clock ?? clock,
      log,
      emulated: demo?.emulator,
    });
    const context = contextOf({
      env,
      log,
      clock: demo?.clock ?? clock,
      database,
      live: live.db,
      demo: home.demo,
      panels,
      secrets,
    });
    const firstAdmin = await ensureFirstAdmin(context);
    if (demo?.seedUntil) {
      await makeHistory(context, demo, demo.seedUntil, { database, say });
      panels.forget(); // the history raised the request limits
    }
    // Told to leave all at once: a request may wait for a run, a run for VirtFusion, and each has its own patience.
    const leaving: typeof stops = [];
    stops.push(async () => void (await Promise.all(leaving.map((leave) => leave()))));
    // Its connections are its own: a thousand requests at once cannot keep a run from the database.
    const work = {
      ...context,
      db: workDatabase.db,
      databaseNow: () => databaseNow(workDatabase),
    };
    const cron = await startRoles({ env, context: work, panels, home, stops: leaving });
    const server = env.roles.has('web') ? await openWeb({ env, context, cron, home, stops: leaving }) : null;
    leaving.push(() => panels.close());
    const url = env.publicUrl ?? `http://localhost:${server?.port ?? env.port}`;
    return { url, demo: home.demo, context, cron, firstAdmin, emulator: demo?.emulator ?? null, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function contextOf(parts: {
  env: Env;
  log: Log;
  clock: Clock;
  database: DatabaseHandle;
  live: Database;
  demo: boolean;
  panels: PanelFinder;
  secrets: Context['secrets'];
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
    panel: () => parts.panels.panel(),
    instance: `${hostname()}:${process.pid}:${randomBytes(3).toString('hex')}`,
  };
}

async function databaseNow({ pool }: DatabaseHandle): Promise<Date> {
  const { rows } = await pool.query<{ now: Date }>('SELECT clock_timestamp() AS now');
  const now = rows[0]?.now;
  if (!now) throw new Error('The database did not say what time it is');
  return now;
}

async function makeHistory(
  context: Context,
  demo: Demo,
  seedUntil: Date,
  { database, say }: { database: DatabaseHandle; say: (line: string) => void },
): Promise<void> {
  say('Making the demo: a fleet on an emulated VirtFusion, with some hours of history ...');
  // What happened in an invented past is no news: its hundreds of lines would bury what the newcomer should read.
  const log = createLog({ level: 'warn' });
  const past = { ...asSystem(context, 'demo'), log, databaseNow: async () => demo.clock.now() };
  await seedDemo(past, demo.clock, seedUntil);
  await markSeeded(database.db, seedUntil);
  demo.clock.release();
}

interface Starting {
  env: Env;
  context: Context & { db: Database };
  home: Home;
  stops: (() => Promise<void>)[];
}

async function startRoles({
  env,
  context,
  panels,
  home,
  stops,
}: Starting & { panels: PanelFinder }): Promise<CronService> {
  const cron = new CronService(context);
  stops.push(() => cron.stopAllJobs());
  if (env.roles.has('worker')) {
    const worker = await startWorkerRole(context, home);
    stops.push(() => worker.stop());
  }
  if (env.roles.has('cron')) await cron.initializeCronJobs();
  const following = followSettings({
    url: home.url,
    clock: context.clock,
    log: context.log,
    onChange: () => {
      panels.forget();
      if (!env.roles.has('cron')) return;
      cron
        .initializeHourlyBillingJob()
        .catch((error: unknown) =>
          context.log.error('settings could not be followed', { error: String(error) }),
        );
    },
  });
  stops.push(() => following.stop());
  return cron;
}

async function startWorkerRole(context: Context, home: Home): Promise<Worker> {
  const stopping = new AbortController();
  const pool = createLibraryPool({
    url: home.url,
    log: context.log,
    applicationName: 'skypanel worker',
    maxConnections: 4,
  });
  const worker = await startWorker({
    pool,
    databaseUrl: home.url,
    tasks: tasksFor(context, stopping.signal),
    clock: context.clock,
    log: context.log,
  });
  return {
    stop: async () => {
      stopping.abort();
      await worker.stop();
      await pool.end();
    },
  };
}

async function openWeb({
  env,
  context,
  cron,
  home,
  stops,
}: Starting & { cron: CronService }): Promise<{ port: number }> {
  const closing = new AbortController();
  const app = createApp({
    context,
    closing: closing.signal,
    cron,
    installation: { demo: home.demo, version },
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
