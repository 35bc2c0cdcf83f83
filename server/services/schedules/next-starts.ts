import { createTask, type ScheduledTask } from 'node-cron';
import { type HoldRules, releasedAt } from './hold.ts';

/** Instants of a schedule to come. */
export interface NextStart {
  at: Date;
  /** It stands for what is held back until then. */
  catchesUp: boolean;
}

/** Asked of each schedule, more and more while too few differ: a window of the week may swallow days of hours. */
const ASKED = [5, 25, 200];

/**
 * The next instants at which something starts: those of the schedules, the ones that are held back moved to where they
 * are caught up, all of them as one. Counted from the machine's clock: node-cron takes no other. Fewer than `count`
 * when a pause has no end, or the schedules have none.
 */
export function nextStarts(
  { schedules, timezone, rules }: { schedules: readonly string[]; timezone: string; rules: HoldRules },
  count = 5,
): NextStart[] {
  for (const asked of ASKED) {
    const slots = schedules.flatMap((schedule) => slotsOf(schedule, timezone, asked));
    const { starts, whole } = startsFrom(slots, rules, count);
    if (whole || asked === ASKED.at(-1)) return starts;
  }
  return [];
}

/** `whole`: more slots would change nothing. */
function startsFrom(slots: Date[], rules: HoldRules, count: number): { starts: NextStart[]; whole: boolean } {
  const starts = new Map<number, NextStart>();
  for (const slot of slots.sort((one, other) => one.getTime() - other.getTime())) {
    const at = releasedAt(rules, slot);
    if (at === null) return { starts: [...starts.values()], whole: true }; // nobody knows what comes after it
    if (starts.has(at.getTime())) continue;
    starts.set(at.getTime(), { at, catchesUp: at.getTime() !== slot.getTime() });
    if (starts.size === count) return { starts: [...starts.values()], whole: true };
  }
  return { starts: [...starts.values()], whole: slots.length === 0 };
}

function slotsOf(schedule: string, timezone: string, count: number): Date[] {
  let task: ScheduledTask | null = null;
  try {
    task = createTask(schedule, () => {}, { timezone });
    return task.getNextRuns(count);
  } catch {
    return []; // written past the page, by psql, and no schedule; or no such day comes for many years
  } finally {
    void task?.destroy(); // else node-cron keeps it in its list for ever
  }
}
