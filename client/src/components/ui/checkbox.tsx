import { Checkbox as Base } from '@base-ui/react/checkbox';
import { Check, Minus } from 'lucide-react';
import type { ComponentProps } from 'react';
import { cn } from './cn.ts';

/** A box to tick. */
export function Checkbox({ className, ...props }: ComponentProps<typeof Base.Root>) {
  return (
    <Base.Root
      {...props}
      className={cn(
        'grid size-4 shrink-0 cursor-pointer place-items-center rounded-sm border border-control bg-surface',
        'data-checked:border-accent data-checked:bg-accent data-indeterminate:border-accent data-indeterminate:bg-accent',
        'data-disabled:cursor-not-allowed data-disabled:opacity-60',
        className as string,
      )}
    >
      <Base.Indicator className="text-on-accent [&_svg]:size-3 [&_svg]:stroke-3">
        {props.indeterminate ? <Minus /> : <Check />}
      </Base.Indicator>
    </Base.Root>
  );
}
