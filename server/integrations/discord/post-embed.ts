import { z } from 'zod';
import { createHttpClient, HttpFailure, type HttpReply } from '../http-client.ts';
import type { Reach } from '../reach.ts';

/** What Discord draws: https://docs.discord.com/developers/resources/message#embed-object. */
export interface Embed {
  title: string;
  description: string;
  /** 0xRRGGBB. */
  color: number;
  url?: string;
  timestamp: string;
  footer: { text: string };
  fields: { name: string; value: string; inline: boolean }[];
}

export interface DiscordResult {
  /** 'limited': nothing was posted, and nothing may be before `waitMs` are over. */
  outcome: 'sent' | 'not_sent' | 'refused' | 'unclear' | 'limited';
  detail: string;
  /** How long everybody has to wait before the next request: the limit is used up. 0: it is not. */
  waitMs: number;
}

const timeoutMs = 15_000;

/** The limit as the headers tell it, on any answer. */
const limitHeaders = z.object({
  'x-ratelimit-remaining': z.coerce.number().int().min(0),
  'x-ratelimit-reset-after': z.coerce.number().min(0).max(86_400),
});

/** The body of a 429: seconds, with decimals. */
const limitBody = z.object({ retry_after: z.number().min(0).max(86_400) });

/** Posts an embed to a Discord webhook, once. It mentions nobody, whatever the text holds. */
export async function postEmbed(
  webhookUrl: string,
  embed: Embed,
  { reach }: { reach: Reach },
): Promise<DiscordResult> {
  const url = new URL(webhookUrl);
  url.searchParams.set('wait', 'true'); // else Discord says yes before the message is saved
  const client = createHttpClient({ connections: 1, reach });
  try {
    const reply = await client.send({
      method: 'POST',
      url,
      headers: { 'content-type': 'application/json', 'user-agent': 'SkyPANEL (hourly billing)' },
      body: JSON.stringify({ embeds: [embed], allowed_mentions: { parse: [] } }),
      timeoutMs,
    });
    return resultOf(reply);
  } catch (error) {
    if (!(error instanceof HttpFailure)) throw error;
    const detail = `No answer from Discord${error.code ? ` (${error.code})` : ''}`;
    return { outcome: error.requestSent ? 'unclear' : 'not_sent', detail, waitMs: 0 };
  } finally {
    await client.close();
  }
}

function resultOf(reply: HttpReply): DiscordResult {
  const { status } = reply;
  const detail = `Discord answered ${status}`;
  if (status === 429) return { outcome: 'limited', detail, waitMs: limitedFor(reply) };
  const waitMs = usedUpFor(reply);
  if (status >= 200 && status < 300) return { outcome: 'sent', detail, waitMs };
  // The webhook was deleted, or its address is wrong, or the embed is: trying again changes nothing.
  if ([400, 401, 403, 404].includes(status)) return { outcome: 'refused', detail, waitMs };
  // A gateway that heard no answer from Discord itself does not know whether it posted.
  return { outcome: status === 502 || status === 504 ? 'unclear' : 'not_sent', detail, waitMs };
}

/** What a 429 asks for: in its body, else in Retry-After, else a minute. */
function limitedFor({ body, headers }: HttpReply): number {
  const said = limitBody.safeParse(jsonOf(body));
  const seconds = said.success ? said.data.retry_after : Number(headers['retry-after'] ?? Number.NaN);
  return Math.ceil((Number.isFinite(seconds) && seconds >= 0 ? seconds : 60) * 1000);
}

/** The last request of a window says so: the next one waits for the window's end instead of being refused. */
function usedUpFor({ headers }: HttpReply): number {
  const limit = limitHeaders.safeParse(headers);
  if (!limit.success || limit.data['x-ratelimit-remaining'] > 0) return 0;
  return Math.ceil(limit.data['x-ratelimit-reset-after'] * 1000);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // Cloudflare in front of Discord answers in HTML
  }
}
