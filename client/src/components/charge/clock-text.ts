import { dateFormat } from '../formats.ts';

/** '19:20', '19:20:05': a time of the day in the zone; the seconds only where there are any. */
export function clockText(at: Date, timezone: string): string {
  return dateFormat({
    timeZone: timezone,
    hour: '2-digit',
    minute: '2-digit',
    second: at.getUTCSeconds() === 0 ? undefined : '2-digit',
    hourCycle: 'h23',
  }).format(at);
}
