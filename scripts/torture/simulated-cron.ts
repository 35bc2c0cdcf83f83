import { createTask as createRealTask, type ScheduledTask, type TaskOptions } from 'node-cron';

export { setLogger, validateDetailed } from 'node-cron';

/**
 * Takes node-cron's place in an instance of the torture. Patterns, zones and next runs are node-cron's own; only
 * its timers, which follow the wall's clock, are left out: `tick` says when a minute has come.
 */
const tasks = new Set<SimulatedTask>();

/** node-cron's tolerance: a tick later than this is missed, not made up for. */
const TOLERANCE_MS = 1000;

interface SimulatedTask {
  name: string;
  started: boolean;
  running: boolean;
  matches(at: Date): boolean;
  run(context: { date: Date }): unknown;
  options: TaskOptions;
}

export function createTask(
  pattern: string,
  run: SimulatedTask['run'],
  options: TaskOptions = {},
): ScheduledTask {
  const real = createRealTask(pattern, () => {}, {
    ...options,
    distributed: false,
    runCoordinator: undefined,
  });
  const task: SimulatedTask = {
    name: options.name ?? 'unnamed',
    started: false,
    running: false,
    matches: (at) => real.match(at),
    run,
    options,
  };
  const end = () => {
    task.started = false;
    tasks.delete(task);
  };
  return Object.assign(Object.create(real) as ScheduledTask, {
    start: () => {
      task.started = true;
      tasks.add(task);
    },
    stop: end,
    destroy: () => {
      end();
      return real.destroy();
    },
    getStatus: () => (task.started ? 'idle' : 'stopped'),
    getPattern: () => pattern,
    getNextRun: () => real.getNextRun(),
    getNextRuns: (count: number) => real.getNextRuns(count),
    match: (at: Date) => real.match(at),
  });
}

/**
 * A minute has come: every armed task whose pattern fits the clock of this process asks its coordinator and runs, as
 * node-cron has it. `at` is the minute that was meant, `truth` the time by now: who slept through it has missed it.
 */
export function tick({ at, truth, now }: { at: Date; truth: Date; now: Date }): void {
  if (Math.abs(truth.getTime() - at.getTime()) > TOLERANCE_MS) return;
  const minute = new Date(now.getTime() - (now.getTime() % 60_000));
  for (const task of tasks) {
    if (task.matches(minute)) void fire(task, { key: `${task.name}:${minute.toISOString()}`, date: minute });
  }
}

/** One task alone, under a slot of the torture's own: a second try within the same minute. */
export function tickOne(name: string, { slot, now }: { slot: string; now: Date }): void {
  for (const task of tasks) if (task.name === name) void fire(task, { key: `${name}:${slot}`, date: now });
}

async function fire(task: SimulatedTask, { key, date }: { key: string; date: Date }): Promise<void> {
  if (task.options.noOverlap && task.running) return;
  task.running = true;
  try {
    const { runCoordinator } = task.options;
    if (runCoordinator && !(await runCoordinator.shouldRun(key, 1000))) return;
    await task.run({ date });
  } catch {
    // As node-cron: a coordinator that cannot be asked means that nobody runs.
  } finally {
    task.running = false;
  }
}
