import type { Finding } from '../raise-alert.ts';
import { counted, instantText, nameSome } from './name-some.ts';

/** Servers that are up and have no price, by what they lack. */
export interface UnpricedGroup {
  /** Null: it is not known which package they have. */
  packageId: number | null;
  packageName: string | null;
  servers: number;
  since: Date;
  examples: readonly { id: number; name: string }[];
}

/** Servers that are up, and whose hours wait for a price: one finding a package, and one for those without any. */
export function unpricedServers(groups: readonly UnpricedGroup[]): Finding[] {
  return groups.map(({ packageId, packageName, servers, since, examples }) => {
    const wait = `${counted(servers, 'server')} up since ${instantText(since)} at the earliest: ${nameSome(examples, servers)}.`;
    const facts = { servers, since: since.toISOString() };
    if (packageId === null) {
      const message = `Nobody knows the package of ${wait} Assign it; the hours that wait are billed then.`;
      return { kind: 'server_unpriced', subject: 'set-aside:no_package', message, facts };
    }
    const name = packageName?.trim() || `Package ${packageId}`;
    const message = `${name} has no price for ${wait} Set one that covers the hours that wait.`;
    return { kind: 'server_unpriced', subject: `package:${packageId}`, message, facts };
  });
}
