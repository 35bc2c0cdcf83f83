import type { ReactNode } from 'react';
import { PageHeader } from '../../components/page-header.tsx';
import { Tabs } from '../../components/ui/tabs.tsx';
import { oneOf } from '../../hooks/one-of.ts';
import { useNow } from '../../hooks/use-now.ts';
import { useSearchState } from '../../hooks/use-search-state.ts';
import { BreakdownReport } from './reports/breakdown-report.tsx';
import { ForecastReport } from './reports/forecast-report.tsx';
import { OwingReport } from './reports/owing-report.tsx';
import { type ReportProps, reportDefaults } from './reports/report-props.ts';
import { TimelineReport } from './reports/timeline-report.tsx';
import { WaitingReport } from './reports/waiting-report.tsx';

const names = ['revenue', 'packages', 'customers', 'hypervisors', 'forecast', 'unpaid', 'set-aside'] as const;

const labels: Record<(typeof names)[number], string> = {
  revenue: 'Revenue',
  packages: 'Packages',
  customers: 'Customers',
  hypervisors: 'Hypervisors',
  forecast: 'Forecast',
  unpaid: 'Unpaid',
  'set-aside': 'Set aside',
};

/** What billing earned, from whom and for what; what is owed, what waits, and what is to come. */
export function ReportsPage() {
  const state = useSearchState(reportDefaults);
  const at = useNow();
  const report = oneOf(names, state.values.report) ?? 'revenue';
  return (
    <>
      <PageHeader
        title="Reports"
        description="Every amount belongs to the hour it pays for, so that these sums are those of the charges, the statements and the ledger."
      />
      <Tabs
        aria-label="Reports"
        value={report}
        onChange={(next) => state.set({ report: next, sort: '' })}
        tabs={names.map((value) => ({
          value,
          label: labels[value],
          content: value === report ? <Report name={value} state={state} at={at} /> : null,
        }))}
      />
    </>
  );
}

function Report({ name, ...props }: ReportProps & { name: (typeof names)[number] }): ReactNode {
  switch (name) {
    case 'revenue':
      return <TimelineReport {...props} />;
    case 'packages':
      return <BreakdownReport by="package" {...props} />;
    case 'customers':
      return <BreakdownReport by="customer" {...props} />;
    case 'hypervisors':
      return <BreakdownReport by="hypervisor" {...props} />;
    case 'forecast':
      return <ForecastReport />;
    case 'unpaid':
      return <OwingReport {...props} />;
    case 'set-aside':
      return <WaitingReport {...props} />;
    default:
      return name satisfies never;
  }
}
