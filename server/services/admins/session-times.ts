/** A session ends when it was not used for so long. */
export const SESSION_IDLE_MS = 12 * 3600 * 1000;
/** And after so long in any case: whoever works every day signs in once a week. */
export const SESSION_LONGEST_MS = 7 * 24 * 3600 * 1000;
/** So long a proof counts for what asks for one: a sign-in, or the password or a code once more. */
export const STEP_UP_MS = 10 * 60 * 1000;
