import type { Dashboard } from '../../../api/dashboard.ts';
import { moneyText } from '../../../components/money.tsx';
import type { Bar } from './bar-chart.tsx';

const HOUR_MS = 3_600_000;
const TICK_EVERY = 6;
const MAJOR_EVERY = 12;

/** Fewer look empty, where billing has only begun. */
const FEWEST_SHOWN = 24;

/** The hours worth showing: all of them, or those since the first charge where that is not long ago. */
export function hoursShown(hours: Dashboard['hours']): Dashboard['hours'] {
  const first = hours.findIndex(({ charges }) => charges > 0);
  return hours.slice(Math.max(0, Math.min(first, hours.length - FEWEST_SHOWN)));
}

/** The last hours as bars, by the clock of the zone; those no closed run came to are pending while billing is on. */
export function hourBars(
  { hours, billedUntil, billing }: Pick<Dashboard, 'hours' | 'billedUntil' | 'billing'>,
  { timezone, currency }: { timezone: string; currency: string },
): Bar[] {
  const range = new Intl.DateTimeFormat('en-GB', {
    timeZone: timezone,
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
  });
  return hours.map(({ hour, amount, charges }) => {
    const pending = charges === 0 && billing.enabled && (billedUntil === null || hour >= billedUntil);
    const servers = charges === 1 ? '1 server' : `${charges.toLocaleString('en')} servers`;
    return {
      key: hour.getTime(),
      name: range.formatRange(hour, new Date(hour.getTime() + HOUR_MS)),
      value: Number(amount),
      text: pending
        ? 'not billed yet'
        : charges === 0
          ? 'nothing was billed'
          : `${moneyText(amount, currency)}, ${servers}`,
      pending,
      ...tickOf(hour, timezone),
    };
  });
}

function tickOf(hour: Date, timezone: string): Pick<Bar, 'tick' | 'major'> {
  const clock = new Intl.DateTimeFormat('en-GB', {
    timeZone: timezone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(hour);
  const hours = Number(clock.slice(0, 2));
  if (hours % TICK_EVERY !== 0) return {};
  const day = new Intl.DateTimeFormat('en-GB', { timeZone: timezone, day: 'numeric', month: 'short' });
  return { tick: hours === 0 ? day.format(hour) : clock, major: hours % MAJOR_EVERY === 0 };
}
