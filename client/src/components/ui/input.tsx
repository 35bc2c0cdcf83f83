import { Input as BaseInput } from '@base-ui/react/input';
import type { ComponentProps, ReactNode } from 'react';
import { cn } from './cn.ts';

/** The frame of everything one can type or choose in. */
export const controlStyle = cn(
  'w-full min-w-0 rounded-md border border-control bg-surface text-sm text-ink shadow-low transition-colors',
  'placeholder:text-ink-faint hover:border-ink-faint',
  'focus-visible:border-accent focus-visible:outline-2 focus-visible:-outline-offset-1 focus-visible:outline-accent',
  'aria-invalid:border-bad aria-invalid:focus-visible:outline-bad',
  'disabled:cursor-not-allowed disabled:border-line disabled:bg-sunken disabled:text-ink-soft disabled:shadow-none',
);

export interface InputProps extends ComponentProps<typeof BaseInput> {
  /** Inside the frame, before or after the text: an icon, a currency, a unit. */
  before?: ReactNode;
  after?: ReactNode;
}

/** A line of text. */
export function Input({ className, before, after, ...props }: InputProps) {
  const framed = Boolean(before || after);
  const input = (
    <BaseInput
      {...props}
      className={cn(
        controlStyle,
        'h-8 px-2.5',
        before && 'pl-8',
        after && 'pr-14',
        !framed && (className as string),
      )}
    />
  );
  if (!framed) return input;
  return (
    <span className={cn('relative block', className as string)}>
      {before ? (
        <span className="pointer-events-none absolute inset-y-0 left-2.5 grid place-items-center text-sm text-ink-faint [&_svg]:size-4">
          {before}
        </span>
      ) : null}
      {input}
      {after ? (
        <span className="absolute inset-y-0 right-2.5 grid place-items-center text-sm text-ink-faint">
          {after}
        </span>
      ) : null}
    </span>
  );
}
