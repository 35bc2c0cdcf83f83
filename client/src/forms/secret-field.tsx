import { Eye, EyeOff } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../components/ui/button.tsx';
import { Input } from '../components/ui/input.tsx';
import { Field, type FieldProps } from './field.tsx';

export interface SecretFieldProps extends FieldProps {
  /** Whether the server keeps one already. It is never sent back; leaving the field empty keeps it. */
  kept?: boolean;
  placeholder?: string;
  autoComplete?: 'current-password' | 'new-password' | 'off';
}

/** A password or a token: written, never read back. */
export function SecretField({ kept = false, placeholder, autoComplete = 'off', ...props }: SecretFieldProps) {
  const [shown, setShown] = useState(false);
  return (
    <Field {...props}>
      {({ field, aria, disabled }) => (
        <Input
          {...field}
          {...aria}
          value={field.value ?? ''}
          type={shown ? 'text' : 'password'}
          autoComplete={autoComplete}
          spellCheck={false}
          placeholder={placeholder ?? (kept ? 'Saved; leave empty to keep it' : undefined)}
          disabled={disabled}
          after={
            <Button
              variant="quiet"
              size="sm"
              className="-mr-1.5 px-1.5"
              aria-label={shown ? 'Hide what is typed' : 'Show what is typed'}
              aria-pressed={shown}
              onClick={() => setShown(!shown)}
            >
              {shown ? <EyeOff /> : <Eye />}
            </Button>
          }
        />
      )}
    </Field>
  );
}
