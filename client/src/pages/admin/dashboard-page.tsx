import { useQuery } from '@tanstack/react-query';
import { ApiError } from '../../api/call.ts';
import { type Dashboard, dashboardQuery } from '../../api/dashboard.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { Skeleton } from '../../components/ui/skeleton.tsx';
import { AttentionCard } from './dashboard/attention-card.tsx';
import { FleetCard } from './dashboard/fleet-card.tsx';
import { HealthCard } from './dashboard/health-card.tsx';
import { LastRunsCard } from './dashboard/last-runs-card.tsx';
import { ProofCard } from './dashboard/proof-card.tsx';
import { RevenueCard } from './dashboard/revenue-card.tsx';
import { RunningDryCard } from './dashboard/running-dry-card.tsx';

/** The first page: whether billing is healthy, what it earns, and what needs a person. */
export function DashboardPage() {
  const { data, error, isFetching, refetch } = useQuery(dashboardQuery);
  const forbidden = error instanceof ApiError && error.code === 'forbidden';
  return (
    <>
      <PageHeader title="Dashboard" />
      {error ? (
        <div className="mb-4">
          <ErrorNotice error={error} retry={forbidden ? undefined : () => refetch()} retrying={isFetching} />
          {data ? <p className="mt-1 text-sm text-ink-soft">Below is what was read before.</p> : null}
        </div>
      ) : null}
      {data ? <DashboardParts dashboard={data} /> : error ? null : <Loading />}
    </>
  );
}

/** What needs a person comes before what billing earns where there is room for one column only. */
function DashboardParts({ dashboard }: { dashboard: Dashboard }) {
  return (
    <div className="grid gap-4">
      <HealthCard dashboard={dashboard} />
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
        <div className="grid gap-4 max-lg:contents">
          <div className="max-lg:order-2">
            <RevenueCard dashboard={dashboard} />
          </div>
          <div className="max-lg:order-6">
            <LastRunsCard runs={dashboard.lastRuns} />
          </div>
          <div className="max-lg:order-5">
            <FleetCard fleet={dashboard.fleet} />
          </div>
        </div>
        <div className="grid gap-4 max-lg:contents">
          <div className="max-lg:order-1">
            <AttentionCard dashboard={dashboard} />
          </div>
          <div className="max-lg:order-3">
            <RunningDryCard runningDry={dashboard.runningDry} />
          </div>
          <div className="max-lg:order-4">
            <ProofCard />
          </div>
        </div>
      </div>
    </div>
  );
}

function Loading() {
  return (
    <div aria-busy="true" className="grid gap-4">
      <p role="status" className="sr-only">
        Loading the dashboard
      </p>
      <Skeleton className="h-40" />
      <div className="grid gap-4 lg:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
        <Skeleton className="h-80" />
        <Skeleton className="h-80" />
      </div>
    </div>
  );
}
