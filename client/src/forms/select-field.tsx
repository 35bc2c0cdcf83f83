import { Combobox } from '../components/ui/combobox.tsx';
import { type Choice, Select } from '../components/ui/select.tsx';
import { Field, type FieldProps } from './field.tsx';

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
  const Control = searchable ? Combobox : Select;
  const asText: Choice[] = choices.map((choice) => ({ ...choice, value: String(choice.value) }));
  return (
    <Field {...props}>
      {({ field, aria, disabled }) => (
        <Control
          {...aria}
          choices={asText}
          value={field.value === '' ? null : String(field.value)}
          onChange={(text) => field.onChange(choices.find((choice) => String(choice.value) === text)?.value)}
          onBlur={field.onBlur}
          ref={field.ref}
          placeholder={placeholder}
          disabled={disabled}
        />
      )}
    </Field>
  );
}
