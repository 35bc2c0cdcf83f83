import cronstrue from 'cronstrue';
import { type CronFieldError, createTask, validateDetailed } from 'node-cron';
import { isTimezone } from '#shared/schedule/timezone.ts';

/** What a schedule is worth: valid, or the problem in a sentence; what it means, and when it would next run. */
export interface ScheduleCheck {
  valid: boolean;
  problem: string | null;
  sentence: string | null;
  nextRuns: Date[];
}

const RUNS_SHOWN = 5;
const NEVER_MS = 5 * 366 * 24 * 3_600_000;

/**
 * What a five-field schedule means and when node-cron would run it: node-cron itself is asked, because other
 * libraries read the day fields differently (dependencies §2). A schedule whose first run lies more than five years
 * after `now` never runs. The runs are counted from the machine's clock: node-cron takes no other.
 */
export function checkSchedule(schedule: string, timezone: string, now: Date): ScheduleCheck {
  const text = schedule.trim();
  const problem = problemOf(text, timezone);
  if (problem) return refused(problem);
  const nextRuns = nextRunsOf(text, timezone);
  const first = nextRuns[0];
  if (!first || first.getTime() - now.getTime() > NEVER_MS) {
    return refused('This schedule would not run within the next five years: no such day comes.');
  }
  return { valid: true, problem: null, sentence: sentenceOf(text), nextRuns };
}

function refused(problem: string): ScheduleCheck {
  return { valid: false, problem, sentence: null, nextRuns: [] };
}

function problemOf(text: string, timezone: string): string | null {
  const fields = text.split(/\s+/).filter(Boolean).length;
  if (text.startsWith('@'))
    return 'Names such as @hourly are not taken: write five fields, such as 0 * * * *.';
  if (fields === 6) {
    return 'This has six fields. The first of six would be seconds: leave it out, and write five, such as 0 * * * *.';
  }
  if (fields !== 5) {
    return `Write five fields (minute, hour, day of month, month, day of week), such as 0 * * * *, not ${fields}.`;
  }
  const { valid, errors } = validateDetailed(text);
  if (!valid) return errors[0] ? describe(errors[0]) : 'This is no schedule that can run.';
  if (!isTimezone(timezone)) return `There is no zone "${timezone.slice(0, 60)}": choose one such as UTC.`;
  return null;
}

const fieldNames: Record<string, string> = {
  minute: 'minute (0 to 59)',
  hour: 'hour (0 to 23)',
  dayOfMonth: 'day of month (1 to 31)',
  month: 'month (1 to 12)',
  dayOfWeek: 'day of week (0 to 7)',
};

function describe({ field, value, message }: CronFieldError): string {
  if (message.includes('impossible day'))
    return 'That day is in none of the months given, so it would never run.';
  return `"${value ?? ''}" does not fit the ${fieldNames[field] ?? field}.`;
}

function nextRunsOf(text: string, timezone: string): Date[] {
  const task = createTask(text, () => {}, { timezone });
  try {
    return task.getNextRuns(RUNS_SHOWN);
  } catch {
    return []; // node-cron looks many years ahead and throws when it finds no day
  } finally {
    void task.destroy(); // else node-cron keeps it in its list for ever
  }
}

/** In words; with a warning where both day fields are set, since other crons take either and node-cron wants both. */
function sentenceOf(text: string): string {
  const [, , dayOfMonth, , dayOfWeek] = text.split(/\s+/);
  const isAny = (field: string | undefined) => field === '*' || field === '?';
  const words = wordsFor(text);
  return isAny(dayOfMonth) || isAny(dayOfWeek) ? words : `${words} (only on days that match both)`;
}

function wordsFor(text: string): string {
  try {
    return cronstrue.toString(text, { use24HourTimeFormat: true });
  } catch {
    // It reads fewer spellings than node-cron, which has the say.
    return text;
  }
}
