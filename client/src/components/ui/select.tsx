import { ChevronsUpDown } from 'lucide-react';
import type { Ref } from 'react';
import { cn } from './cn.ts';
import { controlStyle } from './input.tsx';

export interface Choice<Value extends string = string> {
  value: Value;
  label: string;
  hint?: string;
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

/** One of a known, short list, by the browser's own control: every phone and every reader knows it. For a long list use `Combobox`. */
export function Select<Value extends string>(props: SelectProps<Value>) {
  const { choices, value, onChange, placeholder = 'Choose', className, ref, ...rest } = props;
  return (
    <span className={cn('relative block w-full', className)}>
      <select
        {...rest}
        ref={ref as Ref<HTMLSelectElement>}
        value={value ?? ''}
        onChange={({ target }) => {
          const chosen = choices.find((choice) => choice.value === target.value);
          if (chosen) onChange(chosen.value);
        }}
        className={cn(
          controlStyle,
          'h-8 cursor-pointer appearance-none truncate pr-7 pl-2.5',
          value === null && 'text-ink-faint',
        )}
      >
        {value === null ? (
          <option value="" disabled hidden>
            {placeholder}
          </option>
        ) : null}
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.hint ? `${choice.label} (${choice.hint})` : choice.label}
          </option>
        ))}
      </select>
      <ChevronsUpDown
        aria-hidden="true"
        className="pointer-events-none absolute inset-y-0 right-2 my-auto size-3.5 text-ink-faint"
      />
    </span>
  );
}
