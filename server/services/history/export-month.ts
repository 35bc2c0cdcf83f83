import { createHash, randomBytes } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { sql } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { withTransaction } from '../../db/transaction.ts';
import { ConflictError } from '../../errors.ts';
import { recordAudit } from '../audit/record-audit.ts';
import type { HistoryMonth } from './history-month.ts';

const ROWS_AT_A_TIME = 5000;

const columns = [
  'hour',
  'server_id',
  'customer_id',
  'package_id',
  'rate_id',
  'terms_id',
  'run_id',
  'seconds',
  'weighted',
  'capped',
  'amount_micros',
  'in_gap',
  'transaction_id',
] as const;

/**
 * Writes the charges of a packed month, in full, into a compressed CSV of the archive, reads it back, and notes its
 * checksum. A half-written file has another name. Done once: a repeat leaves the file as it is. @throws ConflictError
 * for a month that is not packed, or whose rows in full are gone; Error when the file does not hold what was packed
 */
export async function exportMonth(ctx: Context, month: HistoryMonth): Promise<void> {
  const state = await findPacked(ctx, month);
  if (state.exported) return;
  if (state.emptied) throw new ConflictError(`${month.name} is emptied: there is nothing in full to export.`);
  const folder = ctx.demo ? join(ctx.env.archiveDir, 'demo') : ctx.env.archiveDir;
  const path = join(folder, `hourly-charges-${month.name}.csv.gz`);
  const unfinished = `${path}.${randomBytes(4).toString('hex')}.unfinished`;
  await mkdir(folder, { recursive: true });
  try {
    await pipeline(linesOf(ctx, month), createGzip(), createWriteStream(unfinished));
    const file = await readBack(unfinished);
    if (file.charges !== state.charges || file.amount !== state.amount) {
      throw new Error(
        `The file of ${month.name} has ${file.charges} charges of ${file.amount} micros; packed were ${state.charges} of ${state.amount}`,
      );
    }
    await flush(unfinished);
    await rename(unfinished, path);
    await note(ctx, month, { path, sha256: file.sha256, bytes: (await stat(path)).size });
  } finally {
    await rm(unfinished, { force: true });
  }
}

async function findPacked(ctx: Context, month: HistoryMonth) {
  const { rows } = await ctx.db.execute<{
    charges: bigint;
    amount: bigint;
    exported: boolean;
    emptied: boolean;
  }>(sql`
    SELECT charges, amount_micros AS amount, exported_at IS NOT NULL AS exported, emptied_at IS NOT NULL AS emptied
    FROM packed_months WHERE month = ${month.from.toISOString()}::timestamptz AND packed_at IS NOT NULL`);
  const [row] = rows;
  if (!row) throw new ConflictError(`${month.name} is not packed.`);
  return { ...row, charges: Number(row.charges) };
}

/** The rows as lines of text, in the order of their key: numbers, instants and booleans, so nothing needs quotes. */
async function* linesOf(ctx: Context, month: HistoryMonth): AsyncGenerator<string> {
  yield `${columns.join(',')}\n`;
  let after: [string, number] = [month.from.toISOString(), -2_147_483_648];
  for (;;) {
    const { rows } = await ctx.db.execute<{ hour: Date; server_id: number; line: string }>(sql`
      SELECT hour, server_id, format('%s,%s,%s,%s,%s,%s,%s,%s,%s,%s,%s,%s,%s',
        to_char(hour AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), server_id, customer_id, package_id, rate_id,
        terms_id, run_id, seconds, weighted, capped, amount_micros, in_gap, transaction_id) AS line
      FROM hourly_charges WHERE (hour, server_id) > (${after[0]}::timestamptz, ${after[1]})
        AND hour >= ${month.from.toISOString()}::timestamptz AND hour < ${month.until.toISOString()}::timestamptz
      ORDER BY hour, server_id LIMIT ${ROWS_AT_A_TIME}`);
    const last = rows.at(-1);
    if (!last) return;
    yield rows.map((row) => `${row.line}\n`).join('');
    after = [last.hour.toISOString(), last.server_id];
  }
}

/** What a file holds, by reading it. */
async function readBack(path: string): Promise<{ charges: number; amount: bigint; sha256: string }> {
  const hash = createHash('sha256');
  const bytes = createReadStream(path).on('data', (chunk) => hash.update(chunk));
  const text = bytes.pipe(createGunzip());
  // An error of the first stream would else leave the second waiting for ever.
  bytes.on('error', (error) => text.destroy(error));
  const at = columns.indexOf('amount_micros');
  let charges = -1; // the heading is no charge
  let amount = 0n;
  for await (const line of createInterface({ input: text })) {
    charges += 1;
    if (charges > 0) amount += BigInt(line.split(',')[at] ?? '');
  }
  return { charges, amount, sha256: hash.digest('hex') };
}

/** On the disk before it gets its name: a crash of the machine must not leave an empty file under it. */
async function flush(path: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

async function note(
  ctx: Context,
  month: HistoryMonth,
  { path, sha256, bytes }: { path: string; sha256: string; bytes: number },
): Promise<void> {
  await withTransaction(ctx, async (tx) => {
    const { rowCount } = await tx.db.execute(sql`
      UPDATE packed_months SET file = ${path}, file_sha256 = ${sha256}, file_bytes = ${bytes},
        exported_at = ${tx.clock.now().toISOString()}::timestamptz
      WHERE month = ${month.from.toISOString()}::timestamptz AND exported_at IS NULL`);
    if (rowCount === 0) return; // another instance was as far: the file is the same
    const after = { file: path, sha256, bytes, instance: tx.instance };
    await recordAudit(tx, { action: 'history.exported', subject: `month:${month.name}`, after });
  });
}
