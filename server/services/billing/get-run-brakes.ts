import { eq } from 'drizzle-orm';
import type { InputOf, OutputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import { billingRuns } from '#shared/schema/index.ts';
import type { Context } from '../../context.ts';
import { NotFoundError } from '../../errors.ts';

/** What each brake compared before a run wrote anything; null while none was asked. @throws NotFoundError */
export async function getRunBrakes(
  ctx: Context,
  { id }: InputOf<typeof api.runs.brakes>,
): Promise<OutputOf<typeof api.runs.brakes>> {
  const [run] = await ctx.db
    .select({ figures: billingRuns.brakeFigures })
    .from(billingRuns)
    .where(eq(billingRuns.id, id));
  if (!run) throw new NotFoundError('run', { id });
  return run;
}
