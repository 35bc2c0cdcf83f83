import { Select } from '../../../components/ui/select.tsx';
import { periodOf, periods } from './periods.ts';
import type { ReportProps } from './report-props.ts';

/** Of what time the report is. */
export function PeriodSelect({ state, whole }: Pick<ReportProps, 'state'> & { whole: boolean }) {
  return (
    <Select
      aria-label="Time"
      className="w-auto min-w-36"
      value={periodOf(state.values.period, { whole }).value}
      onChange={(period) => state.set({ period })}
      choices={periods.filter((period) => period.whole || !whole)}
    />
  );
}
