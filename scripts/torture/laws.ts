import { systemClock } from '../../server/clock.ts';
import { queryOnce } from './restartable-postgres.ts';

/** Laws that hold at every instant, each as a statement that finds what breaks it. Written for the torture alone. */
const laws: readonly { name: string; finds: string }[] = [
  {
    name: 'no hour of a server is charged twice',
    finds: `SELECT server_id || ' at ' || hour AS what FROM hourly_charges GROUP BY hour, server_id HAVING count(*) > 1`,
  },
  {
    name: 'every balance is the sum of its transactions',
    finds: `SELECT a.code || ' has ' || a.balance_micros || ', its transactions make ' || coalesce(m.sum, 0) AS what
      FROM accounts a LEFT JOIN (SELECT id, sum(micros) AS sum FROM (
        SELECT to_account_id AS id, amount_micros AS micros FROM transactions
        UNION ALL SELECT from_account_id, -amount_micros FROM transactions) x GROUP BY id) m ON m.id = a.id
      WHERE a.balance_micros <> coalesce(m.sum, 0)`,
  },
  {
    name: 'the versions of a wallet have no gap',
    finds: `SELECT a.code || ' is at ' || a.version || ' after ' || count(t.id) || ' transactions' AS what
      FROM accounts a LEFT JOIN transactions t ON t.wallet_account_id = a.id WHERE a.kind = 'wallet'
      GROUP BY a.id HAVING a.version <> count(t.id) OR a.version <> coalesce(max(t.wallet_version), 0)
        OR count(DISTINCT t.wallet_version) <> count(t.id)`,
  },
  {
    name: 'every balance in a chain follows from the one before',
    finds: `SELECT wallet || ' at version ' || version AS what FROM (
        SELECT wallet_account_id AS wallet, wallet_version AS version, wallet_balance_micros AS balance,
          CASE WHEN to_account_id = wallet_account_id THEN amount_micros ELSE -amount_micros END AS moved,
          coalesce(lag(wallet_balance_micros) OVER (PARTITION BY wallet_account_id ORDER BY wallet_version), 0) AS earlier
        FROM transactions) x WHERE balance <> earlier + moved`,
  },
  {
    name: 'every hourly transaction is the sum of its charges',
    finds: `SELECT 'transaction ' || coalesce(t.id, c.id) || ': ' || coalesce(t.micros, 0) || ', charges ' || coalesce(c.micros, 0) AS what
      FROM (SELECT id, amount_micros AS micros FROM transactions WHERE kind = 'hourly') t
      FULL JOIN (SELECT transaction_id AS id, sum(amount_micros) AS micros FROM hourly_charges
        WHERE transaction_id IS NOT NULL GROUP BY transaction_id) c ON c.id = t.id
      WHERE t.micros IS DISTINCT FROM c.micros`,
  },
  {
    name: 'a closed run has the totals of its charges',
    finds: `SELECT 'run ' || r.id || ': ' || r.charges || ' charges, rows ' || coalesce(c.n, 0) AS what
      FROM billing_runs r LEFT JOIN (SELECT run_id, count(*) AS n, sum(amount_micros) AS micros FROM hourly_charges
        GROUP BY run_id) c ON c.run_id = r.id
      WHERE r.closed_at IS NOT NULL AND (r.charges <> coalesce(c.n, 0) OR r.amount_micros <> coalesce(c.micros, 0))`,
  },
  {
    name: 'no meter lags behind its charges',
    finds: `SELECT 'server ' || m.server_id AS what FROM server_meters m
      WHERE m.billed_until <= (SELECT max(hour) FROM hourly_charges c WHERE c.server_id = m.server_id)`,
  },
];

export interface LawWatch {
  looks: number;
  /** The first findings of each law that was seen broken. */
  broken: string[];
  stop(): Promise<void>;
}

/** A look may take so much of the time: the more there is to look at, the rarer it is. */
const LOOKING_SHARE = 0.2;

/** Looks again and again while the torture goes on: a decision made on a stale snapshot heals before the end. */
export function watchLaws(url: string, everyMs: number): LawWatch {
  const stopping = new AbortController();
  const watch: LawWatch = { looks: 0, broken: [], stop: async () => {} };
  const loop = (async () => {
    while (!stopping.signal.aborted && watch.broken.length === 0) {
      const began = performance.now();
      try {
        watch.broken.push(...(await findBroken(url)));
        watch.looks += 1;
      } catch {
        // The database is away at the moment, and with it whatever could be wrong.
      }
      const pause = Math.max(everyMs, (performance.now() - began) / LOOKING_SHARE);
      await systemClock.sleep(pause, stopping.signal).catch(() => {});
    }
  })();
  watch.stop = async () => {
    stopping.abort();
    await loop;
  };
  return watch;
}

/** What is broken at one instant, a sentence each. */
export async function findBroken(url: string): Promise<string[]> {
  const text = laws
    .map(({ name, finds }) => `(SELECT '${name}: ' || what AS what FROM (${finds}) found LIMIT 3)`)
    .join(' UNION ALL ');
  return (await queryOnce<{ what: string }>(url, text)).map(({ what }) => what);
}
