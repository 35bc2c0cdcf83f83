import { useInstallation } from '../../api/installation.ts';
import { durationText } from '../duration.ts';
import { exactInstant } from '../instant.tsx';
import { Card, CardBody, CardHeader } from '../ui/card.tsx';
import { clockText } from './clock-text.ts';
import { HourPicture } from './hour-picture.tsx';
import { ruleText, seenText, seenWords } from './part-words.ts';
import type { ToldCharge } from './told-charge.ts';

/** What was seen, when, and what each part of the hour counts for. */
export function SeenCard({ told }: { told: ToldCharge }) {
  return (
    <Card>
      <CardHeader
        title="1. What was seen"
        description="Each mark above the bar is a look at VirtFusion. We charge only what was seen; where that leaves a doubt, less is charged."
      />
      <CardBody className="grid gap-4">
        <HourPicture told={told} />
        <PartsList told={told} />
        <Sightings told={told} />
        <FailedLooks told={told} />
      </CardBody>
    </Card>
  );
}

function PartsList({ told }: { told: ToldCharge }) {
  const { timezone } = useInstallation();
  return (
    <ol className="divide-y divide-line border-y border-line text-sm">
      {told.parts.map((part) => {
        const seconds = (part.until.getTime() - part.from.getTime()) / 1000;
        return (
          <li
            key={part.from.getTime()}
            className="grid gap-x-4 gap-y-0.5 py-2.5 sm:grid-cols-[9rem_minmax(0,1fr)_auto]"
          >
            <span className="font-medium tabular-nums">
              {clockText(part.from, timezone)}–{clockText(part.until, timezone)}
            </span>
            <span>
              <span className="first-letter:uppercase inline-block">{seenText(part)}</span>
              <span className="block text-ink-faint">{ruleText(part, told.terms)}</span>
            </span>
            <span className="whitespace-nowrap sm:text-right">
              {durationText(seconds)} <span className="text-ink-faint">at {part.percent} %</span>
            </span>
          </li>
        );
      })}
    </ol>
  );
}

function Sightings({ told }: { told: ToldCharge }) {
  const { timezone } = useInstallation();
  const end = new Date(told.hour.getTime() + 3_600_000);
  return (
    <details className="text-sm">
      <summary className="w-fit cursor-pointer rounded-xs text-ink-soft">
        {told.sightings.length === 1 ? '1 sighting' : `${told.sightings.length} sightings`}, the ones around
        the hour included
      </summary>
      <ol className="mt-2 grid gap-1">
        {told.sightings.map(({ at, state }) => (
          <li key={at.getTime()} className="flex flex-wrap gap-x-3">
            <span className="w-52 tabular-nums">{exactInstant(at, timezone)}</span>
            <span>{seenWords[state]}</span>
            {at < told.hour ? <span className="text-ink-faint">the last one before</span> : null}
            {at > end ? <span className="text-ink-faint">the first one after</span> : null}
          </li>
        ))}
      </ol>
    </details>
  );
}

function FailedLooks({ told }: { told: ToldCharge }) {
  const { timezone } = useInstallation();
  if (told.failedLooks.length === 0) return null;
  return (
    <div className="text-sm">
      <p className="text-ink-soft">Looks around it that did not see everything, and so say nothing:</p>
      <ul className="mt-1 grid gap-1">
        {told.failedLooks.map(({ at, failure }) => (
          <li key={at.getTime()} className="flex flex-wrap gap-x-3">
            <span className="tabular-nums">{exactInstant(at, timezone)}</span>
            {failure ? <span className="text-ink-soft [overflow-wrap:anywhere]">{failure}</span> : null}
          </li>
        ))}
      </ul>
    </div>
  );
}
