import { useQuery } from '@tanstack/react-query';
import { schedulesQuery } from '../../api/cron.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { Card, CardBody } from '../../components/ui/card.tsx';
import { Skeleton } from '../../components/ui/skeleton.tsx';
import { AdvancedCard } from './cron/advanced-card.tsx';
import { SchedulePanel } from './cron/schedule-panel.tsx';

/** Everything that starts by itself: when, what came of it, and what holds it back. */
export function CronPage() {
  const { data, error, isFetching, refetch } = useQuery(schedulesQuery);
  return (
    <>
      <PageHeader
        title="Schedules"
        description="What starts by itself, when it does so next, and what came of the last time."
      />
      <div className="grid gap-4">
        {error ? <ErrorNotice error={error} retry={() => refetch()} retrying={isFetching} /> : null}
        {data ? (
          data.schedules.map((schedule) => <SchedulePanel key={schedule.job} schedule={schedule} />)
        ) : error ? null : (
          <LoadingSchedules />
        )}
        <AdvancedCard />
      </div>
    </>
  );
}

function LoadingSchedules() {
  return (
    <div aria-busy="true" className="grid gap-4">
      <p className="sr-only" role="status">
        Loading the schedules
      </p>
      {['a', 'b', 'c'].map((key) => (
        <Card key={key}>
          <CardBody className="grid gap-3">
            <Skeleton className="h-5 w-48" />
            <Skeleton className="w-4/5" />
            <Skeleton className="w-3/5" />
          </CardBody>
        </Card>
      ))}
    </div>
  );
}
