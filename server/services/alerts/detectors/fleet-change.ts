import type { Finding } from '../raise-alert.ts';
import { instantText } from './name-some.ts';

export interface FleetCounts {
  /** The last whole look; null when there was none. */
  now: { servers: number; at: Date } | null;
  /** Whole looks of an hour and of a day before, as far as there are any. */
  before: readonly { servers: number; at: Date }[];
  /** Percent that are sudden; 0: never. */
  limitPercent: number;
}

/** Small fleets change by large shares every day. */
const SMALLEST_FLEET = 20;

/** A fleet that grew or shrank by more than the limit within an hour or a day. */
export function fleetChange({ now, before, limitPercent }: FleetCounts): Finding[] {
  if (!now || limitPercent === 0) return [];
  const sudden = before.find(
    (then) =>
      Math.max(then.servers, now.servers) >= SMALLEST_FLEET &&
      Math.abs(now.servers - then.servers) * 100 > then.servers * limitPercent,
  );
  if (!sudden) return [];
  return [
    {
      kind: 'fleet_changed',
      subject: 'virtfusion',
      message: `VirtFusion lists ${now.servers} servers, after ${sudden.servers} at ${instantText(sudden.at)}. If nobody did that, look whether the token still sees all of them.`,
      facts: { servers: now.servers, before: sudden.servers },
    },
  ];
}
