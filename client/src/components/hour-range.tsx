import { useInstallation } from '../api/installation.ts';
import { dateFormat } from './formats.ts';

/** '23 Nov 2026, 18:00 – 20:00 UTC': a stretch of whole hours, in the billing zone. */
export function HourRange({ from, until }: { from: Date; until: Date }) {
  const { timezone } = useInstallation();
  return <span className="md:whitespace-nowrap">{hourRange(from, until, timezone)}</span>;
}

/** The same words for places that want text. What both ends share is said once. */
export function hourRange(from: Date, until: Date, timezone: string): string {
  const format = dateFormat({
    timeZone: timezone,
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
  });
  return format.formatRange(from, until);
}
