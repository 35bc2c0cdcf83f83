import type { PackageWithRates } from '../../../api/rates.ts';
import { exactInstant, relativeInstant } from '../../../components/instant.tsx';

import { nextHourAfter } from '../../../forms/whole-hour.ts';

const HOUR_MS = 3_600_000;

/** How many servers wait for the price, and since when. */
type Waiting = Pick<PackageWithRates, 'waitingServers' | 'waitingSince'>;

/** When a new price may begin, each choice with what it means now. */
export function startChoices(pack: Waiting, now: Date) {
  const next = nextHourAfter(now);
  return [
    {
      value: 'next',
      label: 'From the next whole hour',
      hint: `${exactInstant(next, 'UTC')}, ${relativeInstant(next, now)}.`,
    },
    ...waitingChoice(pack, next),
    { value: 'chosen', label: 'From a later hour', hint: 'A whole hour, in UTC.' },
  ];
}

function waitingChoice({ waitingServers, waitingSince }: Waiting, next: Date) {
  if (waitingServers === 0 || waitingSince === null) return [];
  const hours = Math.max(1, Math.trunc((next.getTime() - waitingSince.getTime()) / HOUR_MS));
  const servers =
    waitingServers === 1 ? '1 server waits' : `${waitingServers.toLocaleString('en')} servers wait`;
  const each = waitingServers === 1 ? '' : ' for each of them';
  return [
    {
      value: 'waiting',
      label:
        hours === 1
          ? 'Also price the hour that waits'
          : `Also price the ${hours.toLocaleString('en')} hours that wait`,
      hint: `${servers} since ${exactInstant(waitingSince, 'UTC')}. The next run charges up to ${hours.toLocaleString('en')} h${each}.`,
    },
  ];
}
