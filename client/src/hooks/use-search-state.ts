import { useMemo } from 'react';
import { useLocation, useSearch } from 'wouter';
import { useHistoryState } from 'wouter/use-browser-location';

export interface SearchState<Values extends Record<string, string>> {
  /** What the URL says, with the defaults for what it does not say. */
  values: Values;
  /** Changes some of it, and goes back to the first page of the list. */
  set: (patch: Partial<Values>) => void;
  /** Whether anything differs from the defaults. */
  changed: boolean;
  /** Back to the defaults. */
  clear: () => void;
  paging: Paging;
  columns: ColumnChoice;
}

/** Which columns of a table are shown otherwise than at first: hidden, or shown besides. */
export interface ColumnChoice {
  turned: readonly string[];
  turn: (id: string) => void;
  reset: () => void;
}

/** Where we are in a list read page by page: the API gives a cursor for the next page only. */
export interface Paging {
  /** Sent to the API; undefined on the first page. */
  cursor: string | undefined;
  /** Counted from 1; null when the URL was opened in the middle of a list. */
  page: number | null;
  next: (cursor: string) => void;
  /** Absent on the first page, and where the way back is not known. */
  previous: (() => void) | undefined;
  first: () => void;
}

/**
 * Filters, order and page of a list, kept in the URL so that a link and the back button bring them back.
 * So is the choice of columns. Defaults are left out of the URL. `cursor` and `columns` are taken and may not be keys.
 */
export function useSearchState<Values extends Record<string, string>>(defaults: Values): SearchState<Values> {
  const [path, navigate] = useLocation();
  const search = useSearch();
  const params = useMemo(() => new URLSearchParams(search), [search]);
  const values = useMemo(() => valuesIn(params, defaults), [params, defaults]);
  // The API cannot page backwards; the cursors passed on the way here ride in the history entry.
  const trail = trailIn(useHistoryState<unknown>());
  const cursor = params.get('cursor') ?? undefined;

  const turned = useMemo(() => params.get('columns')?.split(',').filter(Boolean) ?? [], [params]);

  const go = (
    nextValues: Values,
    nextCursor?: string,
    nextTrail: string[] = [],
    columns: readonly string[] = turned,
  ) => {
    const query = queryOf(nextValues, defaults, {
      cursor: nextCursor,
      columns: columns.join(',') || undefined,
    });
    const turnsPage = nextCursor !== cursor;
    navigate(query ? `${path}?${query}` : path, { replace: !turnsPage, state: { trail: nextTrail } });
  };
  const passed = trail ?? [];
  const show = (columns: readonly string[]) => go(values, cursor, passed, columns);
  return {
    values,
    set: (patch) => go({ ...values, ...patch }),
    changed: Object.keys(defaults).some((key) => values[key] !== defaults[key]),
    clear: () => go(defaults),
    paging: {
      cursor,
      page: !cursor ? 1 : passed.length > 0 ? passed.length + 1 : null,
      next: (next) => go(values, next, [...passed, cursor ?? '']),
      previous:
        passed.length > 0 ? () => go(values, passed.at(-1) || undefined, passed.slice(0, -1)) : undefined,
      first: () => go(values),
    },
    columns: {
      turned,
      turn: (id) => show(turned.includes(id) ? turned.filter((one) => one !== id) : [...turned, id]),
      reset: () => show([]),
    },
  };
}

function valuesIn<Values extends Record<string, string>>(params: URLSearchParams, defaults: Values): Values {
  const entries = Object.entries(defaults).map(([key, fallback]) => [key, params.get(key) ?? fallback]);
  return Object.fromEntries(entries) as Values;
}

function queryOf<Values extends Record<string, string>>(
  values: Values,
  defaults: Values,
  more: { cursor: string | undefined; columns: string | undefined },
): string {
  const params = new URLSearchParams();
  for (const [key, value] of Object.entries(values)) if (value !== defaults[key]) params.set(key, value);
  for (const [key, value] of Object.entries(more)) if (value) params.set(key, value);
  return params.toString();
}

function trailIn(state: unknown): string[] | null {
  if (typeof state !== 'object' || state === null || !('trail' in state)) return null;
  return Array.isArray(state.trail) && state.trail.every((step) => typeof step === 'string')
    ? state.trail
    : null;
}
