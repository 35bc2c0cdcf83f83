import { Check } from 'lucide-react';
import type { ReactNode } from 'react';
import { Instant } from './instant.tsx';
import { cn } from './ui/cn.ts';

export interface Rung {
  title: string;
  /** What happens there, in a few words. */
  what: ReactNode;
  /** When; null where it cannot be told, or is never. */
  at: Date | null;
  /** Instead of a date. */
  instead?: string;
  tone: 'good' | 'warn' | 'bad' | 'off';
}

const dots: Record<Rung['tone'], string> = {
  good: 'border-good-ink bg-good-soft text-good-ink',
  warn: 'border-warn-ink bg-warn-soft text-warn-ink',
  bad: 'border-bad-ink bg-bad-soft text-bad-ink',
  off: 'border-line bg-sunken text-ink-faint',
};

/** The rungs from a full wallet down, each with its date: across where there is room, downwards where there is not. */
export function DunningLadder({ label, rungs, now }: { label: string; rungs: readonly Rung[]; now: Date }) {
  return (
    <ol aria-label={label} className="grid gap-y-0 @2xl:grid-flow-col @2xl:auto-cols-fr">
      {rungs.map((rung, place) => {
        const isReached = rung.tone !== 'off' && rung.at !== null && rung.at <= now;
        return (
          <li key={rung.title} className="relative flex gap-3 pb-4 last:pb-0 @2xl:block @2xl:pr-4 @2xl:pb-0">
            {place < rungs.length - 1 ? (
              <span
                aria-hidden="true"
                className={cn(
                  'absolute top-6 bottom-0 left-[0.7rem] border-l-2 @2xl:top-[0.7rem] @2xl:right-0 @2xl:bottom-auto @2xl:left-6 @2xl:border-t-2 @2xl:border-l-0',
                  isReached ? 'border-warn-ink' : 'border-line border-dashed',
                )}
              />
            ) : null}
            <span
              aria-hidden="true"
              className={cn(
                'relative z-10 grid size-6 shrink-0 place-items-center rounded-full border-2 text-xs font-semibold',
                dots[rung.tone],
              )}
            >
              {isReached ? <Check className="size-3.5" /> : place + 1}
            </span>
            <div className="min-w-0 @2xl:mt-2">
              <p className={cn('text-sm font-semibold', rung.tone === 'off' && 'text-ink-faint')}>
                {rung.title}
                {isReached ? <span className="sr-only"> (reached)</span> : null}
              </p>
              <p className="text-sm">
                {rung.at ? (
                  <Instant value={rung.at} show="exact" className="text-left whitespace-normal" />
                ) : (
                  <span className="text-ink-faint">{rung.instead ?? 'No date'}</span>
                )}
              </p>
              <p className="mt-0.5 text-xs text-pretty text-ink-faint">{rung.what}</p>
            </div>
          </li>
        );
      })}
    </ol>
  );
}
