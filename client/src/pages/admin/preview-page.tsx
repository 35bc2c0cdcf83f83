import { useQuery } from '@tanstack/react-query';
import { RefreshCw } from 'lucide-react';
import { Link } from 'wouter';
import { type PreviewedRun, previewQuery } from '../../api/preview.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { Button, buttonStyle } from '../../components/ui/button.tsx';
import { Select } from '../../components/ui/select.tsx';
import { Skeleton } from '../../components/ui/skeleton.tsx';
import { Tabs } from '../../components/ui/tabs.tsx';
import { useSearchState } from '../../hooks/use-search-state.ts';
import { paths } from '../../paths.ts';
import { PreviewNotices } from './preview/preview-notices.tsx';
import { PreviewStats } from './preview/preview-stats.tsx';
import { PreviewedCustomersTable } from './preview/previewed-customers-table.tsx';
import { PreviewedServersTable } from './preview/previewed-servers-table.tsx';
import { PreviewedSetAsides } from './preview/previewed-set-asides.tsx';

const defaults = { when: 'next', show: 'customers', sort: '' };
const whens = [
  { value: 'next', label: 'The next scheduled run' },
  { value: 'now', label: 'A run right now' },
] as const;

/** What would happen: a run that is only worked out. */
export function PreviewPage() {
  const state = useSearchState(defaults);
  const when = state.values.when === 'now' ? 'now' : 'next';
  const query = useQuery(previewQuery(when));
  const { data, error, isFetching, refetch } = query;
  return (
    <>
      <PageHeader
        title="Preview"
        description="What a run would charge, worked out by the run’s own code. Nothing is written."
        actions={
          <>
            <Select
              aria-label="Which run"
              className="w-auto min-w-52"
              choices={whens}
              value={when}
              onChange={(next) => state.set({ when: next })}
            />
            <Button onClick={() => refetch()} busy={isFetching && data !== undefined}>
              <RefreshCw aria-hidden="true" /> Work out again
            </Button>
            <Link href={paths.whatIf()} className={buttonStyle()}>
              What if …
            </Link>
          </>
        }
      />
      {error ? (
        <ErrorNotice error={error} retry={() => refetch()} retrying={isFetching} className="mb-4" />
      ) : null}
      {data ? <PreviewParts run={data} state={state} /> : error ? null : <PreviewSkeleton />}
    </>
  );
}

function PreviewSkeleton() {
  return (
    <div aria-busy="true" className="grid gap-4">
      <p role="status" className="sr-only">
        Working out the run
      </p>
      <Skeleton className="h-20" />
      <Skeleton className="h-64" />
    </div>
  );
}

function PreviewParts({
  run,
  state,
}: {
  run: PreviewedRun;
  state: ReturnType<typeof useSearchState<typeof defaults>>;
}) {
  // Which list is shown, and of which run, is no filter of it.
  const list = { ...state, changed: false };
  const tabs = [
    {
      value: 'customers',
      label: `Customers (${run.customers.total.toLocaleString('en')})`,
      content: <PreviewedCustomersTable run={run} state={list} />,
    },
    {
      value: 'servers',
      label: `Servers (${run.serversDue.toLocaleString('en')})`,
      content: <PreviewedServersTable run={run} state={list} />,
    },
    {
      value: 'below-zero',
      label: `Below zero (${run.belowZero.total.toLocaleString('en')})`,
      content: <PreviewedCustomersTable run={run} state={list} belowZero />,
    },
    {
      value: 'set-aside',
      label: `Set aside (${run.setAside.total.toLocaleString('en')})`,
      content: <PreviewedSetAsides run={run} state={list} />,
    },
  ];
  const shown = tabs.some(({ value }) => value === state.values.show) ? state.values.show : 'customers';
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <PreviewNotices run={run} />
      <PreviewStats run={run} />
      <Tabs
        aria-label="What the run would do"
        value={shown}
        onChange={(next) => state.set({ show: next })}
        tabs={tabs}
      />
    </div>
  );
}
