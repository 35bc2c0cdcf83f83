import type { SearchState } from '../../../hooks/use-search-state.ts';

/** What the URL of the reports says: which one, of what time, in which steps. */
export const reportDefaults = { report: 'revenue', period: 'month', by: '', sort: '' };

export interface ReportProps {
  state: SearchState<typeof reportDefaults>;
  /** When the page was opened: a range must not move while it is read. */
  at: Date;
}
