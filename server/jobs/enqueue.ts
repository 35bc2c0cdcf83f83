import { sql } from 'drizzle-orm';
import type { Context } from '../context.ts';

/** Drains woken for a run at most: more hands than any sensible number of instances has. */
const MOST_DRAINS = 16;

/**
 * Wakes drains on whichever instances are free, once the caller's transaction commits. graphile-worker's SQL is
 * called directly, so that the jobs are there exactly when the rows are.
 */
export async function enqueueDrains(tx: Context, runId: number, batches: number): Promise<void> {
  const drains = Math.min(batches, MOST_DRAINS);
  if (drains === 0) return;
  await tx.db.execute(sql`
    SELECT graphile_worker.add_job('drain_run', json_build_object('runId', ${runId}::int),
      job_key := 'drain:' || ${runId}::int || ':' || n, max_attempts := 5)
    FROM generate_series(1, ${drains}) AS n`);
}

/** Has some instance look for what a person should see to; several wishes at once are one look. */
export async function enqueueDetection(tx: Context): Promise<void> {
  await tx.db.execute(sql`
    SELECT graphile_worker.add_job('detect_alerts', json_build_object(), job_key := 'detect_alerts', max_attempts := 3)`);
}

/** Has some instance take a run to its end: after an admin let it go on. */
export async function enqueueAdvance(tx: Context, runId: number): Promise<void> {
  await tx.db.execute(sql`
    SELECT graphile_worker.add_job('advance_run', json_build_object('runId', ${runId}::int),
      job_key := 'advance:' || ${runId}::int, max_attempts := 5)`);
}

/** Has some instance tidy up and shorten the history; asked again before it is done, it is the same job. */
export async function enqueueHistory(ctx: Context): Promise<void> {
  await ctx.db.execute(sql`
    SELECT graphile_worker.add_job('keep_history', '{}'::json, job_key := 'history', max_attempts := 5)`);
}

/** Has some instance work a replay out, or post it; one at a time. Its steps are small, so a lost one is soon made up. */
export async function enqueueReplay(tx: Context, replayId: number): Promise<void> {
  await tx.db.execute(sql`
    SELECT graphile_worker.add_job('advance_replay', json_build_object('replayId', ${replayId}::int),
      job_key := 'replay:' || ${replayId}::int, max_attempts := 25)`);
}

/** Has some instance find whose month passed a level of their budget. One at a time: each judges all there are. */
export async function enqueueBudgets(tx: Context): Promise<void> {
  await tx.db.execute(
    sql`SELECT graphile_worker.add_job('judge_budgets', queue_name := 'judge_budgets', job_key := 'judge_budgets', max_attempts := 5)`,
  );
}

/** Has some instance make the power of servers what limits want, now or in a while. One at a time, so in their order. */
export async function enqueuePower(ctx: Context, { afterMs = 0 }: { afterMs?: number } = {}): Promise<void> {
  const runAt = new Date(ctx.clock.now().getTime() + afterMs).toISOString();
  await ctx.db.execute(
    sql`SELECT graphile_worker.add_job('set_power', queue_name := 'set_power', job_key := 'set_power', run_at := ${runAt}::timestamptz, max_attempts := 25)`,
  );
}

/** Has some instance add the charges of closed runs to the roll-ups. One at a time: each takes all there is. */
export async function enqueueRollUp(tx: Context): Promise<void> {
  await tx.db.execute(
    sql`SELECT graphile_worker.add_job('roll_up', queue_name := 'roll_up', job_key := 'roll_up', max_attempts := 5)`,
  );
}

/** Has some instance find out who gets a message, and by which ways; one job each, since each waits for nobody. */
export async function enqueueSpreading(tx: Context, noticeIds: readonly number[]): Promise<void> {
  if (noticeIds.length === 0) return;
  await tx.db.execute(sql`
    SELECT graphile_worker.add_job('spread_notice', json_build_object('noticeId', id), job_key := 'notice:' || id,
      max_attempts := 25)
    FROM unnest(${sql.param(noticeIds)}::bigint[]) AS id`);
}

/**
 * Has some instance send what is due of a delivery, `inMs` from now. Those of one queue are sent one by one: a server
 * that does not answer holds up its own messages, and one pair of hands at most.
 */
export async function enqueueDelivery(
  tx: Context,
  { deliveryId, queue, inMs }: { deliveryId: number; queue: string; inMs: number },
): Promise<void> {
  await tx.db.execute(sql`
    SELECT graphile_worker.add_job('deliver_notice', json_build_object('deliveryId', ${deliveryId}::bigint),
      job_key := 'delivery:' || ${deliveryId}::bigint, max_attempts := 25, queue_name := ${queue}::text,
      run_at := now() + ${Math.max(0, Math.round(inMs))} * interval '1 millisecond')`);
}

