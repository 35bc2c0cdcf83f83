import type { HttpReply, HttpRequest, IntegrationClock } from '../http-client.ts';

export interface ReadReply extends HttpReply {
  /** When the whole of it was in. */
  readAt: Date;
}

/** Asked so long ago that its answer is no news. No fault of the panel's. */
export class OldReplyError extends Error {}

/** A busy process may notice so late that a reply came in time. */
const latenessMs = 5_000;

/**
 * Sends, and says when the reply was in. A read says what was true when it was asked. A process that was stopped
 * meanwhile finds the reply in its socket before it finds that its time is up, hours later maybe: that reply is old.
 * By both clocks: one may be set, the other may stand still while the machine sleeps.
 * @throws OldReplyError for a read; whatever `send` throws
 */
export async function sendFresh(
  send: (request: HttpRequest) => Promise<HttpReply>,
  request: HttpRequest,
  clock: IntegrationClock,
): Promise<ReadReply> {
  const sentAt = { wall: clock.now().getTime(), steady: performance.now() };
  const reply = await send(request);
  const readAt = clock.now();
  const tookMs = Math.max(Math.abs(readAt.getTime() - sentAt.wall), performance.now() - sentAt.steady);
  if (request.method === 'GET' && tookMs > request.timeoutMs + latenessMs) throw new OldReplyError();
  return { ...reply, readAt };
}
