import { Combobox as Base } from '@base-ui/react/combobox';
import { Check, ChevronsUpDown } from 'lucide-react';
import type { Ref } from 'react';
import { cn } from './cn.ts';
import { controlStyle } from './input.tsx';
import type { Choice, SelectProps } from './select.tsx';

export interface ComboboxProps<Value extends string> extends SelectProps<Value> {
  /** What to say when nothing matches what was typed. */
  nothing?: string;
}

/** One of a long list: typing narrows it. */
export function Combobox<Value extends string>(props: ComboboxProps<Value>) {
  const { choices, value, onChange, onBlur, placeholder, disabled, className, nothing, ref, ...aria } = props;
  const chosen = choices.find((choice) => choice.value === value) ?? null;
  return (
    <Base.Root
      items={choices as Choice<Value>[]}
      value={chosen}
      disabled={disabled}
      isItemEqualToValue={(a: Choice, b: Choice) => a.value === b.value}
      onValueChange={(next) => {
        if (next) onChange(next.value as Value);
      }}
    >
      <Base.InputGroup className="relative">
        <Base.Input
          {...aria}
          ref={ref as Ref<HTMLInputElement>}
          onBlur={onBlur}
          placeholder={placeholder ?? 'Type to find'}
          className={cn(controlStyle, 'h-8 pr-8 pl-2.5', className)}
        />
        <Base.Trigger
          aria-label="Show the list"
          className="absolute inset-y-0 right-0 grid w-8 place-items-center text-ink-faint [&_svg]:size-3.5"
        >
          <ChevronsUpDown />
        </Base.Trigger>
      </Base.InputGroup>
      <Base.Portal>
        <Base.Positioner sideOffset={4} className="z-50 outline-none">
          <Base.Popup className="popup w-(--anchor-width) rounded-lg border border-line bg-raised shadow-high outline-none">
            <Base.Empty>
              <div className="px-3 py-3 text-sm text-ink-faint">{nothing ?? 'Nothing matches.'}</div>
            </Base.Empty>
            <Base.List className="max-h-[min(20rem,var(--available-height))] overflow-y-auto overscroll-contain p-1 outline-none data-empty:p-0">
              {(item: Choice<Value>) => (
                <Base.Item
                  key={item.value}
                  value={item}
                  className="grid cursor-default select-none grid-cols-[1rem_1fr] items-center gap-x-2 rounded-md px-2 py-1.5 text-sm outline-none data-highlighted:bg-hover"
                >
                  <Base.ItemIndicator className="col-start-1 text-accent-ink [&_svg]:size-4">
                    <Check />
                  </Base.ItemIndicator>
                  <span className="col-start-2">{item.label}</span>
                  {item.hint ? <span className="col-start-2 text-xs text-ink-faint">{item.hint}</span> : null}
                </Base.Item>
              )}
            </Base.List>
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
