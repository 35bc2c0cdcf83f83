import { sql } from 'drizzle-orm';
import type { InputOf, OutputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import { HOUR, hourOf } from '#shared/billing/period.ts';
import { actorKey, type Context } from '../../context.ts';
import { withTransaction } from '../../db/transaction.ts';
import { ConflictError, InvalidInputError, NotFoundError } from '../../errors.ts';
import { enqueueReplay } from '../../jobs/enqueue.ts';
import { recordAudit } from '../audit/record-audit.ts';
import { countCandidates } from './find-candidates.ts';
import { getReplay } from './get-replay.ts';

type Wish = InputOf<typeof api.replays.create>;

/** As far back as a whole year and the month it ends in. */
const FURTHEST_BACK_MS = 400 * 24 * HOUR * 1000;

/**
 * Writes down what is to be put right, and has it worked out; nothing is posted. A repeat with the same key tells of
 * the first. @throws InvalidInputError under its field; NotFoundError; ConflictError for a key with other content
 */
export async function createReplay(ctx: Context, input: Wish): Promise<OutputOf<typeof api.replays.create>> {
  const wish = completed(input);
  requirePast(ctx, wish);
  return withTransaction(ctx, async (tx) => {
    await requireNamed(tx, wish);
    const id = await insert(tx, wish);
    if (id === null)
      return { replay: await getReplay(tx, { id: await sameAsEarlier(tx, wish) }), repeated: true };
    await enqueueReplay(tx, id);
    const { idempotencyKey: _, ...told } = wish;
    await recordAudit(tx, {
      action: 'replay.created',
      subject: `replay:${id}`,
      after: { ...told, from: wish.from.toISOString(), until: wish.until.toISOString() },
    });
    return { replay: await getReplay(tx, { id }), repeated: false };
  });
}

/** A price for a package's servers is the package's; what would be ambiguous or does nothing is refused. */
function completed(wish: Wish): Wish {
  const { scope, change } = wish;
  if (change.kind === 'package' && scope.kind !== 'server') {
    throw new InvalidInputError('scope', 'Name one server: which package it had is a fact of that server');
  }
  if (change.kind !== 'price') return wish;
  if (scope.kind === 'all' && change.packageId === null) {
    throw new InvalidInputError('change.packageId', 'Name the package whose price was wrong');
  }
  if (scope.kind !== 'package') return wish;
  if (change.packageId !== null && change.packageId !== scope.id) {
    throw new InvalidInputError('change.packageId', 'Name the package of the scope, or leave this empty');
  }
  return { ...wish, change: { ...change, packageId: scope.id } };
}

function requirePast(ctx: Context, { from, until }: Wish): void {
  const thisHour = new Date(hourOf(ctx.clock.now().getTime() / 1000) * 1000);
  for (const [path, at] of [
    ['from', from],
    ['until', until],
  ] as const) {
    if (at.getTime() % (HOUR * 1000) !== 0) {
      throw new InvalidInputError(path, 'Choose a whole hour: hours are charged as a whole');
    }
  }
  if (from >= until) throw new InvalidInputError('until', 'Choose an hour after the first one');
  if (until > thisHour) {
    throw new InvalidInputError('until', `Only hours that are over: at the latest ${thisHour.toISOString()}`);
  }
  if (from.getTime() < thisHour.getTime() - FURTHEST_BACK_MS) {
    throw new InvalidInputError('from', 'Choose an hour of the last 400 days');
  }
}

async function requireNamed(tx: Context, { scope, change }: Wish): Promise<void> {
  const named: [noun: string, id: number][] = [];
  if (scope.kind !== 'all') named.push([scope.kind, scope.id]);
  if ((change.kind === 'price' || change.kind === 'package') && change.packageId !== null) {
    named.push(['package', change.packageId]);
  }
  for (const [noun, id] of named) {
    const { rows } = await tx.db.execute(
      sql`SELECT FROM ${sql.identifier(`${noun}s`)} WHERE id = ${id}::bigint`,
    );
    if (rows.length === 0) throw new NotFoundError(noun, { id });
  }
}

async function insert(tx: Context, wish: Wish): Promise<number | null> {
  const { scope, change } = wish;
  const { rows } = await tx.db.execute<{ id: number }>(sql`
    INSERT INTO replays (idempotency_key, from_hour, until_hour, scope, scope_id, change, package_id,
      monthly_price_micros, gap_policy, reason, created_by, created_by_name, created_at, servers_to_look)
    VALUES (${wish.idempotencyKey}, ${wish.from.toISOString()}, ${wish.until.toISOString()}, ${scope.kind},
      ${scope.kind === 'all' ? null : scope.id}, ${change.kind}, ${'packageId' in change ? change.packageId : null},
      ${change.kind === 'price' ? change.monthlyPrice : null}, ${change.kind === 'gaps' ? change.policy : null},
      ${wish.reason}, ${actorKey(tx.actor)}, ${tx.actor.name}, ${tx.clock.now().toISOString()},
      ${await countCandidates(tx, wish)})
    ON CONFLICT (idempotency_key) DO NOTHING RETURNING id`);
  return rows[0]?.id ?? null;
}

async function sameAsEarlier(tx: Context, wish: Wish): Promise<number> {
  const { scope, change } = wish;
  const { rows } = await tx.db.execute<{ id: number; same: boolean }>(sql`
    SELECT id, (from_hour, until_hour, scope, scope_id, change, package_id, monthly_price_micros, gap_policy, reason)
      IS NOT DISTINCT FROM (${wish.from.toISOString()}::timestamptz, ${wish.until.toISOString()}::timestamptz,
        ${scope.kind}::text, ${scope.kind === 'all' ? null : scope.id}::int, ${change.kind}::text,
        ${'packageId' in change ? change.packageId : null}::int,
        ${change.kind === 'price' ? change.monthlyPrice : null}::bigint,
        ${change.kind === 'gaps' ? change.policy : null}::text, ${wish.reason}::text) AS same
    FROM replays WHERE idempotency_key = ${wish.idempotencyKey}`);
  const [earlier] = rows;
  if (!earlier) throw new Error('The key was taken a moment ago, and its replay is gone');
  if (earlier.same) return earlier.id;
  throw new ConflictError('This idempotency key was used for another replay: use a new key for a new one.', {
    replayId: earlier.id,
  });
}
