import { createTask } from 'node-cron';

const MINUTE_MS = 60_000;
/** The watchdog looks every minute: a run that is later than this has nobody to open it. */
export const LATE_MS = 10 * MINUTE_MS;
const LOOK_BACK_MS = 48 * 60 * MINUTE_MS;

/**
 * The first instant of some schedules after `since` that is more than ten minutes past, looking back two days at most:
 * when `since` is the last run, one that should have come and did not. Asked of node-cron's own matcher.
 */
export function overdueSlot(
  { schedules, timezone }: { schedules: readonly string[]; timezone: string },
  { since, now }: { since: Date; now: Date },
): Date | null {
  const tasks = schedules.map((schedule) => createTask(schedule, () => {}, { timezone }));
  try {
    const from = Math.max(since.getTime(), now.getTime() - LOOK_BACK_MS);
    const until = now.getTime() - LATE_MS;
    for (let at = (Math.floor(from / MINUTE_MS) + 1) * MINUTE_MS; at <= until; at += MINUTE_MS) {
      const slot = new Date(at);
      if (tasks.some((task) => task.match(slot))) return slot;
    }
    return null;
  } finally {
    for (const task of tasks) void task.destroy(); // else node-cron keeps it in its list for ever
  }
}
