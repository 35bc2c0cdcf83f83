import { useQuery } from '@tanstack/react-query';
import { ratesQuery } from '../../api/rates.ts';
import { useCan } from '../../components/can.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { Card, CardBody } from '../../components/ui/card.tsx';
import { Skeleton } from '../../components/ui/skeleton.tsx';
import { paths } from '../../paths.ts';
import { NewReplayForm } from './replays/new-replay-form.tsx';

const back = { href: paths.replays(), label: 'Replays' };

/** Asks for charged hours to be worked out anew. */
export function NewReplayPage() {
  const query = useQuery(ratesQuery);
  const may = useCan('corrections.write');
  return (
    <>
      <PageHeader
        title="New replay"
        description="Say what was wrong. You see what would change, server by server, before anything is posted."
        back={back}
      />
      <Card className="max-w-3xl">
        <CardBody>
          {query.data ? (
            <NewReplayForm packages={query.data.packages} readOnly={!may} />
          ) : query.error ? (
            <ErrorNotice error={query.error} retry={() => query.refetch()} retrying={query.isFetching} />
          ) : (
            <Skeleton className="h-96" aria-busy="true" />
          )}
        </CardBody>
      </Card>
    </>
  );
}
