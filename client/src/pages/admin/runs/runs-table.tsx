import { useQuery } from '@tanstack/react-query';
import { History } from 'lucide-react';
import { type Run, runStatuses, runTriggers } from '#shared/api/runs.ts';
import { runsQuery } from '../../../api/runs.ts';
import { type Column, DataTable } from '../../../components/data-table.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import { ChoiceFilter, DayFilter, FilterBar } from '../../../components/filter-bar.tsx';
import { HourRange } from '../../../components/hour-range.tsx';
import { Instant } from '../../../components/instant.tsx';
import { Money } from '../../../components/money.tsx';
import { startOfDay } from '../../../components/start-of-day.ts';
import { StatusBadge } from '../../../components/status-badge.tsx';
import { oneOf } from '../../../hooks/one-of.ts';
import { useSearchState } from '../../../hooks/use-search-state.ts';
import { paths } from '../../../paths.ts';
import { triggerWords } from './trigger-words.ts';

const defaults = { status: '', trigger: '', problems: '', from: '', until: '', sort: '' };
const count = (value: number) => value.toLocaleString('en');

const columns: Column<Run>[] = [
  { id: 'run', header: 'Run', primary: true, className: 'whitespace-nowrap', cell: (run) => `Run ${run.id}` },
  { id: 'status', header: 'Status', cell: (run) => <StatusBadge status={run.status} /> },
  { id: 'opened', header: 'Opened', cell: (run) => <Instant value={run.openedAt} /> },
  {
    id: 'hours',
    header: 'Hours covered',
    cell: (run) =>
      run.firstHour ? (
        <HourRange from={run.firstHour} until={run.until} />
      ) : (
        <span className="text-ink-faint">{nothingCovered(run)}</span>
      ),
  },
  { id: 'trigger', header: 'Opened by', wideOnly: true, cell: (run) => triggerWords[run.trigger] },
  { id: 'billed', header: 'Servers', align: 'right', cell: (run) => count(run.serversBilled) },
  {
    id: 'aside',
    header: 'Set aside',
    align: 'right',
    cell: (run) => (
      <span className={run.serversSetAside > 0 ? 'font-medium text-warn-ink' : 'text-ink-faint'}>
        {count(run.serversSetAside)}
      </span>
    ),
  },
  { id: 'amount', header: 'Amount', align: 'right', cell: (run) => <Money amount={run.amount} aligned /> },
];

function nothingCovered({ status, closedAt }: Run): string {
  if (status === 'cancelled') return 'None: cancelled';
  return closedAt ? 'Nothing was due' : 'Not known yet';
}

const statusChoices = [
  { value: 'observing', label: 'Looking at servers' },
  { value: 'held', label: 'Held for review' },
  { value: 'billing', label: 'Billing' },
  { value: 'done', label: 'Done' },
  { value: 'done_with_failures', label: 'Done, some failed' },
  { value: 'cancelled', label: 'Cancelled' },
] satisfies { value: Run['status']; label: string }[];

const triggerChoices = runTriggers.map((value) => ({ value, label: triggerWords[value] }));

/** The runs, newest first. */
export function RunsTable() {
  const state = useSearchState(defaults);
  const { values, set, paging } = state;
  const query = useQuery(
    runsQuery({
      status: oneOf(runStatuses, values.status),
      trigger: oneOf(runTriggers, values.trigger),
      problems: values.problems === 'yes' ? 'yes' : undefined,
      from: startOfDay(values.from),
      until: startOfDay(values.until, { dayAfter: true }),
      cursor: paging.cursor,
    }),
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
        <ChoiceFilter
          label="Opened by"
          value={values.trigger}
          onChange={(trigger) => set({ trigger })}
          choices={triggerChoices}
        />
        <ChoiceFilter
          label="Problems"
          value={values.problems}
          onChange={(problems) => set({ problems })}
          choices={[{ value: 'yes', label: 'Only with problems' }]}
        />
        <DayFilter label="From" value={values.from} onChange={(from) => set({ from })} />
        <DayFilter label="To" value={values.until} onChange={(until) => set({ until })} />
      </FilterBar>
      <DataTable
        label="Runs"
        columns={columns}
        query={query}
        rowKey={(run) => run.id}
        href={(run) => paths.run(run.id)}
        state={state}
        empty={
          <EmptyState icon={History} title="No run yet">
            The first one opens by the schedule, once billing is switched on, or when you press “Bill now”.
          </EmptyState>
        }
      />
    </>
  );
}
