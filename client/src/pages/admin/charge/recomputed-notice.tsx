import type { ChargeExplanation } from '#shared/api/charges.ts';
import { Callout } from '../../../components/ui/callout.tsx';

/** Whether the charge, worked out anew from the evidence, is the one in the books. */
export function RecomputedNotice({ recomputed }: Pick<ChargeExplanation, 'recomputed'>) {
  if (recomputed.agrees) {
    return (
      <Callout tone="good" title="Worked out anew just now: the same, to the last digit">
        From the sightings, the price and the settings that are stored.
      </Callout>
    );
  }
  return (
    <Callout tone="bad" urgent title="Worked out anew, it would not be the same">
      <p>
        The evidence, the price or the charge was changed outside of this product. Run{' '}
        <code>npm run reconcile</code> to see what else differs.
      </p>
      <ul className="mt-1.5 list-disc pl-4">
        {recomputed.differences.map(({ what, charged, recomputed: anew }) => (
          <li key={what}>
            <span className="capitalize">{what}</span>: charged {charged}, worked out {anew}
          </li>
        ))}
      </ul>
    </Callout>
  );
}
