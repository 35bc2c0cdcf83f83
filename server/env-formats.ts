import { createHash } from 'node:crypto';
import { isIP } from 'node:net';
import { z } from 'zod';
import type { Reach } from './integrations/reach.ts';

/** From 0 to `max`; `message` stands after the name of the variable. */
export const wholeNumber = (max: number, message: string) =>
  z
    .string()
    .regex(/^\d{1,9}$/, message)
    .transform(Number)
    .refine((number) => number <= max, message);

export const atLeastOne = (max: number, message: string) =>
  wholeNumber(max, message).refine((number) => number > 0, message);

/** Without a slash at its end. */
export const webAddress = z
  .string()
  .refine(isWebAddress, 'must be an http or https URL without user, query or fragment')
  .transform((url) => url.replace(/\/+$/, ''));

/** 32 bytes. */
export function secretKey() {
  return z
    .string()
    .min(32, 'must be 32 bytes in hex or base64, or at least 32 characters of text')
    .transform(keyBytes)
    .optional();
}

/** How far calls may go: to private networks, too, where it is allowed. */
export function reachOf() {
  return z
    .enum(['allow', 'refuse'], 'must be allow or refuse')
    .default('refuse')
    .transform((word): Reach => (word === 'allow' ? 'private' : 'public'));
}

/** What stands between commas. */
export function splitList(text: string): string[] {
  return text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

/** Hex and base64 of exactly 32 bytes are taken as those bytes; any other text is hashed to 32. */
function keyBytes(text: string): Buffer {
  if (/^[0-9a-f]{64}$/i.test(text)) return Buffer.from(text, 'hex');
  if (/^[\w+/-]{43}=?$/.test(text)) return Buffer.from(text, 'base64');
  return createHash('sha256').update(text).digest();
}

// 'true' would believe any X-Forwarded-For header, so that a client could choose its own address.
export function trustedProxies(text: string, context: z.RefinementCtx): false | number | string[] {
  if (text === 'false' || text === '0') return false;
  if (/^[1-9]$/.test(text)) return Number(text);
  const proxies = splitList(text);
  if (proxies.length > 0 && proxies.every(isProxyAddress)) return proxies;
  context.addIssue({
    code: 'custom',
    message:
      'must say how many proxies stand in front (1 to 9), or list their addresses, subnets, or loopback',
  });
  return z.NEVER;
}

function isProxyAddress(text: string): boolean {
  if (['loopback', 'linklocal', 'uniquelocal'].includes(text)) return true;
  const [address = '', bits] = text.split('/');
  const version = isIP(address);
  return (
    version !== 0 &&
    (bits === undefined || (/^\d+$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128)))
  );
}

function isWebAddress(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return Boolean(
    url && /^https?:$/.test(url.protocol) && !url.username && !url.password && !url.search && !url.hash,
  );
}

/** The connection string of one database. */
export function databaseAddress(user: string) {
  return z.string().refine(isDatabaseUrl, `must look like postgres://${user}:password@host:5432/database`);
}

function isDatabaseUrl(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return Boolean(url && /^postgres(ql)?:$/.test(url.protocol) && url.pathname.length > 1);
}
