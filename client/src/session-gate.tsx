import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useEffect } from 'react';
import { Redirect } from 'wouter';
import { onSessionEnd } from './api/call.ts';
import { sessionQuery } from './api/session.ts';
import { ErrorNotice } from './components/error-notice.tsx';
import { StepUpDialog } from './components/step-up-dialog.tsx';
import { Spinner } from './components/ui/spinner.tsx';
import { paths } from './paths.ts';
import { SessionProvider } from './session-provider.tsx';

/** Lets in who is signed in; sends everyone else to sign in, and afterwards back to where they were going. */
export function SessionGate({ children }: { children: ReactNode }) {
  const client = useQueryClient();
  const { data: session, error, isFetching, refetch } = useQuery(sessionQuery);
  useEffect(() => onSessionEnd(() => client.setQueryData(sessionQuery.queryKey, null)), [client]);

  if (session) {
    return (
      <SessionProvider session={session}>
        {children}
        <StepUpDialog />
      </SessionProvider>
    );
  }
  if (session === null) return <Redirect to={paths.signIn(location.pathname + location.search)} replace />;
  if (error) {
    return (
      <main className="mx-auto max-w-md px-4 pt-[20dvh]">
        <ErrorNotice error={error} retry={() => refetch()} retrying={isFetching} />
      </main>
    );
  }
  return (
    <main aria-busy="true" className="grid min-h-dvh place-items-center text-ink-faint">
      <Spinner className="size-5" />
      <span className="sr-only">Loading</span>
    </main>
  );
}
