import { type OwnSession, useEndOtherSessions, useEndSession } from '../../../api/self.ts';
import { ConfirmButton } from '../../../components/confirm-button.tsx';
import { ErrorNotice } from '../../../components/error-notice.tsx';
import { Instant } from '../../../components/instant.tsx';
import { Badge } from '../../../components/ui/badge.tsx';
import { Button } from '../../../components/ui/button.tsx';
import { Card, CardBody, CardHeader } from '../../../components/ui/card.tsx';
import { browserName } from './browser-name.ts';

/** Where one is signed in; each can be ended. */
export function SessionsCard({ sessions }: { sessions: readonly OwnSession[] }) {
  const endOthers = useEndOtherSessions();
  return (
    <Card>
      <CardHeader
        title="Where you are signed in"
        description="A session ends after 12 hours without use, and after a week in any case."
        actions={
          sessions.length > 1 ? (
            <ConfirmButton
              size="sm"
              title="Sign out everywhere else?"
              description="All sessions but this one end at once."
              confirmLabel="Sign out elsewhere"
              onConfirm={() => endOthers.mutateAsync({})}
            >
              Sign out elsewhere
            </ConfirmButton>
          ) : null
        }
      />
      <CardBody>
        <ul aria-label="Your sessions" className="divide-y divide-line text-sm">
          {sessions.map((session) => (
            <SessionLine key={session.id} session={session} />
          ))}
        </ul>
      </CardBody>
    </Card>
  );
}

function SessionLine({ session }: { session: OwnSession }) {
  const end = useEndSession();
  const { id, browser, address, beganAt, lastUsedAt, current } = session;
  return (
    <li className="grid gap-2 py-3 first:pt-0 last:pb-0">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <div className="min-w-0">
          <p className="flex flex-wrap items-center gap-2 font-medium">
            {browserName(browser)} {current ? <Badge tone="good">This one</Badge> : null}
          </p>
          <p className="text-ink-faint">
            {address ? `From ${address}, ` : ''}signed in <Instant value={beganAt} />, last used{' '}
            <Instant value={lastUsedAt} />
          </p>
        </div>
        {current ? null : (
          <Button size="sm" busy={end.isPending} onClick={() => end.mutate({ session: id })}>
            End
          </Button>
        )}
      </div>
      {end.error ? <ErrorNotice error={end.error} /> : null}
    </li>
  );
}
