import { useQuery } from '@tanstack/react-query';
import { selfQuery } from '../../api/self.ts';
import { useSession } from '../../api/session.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { Callout } from '../../components/ui/callout.tsx';
import { Skeleton } from '../../components/ui/skeleton.tsx';
import { PasswordCard } from './own-account/password-card.tsx';
import { SecondFactorCard } from './own-account/second-factor-card.tsx';
import { SessionsCard } from './own-account/sessions-card.tsx';

/** One's own way in: password, second factor, and where one is signed in. */
export function OwnAccountPage() {
  const { admin, secondFactor } = useSession();
  const { data, error, refetch, isFetching } = useQuery(selfQuery);
  return (
    <>
      <PageHeader title="Your account" description={`${admin.name}, ${admin.email}, ${admin.role}.`} />
      <div className="grid gap-4">
        {secondFactor === 'missing' ? (
          <Callout tone="warn" title="Set up a second factor to go on">
            This installation asks your role for one. Everything else is open once it is there.
          </Callout>
        ) : null}
        {error ? <ErrorNotice error={error} retry={() => refetch()} retrying={isFetching} /> : null}
        {data ? (
          <>
            <SecondFactorCard secondFactor={data.secondFactor} />
            <PasswordCard />
            <SessionsCard sessions={data.sessions} />
          </>
        ) : null}
        {!data && !error ? <Loading /> : null}
      </div>
    </>
  );
}

function Loading() {
  return (
    <div aria-busy="true" className="grid gap-4">
      <span className="sr-only">Loading your account</span>
      <Skeleton className="h-36" />
      <Skeleton className="h-56" />
      <Skeleton className="h-36" />
    </div>
  );
}
