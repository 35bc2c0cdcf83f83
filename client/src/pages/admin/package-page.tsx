import { useQuery } from '@tanstack/react-query';
import { useParams } from 'wouter';
import { type PackageWithRates, ratesQuery } from '../../api/rates.ts';
import { Can } from '../../components/can.tsx';
import { Instant } from '../../components/instant.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { Money } from '../../components/money.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { resourcesText } from '../../components/resources-text.ts';
import { Stat, StatGroup } from '../../components/stat.tsx';
import { TextLink } from '../../components/text-link.tsx';
import { Badge } from '../../components/ui/badge.tsx';
import { Button } from '../../components/ui/button.tsx';
import { Callout } from '../../components/ui/callout.tsx';
import { useNow } from '../../hooks/use-now.ts';
import { paths } from '../../paths.ts';
import { NotFoundPage } from '../not-found-page.tsx';
import { AddRateDialog } from './rates/add-rate-dialog.tsx';
import { PriceHistory } from './rates/price-history.tsx';
import { nextRate, rateInForce } from './rates/rate-in-force.ts';

const back = { href: paths.rates(), label: 'Rates' };

/** One package: what it costs, what it will cost, and what it did. */
export function PackagePage() {
  const { id = '' } = useParams<{ id: string }>();
  const query = useQuery(ratesQuery);
  return (
    <Loaded title={`Package ${id}`} back={back} query={query}>
      {({ packages }) => {
        const pack = packages.find((one) => String(one.id) === id);
        return pack ? <PackageParts pack={pack} /> : <NotFoundPage />;
      }}
    </Loaded>
  );
}

function PackageParts({ pack }: { pack: PackageWithRates }) {
  return (
    <>
      <PageHeader
        title={pack.name}
        description={resourcesText(pack)}
        back={back}
        badge={<PackageBadge pack={pack} />}
        actions={
          pack.goneAt ? null : (
            <Can permission="rates.write">
              <AddRateDialog pack={pack} trigger={<Button variant="primary">Set a price</Button>} />
            </Can>
          )
        }
      />
      <div className="grid gap-5">
        <Waiting pack={pack} />
        <Figures pack={pack} />
        <PriceHistory rates={pack.rates} />
      </div>
    </>
  );
}

function PackageBadge({ pack }: { pack: PackageWithRates }) {
  if (pack.goneAt) return <Badge>Gone from VirtFusion</Badge>;
  return pack.enabled ? null : <Badge>Disabled in VirtFusion</Badge>;
}

function Waiting({ pack: { id, waitingServers, waitingSince } }: { pack: PackageWithRates }) {
  if (waitingServers === 0) return null;
  const servers = waitingServers === 1 ? 'One server waits' : `${waitingServers} servers wait`;
  return (
    <Callout tone="warn" title={`${servers} for a price`}>
      {waitingSince ? (
        <>
          The earliest hour that waits began <Instant value={waitingSince} show="exact" />.{' '}
        </>
      ) : null}
      A new price can cover the hours that wait; the next run then charges them.{' '}
      <TextLink href={paths.servers({ packageId: id, setAside: 'yes' })}>See which</TextLink>
    </Callout>
  );
}

function Figures({ pack }: { pack: PackageWithRates }) {
  const now = useNow();
  const rate = rateInForce(pack.rates, now);
  const next = nextRate(pack.rates, now);
  return (
    <StatGroup>
      <Stat
        label="A month"
        value={rate ? <Money amount={rate.monthlyPrice} /> : 'No price'}
        hint={
          rate ? (
            <>
              since <Instant value={rate.effectiveFrom} />
            </>
          ) : (
            'Its servers wait'
          )
        }
      />
      <Stat label="An hour" value={rate ? <Money amount={rate.hourlyPrice} /> : '–'} hint="While it runs" />
      <Stat
        label="Next change"
        value={next ? <Money amount={next.monthlyPrice} /> : 'None planned'}
        hint={next ? <Instant value={next.effectiveFrom} /> : undefined}
      />
      <Stat
        label="Servers"
        value={pack.servers.toLocaleString('en')}
        hint={<TextLink href={paths.servers({ packageId: pack.id })}>See them</TextLink>}
      />
    </StatGroup>
  );
}
