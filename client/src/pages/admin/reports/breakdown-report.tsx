import { useQuery } from '@tanstack/react-query';
import { ChartColumn } from 'lucide-react';
import { useInstallation } from '../../../api/installation.ts';
import {
  type Breakdown,
  type BreakdownBy,
  breakdownQuery,
  type Range,
  reportFiles,
} from '../../../api/reports.ts';
import { BarChart } from '../../../components/bar-chart.tsx';
import { customerName } from '../../../components/customer-name.ts';
import { type Column, DataTable } from '../../../components/data-table.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import { Money, moneyText } from '../../../components/money.tsx';
import { Stat, StatGroup } from '../../../components/stat.tsx';
import { Card, CardBody } from '../../../components/ui/card.tsx';
import { paths } from '../../../paths.ts';
import { hoursText } from './hours-text.ts';
import { PeriodSelect } from './period-select.tsx';
import { daysText, periodOf } from './periods.ts';
import { ReportHead } from './report-head.tsx';
import type { ReportProps } from './report-props.ts';
import { shareText } from './share-text.ts';

type Row = Breakdown['rows'][number];

interface Words {
  title: string;
  header: string;
  description: (days: string) => string;
  name: (row: Row) => string;
  href?: (row: Row) => string;
  /** Summed by whole months only. */
  whole: boolean;
}

const words: Record<BreakdownBy, Words> = {
  package: {
    title: 'Revenue by package',
    header: 'Package',
    description: (days) => `What the hours of ${days} were charged, by the package each server had then.`,
    name: ({ id, name }) => name ?? (id === null ? 'None: rates of their own' : `Package ${id}`),
    href: ({ id }) => (id === null ? paths.rates() : paths.package(id)),
    whole: false,
  },
  customer: {
    title: 'Revenue by customer',
    header: 'Customer',
    description: (days) =>
      `What the hours of ${days} were charged, by who owned the server when the hour began.`,
    name: ({ id, name }) => customerName({ customerId: id ?? 0, customerName: name }),
    href: ({ id }) => paths.customer(id ?? 0),
    whole: true,
  },
  hypervisor: {
    title: 'Revenue by hypervisor',
    header: 'Hypervisor',
    description: (days) =>
      `What the hours of ${days} were charged, by the hypervisor each server is on now, or was last seen on.`,
    name: ({ id, name }) => name ?? `Hypervisor ${id}`,
    whole: true,
  },
};

/** A chart is read at a glance: the rest is in the table. */
const MOST_BARS = 20;

/** What was billed, by what it was billed for, the largest first. */
export function BreakdownReport({ by, state, at }: ReportProps & { by: BreakdownBy }) {
  const { title, header, description, name, href, whole } = words[by];
  const range = periodOf(state.values.period, { whole }).range(at);
  const query = useQuery(breakdownQuery(by, range, state.paging.cursor));
  const { data } = query;
  const total = data?.sum.amount ?? 0n;
  const columns: Column<Row>[] = [
    { id: 'name', header, primary: true, cell: (row) => name(row) },
    {
      id: 'charges',
      header: 'Server hours',
      align: 'right',
      cell: (row) => row.charges.toLocaleString('en'),
    },
    {
      id: 'counted',
      header: 'Counted',
      align: 'right',
      wideOnly: true,
      cell: (row) => hoursText(row.seconds),
    },
    { id: 'share', header: 'Share', align: 'right', cell: (row) => shareText(row.amount, total) },
    { id: 'amount', header: 'Billed', align: 'right', cell: (row) => <Money amount={row.amount} aligned /> },
  ];
  return (
    <>
      <ReportHead
        title={title}
        description={description(daysText(range))}
        file={reportFiles.breakdown(by, range)}
      >
        <PeriodSelect state={state} whole={whole} />
      </ReportHead>
      <StatGroup className="mb-4">
        <Stat label="Billed" value={data && <Money amount={total} />} />
        <Stat label="Server hours" value={data?.sum.charges.toLocaleString('en')} />
        <Stat label={`${header}s`} value={data?.total?.toLocaleString('en')} />
      </StatGroup>
      {data && !state.paging.cursor ? <LargestChart data={data} words={words[by]} range={range} /> : null}
      <DataTable
        label={title}
        columns={columns}
        query={query}
        rowKey={(row) => row.id ?? 0}
        {...(href ? { href } : {})}
        state={{ ...state, changed: false }}
        empty={
          <EmptyState icon={ChartColumn} title="Nothing was billed in this time">
            Choose another one; or wait for the first run.
          </EmptyState>
        }
      />
    </>
  );
}

interface LargestChartProps {
  data: Breakdown;
  words: Words;
  range: Range;
}

/** The largest side by side; of one there is nothing to compare. */
function LargestChart({ data, words: { title, name }, range }: LargestChartProps) {
  const { currency } = useInstallation();
  const largest = data.rows.slice(0, MOST_BARS);
  if (largest.length < 2) return null;
  const named = largest.length <= 8;
  return (
    <Card className="mb-4">
      <CardBody>
        <BarChart
          title={largest.length < (data.total ?? 0) ? `The ${largest.length} largest` : 'All of them'}
          label={`${title}, ${daysText(range)}`}
          bars={largest.map((row, index) => ({
            key: index,
            name: name(row),
            value: Number(row.amount),
            text: `${moneyText(row.amount, currency)}, ${shareText(row.amount, data.sum.amount)}`,
            ...(named ? { tick: short(name(row)), major: largest.length <= 4 } : {}),
          }))}
          axisText={(value) => moneyText(BigInt(value), currency)}
        />
      </CardBody>
    </Card>
  );
}

function short(name: string): string {
  return name.length > 14 ? `${name.slice(0, 13)}…` : name;
}
