import type { ReactNode } from 'react';
import { RadioGroup, RadioItem } from '../components/ui/radio-group.tsx';
import { Field, type FieldProps } from './field.tsx';

export interface RadioFieldProps extends FieldProps {
  choices: readonly { value: string; label: ReactNode; hint?: ReactNode }[];
}

/** One of a few, each with a sentence: for choices that want explaining. */
export function RadioField({ choices, ...props }: RadioFieldProps) {
  return (
    <Field
      {...props}
      inWords={(value) => String(choices.find((choice) => choice.value === value)?.label ?? value)}
    >
      {({ field, aria, disabled }) => (
        <RadioGroup
          {...aria}
          value={field.value}
          onChange={field.onChange}
          onBlur={field.onBlur}
          inputRef={field.ref}
          disabled={disabled}
        >
          {choices.map((choice) => (
            <RadioItem key={choice.value} {...choice} />
          ))}
        </RadioGroup>
      )}
    </Field>
  );
}
