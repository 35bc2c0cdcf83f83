import type { RunProgress as Heard, Run } from '#shared/api/runs.ts';
import { Instant } from '../../../components/instant.tsx';
import { Money } from '../../../components/money.tsx';
import { Progress } from '../../../components/ui/progress.tsx';

const count = (value: number) => value.toLocaleString('en');

export interface RunProgressProps {
  run: Run;
  /** What the server tells by itself; null until it does, or where it cannot be heard. */
  progress: Heard | null;
}

/** How far an open run is: first it looks at the servers, then it bills them part by part. */
export function RunProgress({ run, progress }: RunProgressProps) {
  const { status, batches, charges, amount } = progress ?? run;
  const servers = progress?.servers ?? null;
  const looking = status === 'observing' || batches.total === 0;
  const failures = batches.failed > 0 ? `, ${count(batches.failed)} failed` : '';
  const [done, total, things] = servers
    ? [servers.done, servers.total, 'servers']
    : [batches.done + batches.failed, batches.total, 'parts'];
  return (
    <div className="grid gap-2">
      <Progress
        label={looking ? 'Looking at the servers' : 'Billing'}
        value={looking ? null : done}
        max={Math.max(total, 1)}
        text={looking ? '' : `${count(done)} of ${count(total)} ${things}${failures}`}
      />
      <p className="flex flex-wrap gap-x-4 gap-y-0.5 text-sm text-ink-soft empty:hidden">
        {charges > 0 ? (
          <span>
            {count(charges)} charges so far, <Money amount={amount} />
          </span>
        ) : null}
        {progress && progress.perSecond !== null ? (
          <span>{count(progress.perSecond)} servers a second</span>
        ) : null}
        {progress?.expectedEnd ? (
          <span>
            Expected to end <Instant value={progress.expectedEnd} />
          </span>
        ) : null}
      </p>
    </div>
  );
}
