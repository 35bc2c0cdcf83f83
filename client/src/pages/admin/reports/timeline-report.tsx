import { useQuery } from '@tanstack/react-query';
import { ChartColumn } from 'lucide-react';
import { useInstallation } from '../../../api/installation.ts';
import { reportFiles, type Timeline, type TimelineStep, timelineQuery } from '../../../api/reports.ts';
import { BarChart } from '../../../components/bar-chart.tsx';
import { type Column, DataTable } from '../../../components/data-table.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import { Money, moneyText } from '../../../components/money.tsx';
import { Stat, StatGroup } from '../../../components/stat.tsx';
import { stepName, timeBars } from '../../../components/time-bars.ts';
import { Card, CardBody } from '../../../components/ui/card.tsx';
import { Select } from '../../../components/ui/select.tsx';
import { hoursText } from './hours-text.ts';
import { PeriodSelect } from './period-select.tsx';
import { daysText, periodOf, stepsFor } from './periods.ts';
import { ReportHead } from './report-head.tsx';
import type { ReportProps } from './report-props.ts';

const stepWords: Record<TimelineStep, string> = { hour: 'By hour', day: 'By day', month: 'By month' };

type Row = Timeline['rows'][number];

const columnsBy = (by: TimelineStep, timezone: string): Column<Row>[] => [
  {
    id: 'when',
    header: by === 'hour' ? 'Hour' : by === 'day' ? 'Day' : 'Month',
    primary: true,
    cell: (row) => stepName(row, by, timezone),
  },
  { id: 'charges', header: 'Server hours', align: 'right', cell: (row) => row.charges.toLocaleString('en') },
  { id: 'counted', header: 'Counted', align: 'right', cell: (row) => hoursText(row.seconds) },
  { id: 'amount', header: 'Billed', align: 'right', cell: (row) => <Money amount={row.amount} aligned /> },
];

/** What was billed, hour by hour, day by day or month by month. */
export function TimelineReport({ state, at }: ReportProps) {
  const { timezone, currency } = useInstallation();
  const period = periodOf(state.values.period, { whole: false });
  const range = period.range(at);
  const steps = stepsFor(range);
  const by = steps.find((step) => step === state.values.by) ?? steps[0] ?? 'day';
  const query = useQuery(timelineQuery(by, range));
  const { data } = query;
  const billed = data?.rows.filter(({ charges }) => charges > 0) ?? [];
  return (
    <>
      <ReportHead
        title="Revenue and usage"
        description={`What the hours of ${daysText(range)} were charged, whichever run billed them. Days and months are UTC.`}
        file={reportFiles.timeline(by, range)}
      >
        <PeriodSelect state={state} whole={false} />
        <Select
          aria-label="Steps"
          className="w-auto min-w-28"
          value={by}
          onChange={(next) => state.set({ by: next })}
          choices={steps.map((value) => ({ value, label: stepWords[value] }))}
        />
      </ReportHead>
      <StatGroup className="mb-4">
        <Stat label="Billed" value={data && <Money amount={data.total.amount} />} />
        <Stat
          label="Server hours"
          value={data?.total.charges.toLocaleString('en')}
          hint="charged, free ones included"
        />
        <Stat label="Counted" value={data && hoursText(data.total.seconds)} hint="by the counting rule" />
      </StatGroup>
      {data && billed.length > 0 ? (
        <Card className="mb-4">
          <CardBody>
            <BarChart
              title={`Billed ${stepWords[by].toLowerCase()}`}
              label={`Billed ${stepWords[by].toLowerCase()}, ${daysText(range)}: ${moneyText(data.total.amount, currency)}`}
              bars={timeBars(data.rows, { by, billedUntil: null, enabled: false, timezone, currency })}
              axisText={(value) => moneyText(BigInt(value), currency)}
            />
          </CardBody>
        </Card>
      ) : null}
      <DataTable
        label="Revenue and usage"
        columns={columnsBy(by, timezone)}
        query={{
          ...query,
          data: data && { rows: billed.toReversed(), nextCursor: null, total: billed.length },
        }}
        rowKey={(row) => row.from.getTime()}
        empty={
          <EmptyState icon={ChartColumn} title="Nothing was billed in this time">
            Choose another one; or wait for the first run.
          </EmptyState>
        }
      />
    </>
  );
}
