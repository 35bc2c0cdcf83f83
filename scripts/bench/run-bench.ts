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
import { lookSeveralTimes, runHour, runSeveralTimes } from './looks.ts';
import { measureFloor, prepareFloor } from './measure-floor.ts';
import { type ListLatency, listPaths, measureList } from './measure-lists.ts';
import { type LoadFigures, whileListsAreRead } from './measure-load.ts';
import type { Look, Measured } from './measured.ts';
import { median } from './median.ts';
import { measureOneAtATime } from './one-at-a-time.ts';
import { type OpenedContext, openContext } from './open-context.ts';
import type { BenchOptions, Stand } from './stand.ts';
import { startPanel } from './start-panel.ts';
import { startWeb } from './start-web.ts';
import { startWorkers } from './workers.ts';

/** The first hour after the one that is billed to warm up. */
const MEASURED_FROM = START + HOUR;

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
  const afterRuns = billedUntil + options.repeat * HOUR;
  const load = options.load ? await loadLists(stand, { from: afterRuns, quiet: runs }) : null;
  const until = afterRuns + (load?.runs ?? 0) * HOUR;
  const { ctx, fleet, panel } = stand;
  const oneAtATimeSeconds = await measureOneAtATime(ctx, { fleet, panel });
  return {
    ...{ fleet, repeats, looks, runs, lists, load, oneAtATimeSeconds },
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
  const { options, fleet } = stand;
  const from = MEASURED_FROM + options.repeat * options.hours * HOUR;
  const { web, token } = await openLists(stand, from);
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
      options.say(`list ${list.path}: ${list.p50} ms, 95 % within ${list.p95} ms`);
    }
  } finally {
    await web.close();
  }
  return lists;
}

/** The API in a process of its own, and what opens its lists. */
async function openLists({ ctx, options, databaseUrl, panel }: Stand, now: Instant) {
  const { token } = await createToken(ctx, { name: 'bench', role: 'viewer' });
  const web = await startWeb({
    ...{ databaseUrl, panel: { url: panel.url, token: panel.token } },
    now: now * 1000,
    profile: options.profile,
  });
  return { web, token };
}

/** Runs of hour after hour while the lists are asked for as fast as they are answered. */
async function loadLists(
  stand: Stand,
  { from, quiet }: { from: Instant; quiet: readonly Look[] },
): Promise<LoadFigures> {
  const { web, token } = await openLists(stand, from);
  try {
    const paths = listPaths({ runId: stand.runIds[0] ?? 0, customerId: 1 });
    const seconds: number[] = [];
    const got = await whileListsAreRead({ url: web.url, token, paths }, async () => {
      const { worker } = await runHour(stand, from + seconds.length * HOUR);
      seconds.push(worker.seconds);
      stand.options.say(`run ${seconds.length} under load: closed after ${worker.seconds.toFixed(2)} s`);
    });
    const runSeconds = median(seconds);
    const quietRunSeconds = median(quiet.map(({ worker }) => worker.seconds));
    const slower = runSeconds / quietRunSeconds;
    return { ...got, runs: seconds.length, runSeconds, quietRunSeconds, slower };
  } finally {
    await web.close();
  }
}

async function readSettings(ctx: Context): Promise<Record<string, string>> {
  const names = [...safeguards, ...Object.keys(serverSettings), 'server_version'];
  const { rows } = await ctx.db.execute<{ name: string; setting: string }>(sql`
    SELECT name, current_setting(name) AS setting FROM pg_settings WHERE name = ANY(${sql.param(names)}::text[]) ORDER BY name`);
  return Object.fromEntries(rows.map(({ name, setting }) => [name, setting]));
}
