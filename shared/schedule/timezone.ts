/** Names as the tz database and PostgreSQL spell them. Offsets such as +02:00 are no zones: they know no summer. */
const NAME = /^[A-Z][A-Za-z0-9_+-]*(\/[A-Za-z0-9_+-]+){0,2}$/;

/** Whether the text names a zone that schedules can follow: `UTC`, `Europe/London`. */
export function isTimezone(text: string): boolean {
  if (!NAME.test(text)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: text });
    return true;
  } catch {
    return false;
  }
}
