import type { Finding } from '../raise-alert.ts';

export interface FailureFacts {
  /** Servers that failed in the last runs and have not been billed since. */
  servers: readonly {
    id: number;
    name: string;
    runs: number;
    lastRunId: number;
    detail: string | null;
  }[];
  /** Work that was given up after all its tries, by its task. */
  jobs: readonly { task: string; jobs: number; error: string | null }[];
}

/** Once may be chance: the next run tries again. */
const RUNS = 3;

/** What fails again and again, and will not mend itself. */
export function repeatedFailures({ servers, jobs }: FailureFacts): Finding[] {
  const again: Finding[] = servers
    .filter(({ runs }) => runs >= RUNS)
    .map(({ id, name, runs, lastRunId, detail }) => ({
      kind: 'repeated_failure',
      subject: `server:${id}`,
      message: `${name.trim() || `Server ${id}`} failed in ${runs} of the last runs, and its hours wait: ${detail ?? 'the error was not kept'}. Mend the cause, then try it again from the page of run ${lastRunId}.`,
      facts: { runId: lastRunId },
    }));
  const givenUp: Finding[] = jobs.map(({ task, jobs, error }) => ({
    kind: 'repeated_failure',
    subject: `job:${task}`,
    message: `${jobs === 1 ? 'A job' : `${jobs} jobs`} of ${task} failed at every try and ${jobs === 1 ? 'was' : 'were'} given up: ${error ?? 'the error was not kept'}.`,
  }));
  return [...again, ...givenUp];
}
