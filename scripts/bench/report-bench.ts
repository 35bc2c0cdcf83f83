import type { ListLatency } from './measure-lists.ts';
import type { LoadFigures } from './measure-load.ts';
import type { Measured } from './measured.ts';
import { median } from './median.ts';

/** What is published; medians where there were several repeats. */
export interface BenchReport {
  servers: number;
  customers: number;
  hours: number;
  instances: number;
  /** Of one look at the panel; with power where that is priced. */
  calls: number;
  sweepSeconds: number;
  billSeconds: number;
  statements: number;
  chargesPerSecond: number;
  peakRssMb: number;
  walMb: number;
  bytesPerCharge: number;
  sqlFloorSeconds: number;
  ratioToFloor: number;
  /** Micros, as text: they may be more than a number holds. */
  sumExpected: string;
  sumCharged: string;
  /** From a run's opening to its closing, with its look. */
  runSeconds: number;
  runCalls: number;
  sweepCpuSeconds: number;
  panelCpuSeconds: number;
  /** Of a worker while it looked; while it billed. */
  lookBlockMs: number;
  eventLoopBlockMs: number;
  /** The same with what the machine gave to other processes meanwhile. */
  lookBlockWallMs: number;
  eventLoopBlockWallMs: number;
  oneAtATimeSeconds: number;
  lists: ListLatency[];
  load: LoadFigures | null;
  workerCpuSeconds: number;
  repeats: { billSeconds: number; sqlFloorSeconds: number; ratioToFloor: number }[];
  settings: Record<string, string>;
  /** In sentences: what does not add up. Empty when all does. */
  wrong: string[];
}

export function reportBench(
  measured: Measured,
  { hours, instances }: { hours: number; instances: number },
): BenchReport {
  const { fleet, repeats, looks, runs, sums, expected, settings } = measured;
  const of = (pick: (repeat: Measured['repeats'][number]) => number) => median(repeats.map(pick));
  const charges = of(({ billed }) => billed.charges);
  const billSeconds = of(({ billed }) => billed.seconds);
  const lookers = [...looks, ...runs].map(({ worker }) => worker);
  const workers = repeats.flatMap(({ billed }) => billed.workers);
  const most = (pick: (worker: (typeof workers)[number]) => number) => Math.max(...workers.map(pick));
  return {
    servers: fleet.servers,
    customers: fleet.customers,
    hours,
    instances,
    calls: median(looks.map(({ calls }) => calls)),
    sweepSeconds: round(median(looks.map(({ worker }) => worker.seconds)), 3),
    billSeconds: round(billSeconds, 3),
    statements: of(({ billed }) => billed.statements),
    chargesPerSecond: Math.round(charges / billSeconds),
    peakRssMb: round(
      most(({ peakRssMb }) => peakRssMb),
      1,
    ),
    walMb: round(of(({ billed }) => billed.walBytes) / 1e6, 1),
    bytesPerCharge: round(
      of(({ billed }) => billed.chargeBytes / billed.charges),
      1,
    ),
    sqlFloorSeconds: round(
      of(({ floorSeconds }) => floorSeconds),
      3,
    ),
    ratioToFloor: round(
      of(({ billed, floorSeconds }) => billed.seconds / floorSeconds),
      2,
    ),
    sumExpected: String(expected),
    sumCharged: String(sums.charges),
    runSeconds: round(median(runs.map(({ worker }) => worker.seconds)), 3),
    runCalls: median(runs.map(({ calls }) => calls)),
    sweepCpuSeconds: round(median(looks.map(({ worker }) => worker.cpuSeconds)), 2),
    panelCpuSeconds: round(median(looks.map(({ panelCpuSeconds }) => panelCpuSeconds)), 2),
    lookBlockMs: round(Math.max(...lookers.map(({ blocked }) => blocked.busyMs)), 1),
    eventLoopBlockMs: round(
      most(({ blocked }) => blocked.busyMs),
      1,
    ),
    lookBlockWallMs: round(Math.max(...lookers.map(({ blocked }) => blocked.wallMs)), 1),
    eventLoopBlockWallMs: round(
      most(({ blocked }) => blocked.wallMs),
      1,
    ),
    oneAtATimeSeconds: round(measured.oneAtATimeSeconds, 0),
    lists: measured.lists,
    load: measured.load && inRoundFigures(measured.load),
    workerCpuSeconds: round(
      of(({ billed }) => billed.workers.reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0)),
      2,
    ),
    repeats: repeats.map(({ billed, floorSeconds }) => ({
      billSeconds: round(billed.seconds, 3),
      sqlFloorSeconds: round(floorSeconds, 3),
      ratioToFloor: round(billed.seconds / floorSeconds, 2),
    })),
    settings,
    wrong: [...wrongSums(measured), ...failedRequests(measured)],
  };
}

function wrongSums({ sums, expected }: Measured): string[] {
  const wrong: string[] = [];
  if (sums.charges !== expected) wrong.push(`Charged ${sums.charges} micros instead of ${expected}.`);
  if (sums.transactions !== sums.charges)
    wrong.push(`The ledger moved ${sums.transactions} micros for charges of ${sums.charges}.`);
  return wrong;
}

function failedRequests({ load }: Measured): string[] {
  return load && load.failed > 0 ? [`${load.failed} of ${load.requests} requests under load failed.`] : [];
}

function inRoundFigures(load: LoadFigures): LoadFigures {
  return {
    ...load,
    runSeconds: round(load.runSeconds, 3),
    quietRunSeconds: round(load.quietRunSeconds, 3),
    slower: round(load.slower, 2),
  };
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
