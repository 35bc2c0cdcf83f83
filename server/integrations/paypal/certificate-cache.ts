import type { IntegrationClock } from '../http-client.ts';

const KEPT_MS = 3_600_000;
/** PayPal has one or two at a time; whoever names more of them is not PayPal. */
const MOST_KEPT = 8;

/** Fetches a certificate once an hour, however many notifications are signed by it. A failure is not remembered. */
export function cachedCertificates(
  fetchOne: (url: URL) => Promise<string>,
  clock: IntegrationClock,
): (url: URL) => Promise<string> {
  const kept = new Map<string, { pem: string; until: number }>();
  return async (url) => {
    const now = clock.now().getTime();
    const found = kept.get(url.href);
    if (found && now < found.until) return found.pem;
    const pem = await fetchOne(url);
    if (kept.size >= MOST_KEPT) kept.clear();
    kept.set(url.href, { pem, until: now + KEPT_MS });
    return pem;
  };
}
