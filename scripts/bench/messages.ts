/** To a worker. Instants are epoch milliseconds. */
export interface ToWorker {
  kind: 'bill';
  runId: number;
  now: number;
}

/** What a worker did and needed for one run. */
export interface WorkerFigures {
  statements: number;
  peakRssMb: number;
  cpuSeconds: number;
  /** The longest time in which its event loop did nothing else. */
  blockedMs: number;
}

export type FromWorker =
  | { kind: 'ready' }
  | { kind: 'billed'; figures: WorkerFigures }
  | { kind: 'failed'; reason: string };
