import { useEffect } from 'react';
import { useFormContext } from 'react-hook-form';
import type { FormValues } from './form-values.ts';

/** Gives a field back to what is saved when it leaves the page: what nobody sees may not wait to be saved. */
export function useResetWhenGone(name: keyof FormValues): void {
  const { resetField } = useFormContext<FormValues>();
  useEffect(() => () => resetField(name), [resetField, name]);
}
