import { sql } from 'drizzle-orm';
import { HOUR, type Instant, type Period } from '#shared/billing/period.ts';
import type { Context } from '../../server/context.ts';
import { createToken } from '../../server/services/admins/tokens/create-token.ts';
import { safeguards, serverSettings, startBenchPostgres } from './bench-postgres.ts';
import { billHours, periodAfter } from './bill-hours.ts';
import { chargedSums } from './compare-sums.ts';
import { countStatements } from './count-statements.ts';
import { expectedSum, type Fleet, fleetOf, START } from './fleet.ts';
import { insertFleet, insertPowerSightings, insertSweeps, settleDown } from './insert-fleet.ts';
import { insertHistory } from './insert-history.ts';
import { measureFloor, prepareFloor } from './measure-floor.ts';
import { type ListLatency, listPaths, measureList } from './measure-lists.ts';
import type { Look, Measured } from './measured.ts';
import type { WorkerFigures } from './messages.ts';
import { measureOneAtATime } from './one-at-a-time.ts';
import { type OpenedContext, openContext } from './open-context.ts';
import { type BenchPanel, startPanel } from './start-panel.ts';
import { startWeb } from './start-web.ts';
import { startWorkers, type Workers } from './workers.ts';

export interface BenchOptions {
  servers: number;
  hours: number;
  instances: number;
  history: number;
  repeat: number;
  /** Of every answer of the panel. Milliseconds. */
  latency: number;
  concurrency: number;
  /** Power is priced: every look asks each server for it. */
  power: boolean;
  /** Each list of the API is asked for while a run goes on. */
  lists: boolean;
  /** A folder for CPU profiles of the processes; null for none. */
  profile: string | null;
  say: (line: string) => void;
  /** Ends it early, and what it started goes with it. */
  signal: AbortSignal;
}

/** The first hour after the one that is billed to warm up. */
const MEASURED_FROM = START + HOUR;

interface Stand extends OpenedContext {
  options: BenchOptions;
  fleet: Fleet;
  panel: BenchPanel;
  workers: Workers;
  statements: () => number;
  databaseUrl: string;
  runIds: number[];
}

/** A database server, a panel and processes of its own; a fleet, and its billing by turns with the floor. Leaves nothing behind. */
export async function runBench(options: BenchOptions): Promise<Measured> {
  const closers: (() => Promise<void>)[] = [];
  const measuring = measure(options, closers);
  measuring.catch(() => undefined); // of what was still under way when it was stopped
  try {
    return await Promise.race([measuring, stopped(options.signal)]);
  } finally {
    for (const close of closers.reverse()) await close();
  }
}

function stopped(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
}

async function measure(options: BenchOptions, closers: (() => Promise<void>)[]): Promise<Measured> {
  const stand = await build(options, closers);
  const repeats = await billByTurns(stand);
  const lists = options.lists ? await askForLists(stand) : [];
  const billedUntil = MEASURED_FROM + hoursToBill(options) * HOUR;
  const looks = await lookSeveralTimes(stand, billedUntil);
  const runs = await runSeveralTimes(stand, billedUntil);
  const until = billedUntil + options.repeat * HOUR;
  const { ctx, fleet, panel } = stand;
  const oneAtATimeSeconds = await measureOneAtATime(ctx, { fleet, panel });
  return {
    ...{ fleet, repeats, looks, runs, lists, oneAtATimeSeconds },
    sums: await chargedSums(ctx, stand.runIds),
    expected: expectedSum(fleet, { from: START, until }),
    settings: await readSettings(ctx),
  };
}

async function build(options: BenchOptions, closers: (() => Promise<void>)[]): Promise<Stand> {
  const fleet = fleetOf(options);
  const postgres = await startBenchPostgres();
  closers.push(postgres.close);
  const opened = openContext({ url: postgres.url, name: 'bench' });
  closers.push(opened.close);
  await load(opened, fleet, options);
  const { instances, concurrency, profile } = options;
  const panel = await startPanel({ fleet, latencyMs: options.latency, now: START * 1000, profile });
  closers.push(panel.close);

  const workers = await startWorkers({ databaseUrl: postgres.url, panel, concurrency, instances, profile });
  closers.push(workers.close);
  return {
    ...opened,
    options,
    fleet,
    panel,
    workers,
    statements: countStatements(),
    databaseUrl: postgres.url,
    runIds: [],
  };
}

async function load({ ctx, clock }: OpenedContext, fleet: Fleet, options: BenchOptions): Promise<void> {
  const { power, say } = options;
  const begun = performance.now();
  clock.set(new Date(START * 1000));
  await insertFleet(ctx, fleet, { power });
  await insertHistory(ctx, fleet, say);
  const until = MEASURED_FROM + hoursToBill(options) * HOUR;
  await insertSweeps(ctx, { from: START - fleet.historyHours * HOUR, until });
  if (power) await insertPowerSightings(ctx, until);
  await prepareFloor(ctx);
  await settleDown(ctx);
  const seconds = ((performance.now() - begun) / 1000).toFixed(1);
  say(`${fleet.servers} servers of ${fleet.customers} customers stand after ${seconds} s`);
}

