import { Progress as Base } from '@base-ui/react/progress';
import { cn } from './cn.ts';

export interface ProgressProps {
  label: string;
  /** From 0 to `max`; null while it cannot be known. */
  value: number | null;
  max?: number;
  /** The value in words, such as '412 of 730 hours'. */
  text?: string;
  tone?: 'accent' | 'warn' | 'bad';
}

const bars = { accent: 'bg-accent', warn: 'bg-warn', bad: 'bg-bad' };

/** How far along something is, with its words. */
export function Progress({ label, value, max = 100, text, tone = 'accent' }: ProgressProps) {
  return (
    <Base.Root value={value} max={max} className="grid grid-cols-2 gap-1 text-sm" aria-valuetext={text}>
      <Base.Label className="text-ink-soft">{label}</Base.Label>
      {text ? (
        <span className="text-right text-ink-faint">{text}</span>
      ) : (
        <Base.Value className="text-right" />
      )}
      <Base.Track className="col-span-2 h-1.5 overflow-hidden rounded-full bg-sunken">
        <Base.Indicator
          className={cn(
            'h-full rounded-full transition-[width] data-indeterminate:animate-pulse',
            bars[tone],
          )}
        />
      </Base.Track>
    </Base.Root>
  );
}
