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
import { Badge } from '../../components/ui/badge.tsx';
import { Callout } from '../../components/ui/callout.tsx';
import { Card, CardBody, CardHeader } from '../../components/ui/card.tsx';
import { useNow } from '../../hooks/use-now.ts';
import { useSearchState } from '../../hooks/use-search-state.ts';
import { paths } from '../../paths.ts';
import { ExemptionCard } from './servers/exemption-card.tsx';
import { phaseOfExemption } from './servers/exemption-words.ts';
import { KeptPriceNotice } from './servers/kept-price-notice.tsx';
import { PackageCard } from './servers/package-card.tsx';
import { PanelCard } from './servers/panel-card.tsx';
import { PriceCard } from './servers/price-card.tsx';
import { ServerCalendar } from './servers/server-calendar.tsx';
import { ServerChargesTable } from './servers/server-charges-table.tsx';
import { ServerFacts } from './servers/server-facts.tsx';
import { ServerWaits } from './servers/server-waits.tsx';
import { UptimeBar } from './servers/uptime-bar.tsx';

/** One for the whole page: the calendar and the list of charges share the URL. */
const defaults = { month: '', day: '', sort: '' };

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
  const state = useSearchState(defaults);
  return (
    <>
      <PageHeader
        title={serverName(server)}
        badge={
          <>
            <StatusBadge status={server.state ?? 'unknown'} />
            {server.exempt ? <Badge tone="warn">Exempt</Badge> : null}
          </>
        }
        back={back}
      />
      <div className="grid gap-4">
        <ServerWaits server={server} />
        <ExemptNotice server={server} />
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
        <ServerCalendar server={server} choice={state.values} onChoose={(choice) => state.set(choice)} />
        <div className="grid items-start gap-4 lg:grid-cols-2">
          <div className="grid gap-4">
            <PackageCard server={server} />
            <PriceCard server={server} />
          </div>
          <div className="grid gap-4">
            <PanelCard server={server} />
            <ExemptionCard server={server} />
            <ServerFacts server={server} />
          </div>
        </div>
        <ServerChargesTable serverId={server.id} state={state} />
      </div>
    </>
  );
}

/** Nobody may wonder why a running server costs nothing. */
function ExemptNotice({ server }: { server: ServerDetail }) {
  const now = useNow();
  const exemption = server.exemptions.find((one) => phaseOfExemption(one, now) === 'in_force');
  if (!exemption) return null;
  const { reason, until } = exemption;
  return (
    <Callout tone="warn" title="Exempt: its hours are not billed">
      {reason}.{' '}
      {until ? (
        <>
          Billed again <Instant value={until} />.
        </>
      ) : (
        'Until an admin ends it.'
      )}
    </Callout>
  );
}

/** Since when it can have been seen: its first package, known or not, is written down with its first sighting. */
function watchedSince({ createdAt, packageHistory }: ServerDetail): Date {
  const first = Math.min(...packageHistory.map(({ from }) => from.getTime()));
  return Number.isFinite(first) && first > createdAt.getTime() ? new Date(first) : createdAt;
}
