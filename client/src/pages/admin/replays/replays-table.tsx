import { useQuery } from '@tanstack/react-query';
import { Rewind } from 'lucide-react';
import { type Replay, replayStatuses } from '#shared/api/replays.ts';
import { replaysQuery } from '../../../api/replays.ts';
import { changeText, scopeText } from '../../../components/change-words.ts';
import { type Column, DataTable } from '../../../components/data-table.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import { ChoiceFilter, FilterBar } from '../../../components/filter-bar.tsx';
import { HourRange } from '../../../components/hour-range.tsx';
import { Money } from '../../../components/money.tsx';
import { oneOf } from '../../../hooks/one-of.ts';
import { useSearchState } from '../../../hooks/use-search-state.ts';
import { paths } from '../../../paths.ts';
import { ReplayBadge, replayWords } from './replay-badge.tsx';

const defaults = { status: '', sort: '' };
const statusChoices = replayStatuses.map((value) => ({ value, label: replayWords[value] }));

const columns: Column<Replay>[] = [
  {
    id: 'replay',
    header: 'Replay',
    primary: true,
    className: 'whitespace-nowrap',
    cell: ({ id }) => `Replay ${id}`,
  },
  { id: 'status', header: 'Status', cell: ({ status }) => <ReplayBadge status={status} /> },
  {
    id: 'change',
    header: 'What was put right',
    cell: ({ change, scope, reason }) => (
      <span className="grid max-w-80 gap-0.5 max-md:justify-items-end max-md:text-right">
        <span>
          {changeText(change)}, {scopeText(scope)}
        </span>
        <span className="text-xs text-ink-faint [overflow-wrap:anywhere]">{reason}</span>
      </span>
    ),
  },
  { id: 'hours', header: 'Hours', cell: ({ from, until }) => <HourRange from={from} until={until} /> },
  { id: 'servers', header: 'Servers', align: 'right', cell: ({ servers }) => servers.toLocaleString('en') },
  {
    id: 'difference',
    header: 'Difference',
    align: 'right',
    cell: ({ up, down, computedAt }) =>
      computedAt ? (
        <Money amount={up + down} aligned signed className="text-ink" />
      ) : (
        <span className="text-ink-faint">Not known yet</span>
      ),
  },
];

/** The replays, newest first. */
export function ReplaysTable() {
  const state = useSearchState(defaults);
  const { values, set, paging } = state;
  const query = useQuery(
    replaysQuery({ status: oneOf(replayStatuses, values.status), cursor: paging.cursor }),
  );
  return (
    <>
      <FilterBar state={state}>
        <ChoiceFilter
          label="Status"
          value={values.status}
          onChange={(status) => set({ status })}
          choices={statusChoices}
        />
      </FilterBar>
      <DataTable
        label="Replays"
        columns={columns}
        query={query}
        rowKey={({ id }) => id}
        href={({ id }) => paths.replay(id)}
        state={state}
        empty={
          <EmptyState icon={Rewind} title="Nothing had to be put right">
            When hours were charged by a wrong price, a wrong package or for time nobody should pay, a replay
            works them out anew and shows what would change before anything is posted.
          </EmptyState>
        }
      />
    </>
  );
}
