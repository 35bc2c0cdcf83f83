import { ArrowDownRight, ArrowUpRight, Package } from 'lucide-react';
import type { ReactNode } from 'react';
import type { ComparedCustomer, ComparedPackage, Comparison } from '../../../api/what-if.ts';
import { customerName } from '../../../components/customer-name.ts';
import { type Column, DataTable } from '../../../components/data-table.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import { exactInstant } from '../../../components/instant.tsx';
import { Money } from '../../../components/money.tsx';
import { Stat, StatGroup } from '../../../components/stat.tsx';
import { Callout } from '../../../components/ui/callout.tsx';
import { paths } from '../../../paths.ts';
import { alreadyRead } from '../preview/rows-of-page.ts';
import { differenceText } from './difference-text.ts';

const SHOWN = 20;

/** The month as it was, and as it would have been: in all, by package, and who would feel it most. */
export function ComparisonParts({ comparison }: { comparison: Comparison }) {
  const { dearer, cheaper } = feltBy(comparison);
  return (
    <div className="grid gap-6">
      <ComparisonStats comparison={comparison} />
      <Part title="Who would have paid most more" count={dearer.length}>
        <CustomersTable
          label="Customers who would have paid more"
          rows={dearer.slice(0, SHOWN)}
          empty={
            <EmptyState icon={ArrowUpRight} title="Nobody would have paid more">
              No customer’s month becomes dearer.
            </EmptyState>
          }
        />
      </Part>
      <Part title="Who would have paid most less" count={cheaper.length}>
        <CustomersTable
          label="Customers who would have paid less"
          rows={cheaper.slice(0, SHOWN)}
          empty={
            <EmptyState icon={ArrowDownRight} title="Nobody would have paid less">
              No customer’s month becomes cheaper.
            </EmptyState>
          }
        />
      </Part>
      <Part title="By package">
        <DataTable
          label="By package"
          columns={packageColumns}
          query={{ ...alreadyRead, data: { rows: comparison.packages, nextCursor: null, total: null } }}
          rowKey={(row) => row.packageId ?? 0}
          empty={
            <EmptyState icon={Package} title="No hour to compare">
              No hour of this month is settled yet.
            </EmptyState>
          }
        />
      </Part>
    </div>
  );
}

/** Those whose month differs, the largest difference first. */
export function feltBy({ customers }: Comparison): {
  dearer: ComparedCustomer[];
  cheaper: ComparedCustomer[];
} {
  const difference = (row: ComparedCustomer) => row.after - row.before;
  const byDifference = customers.toSorted((a, b) => Number(difference(b) - difference(a)));
  return {
    dearer: byDifference.filter((row) => difference(row) > 0n),
    cheaper: byDifference.filter((row) => difference(row) < 0n).reverse(),
  };
}

/** The totals, and how many feel them. */
export function ComparisonStats({ comparison }: { comparison: Comparison }) {
  const { before, after, customers, from, until, servers, heldAfter } = comparison;
  const { dearer, cheaper } = feltBy(comparison);
  const day = (at: Date) => exactInstant(at, 'UTC').replace(/, 00:00 UTC$/, '');
  return (
    <>
      <StatGroup>
        <Stat label="Was charged" value={<Money amount={before} />} hint={`${day(from)} to ${day(until)}`} />
        <Stat
          label="Would have been"
          value={<Money amount={after} />}
          hint={`${servers.toLocaleString('en')} servers concerned`}
        />
        <Stat
          label="Difference"
          value={<Money amount={after - before} signed />}
          hint={differenceText(before, after)}
        />
        <Stat
          label="Pay more"
          value={dearer.length.toLocaleString('en')}
          hint={`Of ${customers.length.toLocaleString('en')} customers`}
        />
        <Stat label="Pay less" value={cheaper.length.toLocaleString('en')} hint="Others pay the same" />
      </StatGroup>
      {heldAfter > 0 ? (
        <Callout tone="warn" title={`${heldAfter.toLocaleString('en')} servers would be set aside`}>
          Under these terms some of their hours could not be billed; what comes after those is not in the sum.
        </Callout>
      ) : null}
    </>
  );
}

function Part({ title, count, children }: { title: string; count?: number; children: ReactNode }) {
  return (
    <section aria-label={title}>
      <h2 className="mb-2 text-base font-semibold">{title}</h2>
      {children}
      {count !== undefined && count > SHOWN ? (
        <p className="mt-2 text-sm text-ink-soft">
          The first {SHOWN} of {count.toLocaleString('en')}.
        </p>
      ) : null}
    </section>
  );
}

function amounts<Row extends { before: bigint; after: bigint }>(): Column<Row>[] {
  return [
    {
      id: 'before',
      header: 'Was charged',
      align: 'right',
      sortValue: (row) => row.before,
      cell: (row) => <Money amount={row.before} aligned />,
    },
    {
      id: 'after',
      header: 'Would have been',
      align: 'right',
      sortValue: (row) => row.after,
      cell: (row) => <Money amount={row.after} aligned />,
    },
    {
      id: 'difference',
      header: 'Difference',
      align: 'right',
      sortValue: (row) => row.after - row.before,
      cell: (row) => <Money amount={row.after - row.before} aligned signed />,
    },
    {
      id: 'share',
      header: 'In percent',
      align: 'right',
      cell: (row) => differenceText(row.before, row.after),
    },
  ];
}

const customerColumns: Column<ComparedCustomer>[] = [
  { id: 'customer', header: 'Customer', primary: true, cell: (row) => customerName(row) },
  ...amounts<ComparedCustomer>(),
];

const packageColumns: Column<ComparedPackage>[] = [
  {
    id: 'package',
    header: 'Package',
    primary: true,
    cell: (row) => row.packageName ?? (row.packageId === null ? 'No package' : `Package ${row.packageId}`),
  },
  {
    id: 'hours',
    header: 'Server-hours',
    align: 'right',
    sortValue: (row) => row.hours,
    cell: (row) => row.hours.toLocaleString('en'),
  },
  ...amounts<ComparedPackage>(),
];

/** Some customers with both amounts. */
export function CustomersTable(props: { label: string; rows: ComparedCustomer[]; empty: ReactNode }) {
  const { label, rows, empty } = props;
  return (
    <DataTable
      label={label}
      columns={customerColumns}
      query={{ ...alreadyRead, data: { rows, nextCursor: null, total: null } }}
      rowKey={(row) => row.customerId}
      href={(row) => paths.customer(row.customerId)}
      empty={empty}
    />
  );
}
