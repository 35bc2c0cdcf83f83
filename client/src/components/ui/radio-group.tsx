import { type ComponentProps, createContext, type ReactNode, type Ref, use, useId } from 'react';
import { cn } from './cn.ts';

export interface RadioGroupProps extends Omit<ComponentProps<'div'>, 'onChange' | 'ref'> {
  value: string | null;
  onChange: (value: string) => void;
  disabled?: boolean;
  /** The chosen button, or the first: what takes the focus when the field is sent for. */
  inputRef?: Ref<HTMLInputElement>;
}

type Shared = Pick<RadioGroupProps, 'value' | 'onChange' | 'disabled' | 'inputRef'> & { name: string };
const GroupContext = createContext<Shared | null>(null);

/** One of a few, all in sight. Put `RadioItem`s inside. */
export function RadioGroup(props: RadioGroupProps) {
  const { value, onChange, disabled, inputRef, className, ...rest } = props;
  const name = useId();
  return (
    <GroupContext value={{ value, onChange, disabled, inputRef, name }}>
      <div role="radiogroup" className={cn('grid gap-2', className)} {...rest} />
    </GroupContext>
  );
}

export interface RadioItemProps {
  value: string;
  label: ReactNode;
  hint?: ReactNode;
}

/** A choice with room for a sentence that says what it does. */
export function RadioItem({ value, label, hint }: RadioItemProps) {
  const group = use(GroupContext);
  if (!group) throw new Error('A RadioItem belongs into a RadioGroup');
  const checked = group.value === value;
  const id = useId();
  return (
    <label
      htmlFor={id}
      className="flex cursor-pointer gap-2.5 rounded-lg border border-line px-3 py-2.5 hover:bg-hover has-checked:border-accent has-checked:bg-accent-soft has-disabled:cursor-not-allowed"
    >
      <input
        id={id}
        type="radio"
        ref={checked || group.value === null ? group.inputRef : undefined}
        name={group.name}
        value={value}
        checked={checked}
        disabled={group.disabled}
        onChange={() => group.onChange(value)}
        className="mt-0.5 size-4 shrink-0 cursor-[inherit] appearance-none rounded-full border border-control bg-surface checked:border-5 checked:border-accent checked:bg-on-accent"
      />
      <span className="min-w-0">
        <span className="block text-sm font-medium">{label}</span>
        {hint ? <span className="block text-sm text-ink-soft">{hint}</span> : null}
      </span>
    </label>
  );
}
