import { InvalidInputError } from '../../errors.ts';
import { fieldPathOf } from './settings-keys.ts';

/** invalid_parameter_value: what the trigger of `settings` raises, with the key in `detail`. */
const REFUSED = '22023';

/**
 * Puts what the trigger says under the field it speaks of; every other error goes on as it is.
 * @throws InvalidInputError, or the error given
 */
export function explainRefusal(error: unknown): never {
  const { code, detail, message } = databaseError(error);
  const path = code === REFUSED && detail ? fieldPathOf(detail) : null;
  if (path === null || !detail || !message) throw error;
  throw new InvalidInputError(path, `${message.replace(detail, 'This')}.`);
}

/** Drizzle keeps the driver's error in `cause`. */
function databaseError(error: unknown): { code?: string; detail?: string; message?: string } {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error ? cause : {};
}
