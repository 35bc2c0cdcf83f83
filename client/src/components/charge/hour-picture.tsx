import { useInstallation } from '../../api/installation.ts';
import { hatched, stateFill } from '../state-fill.ts';
import { cn } from '../ui/cn.ts';
import { clockText } from './clock-text.ts';
import { type Part, seenText } from './part-words.ts';
import type { ToldCharge } from './told-charge.ts';

const HOUR_MS = 3_600_000;
const MINUTES = [0, 10, 20, 30, 40, 50, 60];

/** Sixty minutes: what was seen, when somebody looked, and what counts. The table beside it says the same in words. */
export function HourPicture({ told }: { told: ToldCharge }) {
  const { timezone } = useInstallation();
  const looks = told.sightings.filter(({ at }) => isInside(at, told.hour));
  const failed = told.failedLooks.filter(({ at }) => isInside(at, told.hour));
  const summary = told.parts.map(
    (part) =>
      `${clockText(part.from, timezone)} to ${clockText(part.until, timezone)} ${seenText(part)}, counts ${part.percent} %`,
  );
  const failures = failed.length > 0 ? `, ${failed.length} that failed` : '';
  return (
    <div
      role="img"
      aria-label={`The hour: ${summary.join('; ')}. ${looks.length} sightings inside it${failures}.`}
      className="grid"
    >
      <div className="relative h-5">
        {looks.map(({ at }) => (
          <span
            key={at.getTime()}
            title={`Seen at ${clockText(at, timezone)}`}
            className="absolute bottom-0 h-3 w-0.5 -translate-x-1/2 rounded-full bg-ink-soft"
            style={{ left: `${placeOf(at, told.hour)}%` }}
          />
        ))}
        {failed.map(({ at }) => (
          <span
            key={at.getTime()}
            title={`A look at ${clockText(at, timezone)} failed`}
            className="absolute bottom-0 -translate-x-1/2 text-xs leading-none font-semibold text-bad-ink"
            style={{ left: `${placeOf(at, told.hour)}%` }}
          >
            ✕
          </span>
        ))}
      </div>
      <div className="flex h-12 overflow-hidden rounded-md bg-sunken">
        {told.parts.map((part) => (
          <PartShape key={part.from.getTime()} part={part} hour={told.hour} timezone={timezone} />
        ))}
      </div>
      <div className="relative h-5 text-2xs text-ink-faint">
        {MINUTES.map((minute) => (
          <span
            key={minute}
            className={cn(
              'absolute top-1',
              minute === 60 ? '-translate-x-full' : minute > 0 && '-translate-x-1/2',
              minute % 30 !== 0 && 'max-sm:hidden',
            )}
            style={{ left: `${(minute / 60) * 100}%` }}
          >
            {clockText(new Date(told.hour.getTime() + minute * 60_000), timezone)}
          </span>
        ))}
      </div>
    </div>
  );
}

/** What counts is full, what does not is low; what no look says is hatched. */
function PartShape({ part, hour, timezone }: { part: Part; hour: Date; timezone: string }) {
  const width = placeOf(part.until, hour) - placeOf(part.from, hour);
  const known = part.before !== null && part.before === part.after && part.rule !== 'gap_free';
  return (
    <span
      title={`${clockText(part.from, timezone)}–${clockText(part.until, timezone)}: ${seenText(part)}, counts ${part.percent} %`}
      className="flex items-end"
      style={{ width: `${width}%` }}
    >
      <span
        className={cn(
          'block w-full',
          part.percent > 0 ? 'h-full' : 'h-1/4',
          known && part.before
            ? stateFill[part.before]
            : part.before === null
              ? 'h-0'
              : cn('h-full', hatched),
        )}
      />
    </span>
  );
}

function isInside(at: Date, hour: Date): boolean {
  return at >= hour && at.getTime() <= hour.getTime() + HOUR_MS;
}

/** In percent of the hour. */
function placeOf(at: Date, hour: Date): number {
  return ((at.getTime() - hour.getTime()) / HOUR_MS) * 100;
}
