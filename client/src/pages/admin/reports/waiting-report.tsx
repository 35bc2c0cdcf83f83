import { useQuery } from '@tanstack/react-query';
import { CircleCheck } from 'lucide-react';
import { useInstallation } from '../../../api/installation.ts';
import { reportFiles, type Waiting, waitingQuery } from '../../../api/reports.ts';
import { BarChart } from '../../../components/bar-chart.tsx';
import { customerName } from '../../../components/customer-name.ts';
import { type Column, DataTable } from '../../../components/data-table.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import { Instant } from '../../../components/instant.tsx';
import { Money, moneyText } from '../../../components/money.tsx';
import { reasons } from '../../../components/reasons.ts';
import { Stat, StatGroup } from '../../../components/stat.tsx';
import { Card, CardBody } from '../../../components/ui/card.tsx';
import { paths } from '../../../paths.ts';
import { ReportHead } from './report-head.tsx';
import type { ReportProps } from './report-props.ts';

type Row = Waiting['rows'][number];

const columns: Column<Row>[] = [
  { id: 'server', header: 'Server', primary: true, cell: (row) => row.serverName },
  { id: 'customer', header: 'Customer', wideOnly: true, cell: (row) => customerName(row) },
  { id: 'reason', header: 'Why', cell: (row) => reasons[row.reason].short },
  { id: 'since', header: 'Since', cell: (row) => <Instant value={row.since} /> },
  { id: 'hours', header: 'Hours', align: 'right', cell: (row) => row.hours.toLocaleString('en') },
  {
    id: 'estimate',
    header: 'Would cost',
    align: 'right',
    cell: (row) =>
      row.estimate === null ? (
        <span className="text-ink-faint">not known</span>
      ) : (
        <Money amount={row.estimate} aligned />
      ),
  },
];

const MOST_BARS = 20;

/** Where nothing can be told of any server, an estimate of nothing would be a lie. */
function isUnknown({ total, sum }: Waiting): boolean {
  return sum.unknown > 0 && sum.unknown === total;
}

function hintOf(data: Waiting): string | undefined {
  const { unknown } = data.sum;
  if (unknown === 0) return undefined;
  if (isUnknown(data)) return 'What would price them is not known: no price, or no state';
  return `and what ${unknown.toLocaleString('en')} without a price or state would cost`;
}

/** Hours that wait, and what is not earned while they do. */
export function WaitingReport({ state }: ReportProps) {
  const { currency } = useInstallation();
  const query = useQuery(waitingQuery({ cursor: state.paging.cursor }));
  const { data } = query;
  const priced = (data?.rows ?? []).filter(({ estimate }) => estimate !== null && estimate > 0n);
  return (
    <>
      <ReportHead
        title="Hours set aside"
        description="Hours that no run could bill. They wait until what keeps them is mended; until then they earn nothing. Estimated as each server is and is priced now."
        file={reportFiles.waiting()}
      />
      <StatGroup className="mb-4">
        <Stat label="Servers" value={data?.total?.toLocaleString('en')} />
        <Stat label="Hours" value={data?.sum.hours.toLocaleString('en')} />
        <Stat
          label="Would earn about"
          value={data && (isUnknown(data) ? 'Not known' : <Money amount={data.sum.estimate} />)}
          hint={data && hintOf(data)}
        />
      </StatGroup>
      {priced.length > 1 && !state.paging.cursor ? (
        <Card className="mb-4">
          <CardBody>
            <BarChart
              title="What waits, by server"
              label="What the hours that wait would cost, by server"
              bars={priced.slice(0, MOST_BARS).map((row, index) => ({
                key: index,
                name: row.serverName,
                value: Number(row.estimate),
                text: moneyText(row.estimate ?? 0n, currency),
              }))}
              axisText={(value) => moneyText(BigInt(value), currency)}
            />
          </CardBody>
        </Card>
      ) : null}
      <DataTable
        label="Hours set aside"
        columns={columns}
        query={query}
        rowKey={(row) => row.serverId}
        href={(row) => paths.server(row.serverId)}
        state={{ ...state, changed: false }}
        empty={
          <EmptyState icon={CircleCheck} title="No hour waits">
            Every server is billed as far as it was seen.
          </EmptyState>
        }
      />
    </>
  );
}
