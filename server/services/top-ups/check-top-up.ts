import type { InputOf, OutputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import type { Context } from '../../context.ts';
import { completeTopUp } from './complete-top-up.ts';
import { findTopUp } from './top-up-rows.ts';

/** An admin's "ask PayPal now". What it finds is credited once, as ever. @throws as `completeTopUp` */
export async function checkTopUp(
  ctx: Context,
  { id }: InputOf<typeof api.topUps.check>,
): Promise<OutputOf<typeof api.topUps.check>> {
  await completeTopUp(ctx, { topUpId: (await findTopUp(ctx, id)).id });
  return findTopUp(ctx, id);
}
