import { isHostWithinReach, type Reach } from '../reach.ts';

/** Why a webhook may not go to a URL, in a sentence; null where it may. */
export function problemWithTarget(text: string, reach: Reach): string | null {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || !/^https?:$/.test(url.protocol)) return 'Write an address such as https://example.com/hooks.';
  if (url.username || url.password) return 'An address with a user or password in it is not kept.';
  if (url.hash) return 'Leave out what follows the #: it is never sent.';
  if (reach === 'public' && url.protocol === 'http:') return 'Use https: what we send is about money.';
  if (isHostWithinReach(url, reach)) return null;
  return reach === 'private'
    ? 'This address is reserved: nothing of yours can listen there.'
    : 'This address lies in a private network. Set PRIVATE_WEBHOOKS=allow in the environment if that is meant.';
}
