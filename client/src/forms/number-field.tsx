import { useState } from 'react';
import { Input } from '../components/ui/input.tsx';
import { Field, type FieldControl, type FieldProps } from './field.tsx';

export interface NumberFieldProps extends FieldProps {
  /** Shown after the number: 'hours', '%'. */
  unit?: string;
  /** What an empty field means; without it empty is '', which a schema of numbers refuses with its own words. */
  empty?: null;
  placeholder?: string;
}

const WHOLE = /^-?\d{1,15}$/;

/**
 * A whole number. What was typed stays as typed: text that is no whole number becomes the value too, for the
 * schema to refuse with a remedy, and is never rounded, clamped or emptied behind the writer's back.
 */
export function NumberField({ unit, empty, placeholder, ...props }: NumberFieldProps) {
  return (
    <Field {...props}>
      {(control) => <NumberInput control={control} unit={unit} empty={empty} placeholder={placeholder} />}
    </Field>
  );
}

type NumberInputProps = Pick<NumberFieldProps, 'unit' | 'empty' | 'placeholder'> & { control: FieldControl };

function NumberInput({ control, unit, empty, placeholder }: NumberInputProps) {
  const { field, aria, disabled } = control;
  // '007' and '7' are one value; the text is kept for as long as it means the value.
  const [typed, setTyped] = useState('');
  const read = (text: string) => (text.trim() === '' && empty === null ? null : numberIn(text));
  const text = read(typed) === field.value ? typed : String(field.value ?? '');
  return (
    <Input
      {...field}
      {...aria}
      inputMode="numeric"
      autoComplete="off"
      placeholder={placeholder}
      disabled={disabled}
      after={unit}
      className="max-w-48"
      value={text}
      onChange={(event) => {
        setTyped(event.target.value);
        field.onChange(read(event.target.value));
      }}
    />
  );
}

function numberIn(text: string): number | string {
  return WHOLE.test(text.trim()) ? Number(text) : text;
}
