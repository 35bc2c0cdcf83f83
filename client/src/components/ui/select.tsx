import { Select as Base } from '@base-ui/react/select';
import { Check, ChevronsUpDown } from 'lucide-react';
import type { ReactNode, Ref } from 'react';
import { cn } from './cn.ts';
import { controlStyle } from './input.tsx';

export interface Choice<Value extends string = string> {
  value: Value;
  label: string;
  hint?: ReactNode;
}

export interface SelectProps<Value extends string> {
  choices: readonly Choice<Value>[];
  value: Value | null;
  onChange: (value: Value) => void;
  onBlur?: () => void;
  placeholder?: string;
  disabled?: boolean;
  id?: string;
  ref?: Ref<HTMLElement>;
  className?: string;
  'aria-label'?: string;
  'aria-labelledby'?: string;
  'aria-describedby'?: string;
  'aria-invalid'?: boolean;
}

const itemStyle = cn(
  'grid cursor-default select-none grid-cols-[1rem_1fr] items-center gap-x-2 rounded-md py-1.5 pr-3 pl-2 text-sm',
  'outline-none data-highlighted:bg-hover',
);

/** One of a known, short list. For a long one use `Combobox`. */
export function Select<Value extends string>(props: SelectProps<Value>) {
  const { choices, value, onChange, onBlur, placeholder, disabled, className, ref, ...aria } = props;
  return (
    <Base.Root
      items={choices as Choice<Value>[]}
      value={value}
      disabled={disabled}
      onValueChange={(next) => {
        if (next !== null) onChange(next);
      }}
      onOpenChange={(open) => {
        if (!open) onBlur?.();
      }}
    >
      <Base.Trigger
        {...aria}
        ref={ref as Ref<HTMLButtonElement>}
        className={cn(
          controlStyle,
          'flex h-8 items-center justify-between gap-2 pr-2 pl-2.5 text-left data-disabled:cursor-not-allowed data-disabled:bg-sunken',
          className,
        )}
      >
        <Base.Value
          className="truncate data-placeholder:text-ink-faint"
          placeholder={placeholder ?? 'Choose'}
        />
        <Base.Icon className="text-ink-faint [&_svg]:size-3.5">
          <ChevronsUpDown />
        </Base.Icon>
      </Base.Trigger>
      <Base.Portal>
        <Base.Positioner sideOffset={4} alignItemWithTrigger={false} className="z-50 outline-none">
          <Base.Popup className="popup max-h-(--available-height) min-w-(--anchor-width) overflow-y-auto rounded-lg border border-line bg-raised p-1 shadow-high outline-none">
            <Base.List>
              {choices.map((choice) => (
                <Base.Item key={choice.value} value={choice.value} className={itemStyle}>
                  <Base.ItemIndicator className="col-start-1 text-accent-ink [&_svg]:size-4">
                    <Check />
                  </Base.ItemIndicator>
                  <Base.ItemText className="col-start-2">{choice.label}</Base.ItemText>
                  {choice.hint ? (
                    <span className="col-start-2 max-w-72 text-xs text-ink-faint">{choice.hint}</span>
                  ) : null}
                </Base.Item>
              ))}
            </Base.List>
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
