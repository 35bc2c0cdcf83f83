/** Keys whose values are secrets, wherever they stand. */
const secretKeys = new Set([
  'encryptedPassword',
  'encryptedToken',
  'password',
  'expectedPassword',
  'wss', // its token, and a URL that holds it
  'authentication', // likewise
  'authorization',
]);

const hidden = '[redacted]';

export interface Redactor {
  /** Hides the token, also without its number before the bar, and whatever else calls itself a bearer token. */
  text(text: string): string;
  /** A copy without the values of secret keys, and with every text hidden as above. */
  value(value: unknown): unknown;
}

/** Nothing that the panel said, and nothing about a call, is logged or thrown without passing here. */
export function createRedactor(token: string): Redactor {
  const spellings = spellingsOf(token);
  const text = (from: string) =>
    spellings
      .reduce((rest, spelling) => rest.replaceAll(spelling, hidden), from)
      .replaceAll(/bearer\s+[^\s"'<>,;]+/gi, `Bearer ${hidden}`);
  const value = (from: unknown): unknown => {
    if (typeof from === 'string') return text(from);
    if (Array.isArray(from)) return from.map(value);
    if (typeof from !== 'object' || from === null || from instanceof Date) return from;
    const entries = Object.entries(from);
    return Object.fromEntries(
      entries.map(([key, item]) => [text(key), secretKeys.has(key) ? hidden : value(item)]),
    );
  };
  return { text, value };
}

function spellingsOf(token: string): string[] {
  const secret = token.slice(token.indexOf('|') + 1);
  const plain = [token, secret].filter((part) => part !== '');
  const all = plain.flatMap((part) => [part, encodeURIComponent(part), JSON.stringify(part).slice(1, -1)]);
  // Longest first, so that no part of one is left over after another was hidden.
  return [...new Set(all)].sort((one, other) => other.length - one.length);
}
