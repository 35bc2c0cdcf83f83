import { useQuery } from '@tanstack/react-query';
import type { Micros } from '#shared/billing/money.ts';
import { type PackageWithRates, type Rate, ratesQuery } from '../../../api/rates.ts';
import { Can } from '../../../components/can.tsx';
import { type Column, DataTable } from '../../../components/data-table.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import { Instant } from '../../../components/instant.tsx';
import { Money } from '../../../components/money.tsx';
import { useNow } from '../../../hooks/use-now.ts';
import { paths } from '../../../paths.ts';
import { differenceText } from '../what-if/difference-text.ts';
import { phaseOf } from './rate-in-force.ts';
import { WithdrawRateDialog } from './withdraw-rate-dialog.tsx';

/** A price to come, with the one it takes over from. */
export interface PlannedChange {
  pack: PackageWithRates;
  rate: Rate;
  before: Micros | null;
}

/** All prices to come, the nearest first. */
export function plannedIn(packages: readonly PackageWithRates[], now: Date): PlannedChange[] {
  const changes = packages.flatMap((pack) =>
    pack.rates
      .filter((rate) => phaseOf(rate, now) === 'planned')
      .map((rate) => ({ pack, rate, before: priceBefore(pack.rates, rate) })),
  );
  return changes.sort((a, b) => a.rate.effectiveFrom.getTime() - b.rate.effectiveFrom.getTime());
}

/** Newest first, as the list comes: the first that begins earlier and was not taken back. */
function priceBefore(rates: readonly Rate[], { effectiveFrom }: Rate): Micros | null {
  return rates.find((rate) => !rate.withdrawn && rate.effectiveFrom < effectiveFrom)?.monthlyPrice ?? null;
}

const columns: Column<PlannedChange>[] = [
  { id: 'package', header: 'Package', primary: true, cell: ({ pack }) => pack.name },
  {
    id: 'from',
    header: 'From',
    cell: ({ rate }) => (
      <span>
        <Instant value={rate.effectiveFrom} show="exact" />{' '}
        <Instant value={rate.effectiveFrom} className="text-ink-faint" />
      </span>
    ),
  },
  {
    id: 'before',
    header: 'Now a month',
    align: 'right',
    cell: ({ before }) => (before === null ? 'No price' : <Money amount={before} />),
  },
  {
    id: 'after',
    header: 'Then a month',
    align: 'right',
    cell: ({ rate }) => <Money amount={rate.monthlyPrice} />,
  },
  {
    id: 'hourly',
    header: 'Then an hour',
    align: 'right',
    cell: ({ rate }) => <Money amount={rate.hourlyPrice} aligned />,
  },
  {
    id: 'share',
    header: 'Change',
    align: 'right',
    cell: ({ rate, before }) => (before === null ? 'First price' : differenceText(before, rate.monthlyPrice)),
  },
  {
    id: 'servers',
    header: 'Servers',
    align: 'right',
    cell: ({ pack }) => pack.servers.toLocaleString('en'),
  },
  {
    id: 'withdraw',
    header: 'Take back',
    cell: ({ pack, rate, before }) =>
      before === null ? (
        <span className="text-ink-faint">Nothing held before</span>
      ) : (
        <Can permission="rates.write" otherwise={<span className="text-ink-faint">Not allowed</span>}>
          <WithdrawRateDialog rate={rate} packageName={pack.name} />
        </Can>
      ),
  },
];

/** The prices that are to come, of all packages. */
export function PlannedChanges() {
  const query = useQuery(ratesQuery);
  const changes = plannedIn(query.data?.packages ?? [], useNow());
  return (
    <section aria-labelledby="planned" className="mt-8">
      <h2 id="planned" className="mb-2 text-base font-semibold">
        Changes to come
      </h2>
      <DataTable
        label="Changes to come"
        columns={columns}
        query={{ ...query, data: query.data && { rows: changes, nextCursor: null, total: null } }}
        rowKey={({ rate }) => rate.id}
        href={({ pack }) => paths.package(pack.id)}
        empty={
          <EmptyState title="No change is planned">
            A new price may begin at a later hour; until then it can be taken back here.
          </EmptyState>
        }
      />
    </section>
  );
}
