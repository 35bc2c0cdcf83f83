import { and, eq, isNull } from 'drizzle-orm';
import type { InputOf, OutputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import { webhookEndpoints } from '#shared/schema/index.ts';
import type { Context } from '../../context.ts';
import { withTransaction } from '../../db/transaction.ts';
import { InvalidInputError, NotFoundError } from '../../errors.ts';
import { recordAudit } from '../audit/record-audit.ts';
import { ownAddress } from './own-address.ts';
import { sendEmbed, sendLetter, sendToEndpoint } from './senders.ts';

type Input = InputOf<typeof api.channels.test>;
type Result = OutputOf<typeof api.channels.test>;

const line = 'This is a test of hourly billing. If you can read it, the channel works.';

/** Sends a test message as the channel is saved, and says what the other side answered. Each call sends one. */
export async function testChannel(ctx: Context, input: Input): Promise<Result> {
  const { outcome, detail } = await send(ctx, input);
  await withTransaction(ctx, (tx) =>
    recordAudit(tx, {
      action: 'channel.tested',
      subject: `channel:${input.channel}`,
      after: { outcome, detail },
    }),
  );
  return { sent: outcome === 'sent', detail };
}

async function send(ctx: Context, input: Input): Promise<{ outcome: string; detail: string }> {
  const at = ctx.clock.now();
  switch (input.channel) {
    case 'mail':
      return sendLetter(ctx, {
        to: input.to ?? (await ownAddress(ctx)),
        subject: 'A test of hourly billing',
        text: line,
        html: `<p>${line}</p>`,
        name: `test-${at.getTime()}`,
        date: at,
      });
    case 'discord':
      return sendEmbed(ctx, {
        title: 'A test of hourly billing',
        description: line,
        color: 0x1d4ed8,
        timestamp: at.toISOString(),
        footer: { text: `Asked for by ${ctx.actor.name}` },
        fields: [],
      });
    case 'webhook': {
      const endpoint = await endpointOf(ctx, input.webhookId);
      const body = JSON.stringify({ type: 'test', timestamp: at.toISOString(), data: { message: line } });
      return sendToEndpoint(ctx, { endpoint, id: `test_${endpoint.id}_${at.getTime()}`, body });
    }
    default:
      return input.channel satisfies never;
  }
}

async function endpointOf(ctx: Context, id: number | undefined) {
  if (id === undefined) throw new InvalidInputError('webhookId', 'Say which webhook');
  const [endpoint] = await ctx.db
    .select()
    .from(webhookEndpoints)
    .where(and(eq(webhookEndpoints.id, id), isNull(webhookEndpoints.removedAt)));
  if (!endpoint) throw new NotFoundError('webhook', { id });
  return endpoint;
}
