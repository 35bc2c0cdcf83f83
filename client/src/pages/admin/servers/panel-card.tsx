import { useQuery } from '@tanstack/react-query';
import { type ServerAtPanel, serverAtPanelQuery } from '../../../api/dunning.ts';
import type { ServerDetail } from '../../../api/servers.ts';
import { Can } from '../../../components/can.tsx';
import { ErrorNotice } from '../../../components/error-notice.tsx';
import { Instant } from '../../../components/instant.tsx';
import { TextLink } from '../../../components/text-link.tsx';
import { Badge, type Tone } from '../../../components/ui/badge.tsx';
import { Callout } from '../../../components/ui/callout.tsx';
import { Card, CardBody, CardHeader } from '../../../components/ui/card.tsx';
import { Skeleton } from '../../../components/ui/skeleton.tsx';
import { paths } from '../../../paths.ts';
import { DecideServerDialog } from './decide-server-dialog.tsx';
import { DeletionNotice } from './deletion-notice.tsx';

type Wish = NonNullable<ServerAtPanel['wish']>;

const actWords: Record<ServerAtPanel['acts'][number]['act'], { label: string; tone: Tone }> = {
  suspend: { label: 'Suspended', tone: 'bad' },
  unsuspend: { label: 'Unsuspended', tone: 'good' },
  boot: { label: 'Booted', tone: 'good' },
  delete: { label: 'Deletion', tone: 'bad' },
  done: { label: 'Done', tone: 'good' },
  not_ours: { label: 'Left alone', tone: 'neutral' },
  taken_over: { label: 'Taken over', tone: 'neutral' },
  kept: { label: 'Kept suspended', tone: 'warn' },
  gone: { label: 'Gone', tone: 'neutral' },
};

/** What we want of a server at VirtFusion, and what we did to it. */
export function PanelCard({ server }: { server: ServerDetail }) {
  const { data, error, isFetching, refetch } = useQuery(serverAtPanelQuery(server.id));
  return (
    <Card aria-label="Suspension">
      <CardHeader
        title="Suspension"
        description={
          <>
            What we did to it at VirtFusion because of its{' '}
            <TextLink href={paths.customer(server.customerId)}>customer’s wallet</TextLink>. Only what we
            suspended comes back with a top-up.
          </>
        }
        actions={
          data?.wish?.oursSince && data.wish.wanted === 'suspended' ? (
            <Can permission="servers.write">
              <DecideServerDialog
                row="keepSuspended"
                server={server}
                title="Keep it suspended"
                description="It stays suspended whatever its customer pays, until somebody lets it run at VirtFusion. For a second reason, such as abuse."
                trigger="Keep suspended"
              />
            </Can>
          ) : null
        }
      />
      <CardBody className="grid gap-3">
        {data ? (
          <>
            <WishState wish={data.wish} />
            <DeletionNotice server={server} panel={data} />
            <Acts acts={data.acts} />
          </>
        ) : error ? (
          <ErrorNotice error={error} retry={() => refetch()} retrying={isFetching} />
        ) : (
          <Skeleton className="h-12" />
        )}
      </CardBody>
    </Card>
  );
}

const wantedWords: Record<Wish['wanted'], string> = {
  suspended: 'It is to be suspended',
  free: 'It is to be let free',
  deleted: 'It is to be deleted',
};

function WishState({ wish }: { wish: ServerAtPanel['wish'] }) {
  if (!wish) return <p className="text-sm text-ink-faint">Nothing: we never touched it.</p>;
  if (wish.outcome === null) {
    return (
      <Callout tone="warn" title={`${wantedWords[wish.wanted]}: under way`}>
        Because {wish.reason}.
        {wish.lastError ? (
          <>
            {' '}
            Tried {wish.attempts} {wish.attempts === 1 ? 'time' : 'times'}: {wish.lastError}
            {wish.notBefore ? (
              <>
                {' '}
                Again <Instant value={wish.notBefore} />.
              </>
            ) : null}
          </>
        ) : null}
      </Callout>
    );
  }
  if (!wish.oursSince) return null;
  return (
    <Callout tone="bad" title="Suspended by us">
      Since <Instant value={wish.oursSince} />, because {wish.reason}.{' '}
      {wish.wasRunning === null
        ? null
        : wish.wasRunning
          ? 'It was running, and will be booted when it comes back.'
          : 'It was off, and will stay so when it comes back.'}
    </Callout>
  );
}

function Acts({ acts }: { acts: ServerAtPanel['acts'] }) {
  if (acts.length === 0) return null;
  return (
    <ol aria-label="What was done to it" className="grid gap-3">
      {acts.map(({ id, at, act, detail }) => (
        <li key={id} className="text-sm not-last:border-b not-last:border-line not-last:pb-3">
          <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
            <Badge tone={actWords[act].tone}>{actWords[act].label}</Badge>
            <Instant value={at} show="exact" className="text-ink-faint" />
          </p>
          <p className="mt-1 text-ink-soft">{detail}</p>
        </li>
      ))}
    </ol>
  );
}