async function billByTurns(stand: Stand): Promise<Measured['repeats']> {
  const { options, fleet, ctx } = stand;
  const { hours, repeat, say } = options;
  const bill = async (period: Period) => {
    const billed = await billHours(stand, { ...stand, period, servers: fleet.servers });
    stand.runIds.push(billed.runId);
    return { billed, floorSeconds: await measureFloor(ctx, billed.runId) };
  };
  // Processes live for weeks: the hour in which they are new is billed, but not measured.
  await bill({ from: START, until: MEASURED_FROM });
  const repeats: Measured['repeats'] = [];
  for (let index = 0; index < repeat; index++) {
    const measured = await bill(periodAfter(MEASURED_FROM, { hours, index }));
    repeats.push(measured);
    const { billed, floorSeconds } = measured;
    say(
      `bill ${index + 1} of ${repeat}: ${billed.charges} charges in ${billed.seconds.toFixed(2)} s, ` +
        `the floor ${floorSeconds.toFixed(2)} s, ratio ${(billed.seconds / floorSeconds).toFixed(2)}`,
    );
  }
  return repeats;
}

/** After the hour to warm up and before the runs that look. */
function hoursToBill({ repeat, hours, lists }: BenchOptions): number {
  return repeat * hours + (lists ? listPaths({ runId: 0, customerId: 0 }).length : 0);
}

/** One list after another, each while an hour is billed. */
async function askForLists(stand: Stand): Promise<ListLatency[]> {
  const { ctx, options, fleet, databaseUrl, panel } = stand;
  const from = MEASURED_FROM + options.repeat * options.hours * HOUR;
  const { token } = await createToken(ctx, { name: 'bench', role: 'viewer' });
  const web = await startWeb({
    ...{ databaseUrl, panel: { url: panel.url, token: panel.token } },
    now: from * 1000,
    profile: options.profile,
  });
  const lists: ListLatency[] = [];
  try {
    for (const [index, path] of listPaths({ runId: stand.runIds[0] ?? 0, customerId: 1 }).entries()) {
      const period = periodAfter(from, { hours: 1, index });
      const [billed, list] = await Promise.all([
        billHours(stand, { ...stand, period, servers: fleet.servers }),
        measureList({ url: web.url, token, path, index }),
      ]);
      stand.runIds.push(billed.runId);
      lists.push(list);
      options.say(`list ${list.path}: ${list.p50} ms, 97.5 % within ${list.p97_5} ms`);
    }
  } finally {
    await web.close();
  }
  return lists;
}

async function lookSeveralTimes(stand: Stand, billedUntil: Instant): Promise<Look[]> {
  const looks: Look[] = [];
  // As with billing: the first look of a process connects, and is not measured.
  await lookOnce(stand, { at: billedUntil + 30, how: (now) => stand.workers.look(now) });
  for (let index = 0; index < stand.options.repeat; index++) {
    const at = billedUntil + 60 * (index + 1);
    const look = await lookOnce(stand, { at, how: (now) => stand.workers.look(now) });
    looks.push(look);
    const { look: seen, seconds } = look.worker;
    stand.options.say(
      `look ${index + 1}: ${look.calls} calls in ${seconds.toFixed(2)} s, ${seen?.changed} changed, ` +
        `CPU ${look.worker.cpuSeconds.toFixed(1)} s here, ${look.panelCpuSeconds.toFixed(1)} s there`,
    );
  }
  return looks;
}

async function runSeveralTimes(stand: Stand, billedUntil: Instant): Promise<Look[]> {
  const runs: Look[] = [];
  for (let index = 0; index < stand.options.repeat; index++) {
    const from = billedUntil + index * HOUR;
    if (!stand.options.power) await insertSweeps(stand.ctx, { from: from + 600, until: from + 3000 });
    const run = await lookOnce(stand, { at: from + HOUR + 5, how: (now) => stand.workers.run(now) });
    if (run.worker.runId !== null) stand.runIds.push(run.worker.runId);
    runs.push(run);
    stand.options.say(
      `run ${index + 1}: ${run.calls} calls, closed after ${run.worker.seconds.toFixed(2)} s`,
    );
  }
  return runs;
}

async function lookOnce(
  { ctx, panel, options }: Stand,
  { at, how }: { at: Instant; how: (now: Date) => Promise<WorkerFigures> },
): Promise<Look> {
  const now = new Date(at * 1000);
  if (options.power) await insertPowerSightings(ctx, at - 600);
  await settleDown(ctx);
  await panel.setTime(now);
  const worker = await how(now);
  const { calls, cpuSeconds: panelCpuSeconds } = await panel.setTime(now);
  return { worker, calls, panelCpuSeconds };
}

async function readSettings(ctx: Context): Promise<Record<string, string>> {
  const names = [...safeguards, ...Object.keys(serverSettings), 'server_version'];
  const { rows } = await ctx.db.execute<{ name: string; setting: string }>(sql`
    SELECT name, current_setting(name) AS setting FROM pg_settings WHERE name = ANY(${sql.param(names)}::text[]) ORDER BY name`);
  return Object.fromEntries(rows.map(({ name, setting }) => [name, setting]));
}
