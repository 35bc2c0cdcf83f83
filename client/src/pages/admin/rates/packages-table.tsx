import { useQuery } from '@tanstack/react-query';
import { Tags } from 'lucide-react';
import { type PackageWithRates, ratesQuery } from '../../../api/rates.ts';
import { Can } from '../../../components/can.tsx';
import { type Column, DataTable } from '../../../components/data-table.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import { Instant } from '../../../components/instant.tsx';
import { Money } from '../../../components/money.tsx';
import { resourcesText } from '../../../components/resources-text.ts';
import { TextLink } from '../../../components/text-link.tsx';
import { Badge } from '../../../components/ui/badge.tsx';
import { Button } from '../../../components/ui/button.tsx';
import { useNow } from '../../../hooks/use-now.ts';
import { paths } from '../../../paths.ts';
import { AddRateDialog } from './add-rate-dialog.tsx';
import { nextRate, rateInForce } from './rate-in-force.ts';

/** Every package with what it costs now and soon. */
export function PackagesTable() {
  const query = useQuery(ratesQuery);
  const now = useNow();
  const data = query.data && { rows: query.data.packages, nextCursor: null, total: null };
  return (
    <DataTable
      label="Packages"
      columns={columnsAt(now)}
      query={{ ...query, data }}
      rowKey={(pack) => pack.id}
      href={(pack) => paths.package(pack.id)}
      empty={
        <EmptyState icon={Tags} title="No package yet">
          VirtFusion’s packages appear here once it has been read. Connect it in{' '}
          <TextLink href={paths.settings()}>Settings</TextLink>.
        </EmptyState>
      }
    />
  );
}

function columnsAt(now: Date): Column<PackageWithRates>[] {
  const inForce = ({ rates }: PackageWithRates) => rateInForce(rates, now);
  return [
    {
      id: 'name',
      header: 'Package',
      primary: true,
      className: 'md:py-2',
      sortValue: (pack) => pack.name,
      cell: (pack) => (
        <>
          {pack.name}
          <span className="block text-xs font-normal text-ink-faint">{resourcesText(pack)}</span>
        </>
      ),
    },
    {
      id: 'monthly',
      header: 'A month',
      align: 'right',
      sortValue: (pack) => inForce(pack)?.monthlyPrice ?? null,
      cell: (pack) => <MonthlyPrice pack={pack} now={now} />,
    },
    {
      id: 'hourly',
      header: 'An hour',
      align: 'right',
      sortValue: (pack) => inForce(pack)?.hourlyPrice ?? null,
      cell: (pack) => {
        const rate = inForce(pack);
        return rate ? <Money amount={rate.hourlyPrice} aligned /> : <span className="text-ink-faint">–</span>;
      },
    },
    { id: 'next', header: 'Next change', cell: (pack) => <NextChange pack={pack} now={now} /> },
    {
      id: 'servers',
      header: 'Servers',
      align: 'right',
      sortValue: (pack) => pack.servers,
      cell: (pack) => pack.servers.toLocaleString('en'),
    },
    {
      id: 'waiting',
      header: 'Wait for a price',
      sortValue: (pack) => pack.waitingServers,
      cell: (pack) =>
        pack.waitingServers > 0 ? (
          <Badge tone="warn">{pack.waitingServers.toLocaleString('en')} waiting</Badge>
        ) : (
          <span className="text-ink-faint">None</span>
        ),
    },
  ];
}

function MonthlyPrice({ pack, now }: { pack: PackageWithRates; now: Date }) {
  const rate = rateInForce(pack.rates, now);
  if (rate) return <Money amount={rate.monthlyPrice} />;
  if (pack.goneAt) return <span className="text-ink-faint">Gone from VirtFusion</span>;
  return (
    <Can permission="rates.write" otherwise={<span className="text-ink-faint">No price</span>}>
      <AddRateDialog
        pack={pack}
        trigger={
          <Button size="sm" className="z-10" variant={pack.waitingServers > 0 ? 'primary' : 'secondary'}>
            Set price
          </Button>
        }
      />
    </Can>
  );
}

function NextChange({ pack, now }: { pack: PackageWithRates; now: Date }) {
  const next = nextRate(pack.rates, now);
  if (!next) return <span className="text-ink-faint">None planned</span>;
  return (
    <span>
      <Money amount={next.monthlyPrice} /> <Instant value={next.effectiveFrom} className="text-ink-faint" />
    </span>
  );
}
