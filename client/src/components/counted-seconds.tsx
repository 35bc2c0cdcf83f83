import { durationText } from './duration.ts';
import { Badge } from './ui/badge.tsx';

export interface CountedCharge {
  seconds: number;
  /** Decimal seconds after the state percentages and the cap. */
  weightedSeconds: string;
  cappedSeconds: string;
  inGap: boolean;
}

/** The time an hour's charge counts, and why it costs less than it lasted, where it does. */
export function CountedSeconds({ charge }: { charge: CountedCharge }) {
  const capped = Number(charge.cappedSeconds) > 0;
  const weighted = Number(charge.weightedSeconds) !== charge.seconds;
  return (
    <span className="inline-grid justify-items-end gap-0.5">
      <span className="whitespace-nowrap">{durationText(charge.seconds)}</span>
      {weighted ? (
        <span className="text-xs whitespace-nowrap text-ink-faint">
          counts as {countedText(charge.weightedSeconds)}
        </span>
      ) : null}
      {capped ? <Badge>Month’s cap reached</Badge> : null}
      {charge.inGap ? <Badge tone="warn">In a gap</Badge> : null}
    </span>
  );
}

/** '1800.00' → '30 min'; a fraction of a second stays as it is. */
function countedText(decimal: string): string {
  const seconds = Number(decimal);
  return Number.isInteger(seconds) ? durationText(seconds) : `${decimal} s`;
}
