import type { ProcessRole } from '#server/env.ts';
import type { ListedProcess } from '#server/services/processes/list-processes.ts';
import { type Finding, isBroken, isWell, mayBeMeant } from './finding.ts';

export interface ServerFacts {
  /** As server_version_num: 150004. */
  version: number;
  maxConnections: number;
  /** Whether pg_trgm is there, or can be had. */
  trigrams: 'installed' | 'available' | 'missing';
}

const LEAST_MAJOR = 15;
/** What two web processes and a worker open at most. */
const CONNECTIONS = 80;

export function judgeServer({ version, maxConnections, trigrams }: ServerFacts): Finding[] {
  const major = Math.floor(version / 10_000);
  return [
    major >= LEAST_MAJOR
      ? isWell('database', `PostgreSQL ${major}.${version % 10_000} answers.`)
      : isBroken('database', `PostgreSQL ${major} is too old.`, `Upgrade it to ${LEAST_MAJOR} or newer.`),
    trigrams === 'missing'
      ? isBroken(
          'pg_trgm',
          'The extension pg_trgm is not there: lists could not be searched.',
          'apt install postgresql-contrib',
        )
      : isWell(
          'pg_trgm',
          trigrams === 'installed' ? 'Installed.' : 'Available; the first start installs it.',
        ),
    maxConnections >= CONNECTIONS
      ? isWell('connections', `${maxConnections} at most.`)
      : mayBeMeant(
          'connections',
          `The server takes ${maxConnections}; two web processes and a worker may want ${CONNECTIONS}.`,
          'Raise max_connections in postgresql.conf.',
        ),
  ];
}

/** Billing refuses to write when clocks are this far apart. Seconds. */
const REFUSED_SECONDS = 30;
const NOTED_SECONDS = 5;

/** By how many seconds another clock is ahead of ours. */
export function judgeClock(whose: string, aheadSeconds: number): Finding {
  const apart = Math.abs(Math.round(aheadSeconds));
  const about = `clock of ${whose}`;
  if (apart < NOTED_SECONDS) return isWell(about, `Agrees with ours to ${apart} s.`);
  const said = `It is ${apart} s ${aheadSeconds > 0 ? 'ahead of' : 'behind'} ours.`;
  const remedy = 'Let chrony or systemd-timesyncd keep the time on both machines.';
  return apart < REFUSED_SECONDS
    ? mayBeMeant(about, said, remedy)
    : isBroken(about, `${said} Nothing is billed like this.`, remedy);
}

export function judgeMigrations(waiting: number): Finding {
  if (waiting === 0) return isWell('migrations', 'All of this release are applied.');
  return mayBeMeant(
    'migrations',
    `${waiting} wait to be applied.`,
    'The next start applies them; make a backup first.',
  );
}

export function judgeAdmins(admins: number): Finding {
  if (admins > 0) return isWell('admins', `${admins} can sign in.`);
  return mayBeMeant(
    'admins',
    'Nobody can sign in yet.',
    'Start once, which makes the first one, or npm run create-admin.',
  );
}

const HOUR_MS = 3_600_000;

/** Whether a loss of this machine could be made up for. Of a trial on a bundled database nothing is asked. */
export function judgeBackup(facts: {
  now: Date;
  /** A demo: nothing of it is worth keeping. */
  demo: boolean;
  scheduled: boolean;
  provedTakenAt: Date | null;
  problem: string | null;
  maxAgeHours: number;
}): Finding {
  const { now, demo, scheduled, provedTakenAt, problem, maxAgeHours } = facts;
  if (problem !== null) {
    return isBroken(
      'backup',
      `The newest is no good: ${problem}`,
      'npm run backup -- --help, and md-docs/backup.md.',
    );
  }
  if (demo) return isWell('backup', 'A demo is not backed up.');
  if (!scheduled) {
    return mayBeMeant('backup', 'None is made by itself.', 'Set BACKUP_DIR, best to another machine’s disk.');
  }
  const hours = provedTakenAt === null ? null : (now.getTime() - provedTakenAt.getTime()) / HOUR_MS;
  if (hours !== null && hours <= maxAgeHours) {
    return isWell('backup', `The newest that was restored and agreed is ${Math.round(hours)} hours old.`);
  }
  const detail =
    hours === null ? 'None was proved yet.' : `The newest that was proved is ${Math.round(hours)} hours old.`;
  return mayBeMeant('backup', detail, 'Make one now: npm run backup -- --to DIR --verify');
}

const wanted: readonly ProcessRole[] = ['web', 'worker', 'cron'];

/** The processes at work, by their own word. Before the first start there are none. */
export function judgeProcesses(listed: readonly Omit<ListedProcess, 'metrics'>[]): Finding[] {
  if (listed.length === 0) {
    return [
      mayBeMeant(
        'processes',
        'None is at work.',
        'Start them: npx pm2 start ecosystem.config.js, or npm start.',
      ),
    ];
  }
  const missing = wanted.filter((role) => !listed.some(({ roles }) => roles.includes(role)));
  const versions = [...new Set(listed.map(({ version }) => version))];
  const down = listed.filter(({ workerDown }) => workerDown).map(({ instance }) => instance);
  const problems: Finding[] = [];
  if (missing.length > 0) {
    const detail = `None has the role ${missing.join(' or ')}.`;
    problems.push(isBroken('processes', detail, 'Start one with it: npx pm2 start ecosystem.config.js'));
  }
  if (versions.length > 1) {
    const detail = `Releases ${versions.join(' and ')} are at work at once.`;
    problems.push(mayBeMeant('processes', detail, 'Finish the upgrade: npx pm2 reload ecosystem.config.js'));
  }
  if (down.length > 0) {
    const detail = `The worker of ${down.join(', ')} takes no jobs.`;
    problems.push(
      isBroken('processes', detail, 'Its log says why; restart it: npx pm2 restart billing-worker'),
    );
  }
  if (problems.length > 0) return problems;
  return [isWell('processes', `${listed.length} at work, release ${versions[0]}.`)];
}
