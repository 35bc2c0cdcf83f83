import type { Context } from '../../context.ts';

/** What node-cron has to say, as lines of our log. */
export function cronLogger({ log }: Context) {
  return {
    info: (message: string) => log.debug('node-cron', { detail: message }),
    warn: (message: string) => log.warn('node-cron', { detail: message }),
    error: (message: string | Error) => log.error('node-cron', { detail: String(message) }),
    debug: (message: string | Error) => log.debug('node-cron', { detail: String(message) }),
  };
}
