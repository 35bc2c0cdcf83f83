import { Switch as Base } from '@base-ui/react/switch';
import type { ComponentProps } from 'react';
import { cn } from './cn.ts';

/** On or off. The thumb moves as well as the colour, so that the state can be seen without colour. */
export function Switch({ className, ...props }: ComponentProps<typeof Base.Root>) {
  return (
    <Base.Root
      {...props}
      className={cn(
        'inline-flex h-5 w-9 shrink-0 cursor-pointer items-center rounded-full border border-control bg-sunken p-0.5',
        'transition-colors duration-150 data-checked:border-accent data-checked:bg-accent',
        'data-disabled:cursor-not-allowed data-disabled:opacity-60',
        className as string,
      )}
    >
      <Base.Thumb
        className={cn(
          'block size-3.5 rounded-full bg-control transition-transform duration-150',
          'data-checked:translate-x-4 data-checked:bg-on-accent',
        )}
      />
    </Base.Root>
  );
}
