import type { FieldValues, Path, UseFormReturn } from 'react-hook-form';
import { ApiError } from '../api/call.ts';

/**
 * Puts the server's words under the fields they are about and goes to the first of them. Returns what is
 * left to be said above the form; null if every word found its field.
 */
export function showProblems<Values extends FieldValues>(
  form: UseFormReturn<Values, unknown, Values>,
  error: ApiError,
): ApiError | null {
  const names = Object.keys(form.getValues());
  const homeless = [];
  let first = true;
  for (const problem of error.fields) {
    const name = fieldNamed(problem.path, names);
    if (!name) {
      homeless.push(problem);
      continue;
    }
    form.setError(name as Path<Values>, { type: 'server', message: problem.message }, { shouldFocus: first });
    first = false;
  }
  if (error.fields.length > 0 && homeless.length === 0) return null;
  const { code, message, facts, requestId } = error;
  return new ApiError({ code, message, facts, requestId, fields: homeless }, error.status);
}

/** 'settings.rates[0].price' is the field rates.0.price of a form that sends its values as `settings`. */
function fieldNamed(path: string, names: string[]): string | undefined {
  const steps = path.replace(/\[(\d+)\]/g, '.$1').split('.');
  const start = steps.findIndex((step) => names.includes(step));
  return start === -1 ? undefined : steps.slice(start).join('.');
}
