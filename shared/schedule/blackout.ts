/** A window of every week in which no run starts by itself, in the zone of the schedule. */
export interface BlackoutWindow {
  /** Days on which it begins: 0 is Sunday, as in cron. */
  days: number[];
  /** 'HH:MM' of that day. */
  from: string;
  /** 'HH:MM' of that day, or of the next where it is not after `from`; '00:00' is midnight. Not part of it. */
  until: string;
}

const MINUTE_MS = 60_000;
const DAY = 24 * 60;
const WEEK = 7 * DAY;
/** Zones change their clocks on quarters of an hour only, so one question of the calendar answers for fifteen minutes. */
const QUARTER = 15;

/**
 * When the windows that an instant lies in are over: the first whole minute after it that lies in none. Null when the
 * instant lies in none itself. Windows that follow each other without a break are one.
 */
export function blackoutEnd(windows: readonly BlackoutWindow[], timezone: string, at: Date): Date | null {
  if (windows.length === 0) return null;
  const minute = Math.floor(at.getTime() / MINUTE_MS);
  const first = Math.floor(minute / QUARTER) * QUARTER;
  // Windows that cover the whole week are refused when they are saved, so one week is enough; a day for the clocks.
  for (let quarter = first; quarter <= minute + WEEK + DAY; quarter += QUARTER) {
    const wall = wallMinute(new Date(quarter * MINUTE_MS), timezone);
    for (let past = Math.max(0, minute - quarter); past < QUARTER; past++) {
      if (lies(windows, (wall + past) % WEEK)) continue;
      return quarter + past === minute ? null : new Date((quarter + past) * MINUTE_MS);
    }
  }
  return new Date((minute + WEEK + DAY) * MINUTE_MS);
}

/** Whether the windows leave no minute of the week. */
export function coversTheWeek(windows: readonly BlackoutWindow[]): boolean {
  return Array.from({ length: WEEK }, (_, minute) => minute).every((minute) => lies(windows, minute));
}

function lies(windows: readonly BlackoutWindow[], minuteOfWeek: number): boolean {
  return windows.some(({ days, from, until }) => {
    const start = minuteOf(from);
    const length = (minuteOf(until) - start + DAY - 1) % DAY; // one minute less than it lasts
    return days.some((day) => (minuteOfWeek - day * DAY - start + 2 * WEEK) % WEEK <= length);
  });
}

function minuteOf(time: string): number {
  const [hours = '0', minutes = '0'] = time.split(':');
  return Number(hours) * 60 + Number(minutes);
}

const formats = new Map<string, Intl.DateTimeFormat>();
const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

/** The minute of the week that the clock on the wall shows, from Sunday midnight on. */
function wallMinute(at: Date, timezone: string): number {
  const format = formats.get(timezone) ?? weekTime(timezone);
  formats.set(timezone, format);
  const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
  return weekdays.indexOf(parts.weekday ?? '') * DAY + Number(parts.hour) * 60 + Number(parts.minute);
}

function weekTime(timeZone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat('en-US', {
    timeZone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
}
