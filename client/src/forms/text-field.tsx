import type { ComponentProps, ReactNode } from 'react';
import { Input } from '../components/ui/input.tsx';
import { Textarea } from '../components/ui/textarea.tsx';
import { Field, type FieldProps } from './field.tsx';

export interface TextFieldProps extends FieldProps {
  type?: 'text' | 'email' | 'url' | 'password' | 'search';
  placeholder?: string;
  autoComplete?: string;
  autoFocus?: boolean;
  spellCheck?: boolean;
  inputMode?: ComponentProps<'input'>['inputMode'];
  before?: ReactNode;
  after?: ReactNode;
  /** For text a machine will read. */
  mono?: boolean;
}

/** A line of text. */
export function TextField({ name, label, hint, disabled, className, mono, ...input }: TextFieldProps) {
  return (
    <Field {...{ name, label, hint, disabled, className }}>
      {(control) => (
        <Input
          {...input}
          {...control.field}
          {...control.aria}
          value={control.field.value ?? ''}
          disabled={control.disabled}
          className={mono ? 'font-mono' : undefined}
        />
      )}
    </Field>
  );
}

/** Several lines of text, such as a reason. */
export function TextareaField({
  name,
  label,
  hint,
  disabled,
  className,
  ...rest
}: TextFieldProps & { rows?: number }) {
  return (
    <Field {...{ name, label, hint, disabled, className }}>
      {(control) => (
        <Textarea
          rows={rest.rows}
          placeholder={rest.placeholder}
          {...control.field}
          {...control.aria}
          disabled={control.disabled}
        />
      )}
    </Field>
  );
}
