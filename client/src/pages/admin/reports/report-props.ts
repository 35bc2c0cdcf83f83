import type { SearchState } from '../../../hooks/use-search-state.ts';

/** What the URL of the reports says: which one, of what time, in which steps. */
export const reportDefaults = { report: 'revenue', period: 'month', by: '', sort: '' };

export interface ReportProps {
  state: SearchState<typeof reportDefaults>;
  /** Now. Every range is whole UTC days, so it moves at midnight only. */
  at: Date;
}
