import { Tags } from 'lucide-react';
import type { Rate } from '../../../api/rates.ts';
import { type Column, DataTable } from '../../../components/data-table.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import { Instant } from '../../../components/instant.tsx';
import { Money } from '../../../components/money.tsx';
import { Badge } from '../../../components/ui/badge.tsx';
import { useNow } from '../../../hooks/use-now.ts';
import { phaseOf, type RatePhase } from './rate-in-force.ts';

const phases: Record<RatePhase, { label: string; tone: 'info' | 'good' | 'neutral' }> = {
  planned: { label: 'Planned', tone: 'info' },
  in_force: { label: 'In force', tone: 'good' },
  past: { label: 'Past', tone: 'neutral' },
  withdrawn: { label: 'Withdrawn', tone: 'neutral' },
};

/** The prices of a package, the newest first. */
export function PriceHistory({ rates }: { rates: readonly Rate[] }) {
  const now = useNow();
  return (
    <section aria-labelledby="prices">
      <h2 id="prices" className="mb-2 text-base font-semibold">
        Prices: planned, present and past
      </h2>
      <DataTable
        label="Prices"
        columns={columnsAt(now)}
        query={{ ...complete, data: { rows: rates, nextCursor: null, total: null } }}
        rowKey={(rate) => rate.id}
        empty={
          <EmptyState icon={Tags} title="No price yet">
            Until there is one, the hours of its servers wait. None of them is lost.
          </EmptyState>
        }
      />
    </section>
  );
}

const complete = { error: null, isFetching: false, refetch: () => {} };

function columnsAt(now: Date): Column<Rate>[] {
  return [
    {
      id: 'from',
      header: 'From',
      primary: true,
      cell: (rate) => <Instant value={rate.effectiveFrom} show="exact" />,
    },
    {
      id: 'phase',
      header: 'Stands',
      cell: (rate) => {
        const { label, tone } = phases[phaseOf(rate, now)];
        return <Badge tone={tone}>{label}</Badge>;
      },
    },
    {
      id: 'monthly',
      header: 'A month',
      align: 'right',
      cell: (rate) => <Money amount={rate.monthlyPrice} />,
    },
    {
      id: 'hourly',
      header: 'An hour',
      align: 'right',
      cell: (rate) => <Money amount={rate.hourlyPrice} aligned />,
    },
    { id: 'states', header: 'States', cell: (rate) => statesText(rate) },
    {
      id: 'by',
      header: 'Set by',
      className: 'md:py-2',
      cell: (rate) => (
        <span className="grid max-w-72">
          <span>{rate.createdBy ?? 'The system'}</span>
          {rate.reason ? <span className="text-xs text-ink-faint">{rate.reason}</span> : null}
        </span>
      ),
    },
  ];
}

/** Only what differs from the settings. */
function statesText({ runningPercent, stoppedPercent, suspendedPercent }: Rate) {
  const parts = [
    ['running', runningPercent],
    ['stopped', stoppedPercent],
    ['suspended', suspendedPercent],
  ].flatMap(([state, percent]) => (percent === null ? [] : [`${state} ${percent} %`]));
  return parts.length > 0 ? parts.join(', ') : <span className="text-ink-faint">As the settings say</span>;
}
