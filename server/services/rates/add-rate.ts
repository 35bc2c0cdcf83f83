import { sql } from 'drizzle-orm';
import type { InputOf, OutputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import { HOUR, hourOf } from '#shared/billing/period.ts';
import type { Context } from '../../context.ts';
import { withTransaction } from '../../db/transaction.ts';
import { ConflictError, InvalidInputError, NotFoundError } from '../../errors.ts';
import { recordAudit } from '../audit/record-audit.ts';
import { refuseSteepRise } from '../settings/refuse-steep-rise.ts';
import { termsInForce } from '../settings/terms-in-force.ts';
import { keepExisting } from './keep-existing.ts';
import { findFleet, packagePriceAt } from './preview-rate.ts';
import { priceMaking } from './price-making.ts';
import { findRates, type ListedRate } from './rate-rows.ts';
import { earliestWaitingHour, type PricedThing } from './waiting-servers.ts';

type Input = InputOf<typeof api.rates.add>;

/** Two years: a price further ahead is a slip of the keyboard. */
const FURTHEST_AHEAD_MS = 2 * 366 * 24 * HOUR * 1000;

/**
 * Adds a price of a package, or of one server, from a whole hour on. Nothing that was charged changes: it begins at
 * the next whole hour or later, or, for the first price of all, at the earliest hour that waits for it.
 * @throws InvalidInputError under its field; NotFoundError; ConflictError when that hour has its price already
 */
export async function addRate(ctx: Context, input: Input): Promise<OutputOf<typeof api.rates.add>> {
  const target = targetOf(input);
  return withTransaction(ctx, async (tx) => {
    await requireTarget(tx, target);
    const effectiveFrom = input.coverWaiting
      ? await waitingHour(tx, input, target)
      : futureHour(tx, input.effectiveFrom);
    const before = await priceBefore(tx, target, effectiveFrom);
    await judgeRise(tx, { input, effectiveFrom });
    const added = await insertRate(tx, { input, target, effectiveFrom });
    const kept = await keepOthers(tx, input, added);
    await recordAudit(tx, {
      action: 'rate.added',
      subject: 'packageId' in target ? `package:${target.packageId}` : `server:${target.serverId}`,
      before: before === null ? null : { monthlyPriceMicros: before },
      after: {
        rateId: added.id,
        monthlyPriceMicros: added.monthlyPrice,
        effectiveFrom: effectiveFrom.toISOString(),
        coverWaiting: input.coverWaiting,
        ...kept,
        runningPercent: added.runningPercent,
        stoppedPercent: added.stoppedPercent,
        suspendedPercent: added.suspendedPercent,
        reason: added.reason,
      },
    });
    return added;
  });
}

function targetOf({ packageId, serverId }: Input): PricedThing {
  if (packageId !== undefined && serverId === undefined) return { packageId };
  if (serverId !== undefined && packageId === undefined) return { serverId };
  throw new InvalidInputError('packageId', 'Name a package or a server: one of them, not both');
}

async function requireTarget(tx: Context, target: PricedThing): Promise<void> {
  const { rows } = await tx.db.execute(
    'packageId' in target
      ? sql`SELECT FROM packages WHERE id = ${target.packageId}::bigint`
      : sql`SELECT FROM servers WHERE id = ${target.serverId}::bigint`,
  );
  if (rows.length > 0) return;
  throw 'packageId' in target
    ? new NotFoundError('package', { id: target.packageId })
    : new NotFoundError('server', { id: target.serverId });
}

function futureHour(tx: Context, asked: Date | undefined): Date {
  const now = tx.clock.now();
  const earliest = new Date((hourOf(now.getTime() / 1000) + HOUR) * 1000);
  if (asked === undefined) return earliest;
  if (asked.getTime() % (HOUR * 1000) !== 0) {
    throw new InvalidInputError('effectiveFrom', 'Choose a whole hour: hours are priced as a whole');
  }
  if (asked < earliest) {
    throw new InvalidInputError(
      'effectiveFrom',
      `A rate in the past would change what was already charged: choose ${earliest.toISOString()} or later`,
      { earliest },
    );
  }
  if (asked.getTime() > now.getTime() + FURTHEST_AHEAD_MS) {
    throw new InvalidInputError('effectiveFrom', 'Choose an hour within the next two years');
  }
  return asked;
}

/**
 * Hours that wait have no charge, and billing never passes one. So nothing of this package or server was charged by
 * a rate of its own between that hour and its first rate, and what comes after keeps the rate it has.
 */
async function waitingHour(tx: Context, { effectiveFrom }: Input, target: PricedThing): Promise<Date> {
  if (effectiveFrom !== undefined) {
    throw new InvalidInputError('effectiveFrom', 'Leave this empty: the earliest hour that waits decides');
  }
  const hour = await earliestWaitingHour(tx, target);
  if (hour === null) {
    throw new InvalidInputError('coverWaiting', 'No hour waits for this price: choose from when it holds');
  }
  return hour;
}

/** A package whose servers stay on their price, or that has none, raises nobody's. */
async function judgeRise(
  tx: Context,
  { input, effectiveFrom }: { input: Input; effectiveFrom: Date },
): Promise<void> {
  const { packageId, keepExisting: keep, confirmRise: confirmed = false } = input;
  if (packageId === undefined || keep || confirmed) return;
  const before = await packagePriceAt(tx, packageId, effectiveFrom);
  if (!before || (await findFleet(tx, packageId, effectiveFrom)).servers === 0) return;
  const { monthlyPrice, runningPercent = null, stoppedPercent = null, suspendedPercent = null } = input;
  const terms = await termsInForce(tx, effectiveFrom);
  await refuseSteepRise(tx, {
    before: priceMaking(before, terms),
    after: priceMaking({ monthlyPrice, runningPercent, stoppedPercent, suspendedPercent }, terms),
    confirmed,
  });
}

async function keepOthers(
  tx: Context,
  { packageId, keepExisting: keep, coverWaiting }: Input,
  { effectiveFrom: from, reason }: ListedRate,
): Promise<{ keptServers?: number }> {
  if (!keep) return {};
  if (packageId === undefined || coverWaiting) {
    throw new InvalidInputError(
      'keepExisting',
      'Only a new price of a package can leave its servers on the old one',
    );
  }
  return { keptServers: await keepExisting(tx, { packageId, from, reason }) };
}

async function priceBefore(tx: Context, target: PricedThing, at: Date): Promise<bigint | null> {
  const { rows } = await tx.db.execute<{ price: bigint }>(sql`
    SELECT monthly_price_micros AS price FROM rates
    WHERE ${isTarget(target)} AND effective_from < ${at.toISOString()}::timestamptz
    ORDER BY effective_from DESC, id DESC LIMIT 1`);
  return rows[0]?.price ?? null;
}

async function insertRate(
  tx: Context,
  { input, target, effectiveFrom }: { input: Input; target: PricedThing; effectiveFrom: Date },
): Promise<ListedRate> {
  const { rows } = await tx.db.execute<{ id: number }>(sql`
    INSERT INTO rates (package_id, server_id, monthly_price_micros, effective_from, running_percent, stopped_percent,
      suspended_percent, reason, created_by, created_at)
    VALUES (${input.packageId ?? null}, ${input.serverId ?? null}, ${input.monthlyPrice}, ${effectiveFrom.toISOString()},
      ${input.runningPercent ?? null}, ${input.stoppedPercent ?? null}, ${input.suspendedPercent ?? null},
      ${input.reason ?? null}, ${tx.actor.kind === 'admin' ? tx.actor.id : null}, ${tx.clock.now().toISOString()})
    ON CONFLICT DO NOTHING RETURNING id`);
  const id = rows[0]?.id;
  if (id === undefined) throw await alreadyPriced(tx, target, effectiveFrom);
  const [added] = await findRates(tx, sql`r.id = ${id}`);
  if (!added) throw new Error(`The rate ${id} was inserted in this transaction`);
  return added;
}

async function alreadyPriced(tx: Context, target: PricedThing, at: Date): Promise<ConflictError> {
  const [known] = await findRates(
    tx,
    sql`${isTarget(target)} AND effective_from = ${at.toISOString()}::timestamptz`,
  );
  return new ConflictError(
    `From ${at.toISOString()} on a price is set already. Prices are never edited: choose another hour.`,
    { rateId: known?.id, monthlyPriceMicros: known?.monthlyPrice.toString() },
  );
}

function isTarget(target: PricedThing) {
  return 'packageId' in target ? sql`package_id = ${target.packageId}` : sql`server_id = ${target.serverId}`;
}
