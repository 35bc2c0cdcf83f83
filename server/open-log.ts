import { createRequire } from 'node:module';
import pino, { type DestinationStream } from 'pino';
import type { Env } from './env.ts';
import { bothLogs, createLog, createShippedLog, type Log } from './log.ts';
import { type LogShipping, type LogTransport, transportsFor, transportVersions } from './log-shipping.ts';

const require = createRequire(import.meta.url);

type Where = Pick<Env, 'logLevel' | 'logFile' | 'logShipping'>;

/** At most so many files of so many bytes are kept, the newest. */
const rolling = { size: '50m', frequency: 'daily', files: 14 };

/**
 * The log of this process: on standard output, or in LOG_FILE, and at the central service of LOG_SHIP besides. A
 * service that fails later is left alone: lines stay where they are kept, and work goes on.
 * @throws a sentence when the file cannot be written, or the package for the service is not installed
 */
export async function openLog({ logLevel: level, logFile, logShipping }: Where): Promise<Log> {
  const kept = logFile
    ? createLog({ level, base: { pid: process.pid } }, await rollingFile(logFile))
    : createLog({ level });
  return logShipping ? bothLogs(kept, shippedLog(logShipping, { level, kept })) : kept;
}

/** Packages that a service needs and that are not there, with their versions. */
export function missingTransports(shipping: LogShipping): string[] {
  return transportsFor(shipping)
    .filter(({ packageName }) => placeOf(packageName) === null)
    .map(({ packageName }) => `${packageName}@${transportVersions[packageName]}`);
}

/**
 * A file that is begun anew every day, and when it is full: `billing.log` becomes `billing.2026-11-26.1.log`. Several
 * processes may share it.
 */
export async function rollingFile(
  file: string,
  { size, frequency, files } = rolling,
): Promise<DestinationStream> {
  const stream = await rollFile({
    file,
    size,
    frequency,
    dateFormat: 'yyyy-MM-dd',
    limit: { count: files, removeOtherLogFiles: true },
    mkdir: true,
    sync: true,
    mode: 0o640,
  }).catch((error: unknown) => {
    throw new Error(`LOG_FILE cannot be written: ${error instanceof Error ? error.message : String(error)}`);
  });
  let told = false;
  stream.on('error', (error) => {
    if (!told) process.stderr.write(`The log file cannot be written: ${error.message}\n`);
    told = true;
  });
  return stream;
}

type RollingStream = DestinationStream & { on(event: 'error', heard: (error: Error) => void): void };

/** pino-roll brings no types of its own. */
const rollFile = require('pino-roll') as (options: Record<string, unknown>) => Promise<RollingStream>;

function shippedLog(shipping: LogShipping, { level, kept }: { level: Env['logLevel']; kept: Log }): Log {
  const missing = missingTransports(shipping);
  if (missing.length > 0) {
    throw new Error(
      `LOG_SHIP=${shipping.service} needs ${missing.join(' and ')}: install it beside the application, npm install --prefix .. ${missing.join(' ')}`,
    );
  }
  const chain = transportsFor(shipping).map(targetOf);
  const [only] = chain;
  const transport = pino.transport(only && chain.length === 1 ? only : { pipeline: chain });
  let failed = false;
  transport.on('error', (error: unknown) => {
    if (failed) return;
    failed = true;
    kept.error('log shipping ended', { service: shipping.service, error: String(error) });
  });
  // Itself, and not through a hand of ours: pino tells it how lines are made.
  return createShippedLog({ level }, transport);
}

function targetOf({ packageName, options }: LogTransport) {
  return { target: placeOf(packageName) ?? packageName, options };
}

function placeOf(packageName: string): string | null {
  try {
    return require.resolve(packageName);
  } catch {
    return null;
  }
}
