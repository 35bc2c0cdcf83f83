import { randomUUID } from 'node:crypto';
import type { PanelAction } from '#shared/schema/index.ts';
import type { Context } from '../../context.ts';
import { AppError } from '../../errors.ts';
import { type VirtFusionClient, VirtFusionError } from '../../integrations/virtfusion/client.ts';
import { raiseAlert } from '../alerts/raise-alert.ts';
import { mayBeSuspendedNow } from '../dunning/may-be-suspended-now.ts';
import { recordSighting } from '../uptime/record-sighting.ts';
import { type PresentServer, secondAfter, seenWithPower } from '../uptime/seen-server.ts';
import { backOffMs } from './back-off.ts';
import { type ClaimedWish, claimWish } from './claim-wish.ts';
import { nextStep, type PanelSeen } from './next-step.ts';
import { noteLearned, noteRefused, noteSent, postpone } from './note-progress.ts';
import { settleWish } from './settle-wish.ts';

/** What VirtFusion is asked to do, and asked about. */
export type WishedPanel = Pick<
  VirtFusionClient,
  'serverPower' | 'suspend' | 'unsuspend' | 'boot' | 'deleteServer'
>;

/** `waiting`: it goes on later. `left`: another is at it, or there is nothing to do. */
export type WishProgress = 'settled' | 'waiting' | 'left';

const LOOK_EVERY_MS = 2_000;
/** Looks at a server in one go: VirtFusion boots in a few seconds. What takes longer waits outside of this process. */
const MOST_LOOKS = 15;
/** The panel's own default; there is no call that takes a deletion back. */
const DELETE_DELAY_MINUTES = 60;

/**
 * Takes one wish as far as it goes: look, decide, note, send, look again. A reply that was lost is made up by looking;
 * nothing is done twice, and nothing is believed that was not seen. Several at once do no harm.
 */
export async function carryOutWish(
  { ...ctx }: Context,
  { serverId, panel }: { serverId: number; panel: WishedPanel },
): Promise<WishProgress> {
  // Two jobs of one process are two: a lease is of this call alone.
  ctx.instance = `${ctx.instance}:${randomUUID()}`;
  let wish: ClaimedWish | null = null;
  try {
    for (let looks = 0; looks < MOST_LOOKS; looks += 1) {
      wish = await claimWish(ctx, serverId);
      if (!wish) return 'left';
      const moved = await advance(ctx, wish, panel);
      if (moved === 'settled' || moved === 'waiting') return moved;
      if (moved === 'look again') await ctx.clock.sleep(LOOK_EVERY_MS);
    }
  } catch (error) {
    if (!wish || !(error instanceof VirtFusionError || error instanceof AppError)) throw error;
    return fail(ctx, wish, error);
  }
  if (wish) await wait(ctx, wish, 'VirtFusion has not done it yet.');
  return 'waiting';
}

async function advance(
  ctx: Context,
  wish: ClaimedWish,
  panel: WishedPanel,
): Promise<'settled' | 'waiting' | 'look again' | 'at once'> {
  // Nothing of ours to take back: VirtFusion need not be asked.
  if (wish.wanted === 'free' && !wish.oursSince && !wish.sent) {
    return (await settleWish(ctx, wish, 'not_ours')) ? 'settled' : 'at once';
  }
  const { seen, runs } = await look(ctx, panel, wish.serverId);
  const step = nextStep(wish, seen, ctx.clock.now());
  if (step.learned) await noteLearned(ctx, wish, step.learned);
  if (step.kind === 'wait') return 'look again';
  if (step.kind === 'settle') return (await settleWish(ctx, wish, step.outcome)) ? 'settled' : 'at once';
  if (step.action === 'suspend' || step.action === 'delete') {
    // A top-up may have come since it was decided, or a window begun.
    const verdict = await mayBeSuspendedNow(ctx, wish);
    if (verdict.kind === 'no longer') return 'at once';
    if (verdict.kind === 'held') {
      await postpone(ctx, wish, { until: verdict.until, error: 'Held back by a window of the policy.' });
      return 'waiting';
    }
  }
  const wasRunning = runs ?? null;
  if (!(await noteSent(ctx, wish, { action: step.action, runs: wasRunning }))) return 'at once';
  await send(ctx, wish, { panel, action: step.action });
  return 'at once';
}

/** A fresh answer, kept as a sighting: so that suspended time costs what it costs from the instant it is seen. */
async function look(
  ctx: Context,
  panel: WishedPanel,
  serverId: number,
): Promise<{ seen: PanelSeen; runs: boolean | null }> {
  const answer = await panel.serverPower(serverId);
  if (answer.kind === 'gone') return { seen: { kind: 'gone' }, runs: null };
  const server: PresentServer = seenWithPower(answer.value, secondAfter(answer.readAt));
  await recordSighting(ctx, server);
  const power = server.power === 'unasked' ? 'unknown' : server.power;
  const { suspended, deleteLevel } = answer.value;
  return {
    seen: { kind: 'present', suspended, power, isBeingDeleted: (deleteLevel ?? 0) > 0 },
    runs: power === 'unknown' ? null : power === 'running',
  };
}

/** Sends once. What VirtFusion surely did not do is noted as not sent. @throws VirtFusionError */
async function send(
  ctx: Context,
  wish: ClaimedWish,
  { panel, action }: { panel: WishedPanel; action: PanelAction },
): Promise<void> {
  const { serverId } = wish;
  try {
    if (action === 'suspend') await panel.suspend(serverId);
    else if (action === 'unsuspend') await panel.unsuspend(serverId);
    else if (action === 'boot') await panel.boot(serverId);
    else await panel.deleteServer(serverId, { delayMinutes: DELETE_DELAY_MINUTES });
  } catch (error) {
    const didNothing =
      error instanceof VirtFusionError && (error.outcome !== 'unknown' || !error.requestSent);
    if (didNothing) await noteRefused(ctx, wish);
    throw error;
  }
}

async function fail(ctx: Context, wish: ClaimedWish, error: Error): Promise<WishProgress> {
  if (error instanceof VirtFusionError && error.outcome === 'gone') {
    return (await settleWish(ctx, wish, 'gone')) ? 'settled' : 'waiting';
  }
  await wait(ctx, wish, error.message);
  return 'waiting';
}

/** A refusal of us, not of now: no patience helps. */
const refusals = ['unauthorized', 'forbidden'];
const PATIENCE = 10;

async function wait(ctx: Context, wish: ClaimedWish, error: string): Promise<void> {
  const { serverId, attempts, wanted } = wish;
  ctx.log.info('a wish waits', { serverId, wanted, attempts, error });
  await postpone(ctx, wish, { until: new Date(ctx.clock.now().getTime() + backOffMs(wish)), error });
  if (attempts < PATIENCE && !refusals.some((word) => error.includes(word))) return;
  const want = { suspended: 'suspended', free: 'unsuspended', deleted: 'deleted' }[wanted];
  await raiseAlert(ctx, {
    kind: 'panel_wish_stuck',
    subject: `server:${serverId}`,
    message: `Server ${serverId} is to be ${want} at VirtFusion, and is not after ${attempts + 1} tries: ${error} It is tried on; look at the server there.`,
    facts: { serverId, customerId: wish.customerId },
  });
}
