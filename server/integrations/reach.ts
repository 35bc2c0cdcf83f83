import { type LookupAddress, lookup } from 'node:dns';
import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** An address that is nobody's business of ours to call: this machine, its network, its cloud's metadata. */
export class PrivateAddressError extends Error {
  override name = 'PrivateAddressError';
  readonly code = 'PRIVATE_ADDRESS';
}

/** Whether an address is of the public internet: not loopback, link-local (where metadata lives), private or reserved. */
export function isPublicAddress(address: string): boolean {
  return ipaddr.isValid(address) && ipaddr.process(address).range() === 'unicast';
}

/**
 * Why a webhook may not go to a URL, in a sentence; null where it may. A name is judged again by `publicLookup`, at
 * every connection: it may lead elsewhere by then.
 */
export function problemWithTarget(text: string, { allowPrivate }: { allowPrivate: boolean }): string | null {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || !/^https?:$/.test(url.protocol)) return 'Write an address such as https://example.com/hooks.';
  if (url.username || url.password) return 'An address with a user or password in it is not kept.';
  if (url.hash) return 'Leave out what follows the #: it is never sent.';
  if (allowPrivate) return null;
  if (url.protocol === 'http:') return 'Use https: what we send is about money.';
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const isLocalName = host === 'localhost' || host.endsWith('.localhost') || host.endsWith('.internal');
  return isLocalName || (isIP(host) !== 0 && !isPublicAddress(host))
    ? 'This address lies in a private network. Set PRIVATE_WEBHOOKS=allow in the environment if that is meant.'
    : null;
}

type Callback = (
  error: NodeJS.ErrnoException | null,
  address: string | LookupAddress[],
  family?: number,
) => void;

/** Looks a name up, and fails if any of its addresses is not public: what is connected to is what was judged. */
export function publicLookup(host: string, options: { all?: boolean }, callback: Callback): void {
  lookup(host, { ...options, all: true }, (error, addresses) => {
    if (error) return callback(error, []);
    const foreign = addresses.find(({ address }) => !isPublicAddress(address));
    if (foreign) return callback(new PrivateAddressError('The name leads into a private network'), []);
    const [first] = addresses;
    if (options.all || !first) return callback(null, addresses);
    callback(null, first.address, first.family);
  });
}
