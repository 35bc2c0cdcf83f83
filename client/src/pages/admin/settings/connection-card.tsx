import { useQuery } from '@tanstack/react-query';
import { type Connection, connectionQuery } from '../../../api/settings.ts';
import { ErrorNotice } from '../../../components/error-notice.tsx';
import { Badge } from '../../../components/ui/badge.tsx';
import { Callout } from '../../../components/ui/callout.tsx';
import { Skeleton } from '../../../components/ui/skeleton.tsx';
import { ConnectionForm } from './connection-form.tsx';
import { SettingsCard } from './settings-card.tsx';
import { TestConnection } from './test-connection.tsx';

/** Which VirtFusion is billed. */
export function ConnectionCard({ readOnly }: { readOnly: boolean }) {
  const { data, error, isFetching, refetch } = useQuery(connectionQuery);
  return (
    <SettingsCard
      title="VirtFusion connection"
      description={
        <>
          <p>The panel whose servers are billed. Saved apart from the settings above.</p>
          {data ? <SourceBadge source={data.source} /> : null}
        </>
      }
    >
      {data ? (
        <ConnectionParts connection={data} readOnly={readOnly} />
      ) : error ? (
        <ErrorNotice error={error} retry={() => refetch()} retrying={isFetching} />
      ) : (
        <div aria-busy="true" className="grid gap-2">
          <Skeleton className="w-28" />
          <Skeleton className="h-8" />
        </div>
      )}
    </SettingsCard>
  );
}

function ConnectionParts({ connection, readOnly }: { connection: Connection; readOnly: boolean }) {
  if (connection.source === 'environment')
    return <FixedConnection url={connection.url} readOnly={readOnly} />;
  return (
    <>
      {connection.source === 'demo' ? <DemoConnection saved={connection.tokenSaved} /> : null}
      <ConnectionForm connection={connection} readOnly={readOnly} />
    </>
  );
}

function FixedConnection({ url, readOnly }: { url: string | null; readOnly: boolean }) {
  return (
    <>
      {url ? <p className="font-mono text-sm break-all">{url}</p> : null}
      <p className="text-sm text-ink-soft">
        Set in the server’s environment, which wins over what is saved here. To change it, change{' '}
        <code className="font-mono">VIRTFUSION_API_URL</code> and{' '}
        <code className="font-mono">VIRTFUSION_API_TOKEN</code>, then start the server again.
      </p>
      {url && !readOnly ? <TestConnection asked={() => ({ url })} /> : null}
    </>
  );
}

function DemoConnection({ saved }: { saved: boolean }) {
  if (saved) {
    return (
      <Callout tone="warn" title="Start the server again to leave the demo">
        Your panel is saved. From the next start on its servers are billed; the demo’s rows stay apart.
      </Callout>
    );
  }
  return (
    <Callout title="The demo bills an emulated panel">
      Save yours here, then start the server again: from then on your servers are billed. The demo’s rows are
      kept apart from yours.
    </Callout>
  );
}

const sources = {
  environment: { label: 'From the environment', tone: 'neutral' },
  settings: { label: 'Saved here', tone: 'good' },
  demo: { label: 'Demo', tone: 'warn' },
  none: { label: 'Not connected', tone: 'warn' },
} as const;

function SourceBadge({ source }: Pick<Connection, 'source'>) {
  const { label, tone } = sources[source];
  return (
    <p>
      <Badge tone={tone}>{label}</Badge>
    </p>
  );
}
