import { Radio } from '@base-ui/react/radio';
import { RadioGroup as Base } from '@base-ui/react/radio-group';
import { type ComponentProps, type ReactNode, useId } from 'react';
import { cn } from './cn.ts';

/** One of a few, all in sight. Put `RadioItem`s inside. */
export function RadioGroup({ className, ...props }: ComponentProps<typeof Base>) {
  return <Base className={cn('grid gap-2', className as string)} {...props} />;
}

export interface RadioItemProps {
  value: string;
  label: ReactNode;
  hint?: ReactNode;
  disabled?: boolean;
}

/** A choice with room for a sentence that says what it does. */
export function RadioItem({ value, label, hint, disabled }: RadioItemProps) {
  const id = useId();
  return (
    <label
      htmlFor={id}
      className="flex cursor-pointer gap-2.5 rounded-lg border border-line px-3 py-2.5 hover:bg-hover has-data-checked:border-accent has-data-checked:bg-accent-soft"
    >
      <Radio.Root
        id={id}
        value={value}
        disabled={disabled}
        className="mt-0.5 grid size-4 shrink-0 place-items-center rounded-full border border-control bg-surface data-checked:border-accent data-checked:bg-accent"
      >
        <Radio.Indicator className="size-1.5 rounded-full bg-on-accent" />
      </Radio.Root>
      <span className="min-w-0">
        <span className="block text-sm font-medium">{label}</span>
        {hint ? <span className="block text-sm text-ink-soft">{hint}</span> : null}
      </span>
    </label>
  );
}
