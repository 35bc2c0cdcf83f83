import pg from 'pg';

/** Counts what every connection of this process is asked, BEGIN and COMMIT included. Returns the count so far. */
export function countStatements(): () => number {
  let statements = 0;
  const original = pg.Client.prototype.query as (...args: unknown[]) => unknown;
  pg.Client.prototype.query = function counted(this: pg.Client, ...args: unknown[]) {
    statements += 1;
    return original.apply(this, args);
  } as pg.Client['query'];
  return () => statements;
}
