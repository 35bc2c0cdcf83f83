import { useQuery } from '@tanstack/react-query';
import { Sprout } from 'lucide-react';
import { dunningHolds, dunningStages } from '#shared/api/dunning.ts';
import { dunningQuery, type OnTheLadder } from '../../../api/dunning.ts';
import { type Column, DataTable } from '../../../components/data-table.tsx';
import { holdWords, stageWords } from '../../../components/dunning-words.ts';
import { EmptyState } from '../../../components/empty-state.tsx';
import { ChoiceFilter, FilterBar } from '../../../components/filter-bar.tsx';
import { Instant } from '../../../components/instant.tsx';
import { Money } from '../../../components/money.tsx';
import { Badge } from '../../../components/ui/badge.tsx';
import { oneOf } from '../../../hooks/one-of.ts';
import { useSearchState } from '../../../hooks/use-search-state.ts';
import { paths } from '../../../paths.ts';

const defaults = { stage: '', hold: '', pending: '', sort: '' };

const columns: Column<OnTheLadder>[] = [
  {
    id: 'name',
    header: 'Customer',
    primary: true,
    cell: (row) => row.customerName ?? `Customer ${row.customerId}`,
  },
  { id: 'stage', header: 'Stage', cell: (row) => <StageBadge {...row} /> },
  { id: 'balance', header: 'Balance', align: 'right', cell: (row) => <Money amount={row.balance} aligned /> },
  { id: 'since', header: 'Since', cell: (row) => <Instant value={row.stageSince} /> },
  { id: 'next', header: 'Next', cell: (row) => <Next row={row} /> },
  { id: 'servers', header: 'Suspended servers', align: 'right', cell: (row) => <Servers row={row} /> },
];

export function StageBadge({ stage, hold }: Pick<OnTheLadder, 'stage' | 'hold'>) {
  const { label, tone } = stageWords[stage];
  return <Badge tone={tone}>{hold ? `${label}: ${holdWords[hold].label.toLowerCase()}` : label}</Badge>;
}

/** The next thing that happens, and when. */
function Next({ row: { stage, hold, emptyAt, suspendAt, deletableAt } }: { row: OnTheLadder }) {
  if (stage === 'warned')
    return emptyAt ? (
      <>
        Below zero <Instant value={emptyAt} />
      </>
    ) : (
      <>–</>
    );
  if (hold === 'limit') return <>After a person’s yes</>;
  if (stage === 'grace' || stage === 'held') {
    return suspendAt ? (
      <>
        Suspended <Instant value={suspendAt} />
      </>
    ) : (
      <>No suspension</>
    );
  }
  return deletableAt ? (
    <>
      May be deleted <Instant value={deletableAt} />
    </>
  ) : (
    <>Kept until paid</>
  );
}

function Servers({ row: { serversSuspended, serversPending } }: { row: OnTheLadder }) {
  return (
    <>
      {serversSuspended.toLocaleString('en')}
      {serversPending > 0 ? (
        <span className="block text-xs text-ink-faint">{serversPending.toLocaleString('en')} under way</span>
      ) : null}
    </>
  );
}

const stageChoices = dunningStages.map((value) => ({ value, label: stageWords[value].label }));
const holdChoices = dunningHolds.map((value) => ({ value, label: holdWords[value].label }));

/** The customers on the ladder. */
export function DunningTable() {
  const state = useSearchState(defaults);
  const { values, set, paging } = state;
  const query = useQuery(
    dunningQuery({
      stage: oneOf(dunningStages, values.stage),
      hold: oneOf(dunningHolds, values.hold),
      pending: oneOf(['yes'] as const, values.pending),
      cursor: paging.cursor,
    }),
  );
  return (
    <>
      <FilterBar state={state}>
        <ChoiceFilter
          label="Stage"
          value={values.stage}
          onChange={(stage) => set({ stage })}
          choices={stageChoices}
        />
        <ChoiceFilter
          label="Held by"
          value={values.hold}
          onChange={(hold) => set({ hold })}
          choices={holdChoices}
        />
        <ChoiceFilter
          label="VirtFusion"
          value={values.pending}
          onChange={(pending) => set({ pending })}
          choices={[{ value: 'yes', label: 'Has something to do yet' }]}
        />
      </FilterBar>
      <DataTable
        label="Customers on the ladder"
        columns={columns}
        query={query}
        rowKey={(row) => row.customerId}
        href={(row) => paths.customer(row.customerId)}
        state={state}
        empty={
          <EmptyState icon={Sprout} title="Nobody is on the ladder">
            Every wallet lasts, or the policy in the settings is off.
          </EmptyState>
        }
      />
    </>
  );
}
