import { type PointerEvent, useState } from 'react';
import { cn } from '../../../components/ui/cn.ts';
import {
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeading,
  TableRow,
} from '../../../components/ui/table.tsx';
import { axisSteps } from './axis-steps.ts';

export interface Bar {
  key: string | number;
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
  /** Headings of the same figures as a table. */
  columns: readonly [name: string, value: string];
}

const HEIGHT = 172;
const BOTTOM = 26;
const TOP = 10;
const PLOT = HEIGHT - BOTTOM - TOP;

/** Values side by side, with the one pointed at in words; the same figures as a table below. */
export function BarChart({ title, label, bars, axisText, columns }: BarChartProps) {
  const [pointed, setPointed] = useState<number | null>(null);
  const steps = axisSteps(Math.max(0, ...bars.map((bar) => bar.value)));
  const read = pointed === null ? undefined : bars[pointed];
  return (
    <figure>
      <div className="mb-2 flex min-h-5 flex-wrap justify-between gap-x-4 text-sm">
        <h3 className="font-medium text-ink-soft">{title}</h3>
        <p aria-hidden="true" className="text-ink-soft max-sm:min-h-5 max-sm:w-full">
          {read ? (
            <>
              {read.name}: <span className="font-medium text-ink">{read.text}</span>
            </>
          ) : null}
        </p>
      </div>
      <div className="mb-2 grid grid-cols-[auto_minmax(0,1fr)] gap-x-2">
        <Axis steps={steps} axisText={axisText} />
        <Plot label={label} bars={bars} steps={steps} pointed={pointed} onPoint={setPointed} />
      </div>
      <BarTable label={label} bars={bars} columns={columns} />
    </figure>
  );
}

function Axis({ steps, axisText }: { steps: readonly number[]; axisText: (value: number) => string }) {
  return (
    <div aria-hidden="true" className="relative text-right text-2xs text-ink-faint">
      {steps.map((step) => (
        <span
          key={step}
          className="absolute right-0 -translate-y-1/2 leading-none whitespace-nowrap"
          style={{ top: yOf(step, steps) }}
        >
          {axisText(step)}
        </span>
      ))}
      {/* Holds the width of the widest label, since those above take none. */}
      <span className="invisible block h-0 overflow-hidden whitespace-nowrap">
        {widest(steps.map(axisText))}
      </span>
    </div>
  );
}

interface PlotProps extends Pick<BarChartProps, 'label' | 'bars'> {
  steps: readonly number[];
  pointed: number | null;
  onPoint: (index: number | null) => void;
}

function Plot({ label, bars, steps, pointed, onPoint }: PlotProps) {
  const point = (event: PointerEvent<SVGSVGElement>) => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    const index = Math.floor(((event.clientX - left) / width) * bars.length);
    onPoint(Math.min(bars.length - 1, Math.max(0, index)));
  };
  return (
    <svg
      role="img"
      aria-label={label}
      width="100%"
      height={HEIGHT}
      className="touch-pan-y overflow-visible"
      onPointerMove={point}
      onPointerDown={point}
      onPointerLeave={() => onPoint(null)}
    >
      <Hatching />
      {steps.map((step) => (
        <line
          key={step}
          x1="0"
          x2="100%"
          y1={yOf(step, steps)}
          y2={yOf(step, steps)}
          className={step === 0 ? 'stroke-control' : 'stroke-line'}
          strokeDasharray={step === 0 ? undefined : '2 4'}
        />
      ))}
      {bars.map((bar, index) => (
        <BarShape
          key={bar.key}
          bar={bar}
          at={index / bars.length}
          width={1 / bars.length}
          top={yOf(bar.value, steps)}
          pointed={index === pointed}
        />
      ))}
    </svg>
  );
}

/** Where a value stands, in pixels from the top. */
function yOf(value: number, steps: readonly number[]): number {
  return TOP + PLOT - (value / (steps.at(-1) || 1)) * PLOT;
}

function widest(texts: readonly string[]): string {
  return texts.reduce((longest, text) => (text.length > longest.length ? text : longest), '');
}

function Hatching() {
  return (
    <defs>
      <pattern id="pending" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <line y2="5" className="stroke-control" strokeWidth="2" />
      </pattern>
    </defs>
  );
}

interface BarShapeProps {
  bar: Bar;
  /** Shares of the whole width. */
  at: number;
  width: number;
  top: number;
  pointed: boolean;
}

function BarShape({ bar, at, width, top, pointed }: BarShapeProps) {
  const share = (part: number) => `${(part * 100).toFixed(3)}%`;
  const base = TOP + PLOT;
  return (
    <g>
      {pointed ? (
        <rect x={share(at)} width={share(width)} y={TOP} height={PLOT} className="fill-sunken" />
      ) : null}
      {bar.pending ? (
        <rect
          x={share(at + width * 0.12)}
          width={share(width * 0.76)}
          y={base - 8}
          height={8}
          fill="url(#pending)"
        />
      ) : (
        <rect
          x={share(at + width * 0.12)}
          width={share(width * 0.76)}
          // What is little is still something: never less than a pixel and a half.
          y={bar.value > 0 ? Math.min(top, base - 1.5) : base}
          height={bar.value > 0 ? Math.max(base - top, 1.5) : 0}
          rx="1"
          className={pointed ? 'fill-accent-strong' : 'fill-accent'}
        />
      )}
      {bar.tick ? (
        <>
          <line x1={share(at)} x2={share(at)} y1={base} y2={base + 4} className="stroke-control" />
          <text
            x={share(at)}
            y={HEIGHT - 6}
            className={cn('fill-ink-faint text-2xs', !bar.major && 'max-sm:hidden')}
          >
            {bar.tick}
          </text>
        </>
      ) : null}
    </g>
  );
}

function BarTable({ label, bars, columns }: Pick<BarChartProps, 'label' | 'bars' | 'columns'>) {
  return (
    <details className="text-sm">
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
