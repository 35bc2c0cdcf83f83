import { sql } from 'drizzle-orm';
import { HOUR, type Period } from '#shared/billing/period.ts';
import type { Context } from '../../server/context.ts';
import { safeguards, serverSettings, startBenchPostgres } from './bench-postgres.ts';
import { type BilledHours, billHours, periodAfter } from './bill-hours.ts';
import { type ChargedSums, chargedSums } from './compare-sums.ts';
import { countStatements } from './count-statements.ts';
import { expectedSum, type Fleet, fleetOf, START } from './fleet.ts';
import { insertFleet, insertSweeps, settleDown } from './insert-fleet.ts';
import { measureFloor, prepareFloor } from './measure-floor.ts';
import { type OpenedContext, openContext } from './open-context.ts';
import { startWorkers } from './start-workers.ts';

const MEASURED_FROM = START + HOUR;

export interface BenchOptions {
  servers: number;
  hours: number;
  instances: number;
  history: number;
  repeat: number;
  say: (line: string) => void;
}

export interface Measured {
  fleet: Fleet;
  repeats: { billed: BilledHours; floorSeconds: number }[];
  sums: ChargedSums;
  expected: bigint;
  /** Of the database server, as it answers itself. */
  settings: Record<string, string>;
}

/** A database server and processes of its own, a fleet, and its billing by turns with the floor. Leaves nothing behind. */
export async function runBench(options: BenchOptions): Promise<Measured> {
  const statements = countStatements();
  const closers: (() => Promise<void>)[] = [];
  try {
    const postgres = await startBenchPostgres();
    closers.push(postgres.close);
    const opened = openContext({ url: postgres.url, name: 'bench' });
    closers.push(opened.close);
    const fleet = fleetOf(options);
    await load(opened, fleet, options);
    const workers = await startWorkers({ url: postgres.url, instances: options.instances });
    closers.push(workers.close);
    // Processes live for weeks: the hour in which they are new is billed, but not measured.
    const bill = (period: Period) =>
      billHours(opened, { period, servers: fleet.servers, workers, statements });
    const warmUp = await bill({ from: START, until: MEASURED_FROM });
    const runIds = [warmUp.runId];
    await measureFloor(opened.ctx, warmUp.runId);
    const repeats: Measured['repeats'] = [];
    for (let index = 0; index < options.repeat; index++) {
      const billed = await bill(periodAfter(MEASURED_FROM, { hours: options.hours, index }));
      runIds.push(billed.runId);
      const floorSeconds = await measureFloor(opened.ctx, billed.runId);
      repeats.push({ billed, floorSeconds });
      options.say(
        `run ${index + 1} of ${options.repeat}: ${billed.charges} charges in ${billed.seconds.toFixed(2)} s, ` +
          `the floor ${floorSeconds.toFixed(2)} s, ratio ${(billed.seconds / floorSeconds).toFixed(2)}`,
      );
    }
    const { ctx } = opened;
    const sums = await chargedSums(ctx, runIds);
    const until = MEASURED_FROM + options.repeat * options.hours * HOUR;
    const expected = expectedSum(fleet, { from: START, until });
    return { fleet, repeats, sums, expected, settings: await readSettings(ctx) };
  } finally {
    for (const close of closers.reverse()) await close();
  }
}

async function load(
  { ctx, clock }: OpenedContext,
  fleet: Fleet,
  { repeat, hours, say }: BenchOptions,
): Promise<void> {
  const begun = performance.now();
  clock.set(new Date(START * 1000));
  await insertFleet(ctx, fleet);
  await insertSweeps(ctx, {
    from: START - fleet.historyHours * HOUR,
    until: MEASURED_FROM + repeat * hours * HOUR,
  });
  await prepareFloor(ctx);
  await settleDown(ctx);
  say(
    `${fleet.servers} servers of ${fleet.customers} customers stand after ${((performance.now() - begun) / 1000).toFixed(1)} s`,
  );
}

async function readSettings(ctx: Context): Promise<Record<string, string>> {
  const names = [...safeguards, ...Object.keys(serverSettings), 'server_version'];
  const { rows } = await ctx.db.execute<{ name: string; setting: string }>(sql`
    SELECT name, current_setting(name) AS setting FROM pg_settings WHERE name = ANY(${sql.param(names)}::text[]) ORDER BY name`);
  return Object.fromEntries(rows.map(({ name, setting }) => [name, setting]));
}
