import { and, eq, isNull } from 'drizzle-orm';
import type { InputOf, OutputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import { webhookEndpoints } from '#shared/schema/index.ts';
import type { Context } from '../../context.ts';
import { withTransaction } from '../../db/transaction.ts';
import { InvalidInputError, NotFoundError, RefusedError } from '../../errors.ts';
import { problemWithTarget } from '../../integrations/webhooks/problem-with-target.ts';
import { newWebhookSecret } from '../../integrations/webhooks/sign-webhook.ts';
import { recordAudit } from '../audit/record-audit.ts';
import { lockChannels } from './channel-settings.ts';
import { MOST_WEBHOOKS } from './get-channels.ts';

export type WebhookEndpointRow = typeof webhookEndpoints.$inferSelect;

/** Where the sealed secret of a receiver lives. */
export const WEBHOOK_SECRET_PLACE = 'webhook_endpoints.sealed_secret';

/**
 * Adds a receiver and makes its secret, which is told this once. One that is there already stays as it is, and its
 * secret untold.
 * @throws InvalidInputError under 'url'; RefusedError when there are too many
 */
export function addWebhook(
  ctx: Context,
  { url, note }: InputOf<typeof api.channels.addWebhook>,
): Promise<OutputOf<typeof api.channels.addWebhook>> {
  const problem = problemWithTarget(url, ctx.env.webhookReach);
  if (problem) throw new InvalidInputError('url', problem);
  return withTransaction(ctx, async (tx) => {
    await lockChannels(tx);
    const kept = await tx.db.select().from(webhookEndpoints).where(isNull(webhookEndpoints.removedAt));
    const earlier = kept.find((endpoint) => endpoint.url === url);
    if (earlier) return { endpoint: earlier, secret: null };
    if (kept.length >= MOST_WEBHOOKS)
      throw new RefusedError(`There are ${kept.length} webhooks: remove one first.`);
    const secret = newWebhookSecret();
    const [endpoint] = await tx.db
      .insert(webhookEndpoints)
      .values({
        url,
        note,
        sealedSecret: tx.secrets.seal(secret, WEBHOOK_SECRET_PLACE),
        createdAt: tx.clock.now(),
        createdBy: tx.actor.name,
      })
      .returning();
    if (!endpoint) throw new Error('One insert makes one row');
    await recordAudit(tx, {
      action: 'webhook.added',
      subject: `webhook:${endpoint.id}`,
      after: { url, note },
    });
    return { endpoint, secret };
  });
}

/** Sends to a receiver again. A repeat changes nothing. @throws NotFoundError */
export function enableWebhook(
  ctx: Context,
  { id }: InputOf<typeof api.channels.enableWebhook>,
): Promise<WebhookEndpointRow> {
  return withTransaction(ctx, async (tx) => {
    const endpoint = await lockWebhook(tx, id);
    if (!endpoint || endpoint.removedAt) throw new NotFoundError('webhook', { id });
    if (!endpoint.disabledAt) return endpoint;
    await recordAudit(tx, {
      action: 'webhook.enabled',
      subject: `webhook:${id}`,
      before: { disabledReason: endpoint.disabledReason },
      after: { disabledReason: null },
    });
    await tx.db
      .update(webhookEndpoints)
      .set({ disabledAt: null, disabledReason: null })
      .where(eq(webhookEndpoints.id, id));
    return { ...endpoint, disabledAt: null, disabledReason: null };
  });
}

/** Sends to a receiver no more; what was sent stays in the log. A repeat changes nothing. @throws NotFoundError */
export function removeWebhook(
  ctx: Context,
  { id }: InputOf<typeof api.channels.removeWebhook>,
): Promise<Record<string, never>> {
  return withTransaction(ctx, async (tx) => {
    const endpoint = await lockWebhook(tx, id);
    if (!endpoint) throw new NotFoundError('webhook', { id });
    if (endpoint.removedAt) return {};
    await tx.db
      .update(webhookEndpoints)
      .set({ removedAt: tx.clock.now() })
      .where(eq(webhookEndpoints.id, id));
    await recordAudit(tx, {
      action: 'webhook.removed',
      subject: `webhook:${id}`,
      before: { url: endpoint.url },
    });
    return {};
  });
}

async function lockWebhook(tx: Context, id: number): Promise<WebhookEndpointRow | undefined> {
  const [endpoint] = await tx.db
    .select()
    .from(webhookEndpoints)
    .where(eq(webhookEndpoints.id, id))
    .for('update');
  return endpoint;
}

/** Sends to a receiver no more because it said so itself. */
export async function disableWebhook(
  tx: Context,
  { id, reason }: { id: number; reason: string },
): Promise<void> {
  await tx.db
    .update(webhookEndpoints)
    .set({ disabledAt: tx.clock.now(), disabledReason: reason })
    .where(and(eq(webhookEndpoints.id, id), isNull(webhookEndpoints.disabledAt)));
}
