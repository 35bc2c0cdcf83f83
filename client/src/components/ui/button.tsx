import { Button as BaseButton } from '@base-ui/react/button';
import { cva, type VariantProps } from 'class-variance-authority';
import type { ComponentProps } from 'react';
import { cn } from './cn.ts';
import { Spinner } from './spinner.tsx';

/** The look of a button, for links that act like one. */
export const buttonStyle = cva(
  [
    'relative inline-flex shrink-0 select-none items-center justify-center gap-1.5 rounded-md font-medium',
    'whitespace-nowrap transition-colors duration-100 disabled:cursor-not-allowed data-disabled:cursor-not-allowed',
    '[&_svg]:size-4 [&_svg]:shrink-0',
  ],
  {
    variants: {
      variant: {
        primary:
          'bg-accent text-on-accent shadow-low hover:bg-accent-strong data-disabled:not-aria-busy:bg-sunken data-disabled:not-aria-busy:text-ink-faint data-disabled:not-aria-busy:shadow-none',
        secondary:
          'border border-line bg-surface text-ink shadow-low hover:bg-hover data-disabled:not-aria-busy:bg-sunken data-disabled:not-aria-busy:text-ink-faint data-popup-open:bg-hover',
        quiet:
          'text-ink-soft hover:bg-hover hover:text-ink data-disabled:not-aria-busy:text-ink-faint data-popup-open:bg-hover',
        danger:
          'bg-bad text-on-bad shadow-low hover:bg-bad-strong data-disabled:not-aria-busy:bg-sunken data-disabled:not-aria-busy:text-ink-faint data-disabled:not-aria-busy:shadow-none',
        link: 'rounded-sm px-0 text-accent-ink underline-offset-3 hover:underline data-disabled:not-aria-busy:text-ink-faint',
      },
      size: {
        sm: 'h-7 px-2.5 text-xs',
        md: 'h-8 px-3 text-sm',
        lg: 'h-10 px-4 text-base',
        icon: 'size-8',
      },
    },
    compoundVariants: [{ variant: 'link', className: 'h-auto px-0' }],
    defaultVariants: { variant: 'secondary', size: 'md' },
  },
);

export interface ButtonProps extends ComponentProps<typeof BaseButton>, VariantProps<typeof buttonStyle> {
  /** Shows a spinner and takes no press, but keeps its width and its focus. */
  busy?: boolean;
}

/** A button. An icon-only one needs `aria-label`. */
export function Button({
  variant,
  size,
  busy = false,
  className,
  children,
  disabled,
  ...props
}: ButtonProps) {
  return (
    <BaseButton
      type="button"
      {...props}
      disabled={disabled || busy}
      focusableWhenDisabled={busy}
      aria-busy={busy || undefined}
      className={cn(buttonStyle({ variant, size }), className as string)}
    >
      {busy ? (
        <>
          <span className="inline-flex items-center gap-1.5 opacity-0">{children}</span>
          <span className="absolute inset-0 grid place-items-center">
            <Spinner />
          </span>
        </>
      ) : (
        children
      )}
    </BaseButton>
  );
}
