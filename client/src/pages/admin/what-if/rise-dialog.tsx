import type { Comparison } from '../../../api/what-if.ts';
import { useWhatIf } from '../../../api/what-if.ts';
import { customerName } from '../../../components/customer-name.ts';
import { Money } from '../../../components/money.tsx';
import { monthName } from '../../../components/month-name.ts';
import { AlertDialog } from '../../../components/ui/alert-dialog.tsx';
import { Button } from '../../../components/ui/button.tsx';
import { useNow } from '../../../hooks/use-now.ts';
import { feltBy } from './comparison-parts.tsx';
import { ComparisonProgress } from './comparison-progress.tsx';
import { differenceText } from './difference-text.ts';
import type { SteepRise } from './use-rise-guard.tsx';
import { monthsTo } from './what-if-values.ts';

export interface RiseDialogProps {
  steep: SteepRise;
  confirm: () => Promise<void>;
  cancel: () => void;
}

const SHOWN = 5;

/** What a steep rise would have meant for the last month, or for the present one where that has nothing; then yes or no. */
export function RiseDialog({ steep, confirm, cancel }: RiseDialogProps) {
  const { present, last } = monthsTo(useNow());
  const lastMonth = useWhatIf({ ...steep.change, month: last });
  const nothingThen = lastMonth.data?.customers.length === 0;
  const thisMonth = useWhatIf(nothingThen ? { ...steep.change, month: present } : null);
  const asked = nothingThen ? thisMonth : lastMonth;
  const told = asked.data;
  return (
    <AlertDialog
      open
      onOpenChange={(open) => (open ? undefined : cancel())}
      title="This makes something dearer"
      description={`${riseText(steep.rise)} That is beyond the ${steep.limitPercent} % that pass without asking. What was charged stays as it was.`}
      actions={
        <>
          <Button onClick={cancel}>Cancel</Button>
          <Button variant="primary" disabled={!told && !asked.error} onClick={confirm}>
            Save with this rise
          </Button>
        </>
      }
    >
      <ComparisonProgress asked={asked} />
      {told ? (
        <InShort comparison={told} month={nothingThen ? `${monthName(present)}, so far` : monthName(last)} />
      ) : null}
    </AlertDialog>
  );
}

function riseText(rise: SteepRise['rise']): string {
  return rise === 'unbounded'
    ? 'Some time that costs little or nothing now would cost much more.'
    : `At its steepest a price rises by ${rise.toLocaleString('en')} %.`;
}

function InShort({ comparison, month }: { comparison: Comparison; month: string }) {
  const { before, after, customers } = comparison;
  const { dearer } = feltBy(comparison);
  if (customers.length === 0) {
    return <p className="text-sm text-ink-soft">No hour is settled yet that it could be compared with.</p>;
  }
  return (
    <div className="grid gap-3 rounded-lg bg-sunken px-3.5 py-3 text-sm">
      <p>
        <span className="text-ink-soft">{month}:</span> <Money amount={before} /> would have been{' '}
        <strong className="font-semibold">
          <Money amount={after} />
        </strong>{' '}
        ({differenceText(before, after)}).
      </p>
      {dearer.length === 0 ? (
        <p className="text-ink-soft">Nobody would have paid more in that month.</p>
      ) : (
        <>
          <p className="text-ink-soft">
            {dearer.length === 1 ? '1 customer' : `${dearer.length.toLocaleString('en')} customers`} would
            have paid more{dearer.length > SHOWN ? `; these ${SHOWN} most` : ''}:
          </p>
          <dl className="grid gap-1">
            {dearer.slice(0, SHOWN).map((row) => (
              <div key={row.customerId} className="flex flex-wrap justify-between gap-x-4">
                <dt className="font-medium">{customerName(row)}</dt>
                <dd>
                  <Money amount={row.before} /> → <Money amount={row.after} />{' '}
                  <span className="text-ink-faint">{differenceText(row.before, row.after)}</span>
                </dd>
              </div>
            ))}
          </dl>
        </>
      )}
    </div>
  );
}
