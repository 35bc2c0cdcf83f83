import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { SentTo } from '#shared/api/endpoint.ts';
import { preview, type WhatIfSlice } from '#shared/api/preview.ts';
import type { Micros } from '#shared/billing/money.ts';
import { call } from './call.ts';

export type WhatIfChange = Omit<SentTo<typeof preview.whatIf>, 'cursor' | 'limit'>;

export interface ComparedCustomer {
  customerId: number;
  customerName: string | null;
  before: Micros;
  after: Micros;
}
export interface ComparedPackage {
  packageId: number | null;
  packageName: string | null;
  hours: number;
  before: Micros;
  after: Micros;
}

/** A month as it was and as it would have been; the sum of the slices so far. */
export interface Comparison {
  from: Date;
  until: Date;
  servers: number;
  before: Micros;
  after: Micros;
  heldAfter: number;
  customers: ComparedCustomer[];
  packages: ComparedPackage[];
}

/** Adds a slice; a customer or package of several slices stays one. */
export function addSlice(sum: Comparison | null, slice: WhatIfSlice): Comparison {
  const customers = byKey(sum?.customers ?? [], slice.customers, (row) => row.customerId);
  const packages = byKey(
    sum?.packages ?? [],
    slice.packages,
    (row) => row.packageId,
    (known, row) => {
      known.hours += row.hours;
    },
  );
  return {
    from: slice.from,
    until: slice.until,
    servers: slice.serversDone,
    before: total(customers, 'before'),
    after: total(customers, 'after'),
    heldAfter: (sum?.heldAfter ?? 0) + slice.heldAfter,
    customers,
    packages,
  };
}

function byKey<Row extends { before: Micros; after: Micros }>(
  known: readonly Row[],
  more: readonly Row[],
  keyOf: (row: Row) => number | null,
  also: (known: Row, row: Row) => void = () => {},
): Row[] {
  const rows = new Map(known.map((row) => [keyOf(row), { ...row }]));
  for (const row of more) {
    const same = rows.get(keyOf(row));
    if (!same) rows.set(keyOf(row), { ...row });
    else {
      same.before += row.before;
      same.after += row.after;
      also(same, row);
    }
  }
  return [...rows.values()];
}

function total(rows: readonly { before: Micros; after: Micros }[], side: 'before' | 'after'): Micros {
  return rows.reduce((sum, row) => sum + row[side], 0n);
}

/** Compares a month with what it would have been, slice by slice, telling how far it is. Null asks nothing. */
export function useWhatIf(change: WhatIfChange | null) {
  const [progress, setProgress] = useState({ done: 0, total: 0 });
  const query = useQuery({
    queryKey: ['what-if', change],
    enabled: change !== null,
    refetchOnWindowFocus: false,
    staleTime: 60_000,
    queryFn: async ({ signal }) => {
      setProgress({ done: 0, total: 0 });
      let sum: Comparison | null = null;
      let cursor: string | undefined;
      for (;;) {
        const slice: WhatIfSlice = await call(preview.whatIf, { ...change, cursor }, { signal });
        sum = addSlice(sum, slice);
        setProgress({ done: slice.serversDone, total: slice.serversTotal });
        if (slice.nextCursor === null) return sum;
        cursor = slice.nextCursor;
      }
    },
  });
  return { ...query, progress };
}
