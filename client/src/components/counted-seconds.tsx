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
          counts as {plain(charge.weightedSeconds)} s
        </span>
      ) : null}
      {capped ? <Badge>Month’s cap reached</Badge> : null}
      {charge.inGap ? <Badge tone="warn">In a gap</Badge> : null}
    </span>
  );
}

/** '1800.00' → '1800': trailing zeros say nothing here. */
function plain(decimal: string): string {
  return decimal.includes('.') ? decimal.replace(/\.?0+$/, '') : decimal;
}
