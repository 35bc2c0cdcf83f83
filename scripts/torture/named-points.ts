import pg from 'pg';

/** Places of a run that are known by the statement the database gets there: before it is sent, or once it is answered. */
export interface NamedPoint {
  name: string;
  when: 'before' | 'after';
  statement: RegExp;
  /** Only in a transaction that charged something. */
  charging?: true;
}

export const namedPoints: readonly NamedPoint[] = [
  { name: 'run opened', when: 'after', statement: /INSERT INTO billing_runs/ },
  { name: 'sweep opened', when: 'after', statement: /INSERT INTO sweeps/ },
  { name: 'page read, nothing kept', when: 'before', statement: /INSERT INTO servers/ },
  { name: 'sweep about to be complete', when: 'before', statement: /UPDATE sweeps SET finished_at/ },
  { name: 'batches about to open', when: 'before', statement: /INSERT INTO billing_batches/ },
  { name: 'batches open, drains not woken', when: 'after', statement: /INSERT INTO billing_batches/ },
  { name: 'batch claimed', when: 'after', statement: /FOR UPDATE OF b SKIP LOCKED/ },
  { name: 'wallets locked', when: 'after', statement: /FROM accounts\s+WHERE customer_id IN/ },
  { name: 'facts read', when: 'after', statement: /FROM billing_switches WHERE on_until IS NULL OR/ },
  { name: 'charges written', when: 'after', statement: /INSERT INTO hourly_charges/ },
  { name: 'meters moved', when: 'after', statement: /UPDATE server_meters m SET billed_until/ },
  { name: 'batch marked', when: 'after', statement: /UPDATE billing_batches SET billed_until/ },
  { name: 'money moved', when: 'after', statement: /INSERT INTO transactions/, charging: true },
  { name: 'before the commit', when: 'before', statement: /^commit/i, charging: true },
  { name: 'after the commit', when: 'after', statement: /^commit/i, charging: true },
  { name: 'run about to close', when: 'before', statement: /UPDATE billing_runs r SET closed_at/ },
  { name: 'run closed', when: 'after', statement: /UPDATE billing_runs r SET closed_at/ },
];

/** The simulated database clock, answered in place of the machine's. */
const DATABASE_CLOCK = /^SELECT clock_timestamp\(\) AS now$/;

interface Watching {
  reached(point: string): void;
  databaseNow(): Date;
  /** Lowered, so that a process that hangs loses its batch within the torture. */
  idleInTransactionMs: number;
}

type Query = (...given: unknown[]) => unknown;

/**
 * Watches every statement of this process: says where it stands, and answers for the database's clock. The product
 * knows nothing of it.
 */
export function watchStatements({ reached, databaseNow, idleInTransactionMs }: Watching): void {
  const { query, connect } = pg.Client.prototype as unknown as { query: Query; connect: Query };
  const charging = new WeakSet<object>();
  Object.assign(pg.Client.prototype, {
    connect(this: { connectionParameters: Record<string, unknown> }, ...given: unknown[]) {
      this.connectionParameters.idle_in_transaction_session_timeout = idleInTransactionMs;
      return connect.apply(this, given);
    },
    query(this: object, ...given: unknown[]) {
      const text = textOf(given[0]);
      if (DATABASE_CLOCK.test(text))
        return answerWith(given, { rows: [{ now: databaseNow() }], rowCount: 1 });
      if (/^\s*begin/i.test(text)) charging.delete(this);
      if (/INSERT INTO hourly_charges/.test(text)) charging.add(this);
      const points = namedPoints.filter(
        ({ statement, charging: only }) => statement.test(text) && (!only || charging.has(this)),
      );
      for (const { name, when } of points) if (when === 'before') reached(name);
      const after = points.filter(({ when }) => when === 'after');
      if (after.length === 0) return query.apply(this, given);
      const answered = () => {
        for (const { name } of after) reached(name);
      };
      return queryTelling(query, this, { given, answered });
    },
  });
}

/** Whether it is asked with a callback, as pools do, or for a promise. */
function queryTelling(
  query: Query,
  client: object,
  { given, answered }: { given: unknown[]; answered: () => void },
): unknown {
  const last = given.at(-1);
  if (typeof last === 'function') {
    const told = (error: unknown, result: unknown) => {
      if (!error) answered();
      last(error, result);
    };
    return query.apply(client, [...given.slice(0, -1), told]);
  }
  return (query.apply(client, given) as Promise<unknown>).then((result) => {
    answered();
    return result;
  });
}

function answerWith(given: unknown[], result: unknown): unknown {
  const last = given.at(-1);
  if (typeof last !== 'function') return Promise.resolve(result);
  queueMicrotask(() => last(null, result));
  return undefined;
}

function textOf(first: unknown): string {
  if (typeof first === 'string') return first;
  return typeof first === 'object' && first !== null && 'text' in first ? String(first.text) : '';
}
