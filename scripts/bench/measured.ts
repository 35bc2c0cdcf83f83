import type { BilledHours } from './bill-hours.ts';
import type { ChargedSums } from './compare-sums.ts';
import type { Fleet } from './fleet.ts';
import type { ListLatency } from './measure-lists.ts';
import type { LoadFigures } from './measure-load.ts';
import type { WorkerFigures } from './messages.ts';

/** One pass of the panel's list, and of the power where it is priced. */
export interface Look {
  worker: WorkerFigures;
  /** What the panel was asked, by its own count. */
  calls: number;
  panelCpuSeconds: number;
}

export interface Measured {
  fleet: Fleet;
  repeats: { billed: BilledHours; floorSeconds: number }[];
  looks: Look[];
  /** From a run's opening to its closing, with its look. */
  runs: Look[];
  sums: ChargedSums;
  expected: bigint;
  oneAtATimeSeconds: number;
  /** None unless they were asked for. */
  lists: ListLatency[];
  /** Null unless it was asked for. */
  load: LoadFigures | null;
  /** Of the database server, as it answers itself. */
  settings: Record<string, string>;
}
