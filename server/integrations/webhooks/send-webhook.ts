import { createHttpClient, HttpFailure } from '../http-client.ts';
import { OUT_OF_REACH, type Reach } from '../reach.ts';
import { problemWithTarget } from './problem-with-target.ts';
import { signWebhook } from './sign-webhook.ts';

export interface Webhook {
  url: string;
  secret: string;
  /** The same at every attempt: receivers know a repeat by it. */
  id: string;
  at: Date;
  /** JSON text. */
  body: string;
}

/** 'gone': the receiver wants nothing any more (410). Everything but 2xx may be tried again with the same id. */
export interface WebhookResult {
  outcome: 'sent' | 'not_sent' | 'gone' | 'refused';
  detail: string;
}

const timeoutMs = 15_000;
const maxReplyBytes = 64 * 1024;

/** Sends a signed webhook, once. Redirects are not followed: the address that was judged is the one that is called. */
export async function sendWebhook(webhook: Webhook, { reach }: { reach: Reach }): Promise<WebhookResult> {
  const problem = problemWithTarget(webhook.url, reach);
  if (problem) return { outcome: 'refused', detail: problem };
  const client = createHttpClient({ connections: 1, maxReplyBytes, reach });
  try {
    const { status } = await client.send({
      method: 'POST',
      url: new URL(webhook.url),
      headers: {
        'content-type': 'application/json',
        'user-agent': 'SkyPANEL-Webhooks',
        ...signWebhook(webhook),
      },
      body: webhook.body,
      timeoutMs,
    });
    return resultOf(status);
  } catch (error) {
    if (!(error instanceof HttpFailure)) throw error;
    return { outcome: 'not_sent', detail: failureText(error) };
  } finally {
    await client.close();
  }
}

function resultOf(status: number): WebhookResult {
  if (status >= 200 && status < 300) return { outcome: 'sent', detail: `Answered ${status}` };
  if (status === 410) return { outcome: 'gone', detail: 'Answered 410: it wants nothing any more' };
  const redirected = status >= 300 && status < 400 ? ', a redirect, which is not followed' : '';
  return { outcome: 'not_sent', detail: `Answered ${status}${redirected}` };
}

function failureText({ reason, code }: HttpFailure): string {
  if (code === OUT_OF_REACH) return 'The name leads into a private network';
  if (reason === 'timeout') return 'No answer in time';
  return `No connection${code ? ` (${code})` : ''}`;
}
