import { type KeyboardEvent, useRef } from 'react';
import { useInstallation } from '../../../api/installation.ts';
import type { ServerCalendar, ServerDay } from '../../../api/servers.ts';
import { durationText } from '../../../components/duration.ts';
import { Money, moneyText } from '../../../components/money.tsx';
import { cn } from '../../../components/ui/cn.ts';
import { calendarWeeks, dayAfterKey, dayText, monthText } from './calendar-weeks.ts';
import { hourLooks, hourWords } from './hour-words.ts';

const DAY_SECONDS = 86_400;
const weekdays = [
  ['Mon', 'Monday'],
  ['Tue', 'Tuesday'],
  ['Wed', 'Wednesday'],
  ['Thu', 'Thursday'],
  ['Fri', 'Friday'],
  ['Sat', 'Saturday'],
  ['Sun', 'Sunday'],
] as const;

export interface CalendarGridProps {
  calendar: ServerCalendar;
  chosen: string;
  onChoose: (day: string) => void;
  /** Steps so many months on. */
  onMonth: (months: number) => void;
}

/** A month as a grid of days, walked by the arrow keys: one stop for Tab, the chosen day. */
export function CalendarGrid({ calendar, chosen, onChoose, onMonth }: CalendarGridProps) {
  const grid = useRef<HTMLTableElement>(null);
  const byDay = new Map(calendar.days.map((day) => [day.day, day]));
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'PageUp' || event.key === 'PageDown') {
      event.preventDefault();
      onMonth(event.key === 'PageUp' ? -1 : 1);
      return;
    }
    const next = dayAfterKey(chosen, event.key);
    if (next === null) return;
    event.preventDefault();
    onChoose(next);
    grid.current?.querySelector<HTMLElement>(`[data-day="${next}"]`)?.focus();
  };
  return (
    <table
      ref={grid}
      // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a table of buttons walked by arrow keys is a grid
      role="grid"
      aria-label={monthText(calendar.month)}
      onKeyDown={onKeyDown}
      className="w-full table-fixed border-separate border-spacing-1 sm:-mx-1"
    >
      <thead>
        <tr>
          {weekdays.map(([short, long]) => (
            <th key={short} scope="col" abbr={long} className="pb-1 text-2xs font-medium text-ink-faint">
              {short}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {calendarWeeks(calendar.month).map((week) => (
          <tr key={week.find((day) => day !== null)}>
            {week.map((day, index) => {
              const found = day === null ? undefined : byDay.get(day);
              if (!found) return <td key={weekdays[index]?.[0]} />;
              return (
                // biome-ignore lint/a11y/useAriaPropsSupportedByRole: a cell of a grid may be selected
                <td key={found.day} aria-selected={found.day === chosen} className="p-0">
                  <DayButton day={found} chosen={found.day === chosen} onChoose={onChoose} />
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface DayButtonProps {
  day: ServerDay;
  chosen: boolean;
  onChoose: (day: string) => void;
}

function DayButton({ day, chosen, onChoose }: DayButtonProps) {
  const { currency } = useInstallation();
  const ahead = (day.hours.ahead ?? 0) === 24;
  return (
    <button
      type="button"
      data-day={day.day}
      tabIndex={chosen ? 0 : -1}
      aria-label={dayLabel(day, currency)}
      onClick={() => onChoose(day.day)}
      className={cn(
        'flex h-12 w-full flex-col rounded-md border border-line bg-surface px-1.5 pt-1 pb-1.5 text-left hover:bg-hover sm:h-15 sm:px-2',
        chosen &&
          'border-accent bg-accent-soft hover:bg-accent-soft outline-1 -outline-offset-2 outline-accent',
        ahead && !chosen && 'border-dashed bg-transparent',
      )}
    >
      <span className={cn('text-xs font-medium', ahead ? 'text-ink-faint' : 'text-ink')}>
        {Number(day.day.slice(8))}
      </span>
      <span className="mt-auto hidden w-full truncate text-2xs text-ink-soft sm:block">
        {day.amount !== 0n || (day.hours.charged ?? 0) > 0 ? <Money amount={day.amount} /> : noteOf(day)}
      </span>
      <DayBar day={day} />
    </button>
  );
}

/** The hours of the day by what became of them: the share that was up stands full, what was not billed is marked. */
function DayBar({ day: { upSeconds, hours } }: { day: ServerDay }) {
  const parts = (['charged', 'exempt', 'waiting'] as const).filter((status) => (hours[status] ?? 0) > 0);
  return (
    <span aria-hidden="true" className="mt-1 flex h-1 w-full overflow-hidden rounded-full bg-sunken">
      {parts.map((status) => (
        <span
          key={status}
          className={cn('h-full', hourLooks[status])}
          style={{
            width: `${status === 'charged' ? Math.min((hours.charged ?? 0) / 24, upSeconds / DAY_SECONDS) * 100 : ((hours[status] ?? 0) / 24) * 100}%`,
          }}
        />
      ))}
    </span>
  );
}

function noteOf({ hours }: ServerDay): string {
  if ((hours.exempt ?? 0) > 0) return 'Exempt';
  return (hours.waiting ?? 0) > 0 ? 'Waiting' : '';
}

function dayLabel({ day, hours, upSeconds, amount, hoursCorrected }: ServerDay, currency: string): string {
  const told = [`up ${durationText(upSeconds)}`, `cost ${moneyText(amount, currency)}`];
  if (hoursCorrected > 0) told.push(`${hoursCorrected} h corrected`);
  for (const status of ['exempt', 'waiting', 'unbilled'] as const) {
    const count = hours[status] ?? 0;
    if (count > 0) told.push(`${count} h ${hourWords[status].label.toLowerCase()}`);
  }
  return `${dayText(day)}: ${(hours.ahead ?? 0) === 24 ? 'not yet' : told.join(', ')}`;
}

/** What the bars and words of the calendar mean. */
export function CalendarLegend() {
  return (
    <ul className="mt-3 flex flex-wrap gap-x-4 gap-y-1 text-xs text-ink-soft">
      {(['charged', 'exempt', 'waiting'] as const).map((status) => (
        <li key={status} className="inline-flex items-center gap-1.5">
          <span aria-hidden="true" className={cn('h-1.5 w-4 rounded-full', hourLooks[status])} />
          {hourWords[status].legend}
        </li>
      ))}
    </ul>
  );
}
