import { dateFormat } from '../../../components/formats.ts';

const QUARTER_MS = 900_000;
const EVERY_HOURS = 6;
const MAJOR_HOURS = 12;

export interface HourTick {
  at: Date;
  /** '18:00' in the zone. */
  hour: string;
  /** '23 Nov', at midnight. */
  day: string | null;
  /** Kept where there is little room. */
  major: boolean;
}

/** Every sixth hour by the clock of the zone. Looked for by quarters of an hour: some zones are off by those. */
export function hourTicks(window: { from: Date; until: Date }, timezone: string): HourTick[] {
  const clock = dateFormat({
    timeZone: timezone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const date = dateFormat({ timeZone: timezone, day: 'numeric', month: 'short' });
  const ticks: HourTick[] = [];
  const first = Math.ceil(window.from.getTime() / QUARTER_MS) * QUARTER_MS;
  for (let time = first; time <= window.until.getTime(); time += QUARTER_MS) {
    const at = new Date(time);
    const hour = clock.format(at);
    const [hours = 0, minutes = 0] = hour.split(':').map(Number);
    if (minutes !== 0 || hours % EVERY_HOURS !== 0) continue;
    ticks.push({ at, hour, day: hours === 0 ? date.format(at) : null, major: hours % MAJOR_HOURS === 0 });
  }
  return ticks;
}
