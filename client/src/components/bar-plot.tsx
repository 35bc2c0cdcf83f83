import {
  BarChart,
  type BarShapeProps,
  Bar as Bars,
  CartesianGrid,
  Tooltip,
  type TooltipContentProps,
  XAxis,
  type XAxisTickContentProps,
  YAxis,
} from 'recharts';
import type { Bar, BarChartProps } from './bar-chart.tsx';
import { cn } from './ui/cn.ts';

/** The drawing of a `BarChart`, in a part of the app of its own. Arrow keys go from bar to bar. */
export function BarPlot({ label, bars, axisText }: Pick<BarChartProps, 'label' | 'bars' | 'axisText'>) {
  const ticks = bars.filter(({ tick }) => tick);
  const tickOf = new Map(ticks.map((bar) => [bar.key, bar]));
  return (
    <BarChart
      data={[...bars]}
      title={label}
      accessibilityLayer
      responsive
      style={{ width: '100%', height: '100%' }}
      barCategoryGap="12%"
      margin={{ top: 8, right: 4, bottom: 0, left: 0 }}
    >
      <Hatching />
      <CartesianGrid vertical={false} stroke="var(--line)" strokeDasharray="2 4" />
      <XAxis
        dataKey="key"
        ticks={ticks.map(({ key }) => key)}
        interval={0}
        tick={(props: XAxisTickContentProps) => (
          <Tick {...props} bar={tickOf.get(Number(props.payload.value))} />
        )}
        tickLine={{ stroke: 'var(--control)' }}
        axisLine={{ stroke: 'var(--control)' }}
        height={24}
      />
      <YAxis
        tickFormatter={axisText}
        tick={{ fill: 'var(--ink-faint)', fontSize: 11 }}
        tickLine={false}
        axisLine={false}
        allowDecimals={false}
        tickCount={4}
        width="auto"
      />
      <Tooltip content={Pointed} cursor={{ fill: 'var(--sunken)' }} isAnimationActive={false} />
      <Bars dataKey="value" isAnimationActive={false} shape={Shape} activeBar={false} />
    </BarChart>
  );
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

function Tick({ x, y, bar }: XAxisTickContentProps & { bar: Bar | undefined }) {
  if (!bar) return null;
  return (
    <text
      x={x}
      y={Number(y) + 10}
      textAnchor="middle"
      className={cn('fill-ink-faint text-2xs', !bar.major && 'max-sm:hidden')}
    >
      {bar.tick}
    </text>
  );
}

function Shape({ x, y, width, height, background, payload, isActive }: BarShapeProps) {
  const bar = payload as Bar;
  const base = Number(background?.y ?? 0) + Number(background?.height ?? 0);
  if (bar.pending) return <rect x={x} y={base - 8} width={width} height={8} fill="url(#pending)" />;
  if (bar.value === 0) return <g />;
  // What is little is still something: never less than a pixel and a half.
  const tall = bar.value > 0 ? Math.max(height, 1.5) : height;
  const top = bar.value > 0 ? Math.min(y, base - 1.5) : y;
  return (
    <rect
      x={x}
      y={top}
      width={Math.max(width, 1)}
      height={Math.abs(tall)}
      rx="1"
      className={cn(bar.value < 0 ? 'fill-bad' : isActive ? 'fill-accent-strong' : 'fill-accent')}
    />
  );
}

function Pointed({ active, payload }: TooltipContentProps) {
  const bar = payload[0]?.payload as Bar | undefined;
  if (!active || !bar) return null;
  return (
    <div className="rounded-md border border-line bg-raised px-2.5 py-1.5 text-sm shadow-high">
      <p className="text-ink-soft">{bar.name}</p>
      <p className="font-medium">{bar.text}</p>
    </div>
  );
}
