import { useQuery } from '@tanstack/react-query';
import { useParams } from 'wouter';
import { type ServerDetail, serverQuery } from '../../api/servers.ts';
import { durationText } from '../../components/duration.ts';
import { Instant } from '../../components/instant.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { Money } from '../../components/money.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { serverName } from '../../components/server-name.ts';
import { Stat, StatGroup } from '../../components/stat.tsx';
import { StatusBadge } from '../../components/status-badge.tsx';
import { Card, CardBody, CardHeader } from '../../components/ui/card.tsx';
import { paths } from '../../paths.ts';
import { KeptPriceNotice } from './servers/kept-price-notice.tsx';
import { PackageCard } from './servers/package-card.tsx';
import { ServerChargesTable } from './servers/server-charges-table.tsx';
import { ServerFacts } from './servers/server-facts.tsx';
import { ServerWaits } from './servers/server-waits.tsx';
import { UptimeBar } from './servers/uptime-bar.tsx';

const back = { href: paths.servers(), label: 'Servers' };

/** One server: what was seen of it, what it has, what it cost. */
export function ServerPage() {
  const { id = '' } = useParams<{ id: string }>();
  const query = useQuery(serverQuery(id));
  return (
    <Loaded title={`Server ${id}`} back={back} query={query}>
      {(server) => <ServerParts server={server} />}
    </Loaded>
  );
}

function ServerParts({ server }: { server: ServerDetail }) {
  return (
    <>
      <PageHeader
        title={serverName(server)}
        badge={<StatusBadge status={server.state ?? 'unknown'} />}
        back={back}
      />
      <div className="grid gap-4">
        <ServerWaits server={server} />
        <KeptPriceNotice serverId={server.id} />
        <StatGroup>
          <Stat label="Charged this month" value={<Money amount={server.chargedThisMonth} />} />
          <Stat label="Time up this month" value={durationText(server.secondsThisMonth)} hint="As charged" />
          <Stat
            label="Billed until"
            value={server.billedUntil ? <Instant value={server.billedUntil} /> : 'Not yet'}
            hint={server.setAside ? 'Then its hours wait' : undefined}
          />
          <Stat
            label="A month costs"
            value={server.monthlyPrice === null ? 'No price' : <Money amount={server.monthlyPrice} />}
            hint={server.packageName ?? 'No package'}
          />
        </StatGroup>
        <Card>
          <CardHeader
            title="The last 48 hours, as seen"
            description="We charge only what was seen. Hatched is time nobody saw."
          />
          <CardBody>
            <UptimeBar
              stretches={server.stretches}
              watchedSince={watchedSince(server)}
              goneAt={server.goneAt}
            />
          </CardBody>
        </Card>
        <div className="grid items-start gap-4 lg:grid-cols-2">
          <PackageCard server={server} />
          <ServerFacts server={server} />
        </div>
        <ServerChargesTable serverId={server.id} />
      </div>
    </>
  );
}

/** Since when it can have been seen: its first package, known or not, is written down with its first sighting. */
function watchedSince({ createdAt, packageHistory }: ServerDetail): Date {
  const first = Math.min(...packageHistory.map(({ from }) => from.getTime()));
  return Number.isFinite(first) && first > createdAt.getTime() ? new Date(first) : createdAt;
}
