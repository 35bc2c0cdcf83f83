import { Suspense } from 'react';
import { Input } from '../components/ui/input.tsx';
import { idlePart } from '../components/ui/lazy-part.ts';
import { type Choice, Select, type SelectProps } from '../components/ui/select.tsx';
import { Field, type FieldProps } from './field.tsx';

const Combobox = idlePart(() => import('../components/ui/combobox.tsx'), 'Combobox');

/** The text of a choice, or the number or null it stands for. */
export type ChoiceValue = string | number | null;

export interface SelectFieldProps extends FieldProps {
  choices: readonly { value: ChoiceValue; label: string; hint?: string }[];
  placeholder?: string;
  /** Typing narrows the list: for more than a dozen choices. */
  searchable?: boolean;
}

/** One of a list. The value keeps its type: a number stays a number. */
export function SelectField({ choices, placeholder, searchable = false, ...props }: SelectFieldProps) {
  const Control = searchable ? SearchableSelect : Select;
  return (
    <Field
      {...props}
      inWords={(value) => String(choices.find((choice) => choice.value === value)?.label ?? value)}
    >
      {({ field, aria, disabled }) => (
        <Control
          {...aria}
          choices={asText(choices, field.value)}
          value={isChosen(choices, field.value) ? String(field.value) : null}
          onChange={(text) => {
            const chosen = choices.find((choice) => String(choice.value) === text);
            if (chosen) field.onChange(chosen.value);
          }}
          onBlur={field.onBlur}
          ref={field.ref}
          placeholder={placeholder}
          disabled={disabled}
        />
      )}
    </Field>
  );
}

/** Shows what is chosen until it can be changed. */
function SearchableSelect(props: SelectProps<string>) {
  const { choices, value, id, 'aria-labelledby': labelledby } = props;
  const chosen = choices.find((choice) => choice.value === value)?.label ?? '';
  return (
    <Suspense
      fallback={
        <Input
          id={id}
          aria-labelledby={labelledby}
          aria-busy="true"
          disabled
          value={chosen}
          className="disabled:cursor-text disabled:border-control disabled:bg-surface disabled:text-ink disabled:shadow-low"
        />
      }
    >
      <Combobox {...props} />
    </Suspense>
  );
}

/** The choices as the controls want them; a saved value that is no longer among them is still shown. */
function asText(choices: SelectFieldProps['choices'], value: ChoiceValue): Choice[] {
  const known = choices.map((choice) => ({ ...choice, value: String(choice.value) }));
  if (!isChosen(choices, value) || known.some((choice) => choice.value === String(value))) return known;
  return [{ value: String(value), label: String(value) }, ...known];
}

/** Null may be a choice of its own ('no limit'), or say that nothing was chosen yet, as '' does. */
function isChosen(choices: SelectFieldProps['choices'], value: ChoiceValue): boolean {
  return value !== '' && (value !== null || choices.some((choice) => choice.value === null));
}
