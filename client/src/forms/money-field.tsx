import { useContext } from 'react';
import { InstallationContext } from '../api/installation.ts';
import type { FieldProps } from './field.tsx';
import { TextField } from './text-field.tsx';

export interface MoneyFieldProps extends FieldProps {
  /** After the amount, such as 'a month'; default: the billing currency. */
  unit?: string;
  placeholder?: string;
}

/** An amount as decimal text, kept as typed; the schema says what is wrong with it, nothing here repairs it. */
export function MoneyField({ unit, placeholder = '0.00', ...props }: MoneyFieldProps) {
  const currency = useContext(InstallationContext)?.currency;
  return (
    <TextField
      {...props}
      inputMode="decimal"
      autoComplete="off"
      spellCheck={false}
      placeholder={placeholder}
      after={unit ?? currency}
    />
  );
}
