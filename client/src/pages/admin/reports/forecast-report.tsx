import { useQuery } from '@tanstack/react-query';
import { ChartColumn } from 'lucide-react';
import { useInstallation } from '../../../api/installation.ts';
import { type Forecast, forecastQuery, reportFiles } from '../../../api/reports.ts';
import { BarChart } from '../../../components/bar-chart.tsx';
import { type Column, DataTable } from '../../../components/data-table.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import { Money, moneyText } from '../../../components/money.tsx';
import { Stat, StatGroup } from '../../../components/stat.tsx';
import { Card, CardBody } from '../../../components/ui/card.tsx';
import { daysText } from './periods.ts';
import { ReportHead } from './report-head.tsx';

type Row = Forecast['rows'][number];

const nameOf = ({ packageId, packageName }: Row) =>
  packageName ?? (packageId === null ? 'No package' : `Package ${packageId}`);

const columns: Column<Row>[] = [
  { id: 'package', header: 'Package', primary: true, cell: nameOf },
  { id: 'servers', header: 'Servers now', align: 'right', cell: (row) => row.servers.toLocaleString('en') },
  { id: 'billed', header: 'Billed', align: 'right', cell: (row) => <Money amount={row.billed} aligned /> },
  { id: 'rest', header: 'Still to come', align: 'right', cell: (row) => <Money amount={row.rest} aligned /> },
  { id: 'total', header: 'The month', align: 'right', cell: (row) => <Money amount={row.total} aligned /> },
];

/** What this month will come to. */
export function ForecastReport() {
  const { currency } = useInstallation();
  const query = useQuery(forecastQuery);
  const { data } = query;
  return (
    <>
      <ReportHead
        title="Forecast"
        description={`What this month${data ? ` (${daysText(data.month)})` : ''} comes to if every server stays as it is and is priced now, until the month ends or its cap is reached.`}
        file={reportFiles.forecast()}
      />
      <StatGroup className="mb-4">
        <Stat
          label="The month, about"
          value={data && <Money amount={data.sum.total} />}
          hint={data && <Before data={data} />}
        />
        <Stat label="Billed so far" value={data && <Money amount={data.sum.billed} />} />
        <Stat
          label="Still to come, about"
          value={data && <Money amount={data.sum.rest} />}
          hint={
            data && data.unpriced > 0
              ? `without ${data.unpriced.toLocaleString('en')} whose price or state is not known`
              : undefined
          }
        />
      </StatGroup>
      {data && data.rows.length > 1 ? (
        <Card className="mb-4">
          <CardBody>
            <BarChart
              title="The month by package"
              label={`Forecast of the month by package: ${moneyText(data.sum.total, currency)}`}
              bars={data.rows.map((row, index) => ({
                key: index,
                name: nameOf(row),
                value: Number(row.total),
                text: `${moneyText(row.total, currency)}, of it ${moneyText(row.billed, currency)} billed`,
                ...(data.rows.length <= 8
                  ? { tick: nameOf(row).slice(0, 14), major: data.rows.length <= 4 }
                  : {}),
              }))}
              axisText={(value) => moneyText(BigInt(value), currency)}
            />
          </CardBody>
        </Card>
      ) : null}
      <DataTable
        label="Forecast"
        columns={columns}
        query={{ ...query, data: data && { rows: data.rows, nextCursor: null, total: data.rows.length } }}
        rowKey={(row) => row.packageId ?? 0}
        empty={
          <EmptyState icon={ChartColumn} title="Nothing to foresee">
            No server is there, and no hour of this month is billed.
          </EmptyState>
        }
      />
    </>
  );
}

function Before({ data }: { data: Forecast }) {
  if (data.before === null) return 'nothing was billed last month';
  return (
    <>
      last month: <Money amount={data.before} />
    </>
  );
}
