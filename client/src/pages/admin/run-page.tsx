import { useParams } from 'wouter';
import type { Run } from '#shared/api/runs.ts';
import { useRun } from '../../api/runs.ts';
import { Loaded } from '../../components/loaded.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { StatusBadge } from '../../components/status-badge.tsx';
import { Tabs } from '../../components/ui/tabs.tsx';
import { oneOf } from '../../hooks/one-of.ts';
import { useSearchState } from '../../hooks/use-search-state.ts';
import { paths } from '../../paths.ts';
import { RetryNotice } from './runs/retry-notice.tsx';
import { RunBrakesTable } from './runs/run-brakes-table.tsx';
import { RunChargesTable } from './runs/run-charges-table.tsx';
import { RunLogTable } from './runs/run-log-table.tsx';
import { RunSummary } from './runs/run-summary.tsx';
import { SetAsideTable } from './runs/set-aside-table.tsx';

const back = { href: paths.runs(), label: 'Runs' };

/** One run: what it covered, what it charged, and whom it had to leave out. */
export function RunPage() {
  const { id = '' } = useParams<{ id: string }>();
  const { query, progress } = useRun(id);
  return (
    <Loaded title={`Run ${id}`} back={back} query={query}>
      {(run) => (
        <>
          <PageHeader title={`Run ${run.id}`} badge={<StatusBadge status={run.status} />} back={back} />
          <RunSummary run={run} progress={progress} />
          <RunLists run={run} />
        </>
      )}
    </Loaded>
  );
}

const defaults = { show: '', sort: '' };
const lists = ['charges', 'set-aside', 'log', 'brakes'] as const;

function RunLists({ run }: { run: Run }) {
  const state = useSearchState(defaults);
  const { show } = state.values;
  // What wants attention comes first, unless the URL asks for the other.
  const tab = oneOf(lists, show) ?? (run.serversSetAside > 0 ? 'set-aside' : 'charges');
  // Which list is shown is no filter of it.
  const list = { ...state, changed: false };
  return (
    <Tabs
      aria-label="What the run did"
      value={tab}
      onChange={(next) => state.set({ show: next })}
      tabs={[
        {
          value: 'charges',
          label: `Charges (${run.charges.toLocaleString('en')})`,
          content: <RunChargesTable run={run} state={list} />,
        },
        {
          value: 'set-aside',
          label: `Set aside (${run.serversSetAside.toLocaleString('en')})`,
          content: (
            <div className="grid gap-4">
              <RetryNotice run={run} />
              <SetAsideTable run={run} state={list} />
            </div>
          ),
        },
        { value: 'log', label: 'Log', content: <RunLogTable run={run} state={list} /> },
        { value: 'brakes', label: 'Brakes', content: <RunBrakesTable run={run} /> },
      ]}
    />
  );
}
