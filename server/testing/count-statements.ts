import pg from 'pg';

/** What every connection of this process is asked while `work` lasts, transactions' own statements included. */
export async function countStatements(work: () => Promise<unknown>): Promise<number> {
  let statements = 0;
  const original = pg.Client.prototype.query;
  pg.Client.prototype.query = function counted(this: pg.Client, ...all: unknown[]) {
    statements += 1;
    return (original as (...all: unknown[]) => unknown).apply(this, all);
  } as typeof original;
  try {
    await work();
  } finally {
    pg.Client.prototype.query = original;
  }
  return statements;
}
