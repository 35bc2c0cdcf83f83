import pg from 'pg';
import type { Clock } from '../../clock.ts';
import type { Log } from '../../log.ts';

/** How often the version is asked for besides: the listener's connection may have died without a word. */
const POLL_MS = 1500;
/** Before a broken connection is made anew. With the poll it keeps every process within two seconds of a save. */
const RETRY_MS = 300;

interface Following {
  url: string;
  clock: Clock;
  log: Log;
  onChange: () => void;
}

/**
 * Calls `onChange` whenever the settings moved, whoever wrote them: by the database's notice, and by a look at the
 * version every second and a half in case the notice got lost. The first look says so too, since they may have moved
 * before anyone listened. On a connection of its own, which is made anew when it breaks.
 */
export function followSettings(following: Following): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const loop = follow(following, stopping.signal);
  return {
    stop: async () => {
      stopping.abort();
      await loop;
    },
  };
}

async function follow(following: Following, signal: AbortSignal): Promise<void> {
  const { clock, log } = following;
  const seen = { mark: '' };
  while (!signal.aborted) {
    try {
      await watch(following, seen, signal);
    } catch (error) {
      if (!signal.aborted) log.warn('settings are not followed for a moment', { error: String(error) });
      await clock.sleep(RETRY_MS, signal).catch(() => {});
    }
  }
}

/** Until stopped, or until the connection breaks. What was seen outlives it: changes meanwhile are not missed. */
async function watch(
  { url, clock, onChange }: Following,
  seen: { mark: string },
  signal: AbortSignal,
): Promise<void> {
  const client = connectionTo(url);
  const bell = doorbell();
  client.on('error', () => bell.ring()); // the next look fails, and says why
  client.on('notification', () => bell.ring());
  signal.addEventListener('abort', bell.ring);
  try {
    await client.connect();
    await client.query('LISTEN settings_changed');
    while (!signal.aborted) {
      const rung = bell.next(); // before the look: a notice that comes during it is not lost
      const mark = await markOf(client);
      if (mark !== seen.mark) onChange();
      seen.mark = mark;
      await rungOrPolled(rung, clock);
    }
  } finally {
    signal.removeEventListener('abort', bell.ring);
    await client.end().catch(() => {});
  }
}

function connectionTo(url: string): pg.Client {
  return new pg.Client({
    connectionString: url,
    keepAlive: true,
    connectionTimeoutMillis: 5_000,
    query_timeout: 10_000,
    application_name: 'skypanel settings',
  });
}

/** Moves with every save: of the typed row, and of keys that have no column, such as VirtFusion's address or PayPal's account. */
async function markOf(client: pg.Client): Promise<string> {
  const { rows } = await client.query<{ mark: string }>(
    `SELECT (SELECT version FROM server_hourly_billing_settings)::text || ':' ||
       coalesce((SELECT md5(string_agg(key || value, ',' ORDER BY key)) FROM settings WHERE key LIKE 'virtfusion%' OR key LIKE 'paypal%'), '') AS mark`,
  );
  return rows[0]?.mark ?? '';
}

/** `next` is aborted by the next `ring`. */
function doorbell(): { ring(): void; next(): AbortSignal } {
  let waiting = new AbortController();
  return {
    ring: () => waiting.abort(),
    next: () => {
      waiting = new AbortController();
      return waiting.signal;
    },
  };
}

async function rungOrPolled(rung: AbortSignal, clock: Clock): Promise<void> {
  await clock.sleep(POLL_MS, rung).catch(() => {});
}
