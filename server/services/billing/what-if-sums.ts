import { sql } from 'drizzle-orm';
import type { OutputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import type { Micros } from '#shared/billing/money.ts';
import type { ServerFacts } from '#shared/billing/statement.ts';
import { type StatementSum, statementSum } from '#shared/billing/statement-sum.ts';
import type { Context } from '../../context.ts';

type Slice = OutputOf<typeof api.preview.whatIf>;

interface Pair {
  before: Micros;
  after: Micros;
}

/** Two ways to price the same hours, by who pays and for which package. */
export interface Compared {
  customers: Map<number, Pair>;
  packages: Map<number | null, Pair & { hours: number }>;
  heldAfter: number;
}

export function noSums(): Compared {
  return { customers: new Map(), packages: new Map(), heldAfter: 0 };
}

/** Adds one server: as it was charged, and as it would have been. */
export function addServer(
  sums: Compared,
  { facts, other, until }: { facts: ServerFacts; other: ServerFacts; until: number },
): void {
  const [before, after] = [statementSum(facts, until), statementSum(other, until)];
  addParts(sums, before, 'before');
  addParts(sums, after, 'after');
  if (after.setAside && !before.setAside) sums.heldAfter += 1;
}

function addParts(sums: Compared, { parts }: StatementSum, side: keyof Pair): void {
  for (const { customerId, packageId, hours, amount } of parts) {
    const customer = sums.customers.get(customerId) ?? { before: 0n, after: 0n };
    const pack = sums.packages.get(packageId) ?? { before: 0n, after: 0n, hours: 0 };
    customer[side] += amount;
    pack[side] += amount;
    if (side === 'after') pack.hours += hours;
    sums.customers.set(customerId, customer);
    sums.packages.set(packageId, pack);
  }
}

/** The sums with the names that people know them by. */
export async function namedSums(
  ctx: Context,
  sums: Compared,
): Promise<Pick<Slice, 'customers' | 'packages' | 'heldAfter'>> {
  const customers = await namesIn(ctx, 'customers', [...sums.customers.keys()]);
  const packages = await namesIn(ctx, 'packages', [...sums.packages.keys()]);
  return {
    customers: [...sums.customers].map(([customerId, pair]) => ({
      customerId,
      customerName: customers.get(customerId) ?? null,
      ...pair,
    })),
    packages: [...sums.packages].map(([packageId, pair]) => ({
      packageId,
      packageName: packages.get(packageId) ?? null,
      ...pair,
    })),
    heldAfter: sums.heldAfter,
  };
}

async function namesIn(
  ctx: Context,
  table: 'customers' | 'packages',
  ids: readonly (number | null)[],
): Promise<Map<number | null, string | null>> {
  const known = ids.filter((id) => id !== null);
  const { rows } = await ctx.db.execute<{ id: number; name: string | null }>(
    sql`SELECT id, name FROM ${sql.identifier(table)} WHERE id = ANY(${sql.param(known)}::int[])`,
  );
  return new Map(rows.map((row) => [row.id, row.name]));
}
