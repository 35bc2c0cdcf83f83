import type { ReactNode } from 'react';
import type { Dashboard } from '../../../api/dashboard.ts';
import { useSession } from '../../../api/session.ts';
import { Money, moneyText } from '../../../components/money.tsx';
import { Card, CardBody, CardHeader } from '../../../components/ui/card.tsx';
import { BarChart } from './bar-chart.tsx';
import { changeText } from './change-text.ts';
import { hourBars, hoursShown } from './hour-bars.ts';

/** What billing earns: today, this month, and hour by hour. */
export function RevenueCard({ dashboard }: { dashboard: Dashboard }) {
  const { timezone, currency } = useSession();
  const hours = hoursShown(dashboard.hours);
  const bars = hourBars({ ...dashboard, hours }, { timezone, currency });
  const billed = hours.filter(({ charges }) => charges > 0);
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
        {billed.length === 0 ? (
          <p className="rounded-lg bg-sunken px-4 py-8 text-center text-sm text-ink-faint">
            No hour of the last {hours.length} is billed. The chart begins with the first run.
          </p>
        ) : (
          <BarChart
            title={`By hour, the last ${hours.length} hours`}
            label={`Billed by hour: ${billed.length} of the last ${hours.length} hours`}
            bars={bars}
            axisText={(value) => moneyText(BigInt(value), currency)}
            columns={['Hour', 'Billed']}
          />
        )}
      </CardBody>
    </Card>
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
