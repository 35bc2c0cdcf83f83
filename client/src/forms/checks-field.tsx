import { Checkbox } from '../components/ui/checkbox.tsx';
import { Field, type FieldProps } from './field.tsx';

export interface ChecksFieldProps extends FieldProps {
  choices: readonly { value: number | string; label: string }[];
}

/** Some of a short list; the value is a list in the order of the choices. */
export function ChecksField({ choices, ...props }: ChecksFieldProps) {
  return (
    <Field {...props}>
      {({ field, aria, disabled }) => {
        const chosen: readonly (number | string)[] = field.value;
        const turn = (value: number | string, on: boolean) =>
          field.onChange(
            choices
              .map((choice) => choice.value)
              .filter((one) => (one === value ? on : chosen.includes(one))),
          );
        return (
          <fieldset
            id={aria.id}
            aria-labelledby={aria['aria-labelledby']}
            aria-describedby={aria['aria-describedby']}
            className="flex flex-wrap gap-x-5 gap-y-2"
          >
            {choices.map(({ value, label }) => (
              <span key={value} className="inline-flex min-h-6 items-center gap-2 text-sm">
                <Checkbox
                  id={`${aria.id}-${value}`}
                  aria-labelledby={`${aria.id}-${value}-label`}
                  checked={chosen.includes(value)}
                  onCheckedChange={(on) => turn(value, on)}
                  disabled={disabled}
                />
                <label id={`${aria.id}-${value}-label`} htmlFor={`${aria.id}-${value}`}>
                  {label}
                </label>
              </span>
            ))}
          </fieldset>
        );
      }}
    </Field>
  );
}
