import { useInstallation } from '../api/installation.ts';
import { useNow } from '../hooks/use-now.ts';
import { dateFormat } from './formats.ts';
import { cn } from './ui/cn.ts';
import { Tooltip } from './ui/tooltip.tsx';

export interface InstantProps {
  value: Date;
  /** 'relative' says how long ago or ahead (default); 'exact' says date and time in the billing zone. */
  show?: 'relative' | 'exact';
  className?: string;
}

/** An instant: how far away, and exactly when on hover and focus, in UTC and in the billing zone. */
export function Instant({ value, show = 'relative', className }: InstantProps) {
  const { timezone } = useInstallation();
  const now = useNow();
  const text = show === 'exact' ? exactInstant(value, timezone) : relativeInstant(value, now);
  return (
    <Tooltip
      content={
        <span className="grid">
          <span>{exactInstant(value, 'UTC')}</span>
          {timezone === 'UTC' ? null : <span>{exactInstant(value, timezone)}</span>}
          {show === 'exact' ? <span>{relativeInstant(value, now)}</span> : null}
        </span>
      }
    >
      {(trigger) => (
        <button
          {...trigger}
          type="button"
          className={cn('relative z-10 -my-1 cursor-help whitespace-nowrap rounded-xs py-1', className)}
        >
          <time dateTime={value.toISOString()}>{text}</time>
        </button>
      )}
    </Tooltip>
  );
}

/** '23 Nov 2026, 19:00:05 UTC'; the seconds only where there are any. */
export function exactInstant(value: Date, timezone: string): string {
  const seconds = value.getUTCSeconds() === 0 ? undefined : '2-digit';
  return dateFormat({
    timeZone: timezone,
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: seconds,
    timeZoneName: 'short',
  }).format(value);
}

const steps: readonly [unit: Intl.RelativeTimeFormatUnit, seconds: number][] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });

/** '12 minutes ago', 'in 3 hours', 'just now': whole units, never rounded up. */
export function relativeInstant(value: Date, now: Date): string {
  const seconds = Math.trunc((value.getTime() - now.getTime()) / 1000);
  for (const [unit, length] of steps) {
    if (Math.abs(seconds) >= length) return relative.format(Math.trunc(seconds / length), unit);
  }
  return seconds > 20 ? 'in less than a minute' : 'just now';
}
