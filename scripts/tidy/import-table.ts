import { database, serverSide, web } from './packages.ts';
import { floors } from './service-floors.ts';

/** What a folder may import besides itself. The longest matching folder decides, so a stricter one may lie inside. */
export interface ImportRule {
  folder: string;
  /** Our folders or single files, from the root; their subfolders are included. */
  ours: readonly string[];
  /** npm packages and 'node:'. 'any' leaves out those of `never`. */
  packages: readonly string[] | 'any';
  never?: readonly string[];
  /** Said when it is broken. */
  because: string;
}

const contract = [
  'shared/api',
  'shared/billing',
  'shared/budget',
  'shared/dunning',
  'shared/schedule',
  'shared/auth',
  'shared/notices',
];
const world = [
  'server/context.ts',
  'server/clock.ts',
  'server/errors.ts',
  'server/env.ts',
  'server/env-formats.ts',
  'server/log.ts',
  'server/log-shipping.ts',
  'server/metrics.ts',
  'server/redact.ts',
];

/** Verbs for the pages of servers: they read what billing wrote, and no verb of a lower floor calls them. */
const viewsOfServers = ['decide-gap.ts', 'list-server-charges.ts'];

function ruleOfVerbs(folder: string, reachable: readonly string[], because: string): ImportRule {
  return {
    folder,
    ours: [
      ...contract,
      'shared/schema',
      ...world,
      'server/db',
      'server/secrets',
      'server/jobs/enqueue.ts',
      'server/jobs/slot-coordinator.ts',
      'server/integrations',
      ...reachable.map((name) => `server/services/${name}`),
    ],
    packages: 'any',
    never: web,
    because,
  };
}

const serviceRules: ImportRule[] = [
  ...floors.flatMap((nouns, floor) =>
    nouns.map((noun) =>
      ruleOfVerbs(
        `server/services/${noun}`,
        floors.slice(0, floor + 1).flat(),
        `a verb of floor ${floor + 1} knows tables and its own floor or lower ones, and nothing of HTTP`,
      ),
    ),
  ),
  ...viewsOfServers.map((file) =>
    ruleOfVerbs(
      `server/services/servers/${file}`,
      floors.slice(0, 2).flat(),
      'a view of a server may read what billing knows, and nothing above it',
    ),
  ),
];

/** Who may import whom (md-docs/README.md draws it). Nothing points up. */
export const importTable: readonly ImportRule[] = [
  { folder: 'shared/billing', ours: [], packages: [], because: 'the arithmetic imports nothing at all' },
  { folder: 'shared/budget', ours: [], packages: [], because: 'it judges amounts, and imports nothing' },
  { folder: 'shared/dunning', ours: ['shared/billing'], packages: [], because: 'the ladder is arithmetic' },
  {
    folder: 'shared/schedule',
    ours: [],
    packages: [],
    because: 'it must run in the browser as on the server',
  },
  { folder: 'shared/auth', ours: [], packages: [], because: 'it must run in the browser as on the server' },
  {
    folder: 'shared/notices',
    ours: ['shared/api/values.ts', 'shared/billing'],
    packages: ['zod'],
    because: 'what is told must read the same in the browser as on the server',
  },
  { folder: 'shared/api', ours: contract, packages: ['zod'], because: 'the contract is zod and plain types' },
  {
    folder: 'shared/schema',
    ours: ['shared/billing', 'shared/dunning', 'shared/auth', 'shared/schedule', 'shared/notices'],
    packages: ['drizzle-orm'],
    because: 'the tables know no contract',
  },
  {
    folder: 'client/src',
    ours: contract,
    packages: 'any',
    never: serverSide,
    because: 'the browser gets the contract and the arithmetic, and nothing of the server',
  },
  {
    folder: 'client/src/components/ui',
    ours: [],
    packages: 'any',
    never: [...serverSide, 'zod', '@tanstack/react-query'],
    because: 'these parts know no product word',
  },
  {
    folder: 'client/src/hooks',
    ours: [],
    packages: 'any',
    never: serverSide,
    because: 'hooks are tools of the pages, below all else of the client',
  },
  ...serviceRules,
  {
    folder: 'server/services',
    ours: [
      ...contract,
      'shared/schema',
      ...world,
      'server/db',
      'server/jobs/slot-coordinator.ts',
      'server/jobs/enqueue.ts',
      'server/services',
    ],
    packages: 'any',
    never: web,
    because: 'CronService is a door to the verbs, and knows nothing of HTTP',
  },
  {
    folder: 'server/jobs',
    ours: ['shared/schema', ...world, 'server/db'],
    packages: 'any',
    never: web,
    because: 'the queue knows no product word; tasks.ts alone may call services',
  },
  {
    folder: 'server/jobs/tasks.ts',
    ours: [...world, 'server/services'],
    packages: 'any',
    never: web,
    because: 'it maps task names to verbs',
  },
  {
    folder: 'server/db',
    ours: ['shared/schema', ...world],
    packages: 'any',
    never: web,
    because: 'the database knows tables, not what they are for',
  },
  {
    folder: 'server/secrets',
    ours: world,
    packages: ['node:'],
    because: 'sealing needs the environment and node:crypto',
  },
  {
    folder: 'server/integrations',
    ours: world,
    packages: 'any',
    never: [...web, ...database],
    because: 'clients of the outside know no table and no service',
  },
  {
    folder: 'server/emulators',
    ours: [],
    packages: ['node:', 'express', 'zod', 'smtp-server'],
    because: 'an emulator that shared our types would share our mistakes',
  },
  {
    folder: 'server/http',
    ours: [
      'shared/api',
      'shared/billing',
      'shared/auth',
      ...world,
      'server/db',
      'server/services/admins',
      'server/services/customer-links',
    ],
    packages: 'any',
    never: ['pg', 'graphile-worker', 'node-cron', 'undici'],
    because: 'HTTP knows who is signed in or came by a link, and no other service',
  },
  {
    folder: 'server/routes',
    ours: ['shared/api', 'server/context.ts', 'server/errors.ts', 'server/http', 'server/services'],
    packages: ['express', 'swagger-ui-dist', 'node:'],
    because: 'a route is one line: endpoint and verb',
  },
  {
    folder: 'server/demo',
    ours: [...contract, 'shared/schema', ...world, 'server/db', 'server/services', 'server/emulators'],
    packages: ['drizzle-orm'],
    because: 'the demo uses the product as anybody does, and the emulator',
  },
  {
    folder: 'server',
    ours: ['shared', 'server'],
    packages: 'any',
    because: 'the top of the server puts everything together, and knows nothing of the client',
  },
  {
    folder: 'scripts',
    ours: ['shared', 'server', 'scripts'],
    packages: 'any',
    because: 'scripts work on the server, not on the pages',
  },
  {
    folder: 'scripts/screenshots.ts',
    ours: ['shared', 'server', 'server/testing', 'scripts'],
    packages: 'any',
    because: 'it drives the browser of the tests',
  },
];

/** Files at the top of `server/` that others import as the world; they may know little themselves. */
export const worldFiles = world;

/** The rule of a file: that of the longest folder, or the file itself, that its path lies in. */
export function ruleFor(path: string): ImportRule | undefined {
  return importTable
    .filter(({ folder }) => path === folder || path.startsWith(`${folder}/`))
    .sort((one, other) => other.folder.length - one.folder.length)[0];
}
