import { Logger } from 'graphile-worker';
import type { Log } from '../log.ts';

/** graphile-worker's words in our log. Its every step is detail to us; what goes wrong is not. */
export function workerLogger(log: Log): Logger {
  return new Logger((scope) => (level, message, meta) => {
    const write = level === 'error' ? log.error : level === 'warning' ? log.warn : log.debug;
    write('graphile-worker', { message, ...scope, ...meta });
  });
}
