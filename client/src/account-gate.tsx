import { useQuery } from '@tanstack/react-query';
import { LinkIcon } from 'lucide-react';
import { type ReactNode, useEffect } from 'react';
import { accountQuery } from './api/account.ts';
import { ApiError } from './api/call.ts';
import { customerLinkToken, onAnotherLink } from './api/customer-link.ts';
import { InstallationContext } from './api/installation.ts';
import { EmptyState } from './components/empty-state.tsx';
import { ErrorNotice } from './components/error-notice.tsx';
import { Card } from './components/ui/card.tsx';
import { Skeleton } from './components/ui/skeleton.tsx';

/** Lets in who came by a link that is good; tells everyone else what is wrong with theirs, and what to do. */
export function AccountGate({ children }: { children: ReactNode }) {
  // Another link is another customer's page: nothing that was read may stay.
  useEffect(() => onAnotherLink(() => location.reload()), []);
  return customerLinkToken() === null ? <NoLink /> : <Opened>{children}</Opened>;
}

function Opened({ children }: { children: ReactNode }) {
  const { data, error, isFetching, refetch } = useQuery(accountQuery);
  const isClosed = error instanceof ApiError && error.code === 'unauthenticated';
  if (isClosed) return <ClosedLink says={error.message} />;
  if (data) return <InstallationContext value={data}>{children}</InstallationContext>;
  if (error) return <ErrorNotice error={error} retry={() => refetch()} retrying={isFetching} />;
  return <AccountSkeleton />;
}

function NoLink() {
  return (
    <Refusal title="Open this page by your link">
      It is in the message you were sent. If you cannot find it, ask for a new one.
    </Refusal>
  );
}

function ClosedLink({ says }: { says: string }) {
  return <Refusal title="This link does not open your page">{says}</Refusal>;
}

function Refusal({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Card>
      <h1 className="sr-only">Your account</h1>
      <EmptyState icon={LinkIcon} title={title}>
        {children}
      </EmptyState>
    </Card>
  );
}

function AccountSkeleton() {
  return (
    <div aria-busy="true" className="grid gap-4">
      <span className="sr-only">Loading</span>
      <Skeleton className="h-7 w-48" />
      <Skeleton className="h-32" />
      <Skeleton className="h-64" />
    </div>
  );
}
