import { createRequire } from 'node:module';
import pino, { type DestinationStream, type Logger } from 'pino';
import { type Fields, redact } from './redact.ts';

export const logLevels = ['debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

/** Structured lines: a constant message, the values as fields. Secrets are taken out by `redact`. */
export interface Log {
  debug(message: string, fields?: Fields): void;
  info(message: string, fields?: Fields): void;
  warn(message: string, fields?: Fields): void;
  error(message: string, fields?: Fields): void;
  /** A log whose every line carries these fields too. */
  child(fields: Fields): Log;
}

/**
 * Lines of JSON on standard output, or coloured text if `pretty` and the printer is installed (it is a
 * development package). `destination` takes the lines elsewhere, in JSON; every line carries `base`.
 */
export function createLog(
  options: { level: LogLevel; pretty?: boolean; base?: Fields | null },
  destination: DestinationStream = options.pretty ? prettyOutput() : pino.destination({ fd: 1, sync: true }),
): Log {
  const { level, base = null } = options;
  return wrap(pino({ level, base, timestamp: pino.stdTimeFunctions.isoTime, formatters }, destination));
}

/** A log for a machine elsewhere: level and time as numbers, and whose process it is. */
export function createShippedLog(options: { level: LogLevel }, destination: DestinationStream): Log {
  return wrap(pino({ level: options.level }, destination));
}

/** One log that is two: what is said to it is said to both. */
export function bothLogs(one: Log, other: Log): Log {
  const toBoth =
    (level: Exclude<LogLevel, 'silent'>) =>
    (message: string, fields: Fields = {}) => {
      one[level](message, fields);
      other[level](message, fields);
    };
  return {
    debug: toBoth('debug'),
    info: toBoth('info'),
    warn: toBoth('warn'),
    error: toBoth('error'),
    child: (fields) => bothLogs(one.child(fields), other.child(fields)),
  };
}

/** Says nothing. */
export const silentLog: Log = {
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
  child: () => silentLog,
};

/** One line as it would have been written, secrets already out. */
export interface CapturedLine {
  level: Exclude<LogLevel, 'silent'>;
  message: string;
  fields: Fields;
}

/** Keeps every line, those of its children included, in `lines`: what tests assert on. */
export function capturingLog(
  inherited: Fields = {},
  lines: CapturedLine[] = [],
): Log & { lines: CapturedLine[] } {
  const keep =
    (level: CapturedLine['level']) =>
    (message: string, fields: Fields = {}) => {
      lines.push({ level, message, fields: redact({ ...inherited, ...fields }) });
    };
  return {
    lines,
    debug: keep('debug'),
    info: keep('info'),
    warn: keep('warn'),
    error: keep('error'),
    child: (fields) => capturingLog({ ...inherited, ...fields }, lines),
  };
}

const formatters = { level: (label: string) => ({ level: label }) };

function wrap(logger: Logger): Log {
  return {
    debug: (message, fields = {}) => logger.isLevelEnabled('debug') && logger.debug(redact(fields), message),
    info: (message, fields = {}) => logger.info(redact(fields), message),
    warn: (message, fields = {}) => logger.warn(redact(fields), message),
    error: (message, fields = {}) => logger.error(redact(fields), message),
    child: (fields) => wrap(logger.child(redact(fields))),
  };
}

function prettyOutput(): DestinationStream {
  const require = createRequire(import.meta.url);
  try {
    return require('pino-pretty')({ sync: true, ignore: 'pid,hostname', translateTime: 'SYS:HH:MM:ss' });
  } catch {
    return pino.destination({ fd: 1, sync: true });
  }
}
