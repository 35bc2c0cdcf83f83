import { useQuery } from '@tanstack/react-query';
import { BellOff } from 'lucide-react';
import { alertKinds, alertStates } from '#shared/api/alerts.ts';
import { alertsQuery } from '../../api/alerts.ts';
import { alertWords } from '../../components/alert-words.ts';
import { DataTable } from '../../components/data-table.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { ChoiceFilter, FilterBar } from '../../components/filter-bar.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { Tabs } from '../../components/ui/tabs.tsx';
import { oneOf } from '../../hooks/one-of.ts';
import { useSearchState } from '../../hooks/use-search-state.ts';
import { alertColumns } from './alerts/alert-columns.tsx';

type State = (typeof alertStates)[number] | 'all';

const defaults = { show: '', kind: '', sort: '' };
const states = [...alertStates, 'all'] as const;
const tabWords: Record<State, string> = {
  waiting: 'Open',
  snoozed: 'Put off',
  over: 'Over',
  all: 'All',
};

/** What was found that a person should look at. */
export function AlertsPage() {
  const state = useSearchState(defaults);
  const tab = oneOf(states, state.values.show) ?? 'waiting';
  return (
    <>
      <PageHeader
        title="Alerts"
        description="What was found that somebody should look at. An alert is over when its cause is, or when it was only news and somebody has seen it."
      />
      <Tabs
        aria-label="Which alerts"
        value={tab}
        onChange={(next) => state.set({ show: next === 'waiting' ? '' : next })}
        tabs={states.map((value) => ({
          value,
          label: tabWords[value],
          content: <AlertsTable state={value} />,
        }))}
      />
    </>
  );
}

const kindChoices = alertKinds.map((value) => ({ value, label: alertWords[value].title }));

function AlertsTable({ state }: { state: State }) {
  const search = useSearchState(defaults);
  const { values, set, paging } = search;
  const query = useQuery(
    alertsQuery({
      open: 'no',
      state: state === 'all' ? undefined : state,
      kind: oneOf(alertKinds, values.kind),
      cursor: paging.cursor,
    }),
  );
  // Which list is shown is no filter of it.
  const filters = { ...search, changed: values.kind !== '', clear: () => set({ kind: '' }) };
  return (
    <>
      <FilterBar state={filters}>
        <ChoiceFilter
          label="Kind"
          value={values.kind}
          onChange={(kind) => set({ kind })}
          choices={kindChoices}
        />
      </FilterBar>
      <DataTable
        label={`${tabWords[state]} alerts`}
        columns={alertColumns}
        query={query}
        rowKey={(row) => row.id}
        state={filters}
        empty={empties[state]}
      />
    </>
  );
}

const empties: Record<State, React.ReactNode> = {
  waiting: (
    <EmptyState icon={BellOff} title="No alert is open">
      A missed or held run, a silent VirtFusion, servers without a price, an unusual charge: they would be
      here.
    </EmptyState>
  ),
  snoozed: (
    <EmptyState icon={BellOff} title="No alert is put off">
      Put one off to see to it later: it comes back by itself.
    </EmptyState>
  ),
  over: (
    <EmptyState icon={BellOff} title="No alert is over">
      They stay here when their cause is gone.
    </EmptyState>
  ),
  all: (
    <EmptyState icon={BellOff} title="There never was an alert">
      They stay here when they are over.
    </EmptyState>
  ),
};
