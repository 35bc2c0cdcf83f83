import { lazy, Suspense } from 'react';
import { Skeleton } from './ui/skeleton.tsx';
import { Table, TableBody, TableCell, TableHead, TableHeading, TableRow } from './ui/table.tsx';

export interface Bar {
  key: number;
  /** Where on the axis it stands, in words: '23 Nov, 14:00–15:00'. */
  name: string;
  value: number;
  /** The value in words. */
  text: string;
  /** Nothing can stand here yet: drawn hatched, and not as nothing. */
  pending?: boolean;
  /** Under the axis; few bars have one. */
  tick?: string;
  /** Kept where there is little room. */
  major?: boolean;
}

export interface BarChartProps {
  title: string;
  /** What it shows, for those who cannot see it. */
  label: string;
  bars: readonly Bar[];
  axisText: (value: number) => string;
  /** Headings of the same figures as a table; leave out where the page shows them anyway. */
  columns?: readonly [name: string, value: string];
}

// The library of charts is larger than the page around it: nobody waits for it to read the figures.
const BarPlot = lazy(async () => ({ default: (await import('./bar-plot.tsx')).BarPlot }));

/** Values side by side; the same figures as a table below, for those who cannot see them, or want to copy them. */
export function BarChart({ title, label, bars, axisText, columns }: BarChartProps) {
  return (
    <figure className="min-w-0">
      <h3 className="mb-2 text-sm font-medium text-ink-soft">{title}</h3>
      <div className="mb-2 h-48">
        <Suspense fallback={<Skeleton className="h-full" />}>
          <BarPlot label={label} bars={bars} axisText={axisText} />
        </Suspense>
      </div>
      {columns ? <BarTable label={label} bars={bars} columns={columns} /> : null}
    </figure>
  );
}

function BarTable({ label, bars, columns }: Required<Pick<BarChartProps, 'label' | 'bars' | 'columns'>>) {
  return (
    <details className="text-sm print:hidden">
      <summary className="w-fit cursor-pointer rounded-xs text-ink-soft">As a table</summary>
      <Table className="mt-2">
        <caption className="sr-only">{label}</caption>
        <TableHead>
          <TableRow>
            <TableHeading>{columns[0]}</TableHeading>
            <TableHeading align="right">{columns[1]}</TableHeading>
          </TableRow>
        </TableHead>
        <TableBody>
          {bars.map((bar) => (
            <TableRow key={bar.key}>
              <TableCell>{bar.name}</TableCell>
              <TableCell align="right">{bar.text}</TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </details>
  );
}
