import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { asTable } from './as-table.ts';
import { readOptions } from './read-options.ts';
import { runScript } from './run-script.ts';
import { type Break, breaks } from './torture/breaks.ts';
import type { TortureReport } from './torture/report-torture.ts';
import { runTorture } from './torture/run-torture.ts';

const usage = `npm run torture [-- options]   kills, stops and cuts a billing system of its own, and proves its books

  --kills N      processes killed, at named points and at random (20)
  --seed S       the plan; the same seed plans the same (a new one, printed)
  --servers N    (200; from 100 kills on 3000)
  --hours N      simulated hours (12; from 100 kills on 20)
  --power        price power: every look asks each server for it
  --money        customers pay in, are warned, suspended when they owe, and freed when they have paid
  --credit       the same, with VirtFusion's credit as the wallet: there nobody is suspended
  --break NAME   puts a mistake into the product first, to see the torture find it: part of one of the names below
  --json         prints one object and nothing else

Everything runs on this machine, in a temporary directory, and is gone afterwards. Exits 1 when a law is broken.

Mistakes:
${breaks.map(({ name }) => `  ${name}`).join('\n')}`;

const HARD_STOP_MS = 10 * 60_000;

const wholeNumber = z.coerce.number().int().min(1).max(1_000_000_000);
const options = z.object({
  kills: wholeNumber.default(20),
  seed: wholeNumber.optional(),
  servers: wholeNumber.optional(),
  hours: wholeNumber.optional(),
  power: z.boolean().default(false),
  money: z.boolean().default(false),
  credit: z.boolean().default(false),
  break: z.string().optional(),
  json: z.boolean().default(false),
  help: z.boolean().default(false),
});

await runScript(async () => {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  const { values } = parseArgs({
    options: {
      kills: text,
      seed: text,
      servers: text,
      hours: text,
      power: flag,
      money: flag,
      credit: flag,
      break: text,
      json: flag,
      help: flag,
    },
  });
  const given = readOptions(options, values);
  if (given.help) {
    console.log(usage);
    return 0;
  }
  const large = given.kills >= 100;
  const seed = given.seed ?? randomInt(1, 1_000_000_000);
  const say = (line: string) => (given.json ? console.error(line) : console.log(line));
  say(`Seed ${seed}`);
  // Whatever hangs: the processes end when their parent does, and so does the database.
  setTimeout(() => process.exit(1), HARD_STOP_MS + 30_000).unref();
  const mistake = given.break === undefined ? undefined : findBreak(given.break);
  const report = await runTorture({
    ...{ seed, kills: given.kills, power: given.power, instances: 3, say },
    money: given.credit ? 'virtfusion' : given.money ? 'own' : 'none',
    servers: given.servers ?? (large ? 3000 : 200),
    hours: given.hours ?? (large ? 20 : 12),
    ...mistake?.torture,
    ...{ patches: mistake?.patches, disarm: mistake?.disarm },
    signal: AbortSignal.any([AbortSignal.timeout(HARD_STOP_MS), wishToStop()]),
  });
  console.log(given.json ? JSON.stringify(report) : inWords(report));
  return report.broken.length === 0 ? 0 : 1;
});

/** @throws a sentence when no mistake, or more than one, has such a name */
function findBreak(asked: string): Break {
  const [found, another] = breaks.filter(({ name }) => name.includes(asked));
  if (!found || another)
    throw new Error(`--break: write part of one of ${breaks.map(({ name }) => `"${name}"`).join(', ')}`);
  return found;
}

/** Ctrl-C ends the torture, and what it started goes with it. */
function wishToStop(): AbortSignal {
  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => stopping.abort(new Error('Stopped.')));
  return stopping.signal;
}

function inWords({ killsByPoint, broken, ...figures }: TortureReport): string {
  const rows = Object.entries(figures).map(([name, value]) => [name, String(value)]);
  const points = Object.entries(killsByPoint).map(([name, value]) => [`  killed: ${name}`, String(value)]);
  const verdict = broken.length === 0 ? ['Exact.'] : ['BROKEN:', ...broken.map((line) => `- ${line}`)];
  return [asTable(['figure', 'value'], [...rows, ...points]), '', ...verdict].join('\n');
}
