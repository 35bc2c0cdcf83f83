import type { Fleet } from './fleet.ts';
import type { LongestBlock } from './watch-event-loop.ts';

/** What a worker is asked to do, at which time of the world. Instants are epoch milliseconds. */
export type ToWorker =
  /** Its share of the batches of a run. */
  | { kind: 'bill'; runId: number; now: number }
  /** A look at the panel. */
  | { kind: 'look'; now: number }
  /** A run from its opening to its closing, the look included. */
  | { kind: 'run'; now: number };

/** What a worker needed for it. */
export interface WorkerFigures {
  seconds: number;
  statements: number;
  peakRssMb: number;
  cpuSeconds: number;
  blocked: LongestBlock;
  /** Of the look; null when it did not look. */
  look: { seconds: number; calls: number; servers: number; changed: number; powerAsked: number } | null;
  /** Of the run it opened. */
  runId: number | null;
}

export type FromWorker =
  | { kind: 'ready' }
  | { kind: 'done'; figures: WorkerFigures }
  | { kind: 'failed'; reason: string };

export interface PanelAddress {
  url: string;
  token: string;
}

export interface WorkerOptions {
  databaseUrl: string;
  /** Null where nobody looks at one. */
  panel: PanelAddress | null;
  /** Calls at once. */
  concurrency: number;
}

export interface PanelOptions {
  fleet: Fleet;
  latencyMs: number;
  now: number;
}

/** The time of the world from here on; answered with what was asked since the last time. */
export interface ToPanel {
  kind: 'time';
  now: number;
}

export type FromPanel =
  | ({ kind: 'listening' } & PanelAddress)
  | { kind: 'asked'; byRoute: Record<string, number>; cpuSeconds: number };

export interface WebOptions {
  databaseUrl: string;
  /** Without one it would be a demo. */
  panel: PanelAddress;
  dataDir: string;
  now: number;
}

export type FromWeb = { kind: 'serving'; url: string };

export interface ReaderOptions {
  url: string;
  token: string;
  /** Asked for one after another by every connection, each as soon as the one before was answered. */
  paths: readonly string[];
  connections: number;
  seconds: number;
}

/** What readers got. */
export interface ReaderFigures {
  requests: number;
  /** Requests without an answer, or with one that is not 200. */
  failed: number;
  /** Milliseconds. */
  p50: number;
  p97_5: number;
}

export type FromReader = { kind: 'ready' } | { kind: 'answered'; answers: ReaderFigures };