/** Has some instance warn those whose wallets ran low; several wishes at once are one look. */
export async function enqueueRunwayWarnings(tx: Context): Promise<void> {
  await tx.db.execute(
    sql`SELECT graphile_worker.add_job('warn_runways', job_key := 'warn_runways', max_attempts := 5)`,
  );
}
/** Has some instance judge every customer who owes, or is near it; several wishes at once are one look. */
export async function enqueueJudgement(ctx: Context): Promise<void> {
  await ctx.db.execute(
    sql`SELECT graphile_worker.add_job('judge_dunning', '{}'::json, job_key := 'judge_dunning', max_attempts := 5)`,
  );
}

/** Has some instance carry out what is wanted of servers, now or from an instant on. */
export async function enqueueCarryOut(ctx: Context, from: Date | null = null): Promise<void> {
  const key = from === null ? 'panel_wishes' : 'panel_wishes:later';
  await ctx.db.execute(sql`
    SELECT graphile_worker.add_job('carry_out_wishes', '{}'::json, job_key := ${key}, max_attempts := 25,
      run_at := ${from?.toISOString() ?? null}::timestamptz)`);
}

/** Has some instance ask PayPal about a top-up, not before `at`. Asked for again meanwhile, it is one question. */
export async function enqueueAskPayPal(tx: Context, topUpId: number, at: Date): Promise<void> {
  await tx.db.execute(sql`
    SELECT graphile_worker.add_job('ask_paypal', json_build_object('topUpId', ${topUpId}::int),
      run_at := ${at.toISOString()}::timestamptz, job_key := 'topup:' || ${topUpId}::int, max_attempts := 25)`);
}

/** Has some instance act on a notification of PayPal's that was kept. */
export async function enqueuePayPalEvent(tx: Context, eventId: string): Promise<void> {
  await tx.db.execute(sql`
    SELECT graphile_worker.add_job('handle_paypal_event', json_build_object('eventId', ${eventId}::text),
      job_key := 'paypal:' || ${eventId}::text, max_attempts := 25)`);
}

/**
 * Has some instance carry to VirtFusion's credit what wallets owe, of one customer or of all; no job while the ledger
 * here is the wallet.
 */
export async function enqueueCarry(tx: Context, customerId: number | null = null): Promise<void> {
  await tx.db.execute(sql`
    SELECT graphile_worker.add_job('carry_credit', json_build_object('customerId', ${customerId}::int),
      job_key := 'carry:' || coalesce(${customerId}::int::text, 'all'), max_attempts := 5)
    WHERE EXISTS (SELECT FROM settings WHERE key = 'wallet_mode' AND value = 'virtfusion')`);
}

/** Has these credit intents sent, or what became of them looked into; not before `at`. After what bills: others wait longer for that. */
export async function enqueueSends(tx: Context, intentIds: readonly number[], at: Date): Promise<void> {
  if (intentIds.length === 0) return;
  await tx.db.execute(sql`
    SELECT FROM graphile_worker.add_jobs((SELECT array_agg(('send_credit', json_build_object('intentId', id), NULL,
      ${at.toISOString()}::timestamptz, 8, 'credit:' || id, 10, NULL)::graphile_worker.job_spec)
      FROM unnest(${sql.param([...intentIds])}::bigint[]) AS id))`);
}

/** Has some instance read the credit of those customers whose reading is oldest, as many as the requests allow. */
export async function enqueueReadings(tx: Context): Promise<void> {
  await tx.db.execute(sql`
    SELECT graphile_worker.add_job('read_credit', '{}'::json, job_key := 'read_credit', max_attempts := 3, priority := 20)`);
}

/** Has some instance prove all books; asked again before it is done, it is the same job. */
export async function enqueueProof(ctx: Context): Promise<void> {
  await ctx.db.execute(sql`
    SELECT graphile_worker.add_job('prove_books', '{}'::json, job_key := 'prove_books', max_attempts := 3, priority := 20)`);
}

/** Has some instance tell the operator's watch that a run went well. A later run's word takes the place of one that waits. */
export async function enqueueHeartbeat(tx: Context): Promise<void> {
  await tx.db.execute(
    sql`SELECT graphile_worker.add_job('send_heartbeat', job_key := 'send_heartbeat', max_attempts := 6)`,
  );
}

/** Has some instance write a backup and prove it, where BACKUP_DIR says where to; a demo has nothing to lose. */
export async function enqueueBackup(ctx: Context): Promise<void> {
  if (ctx.env.backupDir === undefined || ctx.demo) return;
  await ctx.db.execute(sql`
    SELECT graphile_worker.add_job('keep_backups', '{}'::json, job_key := 'keep_backups', max_attempts := 2, priority := 20)`);
}
