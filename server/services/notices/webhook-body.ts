import type { NoticeRow } from '#shared/schema/index.ts';

/** The event, when, and its facts: money as decimal text, instants in ISO 8601. The same text at every attempt. */
export function webhookBody({ event, customerId, facts, createdAt }: NoticeRow): string {
  return JSON.stringify({ type: event, timestamp: createdAt.toISOString(), data: { customerId, ...facts } });
}
