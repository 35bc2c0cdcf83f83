import { parseArgs } from 'node:util';
import { z } from 'zod';
import { asTable } from './as-table.ts';
import { type BenchReport, reportBench } from './bench/report-bench.ts';
import { runBench } from './bench/run-bench.ts';
import { readOptions } from './read-options.ts';
import { runScript } from './run-script.ts';

const usage = `npm run bench [-- options]   bills a fleet on a database server of its own, and what PostgreSQL alone would need

  --servers N     servers, of N/5 customers (100000)
  --hours H       hours billed by each run (1)
  --instances K   processes that bill, each with a pool of its own (1)
  --history M     charges of earlier hours that are there already (0)
  --latency MS    of every answer of the emulated VirtFusion (0)
  --concurrency C calls to it at once (16)
  --power         prices power, so that every look asks each server for it
  --lists         asks for every list of the API while hours are billed
  --load          asks for the lists over 200 connections for a minute while hours are billed
  --repeat R      runs, each of the next hours and followed by the floor of the same rows; medians are told (1)
  --profile DIR   writes the CPU profiles of its processes there
  --json          prints one object and nothing else

Everything runs on this machine, in a temporary directory, and is gone afterwards. Exits 1 when a sum is wrong.`;

const whole = (least: number, most: number) => z.coerce.number().int().min(least).max(most);
const options = z.object({
  servers: whole(10, 5_000_000).default(100_000),
  hours: whole(1, 200).default(1),
  instances: whole(1, 16).default(1),
  history: whole(0, 1_000_000_000).default(0),
  latency: whole(0, 10_000).default(0),
  concurrency: whole(1, 64).default(16),
  power: z.boolean().default(false),
  lists: z.boolean().default(false),
  load: z.boolean().default(false),
  profile: z.string().nullable().default(null),
  repeat: whole(1, 50).default(1),
  json: z.boolean().default(false),
  help: z.boolean().default(false),
});

await runScript(async () => {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  const { values } = parseArgs({
    options: {
      ...{ servers: text, hours: text, instances: text, history: text, repeat: text },
      ...{
        latency: text,
        concurrency: text,
        power: flag,
        lists: flag,
        load: flag,
        profile: text,
        json: flag,
        help: flag,
      },
    },
  });
  const given = readOptions(options, values);
  if (given.help) {
    console.log(usage);
    return 0;
  }
  const measured = await runBench({ ...given, say: (line) => console.error(line), signal: wishToStop() });
  const report = reportBench(measured, given);
  console.log(given.json ? JSON.stringify(report) : inWords(report));
  return report.wrong.length === 0 ? 0 : 1;
});

/** Ctrl-C ends the bench, and what it started goes with it. */
function wishToStop(): AbortSignal {
  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => stopping.abort(new Error('Stopped.')));
  return stopping.signal;
}

function inWords({ repeats: _, settings, wrong, lists, load, ...figures }: BenchReport): string {
  const rows = Object.entries(figures).map(([name, value]) => [name, String(value)]);
  const set = Object.entries(settings).map(([name, value]) => `${name}=${value}`);
  const latencies = lists.map(({ path, p50, p95 }) => [path, String(p50), String(p95)]);
  const underLoad = Object.entries(load ?? {}).map(([name, value]) => [name, String(value)]);
  const told = lists.length === 0 ? [] : [asTable(['list', 'p50 ms', 'p95 ms'], latencies), ''];
  const verdict = wrong.length === 0 ? ['The sums are equal.'] : wrong;
  return [
    asTable(['figure', 'value'], rows),
    '',
    ...told,
    ...(load ? [asTable(['under load', 'value'], underLoad), ''] : []),
    `PostgreSQL: ${set.join(' ')}`,
    '',
    ...verdict,
  ].join('\n');
}
