import { Input } from '../components/ui/input.tsx';
import { Field, type FieldProps } from './field.tsx';

export interface HourFieldProps extends FieldProps {
  /** The earliest hour that may be chosen. */
  min?: Date;
}

/** A whole hour, in UTC as all billing is. The value is ISO text, '' while nothing is chosen. */
export function HourField({ min, ...props }: HourFieldProps) {
  return (
    <Field {...props}>
      {({ field, aria, disabled }) => (
        <Input
          {...field}
          {...aria}
          type="datetime-local"
          step={3600}
          min={min?.toISOString().slice(0, 16)}
          disabled={disabled}
          after="UTC"
          className="max-w-64"
          value={String(field.value ?? '').slice(0, 16)}
          onChange={(event) => field.onChange(event.target.value && `${event.target.value.slice(0, 16)}:00Z`)}
        />
      )}
    </Field>
  );
}
