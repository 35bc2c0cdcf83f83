import { cn } from './cn.ts';

/** Stands where something will be. Mark the region around it with `aria-busy`. */
export function Skeleton({ className }: { className?: string }) {
  return (
    <span aria-hidden="true" className={cn('block h-4 animate-pulse rounded-md bg-sunken', className)} />
  );
}
