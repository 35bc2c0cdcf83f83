import { useQuery } from '@tanstack/react-query';
import { useParams } from 'wouter';
import type { Run } from '#shared/api/runs.ts';
import { runQuery } from '../../api/runs.ts';
import { Loaded } from '../../components/loaded.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { StatusBadge } from '../../components/status-badge.tsx';
import { Tabs } from '../../components/ui/tabs.tsx';
import { useSearchState } from '../../hooks/use-search-state.ts';
import { paths } from '../../paths.ts';
import { RunChargesTable } from './runs/run-charges-table.tsx';
import { RunSummary } from './runs/run-summary.tsx';
import { SetAsideTable } from './runs/set-aside-table.tsx';

const back = { href: paths.runs(), label: 'Runs' };

/** One run: what it covered, what it charged, and whom it had to leave out. */
export function RunPage() {
  const { id = '' } = useParams<{ id: string }>();
  const query = useQuery(runQuery(id));
  return (
    <Loaded title={`Run ${id}`} back={back} query={query}>
      {(run) => (
        <>
          <PageHeader title={`Run ${run.id}`} badge={<StatusBadge status={run.status} />} back={back} />
          <RunSummary run={run} />
          <RunLists run={run} />
        </>
      )}
    </Loaded>
  );
}

const defaults = { show: '', sort: '' };

function RunLists({ run }: { run: Run }) {
  const state = useSearchState(defaults);
  const { show } = state.values;
  // What wants attention comes first, unless the URL asks for the other.
  const tab =
    show === 'charges' || show === 'set-aside' ? show : run.serversSetAside > 0 ? 'set-aside' : 'charges';
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
          content: <SetAsideTable run={run} state={list} />,
        },
      ]}
    />
  );
}
