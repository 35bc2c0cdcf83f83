import type { Run } from '#shared/api/runs.ts';
import { Money } from '../../../components/money.tsx';
import { Progress } from '../../../components/ui/progress.tsx';

/** How far an open run is: first it looks at the servers, then it bills them batch by batch. */
export function RunProgress({ run }: { run: Run }) {
  const { total, done, failed } = run.batches;
  const looking = run.status === 'observing' || total === 0;
  const failures = failed > 0 ? `, ${failed} failed` : '';
  return (
    <div className="grid gap-2">
      <Progress
        label={looking ? 'Looking at the servers' : 'Billing'}
        value={looking ? null : done + failed}
        max={Math.max(total, 1)}
        text={looking ? '' : `${done.toLocaleString('en')} of ${total.toLocaleString('en')} parts${failures}`}
      />
      {run.charges > 0 ? (
        <p className="text-sm text-ink-soft">
          {run.charges.toLocaleString('en')} charges so far, <Money amount={run.amount} />
        </p>
      ) : null}
    </div>
  );
}
