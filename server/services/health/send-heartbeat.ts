import type { Context } from '../../context.ts';
import { createHttpClient, HttpFailure } from '../../integrations/http-client.ts';

const TIMEOUT_MS = 10_000;
const MOST_BYTES = 64 * 1024;

/**
 * Calls HEARTBEAT_URL, once: whoever listens there tells a person when it stays silent. Where the address leads is the
 * operator's business; it is a secret, so no error and no line names it.
 * @throws a sentence when it was not answered with 2xx, so that the job is tried again
 */
export async function sendHeartbeat(ctx: Context, { signal }: { signal?: AbortSignal } = {}): Promise<void> {
  const { heartbeatUrl } = ctx.env;
  if (heartbeatUrl === undefined) return;
  const http = createHttpClient({ connections: 1, maxReplyBytes: MOST_BYTES, reach: 'private' });
  try {
    const { status } = await http.send(requestTo(heartbeatUrl, signal));
    if (status < 200 || status > 299) throw new Error(`The heartbeat was answered with status ${status}.`);
    ctx.log.debug('heartbeat sent', { status });
  } catch (error) {
    if (!(error instanceof HttpFailure)) throw error;
    throw new Error(`The heartbeat was not answered: ${error.message}.`);
  } finally {
    await http.close();
  }
}

function requestTo(address: string, signal: AbortSignal | undefined) {
  const url = new URL(address);
  const { username, password } = url;
  const pair = Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`).toString(
    'base64',
  );
  return {
    method: 'GET' as const,
    url,
    headers: {
      'user-agent': 'skypanel-billing',
      ...(username === '' ? {} : { authorization: `Basic ${pair}` }),
    },
    timeoutMs: TIMEOUT_MS,
    ...(signal ? { signal } : {}),
  };
}
