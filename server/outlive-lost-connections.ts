import { isConnectionLost } from './http/database-error.ts';
import type { Log } from './log.ts';

/**
 * A promise that a library forgot is no reason to end the process when it only says that the database was away: all
 * who need it ask again (graphile-worker 0.17.3 forgets one when it is). Anything else is unknown, and ends the process,
 * so that a fresh one takes its place.
 */
export function outliveLostConnections(log: Log): void {
  process.on('unhandledRejection', (reason) => {
    log.error('a failure was handled by nobody', { error: reason });
    if (!isConnectionLost(reason)) process.exit(1);
  });
}
