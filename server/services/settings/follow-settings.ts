import pg from 'pg';
import type { Clock } from '../../clock.ts';
import type { Log } from '../../log.ts';

/** How often the version is asked for besides: the listener's connection may have died without a word. */
const POLL_MS = 2000;

/**
 * Calls `onChange` whenever the settings moved, whoever wrote them: by the database's notice, and by a look at the
 * version every two seconds in case the notice got lost. On a connection of its own.
 */
export function followSettings(input: { url: string; clock: Clock; log: Log; onChange: () => void }): {
  stop(): Promise<void>;
} {
  const stopping = new AbortController();
  const loop = follow(input, stopping.signal);
  return {
    stop: async () => {
      stopping.abort();
      await loop;
    },
  };
}

async function follow(
  { url, clock, log, onChange }: Parameters<typeof followSettings>[0],
  signal: AbortSignal,
): Promise<void> {
  let known: string | null = null;
  while (!signal.aborted) {
    const client = new pg.Client({
      connectionString: url,
      keepAlive: true,
      connectionTimeoutMillis: 5000,
      query_timeout: 10_000,
      application_name: 'skypanel settings',
    });
    client.on('error', () => {}); // the next look says it too
    try {
      await client.connect();
      const notice = { wake: () => {} };
      client.on('notification', () => notice.wake());
      await client.query('LISTEN settings_changed');
      while (!signal.aborted) {
        const now: string = await fingerprint(client);
        if (known !== null && now !== known) onChange();
        known = now;
        await sleepOrNotice({ clock, signal, notice });
      }
    } catch (error) {
      if (!signal.aborted) log.warn('settings are not followed for a moment', { error: String(error) });
      await clock.sleep(POLL_MS, signal).catch(() => {});
    } finally {
      await client.end().catch(() => {});
    }
  }
}

/** Moves with every save: of the typed row, and of keys that have no column, such as VirtFusion's address. */
async function fingerprint(client: pg.Client): Promise<string> {
  const { rows } = await client.query<{ mark: string }>(
    `SELECT (SELECT version FROM server_hourly_billing_settings)::text || ':' ||
       coalesce((SELECT md5(string_agg(key || value, ',' ORDER BY key)) FROM settings WHERE key LIKE 'virtfusion%'), '') AS mark`,
  );
  return rows[0]?.mark ?? '';
}

async function sleepOrNotice({
  clock,
  signal,
  notice,
}: {
  clock: Clock;
  signal: AbortSignal;
  notice: { wake: () => void };
}) {
  const nap = new AbortController();
  const end = () => nap.abort();
  signal.addEventListener('abort', end, { once: true });
  notice.wake = end;
  await clock.sleep(POLL_MS, nap.signal).catch(() => {});
  signal.removeEventListener('abort', end);
  notice.wake = () => {};
}
