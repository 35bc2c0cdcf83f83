import type { Fleet } from './fleet.ts';
import type { OpenedContext } from './open-context.ts';
import type { BenchPanel } from './start-panel.ts';
import type { Workers } from './workers.ts';

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
  /** The lists are asked for by 200 connections for a minute while runs go on. */
  load: boolean;
  /** A folder for CPU profiles of the processes; null for none. */
  profile: string | null;
  say: (line: string) => void;
  /** Ends it early, and what it started goes with it. */
  signal: AbortSignal;
}

/** What a bench is done on. */
export interface Stand extends OpenedContext {
  options: BenchOptions;
  fleet: Fleet;
  panel: BenchPanel;
  workers: Workers;
  statements: () => number;
  databaseUrl: string;
  runIds: number[];
}
