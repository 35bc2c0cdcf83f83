import { type Finding, isBroken, isWell, mayBeMeant } from './finding.ts';

const GIB = 1024 ** 3;

/** Versions such as '20.20.2', the least as 'engines' says it: '>=20.19'. */
export function judgeNode(version: string, engines: string): Finding {
  const least = engines.replace(/^>=/, '');
  if (compareVersions(version, least) >= 0) return isWell('node', `Node ${version}.`);
  return isBroken('node', `Node ${version} is older than ${least}.`, `Install Node ${least} or newer.`);
}

function compareVersions(one: string, other: string): number {
  const [a, b] = [one, other].map((text) => text.split('.').map(Number));
  for (let part = 0; part < 3; part += 1) {
    const difference = (a?.[part] ?? 0) - (b?.[part] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Bytes of the file system that holds the data. */
export function judgeDisk({ free, total, path }: { free: number; total: number; path: string }): Finding {
  const said = `${(free / GIB).toFixed(1)} of ${(total / GIB).toFixed(1)} GB are free at ${path}.`;
  const remedy = 'Free some, or grow it: a full disk stops the database, and billing with it.';
  if (free < GIB / 2) return isBroken('disk', said, remedy);
  if (free < 2 * GIB || free < total / 20) return mayBeMeant('disk', said, remedy);
  return isWell('disk', said);
}

export interface DataDirFacts {
  path: string;
  exists: boolean;
  writable: boolean;
  /** The key's file; null when there is none. */
  keyMode: number | null;
  /** Whether SECRET_KEY is set: then the file does not count. */
  keyGiven: boolean;
  /** Whether the database lives elsewhere: then there has to be a key somewhere, or sealed secrets are lost. */
  ownDatabase: boolean;
}

export function judgeDataDir(facts: DataDirFacts): Finding[] {
  const { path, exists, writable } = facts;
  if (exists && !writable) {
    const remedy = `Give it to the user that runs the application: chown -R USER ${path}`;
    return [isBroken('data directory', `${path} cannot be written.`, remedy)];
  }
  const place = exists ? `${path} can be written.` : `${path} is made at the first start.`;
  return [isWell('data directory', place), judgeKey(facts)];
}

function judgeKey({ path, keyMode, keyGiven, ownDatabase }: DataDirFacts): Finding {
  if (keyGiven) return isWell('secret key', 'SECRET_KEY is set. Keep a copy apart from the backups.');
  if (keyMode === null) {
    const detail = 'There is no key yet: one is made at the first start.';
    return ownDatabase
      ? mayBeMeant('secret key', detail, 'Several machines need the same one: set SECRET_KEY on all of them.')
      : isWell('secret key', detail);
  }
  if ((keyMode & 0o077) !== 0) {
    const mode = (keyMode & 0o777).toString(8);
    return isBroken(
      'secret key',
      `Others may read ${path}/secret-key (mode ${mode}).`,
      `chmod 600 ${path}/secret-key`,
    );
  }
  return isWell(
    'secret key',
    `${path}/secret-key, readable by its owner alone. Back it up apart from the database.`,
  );
}

/** Whether what `npm start` runs was built. */
export function judgeBuild(built: boolean): Finding {
  if (built) return isWell('build', 'The application is built.');
  return mayBeMeant(
    'build',
    'The application is not built.',
    'npm run build; npm start does it by itself, PM2 does not.',
  );
}

export interface AddressFacts {
  publicUrl: string | undefined;
  trustProxy: boolean;
  ownDatabase: boolean;
}

/** How browsers and customers reach it; of a trial on one's own machine nothing is asked. */
export function judgeAddress({ publicUrl, trustProxy, ownDatabase }: AddressFacts): Finding[] {
  if (!publicUrl) {
    const detail = 'PUBLIC_URL is not set: links in messages lead to this machine’s own name.';
    const remedy = 'Set PUBLIC_URL to the address customers open, with https.';
    return [ownDatabase ? mayBeMeant('address', detail, remedy) : isWell('address', detail)];
  }
  if (!publicUrl.startsWith('https://')) {
    const remedy = 'Put TLS in front (md-docs/operations.md) and set PUBLIC_URL to the https address.';
    return [
      mayBeMeant('address', `${publicUrl} is not https: passwords and links travel in the open.`, remedy),
    ];
  }
  if (!trustProxy) {
    const detail =
      'PUBLIC_URL is https, and no proxy is trusted: cookies are not marked secure, and all clients share one address.';
    return [mayBeMeant('address', detail, 'Set TRUST_PROXY, loopback for an nginx on this machine.')];
  }
  return [isWell('address', `${publicUrl}, behind a proxy that is trusted.`)];
}

export interface WatchFacts {
  metrics: boolean;
  heartbeat: boolean;
  /** Packages that variables ask for and that are not installed. */
  missingPackages: readonly string[];
}

/** Whether anybody would notice. */
export function judgeWatch({ metrics, heartbeat, missingPackages }: WatchFacts): Finding[] {
  const watched = metrics || heartbeat;
  const names = missingPackages.join(' ');
  return [
    watched
      ? isWell(
          'watch',
          `${[metrics && 'METRICS_TOKEN', heartbeat && 'HEARTBEAT_URL'].filter(Boolean).join(' and ')} set.`,
        )
      : mayBeMeant(
          'watch',
          'Nobody outside of this machine would notice that it stopped.',
          'Set HEARTBEAT_URL to a dead man’s switch, or METRICS_TOKEN and load md-docs/monitoring/alerts.yml into Prometheus.',
        ),
    ...(missingPackages.length === 0
      ? []
      : [
          isBroken(
            'packages',
            `Not installed: ${missingPackages.join(', ')}.`,
            `npm install --prefix .. ${names}`,
          ),
        ]),
  ];
}
