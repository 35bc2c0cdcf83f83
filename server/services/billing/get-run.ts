import { sql } from 'drizzle-orm';
import type { InputOf, OutputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import type { Context } from '../../context.ts';
import { NotFoundError } from '../../errors.ts';
import { findRuns } from './run-rows.ts';

/** One run; while it is open, its totals so far. @throws NotFoundError */
export async function getRun(
  ctx: Context,
  { id }: InputOf<typeof api.runs.get>,
): Promise<OutputOf<typeof api.runs.get>> {
  const [run] = await findRuns(ctx, { where: sql`r.id = ${id}::bigint`, limit: 1 });
  if (!run) throw new NotFoundError('run', { id });
  return run;
}
