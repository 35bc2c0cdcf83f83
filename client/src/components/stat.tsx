import type { ReactNode } from 'react';
import { cn } from './ui/cn.ts';
import { Skeleton } from './ui/skeleton.tsx';

export interface StatProps {
  label: string;
  /** Undefined while it is being read. */
  value: ReactNode | undefined;
  hint?: ReactNode;
}

/** Figures side by side, divided by hairlines. Put `Stat`s inside. */
export function StatGroup({ children, className }: { children: ReactNode; className?: string }) {
  return (
    <dl
      className={cn(
        'grid grid-cols-2 gap-px overflow-hidden rounded-xl border border-line bg-line shadow-low sm:grid-cols-[repeat(auto-fit,minmax(9rem,1fr))]',
        // Without a neighbour it takes the room of both.
        'max-sm:*:last:odd:col-span-2',
        className,
      )}
    >
      {children}
    </dl>
  );
}

/** One figure with its name. */
export function Stat({ label, value, hint }: StatProps) {
  return (
    <div className="bg-surface px-4 py-3">
      <dt className="text-xs text-ink-faint">{label}</dt>
      <dd className="mt-0.5 text-lg font-semibold tracking-tight break-words sm:text-xl">
        {value === undefined ? <Skeleton className="my-1 h-5 w-20" /> : value}
      </dd>
      {hint ? <dd className="text-xs text-ink-faint">{hint}</dd> : null}
    </div>
  );
}
