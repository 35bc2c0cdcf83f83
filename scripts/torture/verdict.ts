import type { Movement } from './movement.ts';
import type { OracleFacts, Owed } from './oracle.ts';
import { workOutOwed } from './oracle.ts';
import { queryOnce } from './restartable-postgres.ts';

export interface Verdict {
  serverHours: number;
  charges: number;
  /** Charges that ought not to be there: a second one of an hour, or one nobody owes. */
  doubled: number;
  /** Charges that ought to be there. */
  lost: number;
  /** Charges of another amount, or to another customer, than is owed. */
  wrong: number;
  /** What wallets are off by, all together. */
  microsOff: bigint;
  /** Movements of money that nothing explains, or that are missing. */
  orphanTransactions: number;
  /** The first of what is wrong. */
  examples: string[];
}

const EXAMPLES_OF_A_KIND = 3;

interface ChargeRow {
  hour: number;
  server_id: number;
  customer_id: number;
  micros: string;
}

/**
 * Holds the books against what the oracle says is owed, what was moved besides, each movement once, and what VirtFusion's
 * credit was given or took: so many micros the wallet here has for it.
 */
export async function judge(
  url: string,
  facts: OracleFacts,
  { movements, carried }: { movements: readonly Movement[]; carried: ReadonlyMap<number, bigint> },
): Promise<Verdict> {
  const owed = workOutOwed(facts);
  const charges = await queryOnce<ChargeRow>(
    url,
    `SELECT extract(epoch FROM hour)::float8 AS hour, server_id, customer_id, amount_micros::text AS micros FROM hourly_charges`,
  );
  const verdict: Verdict = {
    serverHours: owed.length,
    charges: charges.length,
    ...{ doubled: 0, lost: 0, wrong: 0, microsOff: 0n, orphanTransactions: 0, examples: [] },
  };
  compareCharges(verdict, owed, charges);
  const wallets = new Map<number, bigint>();
  const add = (customerId: number, micros: bigint) =>
    wallets.set(customerId, (wallets.get(customerId) ?? 0n) + micros);
  for (const { customerId, micros } of owed) add(customerId, -micros);
  for (const { customerId, direction, micros } of movements)
    add(customerId, direction === 'credit' ? micros : -micros);
  for (const [customerId, micros] of carried) add(customerId, micros);
  await compareWallets(verdict, url, wallets);
  await compareTransactions(verdict, url, movements);
  return verdict;
}

function compareCharges(verdict: Verdict, owed: readonly Owed[], charges: readonly ChargeRow[]): void {
  const left = new Map(owed.map((row) => [`${row.hour}:${row.serverId}`, row]));
  for (const { hour, server_id, customer_id, micros } of charges) {
    const key = `${hour}:${server_id}`;
    const wanted = left.get(key);
    left.delete(key);
    if (!wanted) {
      verdict.doubled += 1;
      note(verdict, 'too many', `server ${server_id} at ${iso(hour)}: charged ${micros}, not owed`);
    } else if (wanted.customerId !== customer_id || String(wanted.micros) !== micros) {
      verdict.wrong += 1;
      note(
        verdict,
        'wrong',
        `server ${server_id} at ${iso(hour)}: customer ${customer_id} pays ${micros}, customer ${wanted.customerId} owes ${wanted.micros}`,
      );
    }
  }
  verdict.lost = left.size;
  for (const { hour, serverId, micros } of [...left.values()].slice(0, 5))
    note(verdict, 'lost', `server ${serverId} at ${iso(hour)}: owes ${micros}, never charged`);
}

async function compareWallets(verdict: Verdict, url: string, expected: Map<number, bigint>): Promise<void> {
  const rows = await queryOnce<{ customer_id: number; micros: string }>(
    url,
    `SELECT customer_id, balance_micros::text AS micros FROM accounts WHERE kind = 'wallet'`,
  );
  const actual = new Map(rows.map((row) => [row.customer_id, BigInt(row.micros)]));
  for (const customerId of new Set([...expected.keys(), ...actual.keys()])) {
    const [have, want] = [actual.get(customerId) ?? 0n, expected.get(customerId) ?? 0n];
    if (have === want) continue;
    verdict.microsOff += have > want ? have - want : want - have;
    note(verdict, 'wallet', `customer ${customerId}: the wallet holds ${have}, and should hold ${want}`);
  }
}

async function compareTransactions(
  verdict: Verdict,
  url: string,
  movements: readonly Movement[],
): Promise<void> {
  const rows = await queryOnce<{ key: string }>(
    url,
    `SELECT idempotency_key AS key FROM transactions t WHERE kind NOT IN ('hourly', 'credit')
     UNION ALL SELECT 'no charges: ' || idempotency_key FROM transactions t WHERE kind = 'hourly'
       AND NOT EXISTS (SELECT FROM hourly_charges c WHERE c.transaction_id = t.id)`,
  );
  const left = new Set(movements.map(({ transaction }) => transaction));
  for (const { key } of rows) {
    if (left.delete(key)) continue;
    verdict.orphanTransactions += 1;
    note(verdict, 'orphan', `transaction ${key}: nobody asked for it`);
  }
  verdict.orphanTransactions += left.size;
  for (const key of [...left].slice(0, 3))
    note(verdict, 'orphan', `transaction ${key}: asked for, and not there`);
}

/** The first few of each kind. */
function note(verdict: Verdict, kind: string, sentence: string): void {
  const known = verdict.examples.filter((example) => example.startsWith(kind)).length;
  if (known < EXAMPLES_OF_A_KIND) verdict.examples.push(`${kind}: ${sentence}`);
}

function iso(hour: number): string {
  return new Date(hour * 1000).toISOString();
}
