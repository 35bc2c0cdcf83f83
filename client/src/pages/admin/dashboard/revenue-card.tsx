import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Dashboard } from '../../../api/dashboard.ts';
import { useInstallation } from '../../../api/installation.ts';
import { timelineQuery } from '../../../api/reports.ts';
import { BarChart } from '../../../components/bar-chart.tsx';
import { ErrorNotice } from '../../../components/error-notice.tsx';
import { Money, moneyText } from '../../../components/money.tsx';
import { stepsShown, timeBars } from '../../../components/time-bars.ts';
import { Card, CardBody, CardHeader } from '../../../components/ui/card.tsx';
import { Select } from '../../../components/ui/select.tsx';
import { Skeleton } from '../../../components/ui/skeleton.tsx';
import { useSearchState } from '../../../hooks/use-search-state.ts';
import { changeText } from './change-text.ts';
import { spanChoices, spanOf } from './chart-spans.ts';

/** What billing earns: today, this month, and over time. */
export function RevenueCard({ dashboard }: { dashboard: Dashboard }) {
  return (
    <Card>
      <CardHeader
        title="Billed"
        description="For the hours themselves, whichever run billed them. Days and months are UTC."
      />
      <CardBody className="grid gap-5">
        <dl className="grid gap-x-8 gap-y-4 sm:grid-cols-2">
          <Figure label="Today" figure={dashboard.today} versus="yesterday" />
          <Figure label="This month" figure={dashboard.month} versus="last month" />
        </dl>
        <RevenueChart dashboard={dashboard} />
      </CardBody>
    </Card>
  );
}

const defaults = { chart: '48h' };

function RevenueChart({ dashboard }: { dashboard: Dashboard }) {
  const { timezone, currency } = useInstallation();
  const { values, set } = useSearchState(defaults);
  const span = spanOf(values.chart);
  const { data, error, isFetching, refetch } = useQuery(timelineQuery(span.by, span.range(dashboard.at)));
  const rows = stepsShown(data?.rows ?? [], span.by);
  const billed = rows.filter(({ charges }) => charges > 0).length;
  return (
    <div>
      <div className="mb-3 flex justify-end">
        <Select
          aria-label="Chart"
          className="w-auto min-w-44"
          value={span.value}
          onChange={(chart) => set({ chart })}
          choices={spanChoices}
        />
      </div>
      {error ? (
        <ErrorNotice error={error} retry={() => refetch()} retrying={isFetching} />
      ) : !data ? (
        <div aria-busy="true">
          <Skeleton className="h-56" />
        </div>
      ) : billed === 0 ? (
        <p className="rounded-lg bg-sunken px-4 py-8 text-center text-sm text-ink-faint">
          Nothing is billed {span.over}. The chart begins with the first run.
        </p>
      ) : (
        <BarChart
          title={`By ${span.by}, ${span.over}`}
          label={`Billed by ${span.by} ${span.over}: ${moneyText(data.total.amount, currency)}`}
          bars={timeBars(rows, {
            by: span.by,
            billedUntil: data.billedUntil,
            enabled: dashboard.billing.enabled,
            timezone,
            currency,
          })}
          axisText={(value) => moneyText(BigInt(value), currency)}
          columns={[span.heading, 'Billed']}
        />
      )}
    </div>
  );
}

function Figure({ label, figure, versus }: { label: string; figure: Dashboard['today']; versus: string }) {
  return (
    <div>
      <dt className="text-xs text-ink-faint">{label}</dt>
      <dd className="text-2xl font-semibold tracking-tight">
        <Money amount={figure.amount} />
      </dd>
      <dd className="text-sm text-ink-soft">
        <Comparison figure={figure} versus={versus} />
      </dd>
    </div>
  );
}

function Comparison({ figure, versus }: { figure: Dashboard['today']; versus: string }): ReactNode {
  if (figure.from.getTime() === figure.until.getTime()) return 'None of its hours is billed yet';
  if (figure.before === null) return `Nothing was billed by this time ${versus}`;
  const change = changeText(figure.amount, figure.before);
  return (
    <>
      {change ? <span className="font-medium text-ink">{change}</span> : null} against{' '}
      <Money amount={figure.before} /> by this time {versus}
    </>
  );
}
