import cronstrue from 'cronstrue';
import { createTask, validateDetailed } from 'node-cron';

export interface ScheduleCheck {
  valid: boolean;
  problem: string | null;
  sentence: string | null;
  nextRuns: Date[];
}

const RUNS_SHOWN = 5;

/**
 * What a five-field schedule means and when node-cron would run it next: node-cron itself is asked, because other
 * libraries read the day fields differently (dependencies §2). Six fields, and schedules that never fire, are not
 * valid here.
 */
export function checkSchedule(schedule: string, timezone: string, _now: Date): ScheduleCheck {
  const text = schedule.trim();
  const fields = text.split(/\s+/).filter(Boolean).length;
  if (fields !== 5)
    return refused(`Write five fields (minute, hour, day of month, month, day of week), not ${fields}.`);
  if (!isZone(timezone)) return refused(`${timezone} is no time zone. Choose one such as Europe/London.`);
  const judged = validateDetailed(text);
  if (!judged.valid)
    return refused(judged.errors.map((error) => `${error.field}: ${error.message}`).join('; '));
  const nextRuns = nextRunsOf(text, timezone);
  if (nextRuns.length === 0) return refused('This schedule never runs: no such day comes.');
  return { valid: true, problem: null, sentence: sentenceOf(text), nextRuns };
}

function refused(problem: string): ScheduleCheck {
  return { valid: false, problem, sentence: null, nextRuns: [] };
}

function isZone(timezone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: timezone });
    return true;
  } catch {
    return false; // RangeError: the one thing it says is that the zone is unknown
  }
}

function nextRunsOf(text: string, timezone: string): Date[] {
  const task = createTask(text, () => {}, { timezone });
  try {
    return task.getNextRuns(RUNS_SHOWN);
  } catch {
    return []; // node-cron looks some years ahead and throws when it finds no day
  } finally {
    void task.destroy();
  }
}

/** In words; with a warning where both day fields are set, since node-cron wants both to match. */
function sentenceOf(text: string): string {
  const sentence = cronstrue.toString(text, { use24HourTimeFormat: true, verbose: true });
  const [, , dayOfMonth, , dayOfWeek] = text.split(/\s+/);
  const both = dayOfMonth !== '*' && dayOfWeek !== '*';
  return both ? `${sentence} (only on days that match both)` : sentence;
}
