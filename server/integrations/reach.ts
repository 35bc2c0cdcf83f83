import { type LookupAddress, lookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';

/**
 * How far a client of ours may go: to the public internet alone, or to this machine and its private networks as well.
 * Link-local addresses, where clouds tell a machine's credentials to whoever asks, lie within no reach.
 */
export type Reach = 'public' | 'private';

/** The code of every failure for an address out of reach. */
export const OUT_OF_REACH = 'OUT_OF_REACH';

const privateRanges = ['loopback', 'private', 'carrierGradeNat', 'uniqueLocal'];

/** Metadata services that lie outside of the link-local ranges. */
const metadata = ['100.100.100.200', '168.63.129.16', '192.0.0.192', 'fd00:ec2::254', 'fd20:ce::254'].map(
  (address) => ipaddr.parse(address).toString(),
);

/** Whether an address may be connected to. IPv4 in IPv6's clothes is judged as IPv4; what is no address is out of reach. */
export function isWithinReach(address: string, reach: Reach): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.process(address);
  if (metadata.includes(parsed.toString())) return false;
  const range = parsed.range();
  // ::a.b.c.d, an old spelling of IPv4 that some systems still follow.
  if (range === 'unicast') return parsed.kind() === 'ipv4' || !/^::/.test(parsed.toString());
  return reach === 'private' && privateRanges.includes(range);
}

/**
 * Whether the host of a URL may be called, as far as its spelling tells: a bare address, or a name for this machine or
 * its network. Any other name is judged by `lookupWithin`, at every connection: it may lead elsewhere by then.
 */
export function isHostWithinReach(url: URL, reach: Reach): boolean {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) !== 0) return isWithinReach(host, reach);
  const name = host.replace(/\.$/, '').toLowerCase();
  if (name === 'metadata' || name.startsWith('metadata.')) return false;
  return reach === 'private' || !/(^|\.)(localhost|local|internal)$/.test(name);
}

/** Looks names up, and fails if any address of one is out of reach: what is connected to is what was judged. */
export function lookupWithin(reach: Reach): LookupFunction {
  return (host, options, callback) => {
    lookup(host, { ...options, all: true }, (error, addresses: LookupAddress[] | undefined) => {
      if (error) return callback(error, '');
      const foreign = addresses?.find(({ address }) => !isWithinReach(address, reach));
      const [first] = addresses ?? [];
      if (foreign || !first) return callback(new OutOfReachError(host), '');
      if (options.all) return callback(null, addresses ?? []);
      callback(null, first.address, first.family);
    });
  };
}

class OutOfReachError extends Error {
  override name = 'OutOfReachError';
  readonly code = OUT_OF_REACH;

  constructor(host: string) {
    super(`${host} leads to an address that is not called`);
  }
}
