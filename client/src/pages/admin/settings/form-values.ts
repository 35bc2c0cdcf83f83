import { useWatch } from 'react-hook-form';
import type { z } from 'zod';
import { type BillingSettings, billingSettings, settings } from '#shared/api/settings.ts';

/** The settings as the server judges them, and how a pause ends: that is said with a save and kept nowhere. */
export const formSchema = billingSettings
  .extend({ resumeFrom: settings.update.input.shape.resumeFrom.unwrap() })
  .refine((values) => values.capRule !== 'custom' || values.capHours !== null, {
    path: ['capHours'],
    message: 'Write after how many hours a month costs no more',
  });
export type FormValues = z.output<typeof formSchema>;

/** What the form starts from. A pause is free unless it is asked for. */
export function formValues(kept: BillingSettings): FormValues {
  return { ...kept, resumeFrom: 'now' };
}

/** What the form sends: hours of a cap only with the rule that has some. */
export function settingsIn({ resumeFrom: _, ...values }: FormValues): BillingSettings {
  return { ...values, capHours: values.capRule === 'custom' ? values.capHours : null };
}

/** What is typed in a field now. It may be text the schema refuses, whatever its type says. */
export function useTyped<Name extends keyof FormValues>(name: Name): FormValues[Name] {
  return useWatch<FormValues>({ name }) as FormValues[Name];
}

/** What is typed in a field, if the schema would take it. */
export function useTypedNumber(
  name: 'hoursPerMonth' | 'runningPercent' | 'maxGapIntervals' | 'requestsPerMinute' | 'capHours',
): number | null {
  const parsed = billingSettings.shape[name].safeParse(useTyped(name));
  return parsed.success ? parsed.data : null;
}
