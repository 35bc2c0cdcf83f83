import { useQuery } from '@tanstack/react-query';
import { Wallet } from 'lucide-react';
import { useInstallation } from '../../../api/installation.ts';
import { type Owing, owingQuery, reportFiles } from '../../../api/reports.ts';
import { BarChart } from '../../../components/bar-chart.tsx';
import { customerName } from '../../../components/customer-name.ts';
import { type Column, DataTable } from '../../../components/data-table.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import { Money, moneyText } from '../../../components/money.tsx';
import { Stat, StatGroup } from '../../../components/stat.tsx';
import { Card, CardBody } from '../../../components/ui/card.tsx';
import { paths } from '../../../paths.ts';
import { ReportHead } from './report-head.tsx';
import type { ReportProps } from './report-props.ts';

type Row = Owing['rows'][number];

const nameOf = (row: Row) => customerName({ customerId: row.id, customerName: row.name });

const columns: Column<Row>[] = [
  { id: 'customer', header: 'Customer', primary: true, cell: nameOf },
  { id: 'servers', header: 'Servers', align: 'right', cell: (row) => row.servers.toLocaleString('en') },
  {
    id: 'burn',
    header: 'An hour costs',
    align: 'right',
    cell: (row) => <Money amount={row.burnPerHour} aligned />,
  },
  { id: 'balance', header: 'Wallet', align: 'right', cell: (row) => <Money amount={row.balance} aligned /> },
];

const MOST_BARS = 20;

/** Who owes for hours that are billed, the most first. */
export function OwingReport({ state }: ReportProps) {
  const { currency } = useInstallation();
  const query = useQuery(owingQuery({ cursor: state.paging.cursor }));
  const { data } = query;
  const deepest = (data?.rows ?? []).slice(0, MOST_BARS);
  return (
    <>
      <ReportHead
        title="Unpaid"
        description="Customers whose wallet is below nothing: hours that are billed and not paid for, as of now."
        file={reportFiles.owing()}
      />
      <StatGroup className="mb-4">
        <Stat label="Owed" value={data && <Money amount={data.owed} />} />
        <Stat label="Customers" value={data?.total?.toLocaleString('en')} />
      </StatGroup>
      {deepest.length > 1 && !state.paging.cursor ? (
        <Card className="mb-4">
          <CardBody>
            <BarChart
              title="Who owes most"
              label={`The ${deepest.length} customers who owe most`}
              bars={deepest.map((row, index) => ({
                key: index,
                name: nameOf(row),
                value: Number(-row.balance),
                text: moneyText(-row.balance, currency),
              }))}
              axisText={(value) => moneyText(BigInt(value), currency)}
            />
          </CardBody>
        </Card>
      ) : null}
      <DataTable
        label="Unpaid"
        columns={columns}
        query={query}
        rowKey={(row) => row.id}
        href={(row) => paths.customer(row.id)}
        state={{ ...state, changed: false }}
        empty={
          <EmptyState icon={Wallet} title="Nobody owes anything">
            Every wallet has something in it, or nothing was taken from it.
          </EmptyState>
        }
      />
    </>
  );
}
